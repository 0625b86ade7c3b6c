//! Runs: which there are, and which row of the mirror each of their documents has. Knows no token.

use super::block::{self, broken};
use rusqlite::Connection;

/// What the rows of a run are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Rows of `document`.
    Texts = 1,
    /// Rows of `name`.
    Names = 2,
}

/// Both kinds, in the order in which a mirror's file holds them.
pub const KINDS: [Kind; 2] = [Kind::Texts, Kind::Names];

/// A run, as its row says.
#[derive(Debug, Clone)]
pub struct Run {
    /// Never used again.
    pub id: i64,
    /// How many documents it numbers, those that are gone among them.
    pub documents: u32,
}

/// All runs of a kind, oldest first.
pub fn runs(db: &Connection, kind: Kind) -> rusqlite::Result<Vec<Run>> {
    db.prepare_cached("SELECT id, documents FROM run WHERE kind = ?1 ORDER BY id")?
        .query_map([kind as i64], |row| {
            Ok(Run {
                id: row.get(0)?,
                documents: row.get(1)?,
            })
        })?
        .collect()
}

/// Rows of the documents of a run by their numbers, ascending. One that is gone has the row of the one before it (the first: 0).
pub fn rows(db: &Connection, run: &Run) -> rusqlite::Result<Vec<u32>> {
    let packed: Vec<u8> = db
        .prepare_cached("SELECT rows FROM run WHERE id = ?1")?
        .query_row([run.id], |row| row.get(0))?;
    let mut at = 0;
    let mut row = 0_u32;
    let mut rows = Vec::with_capacity(packed.len().min(run.documents as usize));
    while at < packed.len() {
        let gap = block::varint(&packed, &mut at).ok_or_else(|| broken("rows of a run"))?;
        row = row
            .checked_add(gap)
            .ok_or_else(|| broken("rows of a run"))?;
        rows.push(row);
    }
    if rows.len() != run.documents as usize {
        return Err(broken("rows of a run"));
    }
    Ok(rows)
}

/// The reverse of [`rows`].
pub fn pack_rows(rows: &[u32]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(rows.len() * 2);
    let mut before = 0;
    for row in rows {
        block::put_varint(row - before, &mut packed);
        before = *row;
    }
    packed
}

/// Whether the document with this number is gone.
pub fn is_gone(rows: &[u32], number: usize) -> bool {
    rows[number] == number.checked_sub(1).map_or(0, |before| rows[before])
}
