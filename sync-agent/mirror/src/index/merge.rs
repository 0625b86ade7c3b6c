//! Several runs become one. Owns when that pays.

use rusqlite::{Connection, TransactionBehavior};

use super::block::Entries;
use super::build::Blocks;
use super::{KINDS, Kind, Run, broken, is_gone, rows, runs};

/// Runs of one size that are merged.
const RUNS: usize = 4;
/// Documents of the smallest size; each further one is [`RUNS`] times as large.
const SMALLEST: u32 = 64;

/// Merges runs until no [`RUNS`] of them have one size; each merge is a transaction.
pub fn tidy(db: &mut Connection) -> rusqlite::Result<()> {
    for kind in KINDS {
        while let Some(due) = due(&runs(db, kind)?) {
            merge_in_one(db, kind, &due)?;
        }
    }
    Ok(())
}

/// Merges everything to one run of each kind.
pub fn into_one(db: &mut Connection) -> rusqlite::Result<()> {
    for kind in KINDS {
        let all = runs(db, kind)?;
        if all.len() > 1 {
            merge_in_one(db, kind, &all)?;
        }
    }
    Ok(())
}

fn due(runs: &[Run]) -> Option<Vec<Run>> {
    let size = |run: &Run| (run.documents / SMALLEST).max(1).ilog(RUNS as u32);
    let mut sizes: Vec<u32> = runs.iter().map(size).collect();
    sizes.sort_unstable();
    sizes.dedup();
    sizes.into_iter().find_map(|one| {
        let same: Vec<Run> = runs
            .iter()
            .filter(|run| size(run) == one)
            .cloned()
            .collect();
        (same.len() >= RUNS).then_some(same)
    })
}

fn merge_in_one(db: &mut Connection, kind: Kind, runs: &[Run]) -> rusqlite::Result<()> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    merge(&tx, kind, runs)?;
    tx.commit()
}

/// Merges runs; blocks that were read are removed at once, so that the file does not grow by the new ones.
fn merge(db: &Connection, kind: Kind, runs: &[Run]) -> rusqlite::Result<()> {
    let (merged, places) = renumber(db, runs)?;
    let mut writer = Blocks::begin(db, kind, &merged)?;
    let mut sources: Vec<Source<'_>> = Vec::with_capacity(runs.len());
    for (run, places) in runs.iter().zip(&places) {
        let mut source = Source::new(db, run.id, places);
        source.step()?;
        sources.push(source);
    }
    let mut numbers: Vec<u32> = Vec::new();
    let mut term: Vec<u8> = Vec::new();
    while let Some(least) = sources
        .iter()
        .filter(|s| s.open)
        .map(|s| s.term.as_slice())
        .min()
    {
        term.clear();
        term.extend_from_slice(least);
        numbers.clear();
        let mut holders = 0;
        for source in sources.iter_mut().filter(|s| s.open && s.term == term) {
            numbers.extend_from_slice(&source.numbers);
            holders += 1;
            source.step()?;
        }
        if holders > 1 {
            // Each part is in order already: merging is what this sort is quick at.
            numbers.sort();
        }
        writer.add(&term, &numbers)?;
    }
    writer.end()?;
    for run in runs {
        db.prepare_cached("DELETE FROM block WHERE run = ?1")?
            .execute([run.id])?;
        db.prepare_cached("DELETE FROM run WHERE id = ?1")?
            .execute([run.id])?;
    }
    Ok(())
}

/// Number of a document that is gone.
const NOWHERE: u32 = u32::MAX;

/// The rows of all runs, in order, without those that are gone; and for each run the new numbers of its documents.
fn renumber(db: &Connection, runs: &[Run]) -> rusqlite::Result<(Vec<u32>, Vec<Vec<u32>>)> {
    let mut all: Vec<(u32, usize, usize)> = Vec::new();
    let mut places: Vec<Vec<u32>> = Vec::with_capacity(runs.len());
    for (at, run) in runs.iter().enumerate() {
        let rows = rows(db, run)?;
        places.push(vec![NOWHERE; rows.len()]);
        let there = (0..rows.len()).filter(|number| !is_gone(&rows, *number));
        all.extend(there.map(|number| (rows[number], at, number)));
    }
    all.sort_unstable();
    let mut merged = Vec::with_capacity(all.len());
    for (row, run, number) in all {
        places[run][number] = merged.len() as u32;
        merged.push(row);
    }
    Ok((merged, places))
}

/// A run that is read for the last time.
struct Source<'a> {
    db: &'a Connection,
    run: i64,
    places: &'a [u32],
    /// The block at hand.
    block: Vec<u8>,
    ready: std::vec::IntoIter<(Vec<u8>, Vec<u32>)>,
    open: bool,
    term: Vec<u8>,
    numbers: Vec<u32>,
}

impl<'a> Source<'a> {
    fn new(db: &'a Connection, run: i64, places: &'a [u32]) -> Source<'a> {
        Source {
            db,
            run,
            places,
            block: Vec::new(),
            ready: Vec::new().into_iter(),
            open: true,
            term: Vec::new(),
            numbers: Vec::new(),
        }
    }

    /// To the next token.
    fn step(&mut self) -> rusqlite::Result<()> {
        loop {
            if let Some((term, numbers)) = self.ready.next() {
                self.term = term;
                self.numbers = numbers;
                return Ok(());
            }
            if !self.read_block()? {
                self.open = false;
                return Ok(());
            }
        }
    }

    fn read_block(&mut self) -> rusqlite::Result<bool> {
        let mut statement = self
            .db
            .prepare_cached("SELECT id, bytes FROM block WHERE run = ?1 ORDER BY first LIMIT 1")?;
        let mut found = statement.query([self.run])?;
        let Some(row) = found.next()? else {
            return Ok(false);
        };
        let id: i64 = row.get(0)?;
        self.block.clear();
        self.block.extend_from_slice(row.get_ref(1)?.as_blob()?);
        drop(found);
        self.db
            .prepare_cached("DELETE FROM block WHERE id = ?1")?
            .execute([id])?;
        let mut entries = Entries::new(&self.block);
        let mut ready = Vec::new();
        while let Some(list) = entries.next()? {
            let mut numbers = Vec::new();
            list.numbers(&mut numbers)?;
            for number in &mut numbers {
                *number = *self.places.get(*number as usize).unwrap_or(&NOWHERE);
                if *number == NOWHERE {
                    return Err(broken("a list names a document that is not there"));
                }
            }
            ready.push((entries.term().to_vec(), numbers));
        }
        self.ready = ready.into_iter();
        Ok(true)
    }
}
