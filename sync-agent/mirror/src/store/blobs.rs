//! Attachments as files named by their SHA-256: `blobs/ab/<sha256>`. Refuses bytes that are not what the name says.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::error::Error;

/// Directory inside the mirror's directory.
const DIR: &str = "blobs";
/// A file that is being written; a leftover is an orphan.
const PART: &str = "part";

/// Makes the directory.
pub fn create_dir(dir: &Path) -> Result<(), Error> {
    let path = dir.join(DIR);
    fs::create_dir_all(&path).map_err(Error::file("create directory", &path))
}

/// Where a blob lies; `None` if the name is no SHA-256 in lower-case hex.
pub fn path(dir: &Path, sha256: &str) -> Option<PathBuf> {
    let valid = sha256.len() == 64
        && sha256
            .bytes()
            .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    valid.then(|| dir.join(DIR).join(&sha256[..2]).join(sha256))
}

/// Writes a blob so that it is there whole or not at all.
pub fn put(dir: &Path, sha256: &str, bytes: &[u8]) -> Result<(), Error> {
    let wrong = |detail| Error::WrongBlob {
        sha256: sha256.to_owned(),
        detail,
    };
    let path = path(dir, sha256).ok_or_else(|| wrong("the name is no SHA-256"))?;
    if hex::encode(Sha256::digest(bytes)) != sha256 {
        return Err(wrong("the bytes have another SHA-256"));
    }
    let parent = path.parent().expect("a blob lies in a directory");
    fs::create_dir_all(parent).map_err(Error::file("create directory", parent))?;
    let part = path.with_extension(PART);
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, &path)?;
        File::open(parent)?.sync_all()
    };
    write().map_err(Error::file("store blob", &path))
}

/// Every SHA-256 that a document names.
pub fn named(db: &Connection) -> rusqlite::Result<BTreeSet<String>> {
    db.prepare("SELECT DISTINCT sha256 FROM attachment")?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// Files below `blobs/` that no document names.
pub fn orphans(dir: &Path, named: &BTreeSet<String>) -> Result<Vec<PathBuf>, Error> {
    let root = dir.join(DIR);
    let mut found = Vec::new();
    if !root.exists() {
        return Ok(found);
    }
    for shard in entries(&root)? {
        if !shard.is_dir() {
            found.push(shard);
            continue;
        }
        for file in entries(&shard)? {
            let name = file
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or("");
            if !named.contains(name) || path(dir, name).as_deref() != Some(file.as_path()) {
                found.push(file);
            }
        }
    }
    Ok(found)
}

/// Removes one file.
pub fn remove(path: &Path) -> Result<(), Error> {
    fs::remove_file(path).map_err(Error::file("remove blob", path))
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    fs::read_dir(dir)
        .and_then(|entries| entries.map(|entry| entry.map(|e| e.path())).collect())
        .map_err(Error::file("list directory", dir))
}
