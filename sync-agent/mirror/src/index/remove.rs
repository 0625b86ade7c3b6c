//! Takes documents out of the index. Nothing of a list remembers them afterwards; what lies between the rows of the file is
//! for `scrub.rs`.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::block::Entries;
use super::build::Blocks;
use super::run::{Kind, is_gone, pack_rows, rows, runs};
use crate::words::terms::Terms;

/// Takes documents with these tokens out. Blocks that hold none of the tokens are not read.
pub fn remove(db: &Connection, kind: Kind, gone: &[(i64, Terms)]) -> rusqlite::Result<()> {
    if gone.is_empty() {
        return Ok(());
    }
    for run in runs(db, kind)? {
        let mut rows = rows(db, &run)?;
        let mut wanted: Vec<(Vec<u8>, u32)> = Vec::new();
        let mut numbers: BTreeSet<usize> = BTreeSet::new();
        for (row, terms) in gone {
            // Of equal ones all but the first are gone already.
            let number = rows.partition_point(|r| i64::from(*r) < *row);
            if rows.get(number).is_some_and(|r| i64::from(*r) == *row) && !is_gone(&rows, number) {
                numbers.insert(number);
                wanted.extend(terms.sorted().into_iter().map(|term| (term, number as u32)));
            }
        }
        if numbers.is_empty() {
            continue;
        }
        wanted.sort_unstable();
        for number in numbers {
            mark_gone(&mut rows, number);
        }
        take_out(db, run.id, &wanted)?;
        if (0..rows.len()).all(|number| is_gone(&rows, number)) {
            db.prepare_cached("DELETE FROM block WHERE run = ?1")?
                .execute([run.id])?;
            db.prepare_cached("DELETE FROM run WHERE id = ?1")?
                .execute([run.id])?;
        } else {
            db.prepare_cached("UPDATE run SET rows = ?2 WHERE id = ?1")?
                .execute(params![run.id, pack_rows(&rows)])?;
        }
    }
    Ok(())
}

/// Gives a number the row of the one before it, and so on while those behind were gone with it.
fn mark_gone(rows: &mut [u32], number: usize) {
    let old = rows[number];
    let before = number.checked_sub(1).map_or(0, |before| rows[before]);
    for row in rows[number..].iter_mut().take_while(|row| **row == old) {
        *row = before;
    }
}

/// Takes numbers out of the lists of tokens; both in order.
fn take_out(db: &Connection, run: i64, wanted: &[(Vec<u8>, u32)]) -> rusqlite::Result<()> {
    let mut at = 0;
    while let Some((term, _)) = wanted.get(at) {
        let found: Option<(i64, Vec<u8>)> = db
            .prepare_cached(
                "SELECT id, bytes FROM block WHERE run = ?1 AND first <= ?2 ORDER BY first DESC LIMIT 1",
            )?
            .query_row(params![run, term], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((block, bytes)) = found else {
            at += 1;
            continue;
        };
        // What is left of a block is written as new ones: it may be cut in another way.
        db.prepare_cached("DELETE FROM block WHERE id = ?1")?
            .execute([block])?;
        let mut writer = Blocks::of(db, run);
        let mut entries = Entries::new(&bytes);
        let mut numbers = Vec::new();
        let from = at;
        while let Some(list) = entries.next()? {
            numbers.clear();
            list.numbers(&mut numbers)?;
            while wanted
                .get(at)
                .is_some_and(|(term, _)| term.as_slice() < entries.term())
            {
                at += 1;
            }
            while let Some((_, number)) = wanted.get(at).filter(|(term, _)| term == entries.term())
            {
                numbers.retain(|n| n != number);
                at += 1;
            }
            writer.add(entries.term(), &numbers)?;
        }
        writer.end()?;
        // A token behind the last one of its block is in no list.
        at = at.max(from + 1);
    }
    Ok(())
}
