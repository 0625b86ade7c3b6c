//! The index of the mirror: which documents hold which token. Owns the tables `run` and `block`; knows no query language and no
//! document.
//!
//! Each batch of documents becomes a run that is never added to. Inside a run its documents are numbered from 0 in the order of
//! their rows (the newest have the largest), so that a set of them is a string of bits and a list of them is short. A
//! few runs of one size are merged to a larger one, as log-structured trees do; a filled mirror has one. What is withdrawn is
//! taken out of the lists at once: no list remembers it.

mod bits;
mod block;
mod build;
pub mod expression;
mod look;
mod merge;
mod remove;
mod run;
mod scores;

pub use bits::Bits;
pub use build::add;
pub use look::{Known, Look, Rows};
pub use merge::{into_one, tidy};
pub use remove::remove;
pub use run::{KINDS, Kind, Run, rows, runs};
pub use scores::Scores;

use block::broken;
use run::is_gone;
use rusqlite::Connection;

/// Creates the tables of an index in a file that has none. Frozen with the version of the schema that has them.
pub const CREATE: &str = "
CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER NOT NULL, documents INTEGER NOT NULL, rows BLOB NOT NULL
) STRICT;
CREATE TABLE block (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL, first BLOB NOT NULL, bytes BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX block_first ON block (run, first);
";

/// Every token of a run with the rows that hold it, in the order of tokens; for checking a whole index.
pub fn each_token(
    db: &Connection,
    run: &Run,
    mut token: impl FnMut(&[u8], &[u32]),
) -> rusqlite::Result<()> {
    let rows = rows(db, run)?;
    let mut last: Vec<u8> = Vec::new();
    let mut numbers = Vec::new();
    let mut holders = Vec::new();
    let mut blocks =
        db.prepare_cached("SELECT first, bytes FROM block WHERE run = ?1 ORDER BY first")?;
    let mut blocks = blocks.query([run.id])?;
    while let Some(row) = blocks.next()? {
        let (first, bytes) = (row.get_ref(0)?.as_blob()?, row.get_ref(1)?.as_blob()?);
        let mut entries = block::Entries::new(bytes);
        while let Some(list) = entries.next()? {
            let ordered = last.as_slice() < entries.term() && first <= entries.term();
            if !ordered {
                return Err(broken("order of tokens"));
            }
            last.clear();
            last.extend_from_slice(entries.term());
            numbers.clear();
            list.numbers(&mut numbers)?;
            holders.clear();
            for number in &numbers {
                let number = *number as usize;
                if number >= rows.len() || is_gone(&rows, number) {
                    return Err(broken("a list names a document that is not there"));
                }
                holders.push(rows[number]);
            }
            token(entries.term(), &holders);
        }
    }
    Ok(())
}

/// Reads a whole block of a run of so many documents; how many tokens it holds.
pub fn read_block(bytes: &[u8], documents: u32) -> rusqlite::Result<usize> {
    let mut entries = block::Entries::new(bytes);
    let mut set = Bits::new(documents);
    let mut numbers = Vec::new();
    let mut count = 0;
    while let Some(list) = entries.next()? {
        list.put_into(&mut set)?;
        list.numbers(&mut numbers)?;
        count += 1;
    }
    Ok(count)
}

#[cfg(test)]
mod tests;
