//! `journal.key`: the secret that codes on slips are computed with, in a file of its own that nobody but its owner reads; the chain holds a
//! check of it. Written beside and renamed, so that the power may go at any moment. Computes no codes.
//!
//! Files of earlier versions hold the key themselves, where everybody of the group can read it. It is taken from there, written here,
//! and only then deleted there: cut off in between, both hold it, and the next start goes on.

use super::declare::OPENED;
use super::log;
use crate::Error;
use crate::place;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use std::fs::{File, Permissions};
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

pub(crate) const FILE_NAME: &str = "journal.key";
/// Only its owner reads it.
const FILE_MODE: u32 = 0o600;
/// Where files of earlier versions hold it themselves.
pub(crate) const SLIP_KEY: &str = "slip_key";
const FORM: &str = "slip-key-1";
/// Form, key and checksum with some room.
const FILE_BYTES_MAX: u64 = 256;
/// Hex digits of the checksum.
const CHECKSUM_DIGITS: usize = 16;

/// The secret of a terminal.
pub(crate) type Key = [u8; 32];

/// What the chain says of a key, so that an exchanged one is found; the key cannot be guessed from it.
pub(crate) fn check(key: &Key) -> String {
    let mut hash = Sha256::new_with_prefix(b"journal-key-1");
    hash.update(key);
    hex::encode(hash.finalize())
}

/// The key beside the journal in `dir`; `None` where there is no such file.
pub(crate) fn read(dir: &Path) -> Result<Option<Key>, Error> {
    let path = dir.join(FILE_NAME);
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(Error::file("read", &path)(e)),
    };
    let mut text = String::new();
    let damaged = || Error::Damaged {
        detail: format!("{} holds no key", path.display()),
    };
    file.take(FILE_BYTES_MAX)
        .read_to_string(&mut text)
        .map_err(|e| match e.kind() {
            std::io::ErrorKind::InvalidData => damaged(),
            _ => Error::file("read", &path)(e),
        })?;
    decode(&text).map(Some).ok_or_else(damaged)
}

/// The key that a file of an earlier version holds itself.
pub(crate) fn in_file(conn: &Connection) -> Option<Key> {
    log::meta(conn, SLIP_KEY).ok()??.try_into().ok()
}

/// Writes the key; when this returns it is on the medium.
pub(crate) fn write(dir: &Path, key: &Key) -> Result<(), Error> {
    let path = dir.join(FILE_NAME);
    place(&path, encode(key).as_bytes(), FILE_MODE).map_err(Error::file("write", &path))
}

/// Nobody else reads it, whatever somebody set.
pub(crate) fn keep_private(dir: &Path) -> Result<(), Error> {
    let path = dir.join(FILE_NAME);
    std::fs::set_permissions(&path, Permissions::from_mode(FILE_MODE))
        .map_err(Error::file("set the mode of", &path))
}

/// A file that holds no key is kept beside: it may be looked at.
pub(crate) fn set_aside(dir: &Path) -> Result<(), Error> {
    let path = dir.join(FILE_NAME);
    std::fs::rename(&path, dir.join(format!("{FILE_NAME}.damaged")))
        .map_err(Error::file("set aside", &path))
}

/// What the chain says of the key that was in use at `seq`: the last word before it, else the first one after.
pub(crate) fn vouched(conn: &Connection, seq: u64) -> Result<Option<String>, Error> {
    conn.prepare_cached(
        "SELECT value FROM entry JOIN field USING (seq) WHERE kind = ?1 AND name = 'key_check' AND value IS NOT NULL
         ORDER BY seq > ?2, CASE WHEN seq > ?2 THEN seq ELSE -seq END LIMIT 1",
    )
    .and_then(|mut query| {
        let mut rows = query.query(params![OPENED.name, log::int(seq)])?;
        rows.next()?.map(|row| row.get(0)).transpose()
    })
    .map_err(Error::database("read what the chain says of the slip key"))
}

/// Of several keys the one that the chain speaks of, else the first.
pub(crate) fn choose(keys: &[Option<Key>], vouched: Option<&str>) -> Option<Key> {
    let known = keys.iter().flatten();
    let fits = |key: &&Key| vouched == Some(check(key).as_str());
    known.clone().find(fits).or(known.clone().next()).copied()
}

/// The key of this terminal, in a file of its own before the database lets go of it.
pub(crate) fn settle(dir: &Path, conn: &Connection, wreck: Option<Key>) -> Result<Key, Error> {
    let beside = match read(dir) {
        Ok(beside) => beside,
        Err(Error::Damaged { .. }) => {
            set_aside(dir)?;
            None
        }
        Err(e) => return Err(e),
    };
    let known = [beside, in_file(conn), wreck];
    let vouched = log::last_value(conn, OPENED.name, "key_check")?;
    let chosen = match choose(&known, vouched.as_deref()) {
        Some(key) => key,
        None => {
            let mut key = [0; 32];
            getrandom::fill(&mut key).map_err(|_| Error::Random)?;
            key
        }
    };
    if beside != Some(chosen) {
        write(dir, &chosen)?;
    }
    keep_private(dir)?;
    Ok(chosen)
}

fn encode(key: &Key) -> String {
    let body = format!("{FORM} {}", hex::encode(key));
    format!("{body} {}\n", checksum(&body))
}

fn decode(text: &str) -> Option<Key> {
    let (body, sum) = text.strip_suffix('\n')?.rsplit_once(' ')?;
    let digits = body.strip_prefix(FORM)?.strip_prefix(' ')?;
    let key = hex::decode(digits).ok()?.try_into().ok()?;
    (sum == checksum(body)).then_some(key)
}

fn checksum(body: &str) -> String {
    hex::encode(&Sha256::digest(body.as_bytes())[..CHECKSUM_DIGITS / 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_written_and_by_its_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read(dir.path()).unwrap(), None);
        // What a power cut left of an earlier try, with any mode.
        std::fs::write(dir.path().join("journal.key.new"), "slip-key-1 00").unwrap();
        write(dir.path(), &[7; 32]).unwrap();
        assert_eq!(read(dir.path()).unwrap(), Some([7; 32]));
        let mode = std::fs::metadata(dir.path().join(FILE_NAME)).unwrap();
        assert_eq!(mode.permissions().mode() & 0o777, 0o600);
        assert!(!dir.path().join("journal.key.new").exists());
    }

    #[test]
    fn every_changed_byte_of_the_file_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &[7; 32]).unwrap();
        let path = dir.path().join(FILE_NAME);
        let sound = std::fs::read(&path).unwrap();
        for at in 0..sound.len() {
            let mut torn = sound.clone();
            torn[at] ^= 1;
            std::fs::write(&path, &torn).unwrap();
            assert!(read(dir.path()).is_err(), "byte {at}");
            std::fs::write(&path, &sound[..at]).unwrap();
            assert!(read(dir.path()).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn the_key_that_the_chain_speaks_of_is_chosen() {
        let (one, two) = ([1; 32], [2; 32]);
        let said = check(&two);
        assert_eq!(choose(&[Some(one), Some(two)], Some(&said)), Some(two));
        assert_eq!(choose(&[Some(one), Some(two)], None), Some(one));
        assert_eq!(choose(&[None, Some(one)], Some(&said)), Some(one));
        assert_eq!(choose(&[None, None], Some(&said)), None);
    }
}
