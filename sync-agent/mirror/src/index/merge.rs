//! Several runs become one. Owns when that pays.

use rusqlite::{Connection, TransactionBehavior};

use super::block::NOWHERE;
use super::block::Walk;
use super::build::Blocks;
use super::run::{KINDS, Kind, Run, is_gone, rows, runs};

/// Runs of one size that are merged.
const RUNS: usize = 4;
/// And while a mirror fills, when it is read less than it is written.
const RUNS_FILLING: usize = 16;
/// Documents of the smallest size; each further one is so many runs' times as large.
const SMALLEST: u32 = 64;

/// Merges runs until there are few of each size; each merge is a transaction.
pub fn tidy(db: &mut Connection, filling: bool) -> rusqlite::Result<()> {
    let most = if filling { RUNS_FILLING } else { RUNS };
    for kind in KINDS {
        while let Some(due) = due(&runs(db, kind)?, most) {
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

fn due(runs: &[Run], most: usize) -> Option<Vec<Run>> {
    let size = |run: &Run| (run.documents / SMALLEST).max(1).ilog(most as u32);
    let mut sizes: Vec<u32> = runs.iter().map(size).collect();
    sizes.sort_unstable();
    sizes.dedup();
    sizes.into_iter().find_map(|one| {
        let same: Vec<Run> = runs
            .iter()
            .filter(|run| size(run) == one)
            .cloned()
            .collect();
        (same.len() >= most).then_some(same)
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
        .map(|s| s.walk.term.as_slice())
        .min()
    {
        term.clear();
        term.extend_from_slice(least);
        numbers.clear();
        let mut holders = 0;
        for source in sources.iter_mut().filter(|s| s.open && s.walk.term == term) {
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

/// A run that is read for the last time: the next token, and the list that waits with it.
struct Source<'a> {
    db: &'a Connection,
    run: i64,
    places: &'a [u32],
    block: Vec<u8>,
    walk: Walk,
    numbers: Vec<u32>,
    open: bool,
}

impl<'a> Source<'a> {
    fn new(db: &'a Connection, run: i64, places: &'a [u32]) -> Source<'a> {
        Source {
            db,
            run,
            places,
            block: Vec::new(),
            walk: Walk::default(),
            numbers: Vec::new(),
            open: true,
        }
    }

    /// To the next token.
    fn step(&mut self) -> rusqlite::Result<()> {
        self.numbers.clear();
        loop {
            if let Some(list) = self.walk.next(&self.block)? {
                return list.places(self.places, &mut self.numbers);
            }
            if !self.read_block()? {
                self.open = false;
                return Ok(());
            }
        }
    }

    /// Takes the first block that is left out of the file.
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
        self.walk = Walk::default();
        drop(found);
        self.db
            .prepare_cached("DELETE FROM block WHERE id = ?1")?
            .execute([id])?;
        Ok(true)
    }
}
