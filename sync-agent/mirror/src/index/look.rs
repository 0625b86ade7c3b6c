//! Looks expressions up. Reads only. A view of the index is that of the transaction it is used in.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};

use super::Bits;
use super::block::Entries;
use super::run::{Kind, Run, rows, runs};
use crate::index::expression::Expression;

/// Words of 64 bits of remembered sets; beyond, all are forgotten.
const REMEMBERED_WORDS_MAX: usize = 512 << 10;

/// Runs whose rows are remembered.
const RUNS_MAX: usize = 48;

/// What a connection remembers between searches: the rows of runs, which never change while a document is there.
#[derive(Default)]
pub struct Known(RefCell<HashMap<i64, Arc<Vec<u32>>>>);

impl Known {
    fn rows(&self, db: &Connection, run: &Run) -> rusqlite::Result<Arc<Vec<u32>>> {
        if let Some(rows) = self.0.borrow().get(&run.id) {
            return Ok(rows.clone());
        }
        let rows = Arc::new(rows(db, run)?);
        let mut known = self.0.borrow_mut();
        if known.len() >= RUNS_MAX {
            // Most are of runs that were merged since.
            known.clear();
        }
        known.insert(run.id, rows.clone());
        Ok(rows)
    }
}

/// One kind of runs, open for looking up.
pub struct Look<'a> {
    db: &'a Connection,
    known: &'a Known,
    runs: Vec<Run>,
    tokens: RefCell<Remembered>,
}

#[derive(Default)]
struct Remembered {
    words: usize,
    sets: HashMap<(i64, String), Option<Rc<Bits>>>,
}

impl<'a> Look<'a> {
    /// Opens all runs of a kind.
    pub fn open(db: &'a Connection, kind: Kind, known: &'a Known) -> rusqlite::Result<Look<'a>> {
        Ok(Look {
            db,
            known,
            runs: runs(db, kind)?,
            tokens: RefCell::default(),
        })
    }

    /// Every row that an expression finds.
    pub fn find(&self, expression: &Expression) -> rusqlite::Result<Rows> {
        let mut parts = Vec::new();
        for run in &self.runs {
            if let Some(set) = self.evaluate(expression, run)? {
                parts.push((self.known.rows(self.db, run)?, set));
            }
        }
        Ok(Rows { parts })
    }

    /// The set of an expression; `None` if it is empty, as far as that shows early.
    fn evaluate(&self, expression: &Expression, run: &Run) -> rusqlite::Result<Option<Rc<Bits>>> {
        match expression {
            Expression::Token(token) => self.token(token, run),
            Expression::Prefix(start) => self.prefix(start, run),
            Expression::All(parts) => {
                let mut all: Option<Rc<Bits>> = None;
                for part in parts {
                    let Some(set) = self.evaluate(part, run)? else {
                        return Ok(None);
                    };
                    match &mut all {
                        None => all = Some(set),
                        Some(all) => {
                            if !Rc::make_mut(all).keep(&set) {
                                return Ok(None);
                            }
                        }
                    }
                }
                Ok(all)
            }
            Expression::Any(ways) => {
                let mut any: Option<Rc<Bits>> = None;
                for way in ways {
                    let Some(set) = self.evaluate(way, run)? else {
                        continue;
                    };
                    match &mut any {
                        None => any = Some(set),
                        Some(any) => Rc::make_mut(any).join(&set),
                    }
                }
                Ok(any)
            }
        }
    }

    fn token(&self, token: &str, run: &Run) -> rusqlite::Result<Option<Rc<Bits>>> {
        let key = (run.id, token.to_owned());
        if let Some(known) = self.tokens.borrow().sets.get(&key) {
            return Ok(known.clone());
        }
        let set = self.read_token(token, run)?.map(Rc::new);
        let mut tokens = self.tokens.borrow_mut();
        tokens.words += set.as_ref().map_or(4, |set| set.words());
        if tokens.words > REMEMBERED_WORDS_MAX {
            *tokens = Remembered::default();
        }
        tokens.sets.insert(key, set.clone());
        Ok(set)
    }

    fn read_token(&self, token: &str, run: &Run) -> rusqlite::Result<Option<Bits>> {
        let token = token.as_bytes();
        let mut statement = self.db.prepare_cached(
            "SELECT bytes FROM block WHERE run = ?1 AND first <= ?2 ORDER BY first DESC LIMIT 1",
        )?;
        let mut found = statement.query(params![run.id, token])?;
        let Some(row) = found.next()? else {
            return Ok(None);
        };
        let mut entries = Entries::new(row.get_ref(0)?.as_blob()?);
        while let Some(list) = entries.next()? {
            match entries.term().cmp(token) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => {
                    let mut set = Bits::new(run.documents);
                    list.put_into(&mut set)?;
                    return Ok(Some(set));
                }
                std::cmp::Ordering::Greater => break,
            }
        }
        Ok(None)
    }

    fn prefix(&self, start: &str, run: &Run) -> rusqlite::Result<Option<Rc<Bits>>> {
        let start = start.as_bytes();
        let first: Option<Vec<u8>> = self
            .db
            .prepare_cached("SELECT max(first) FROM block WHERE run = ?1 AND first <= ?2")?
            .query_row(params![run.id, start], |row| row.get(0))
            .optional()?
            .flatten();
        let mut statement = self.db.prepare_cached(
            "SELECT bytes FROM block WHERE run = ?1 AND first >= ?2 ORDER BY first",
        )?;
        let mut blocks = statement.query(params![run.id, first.as_deref().unwrap_or(start)])?;
        let mut set: Option<Bits> = None;
        'blocks: while let Some(row) = blocks.next()? {
            let mut entries = Entries::new(row.get_ref(0)?.as_blob()?);
            while let Some(list) = entries.next()? {
                if entries.term().starts_with(start) {
                    list.put_into(set.get_or_insert_with(|| Bits::new(run.documents)))?;
                } else if entries.term() > start {
                    break 'blocks;
                }
            }
        }
        Ok(set.map(Rc::new))
    }
}

/// Rows that were found.
pub struct Rows {
    pub(super) parts: Vec<(Arc<Vec<u32>>, Rc<Bits>)>,
}

impl Rows {
    /// How many documents hold what was asked.
    pub fn count(&self) -> u64 {
        self.parts.iter().map(|(_, set)| set.count()).sum()
    }

    /// Whether a row is among them.
    pub fn hold(&self, row: i64) -> bool {
        self.parts.iter().any(|(rows, set)| {
            // Those behind it with the same row are gone.
            let number = rows.partition_point(|r| i64::from(*r) < row);
            rows.get(number).is_some_and(|r| i64::from(*r) == row) && set.holds(number as u32)
        })
    }

    /// The rows, largest first.
    pub fn newest(&self) -> impl Iterator<Item = i64> + '_ {
        let below = |(rows, set): &(Arc<Vec<u32>>, Rc<Bits>), end: u32| {
            let number = set.before(end)?;
            Some((*rows.get(number as usize)?, number))
        };
        let mut heads: Vec<Option<(u32, u32)>> = self
            .parts
            .iter()
            .map(|part| below(part, u32::try_from(part.0.len()).unwrap_or(u32::MAX)))
            .collect();
        std::iter::from_fn(move || {
            let at = (0..heads.len()).max_by_key(|at| heads[*at])?;
            let (row, number) = heads[at]?;
            heads[at] = below(&self.parts[at], number);
            Some(i64::from(row))
        })
    }
}
