//! What the writer does beside applying: the dictionary of the bodies, erasing the traces of what went. Each
//! step may be cut off by a kill and is taken up again.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::error::Error;
use crate::store::body::{CODEC_PLAIN, Packer, Unpacker};
use crate::store::dictionary;
use crate::store::scrub;

/// Bodies packed anew in one transaction.
const REPACK_ROWS: i64 = 500;

/// A dictionary and its codec.
pub type Dictionary = (i64, Vec<u8>);

/// The dictionary that new bodies are packed with.
pub fn newest_dictionary(db: &Connection) -> rusqlite::Result<Option<Dictionary>> {
    db.prepare_cached("SELECT codec, bytes FROM dictionary ORDER BY codec DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

/// The dictionary of a codec.
pub fn dictionary_of(db: &Connection, codec: i64) -> rusqlite::Result<Option<Vec<u8>>> {
    db.prepare_cached("SELECT bytes FROM dictionary WHERE codec = ?1")?
        .query_row([codec], |row| row.get(0))
        .optional()
}

/// Whether so many of the documents that a dictionary was made of have gone or changed that a phrase may soon stand in
/// none that is still there.
pub fn is_dictionary_worn(db: &Connection) -> rusqlite::Result<bool> {
    let lost: u32 = db.query_row("SELECT lost FROM state", [], |row| row.get(0))?;
    Ok(lost + 1 >= dictionary::SHARED_MIN)
}

/// Makes a dictionary of the documents as they are, if there are enough; replaces an older one for what is packed from now
/// on. Whether there is one now.
pub fn make_dictionary(db: &mut Connection) -> Result<bool, rusqlite::Error> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let rows: Vec<i64> = tx
        .prepare("SELECT row FROM document ORDER BY row")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let step = rows.len().div_ceil(dictionary::SAMPLES).max(1);
    let mut samples = Vec::new();
    let mut texts = Vec::new();
    if rows.len() as u64 >= dictionary::DOCUMENTS_MIN {
        let unpacker = Unpacker::default();
        for row in rows.into_iter().step_by(step) {
            if let Some(text) = words(&tx, &unpacker, row)? {
                samples.push(row);
                texts.push(text);
            }
        }
    }
    let chosen = dictionary::choose(&texts);
    tx.execute("DELETE FROM sample", [])?;
    tx.execute("UPDATE state SET lost = 0", [])?;
    if let Some(bytes) = &chosen {
        tx.execute(
            "INSERT INTO dictionary SELECT coalesce(max(codec), ?1) + 1, ?2 FROM dictionary",
            params![CODEC_PLAIN, bytes],
        )?;
        for row in samples {
            tx.prepare_cached("INSERT INTO sample VALUES (?1)")?
                .execute([row])?;
        }
    }
    tx.commit()?;
    Ok(chosen.is_some())
}

fn words(db: &Connection, unpacker: &Unpacker, row: i64) -> rusqlite::Result<Option<String>> {
    let (codec, size, packed): (i64, i64, Vec<u8>) = db
        .prepare_cached("SELECT codec, text_bytes, text FROM body WHERE row = ?1")?
        .query_row([row], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let known = dictionary_of(db, codec)?;
    Ok(unpacker
        .unpack(codec, size, &packed, |_| known)
        .and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// Replaces a worn dictionary: makes a new one, packs every body that needs the old one anew, and removes it. Leaves a body
/// alone that does not unpack: a damaged file is found by verification.
pub fn renew_dictionary(db: &mut Connection, path: &Path) -> Result<(), Error> {
    let fail = crate::error::sqlite("renew dictionary", path);
    if is_dictionary_worn(db).map_err(fail.clone())? {
        let made = make_dictionary(db).map_err(fail.clone())?;
        if !made {
            // Too few documents are left: what is packed from now on needs none.
            db.execute("INSERT INTO dictionary SELECT max(codec) + 1, x'' FROM dictionary HAVING max(codec) > 0", [])
                .map_err(fail.clone())?;
        }
    }
    let newest = newest_dictionary(db).map_err(fail.clone())?;
    let Some(newest) = newest else { return Ok(()) };
    let mut packer =
        Packer::new(Some(&newest)).map_err(Error::file("set up compression for", path))?;
    let unpacker = Unpacker::default();
    let mut after = i64::MIN;
    loop {
        let mut repack = || -> rusqlite::Result<Option<i64>> {
            let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let old: i64 = tx.query_row(
                "SELECT count(*) FROM dictionary WHERE codec < ?1",
                [newest.0],
                |row| row.get(0),
            )?;
            if old == 0 {
                return Ok(None);
            }
            let rows: Vec<i64> = tx
                .prepare_cached(
                    "SELECT row FROM body WHERE codec > ?1 AND codec < ?2 AND row > ?3 ORDER BY row LIMIT ?4",
                )?
                .query_map(params![CODEC_PLAIN, newest.0, after, REPACK_ROWS], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            for row in &rows {
                let Some(text) = words(&tx, &unpacker, *row)? else {
                    continue;
                };
                let Ok(packed) = packer.pack_words(&text) else {
                    continue;
                };
                tx.prepare_cached("UPDATE body SET codec = ?2, text = ?3 WHERE row = ?1")?
                    .execute(params![row, packed.codec, packed.bytes])?;
            }
            let last = rows.last().copied();
            if last.is_none() {
                tx.execute(
                    "DELETE FROM dictionary WHERE codec < ?1 AND NOT EXISTS (SELECT 1 FROM body b WHERE b.codec = dictionary.codec)",
                    [newest.0],
                )?;
                // The old phrases may stand in what was freed.
                tx.execute("UPDATE state SET removed = removed + 1", [])?;
            }
            tx.commit()?;
            Ok(last)
        };
        match repack().map_err(fail.clone())? {
            Some(row) => after = row,
            None => return Ok(()),
        }
    }
}

/// First pages of all trees.
pub fn roots(db: &Connection) -> rusqlite::Result<Vec<u32>> {
    db.prepare("SELECT rootpage FROM sqlite_schema WHERE rootpage > 0")?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// Overwrites what lies between the rows; false if the file is laid out in a way that only a rewrite clears.
pub fn scrub_file(path: &Path, roots: &[u32]) -> Result<bool, Error> {
    scrub::scrub(path, roots)
        .map(|scrubbed| scrubbed.is_some())
        .map_err(Error::file("erase traces in", path))
}
