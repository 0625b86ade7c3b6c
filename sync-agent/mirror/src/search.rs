//! Answers a query: the small fields ranked first, then the bodies, newest first. Owns the order of the hits.
//!
//! The front of the result is a few hundred documents at most whose title, number, agency or subject fits, ranked; it
//! is the same for every page of one query. Behind it come all others by date. The index proposes, `matching` decides.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

use crate::body::{Shape, Unpacker};
use crate::codes::{SMALL_COLUMNS, Small};
use crate::error::{Error, sqlite};
use crate::expression::Place;
use crate::matching::{self, Folded, Standing};
use crate::plan::Plan;
use crate::query::{COUNT_MAX, Hit, PAGE_ROWS_MAX, Page, Query};
use crate::{fold, snippet};

/// Newest rows of `small_index` among which bm25 chooses.
const RANKED_ROWS_MAX: i64 = 2_000;
/// Rows that bm25 hands to the front.
const BEST_ROWS_MAX: i64 = 120;
/// Rows that each other way into the front may bring.
const WAY_ROWS_MAX: i64 = 200;
/// Rows that are looked at to make a small total exact.
const VERIFY_ROWS_MAX: u64 = 60;

/// A search at work on one connection.
pub struct Search<'a> {
    pub db: &'a Connection,
    pub path: &'a Path,
    pub unpacker: &'a Unpacker,
}

type Found<T> = Result<T, Fault>;

/// Why a search ends early.
pub enum Fault {
    /// SQLite failed.
    Sqlite(rusqlite::Error),
    /// A stored body is not what was stored.
    Body(String),
}

impl From<rusqlite::Error> for Fault {
    fn from(e: rusqlite::Error) -> Self {
        Fault::Sqlite(e)
    }
}

impl Fault {
    /// The error for callers of the crate.
    pub fn into_error(self, action: &'static str, path: &Path) -> Error {
        match self {
            Fault::Sqlite(e) => sqlite(action, path)(e),
            Fault::Body(id) => Error::damaged(path, format!("body of {id} does not unpack")),
        }
    }
}

impl Search<'_> {
    /// Runs a query.
    pub fn run(&self, query: &Query) -> Result<Page, Error> {
        self.page(query)
            .map_err(|fault| fault.into_error("search mirror", self.path))
    }

    fn page(&self, query: &Query) -> Found<Page> {
        let plan = Plan::new(query);
        let limit = query.limit.min(PAGE_ROWS_MAX) as usize;
        let offset = query.offset as usize;
        let front = self.front(&plan, query)?;
        let mut page: Vec<i64> = front.iter().skip(offset).take(limit).copied().collect();
        let behind = self.behind(
            &plan,
            query,
            &front,
            offset.saturating_sub(front.len()),
            limit - page.len(),
        )?;
        page.extend(&behind.rows);
        let hits = page
            .iter()
            .map(|row| self.hit(&plan, *row))
            .collect::<Found<Vec<Hit>>>()?;
        Ok(Page {
            total: behind.total,
            total_exact: behind.total_exact,
            hits: hits.into_iter().collect(),
        })
    }

    /// The ranked documents at the front of the result.
    fn front(&self, plan: &Plan, query: &Query) -> Found<Vec<i64>> {
        if plan.is_empty() {
            return Ok(Vec::new());
        }
        let mut candidates: BTreeMap<i64, ()> = BTreeMap::new();
        let mut ways = vec![Some(plan.whole_title()), plan.numbered()];
        ways.extend([Place::Whole, Place::Start, Place::Inside].map(|place| plan.sounding(place)));
        ways.push(plan.loosely_titled());
        for expression in ways.into_iter().flatten() {
            for row in self.newest(&expression, WAY_ROWS_MAX)? {
                candidates.insert(row, ());
            }
        }
        for row in self.best(&plan.small())? {
            candidates.insert(row, ());
        }
        let mut ranked: Vec<(Standing, Small)> = Vec::new();
        for row in candidates.keys() {
            let Some(small) = self.small(*row)? else {
                continue;
            };
            let standing = Folded::new(&small, plan).standing(plan);
            if let Some(standing) = standing.filter(|_| matching::passes(&small, &query.filter)) {
                ranked.push((standing, small));
            }
        }
        ranked.sort_by(|(a, x), (b, y)| {
            let key =
                |s: &Standing, d: &Small| (s.class, matching::is_past(d.validity), 8 - s.covered);
            key(a, x)
                .cmp(&key(b, y))
                .then_with(|| y.date.cmp(&x.date))
                .then_with(|| y.row.cmp(&x.row))
        });
        Ok(ranked.into_iter().map(|(_, small)| small.row).collect())
    }

    /// Newest rows of `text_index` for an expression.
    fn newest(&self, expression: &str, limit: i64) -> rusqlite::Result<Vec<i64>> {
        self.db
            .prepare_cached("SELECT rowid FROM text_index WHERE text_index MATCH ?1 ORDER BY rowid DESC LIMIT ?2")?
            .query_map(params![expression, limit], |row| row.get(0))?
            .collect()
    }

    /// Best rows of `small_index` by bm25, among the newest.
    fn best(&self, expression: &str) -> rusqlite::Result<Vec<i64>> {
        let from: Option<i64> = self
            .db
            .prepare_cached(
                "SELECT rowid FROM small_index WHERE small_index MATCH ?1 ORDER BY rowid DESC LIMIT 1 OFFSET ?2",
            )?
            .query_row(params![expression, RANKED_ROWS_MAX - 1], |row| row.get(0))
            .optional()?;
        self.db
            .prepare_cached(
                "SELECT rowid FROM small_index WHERE small_index MATCH ?1 AND rowid >= ?2 ORDER BY rank LIMIT ?3",
            )?
            .query_map(params![expression, from.unwrap_or(0), BEST_ROWS_MAX], |row| row.get(0))?
            .collect()
    }

    fn behind(
        &self,
        plan: &Plan,
        query: &Query,
        front: &[i64],
        skip: usize,
        want: usize,
    ) -> Found<Behind> {
        let ahead: HashSet<i64> = front.iter().copied().collect();
        let expression = plan.everything();
        let listed = match &expression {
            Some(_) => "SELECT rowid FROM text_index WHERE text_index MATCH ?1 ORDER BY rowid DESC",
            None => "SELECT row FROM document WHERE ?1 IS NULL ORDER BY row DESC",
        };
        let counted = self.count(expression.as_deref(), query.exact)?;
        let decided = plan.is_empty() || plan.is_decided();
        let verify_all = !decided && (query.exact || counted <= VERIFY_ROWS_MAX);
        let mut statement = self.db.prepare_cached(listed)?;
        let mut proposed = statement.query([&expression])?;
        let mut rows = Vec::new();
        let mut seen = 0_usize;
        let mut ended = true;
        loop {
            // Everything wanted is there, and nothing needs to be counted by looking.
            if rows.len() >= want && !verify_all {
                ended = false;
                break;
            }
            let Some(row) = proposed.next()? else { break };
            let row: i64 = row.get(0)?;
            if ahead.contains(&row) || (!decided && !self.matches(plan, row)?) {
                continue;
            }
            seen += 1;
            if seen > skip && rows.len() < want {
                rows.push(row);
            }
        }
        let found = (front.len() + seen) as u64;
        let (total, total_exact) = if decided {
            (counted, query.exact || counted <= COUNT_MAX)
        } else if ended {
            (found, true)
        } else {
            (counted.max(found), false)
        };
        let capped = if query.exact || ended {
            total
        } else {
            total.min(COUNT_MAX)
        };
        Ok(Behind {
            rows,
            total: capped,
            total_exact: total_exact && capped == total,
        })
    }

    /// Rows that an expression proposes, at most one more than [`COUNT_MAX`] unless `exact`.
    fn count(&self, expression: Option<&str>, exact: bool) -> rusqlite::Result<u64> {
        let limit = if exact {
            i64::MAX
        } else {
            crate::codes::signed(COUNT_MAX) + 1
        };
        let count: i64 = match expression {
            Some(expression) => self
                .db
                .prepare_cached(
                    "SELECT count(*) FROM (SELECT rowid FROM text_index WHERE text_index MATCH ?1 LIMIT ?2)",
                )?
                .query_row(params![expression, limit], |row| row.get(0))?,
            None => self
                .db
                .prepare_cached("SELECT documents FROM state")?
                .query_row([], |row| row.get(0))?,
        };
        Ok(crate::codes::unsigned(count))
    }

    fn small(&self, row: i64) -> rusqlite::Result<Option<Small>> {
        self.db
            .prepare_cached(&format!(
                "SELECT {SMALL_COLUMNS} FROM document d WHERE d.row = ?1"
            ))?
            .query_row([row], Small::read)
            .optional()
    }

    /// Whether a proposed document really matches.
    fn matches(&self, plan: &Plan, row: i64) -> Found<bool> {
        let Some(small) = self.small(row)? else {
            return Ok(false);
        };
        let fields = Folded::new(&small, plan);
        if fields.standing(plan).is_some() {
            return Ok(true);
        }
        let folded = fold_lines(&self.text(row, &small.id)?);
        Ok(plan
            .words
            .iter()
            .all(|word| folded.contains(&word.folded) || fields.word(word).is_some()))
    }

    /// The words of a body.
    pub fn text(&self, row: i64, id: &str) -> Found<String> {
        self.unpacked(
            "SELECT codec, text_bytes, text FROM body WHERE row = ?1",
            row,
        )
        .and_then(|bytes| {
            bytes
                .and_then(|bytes| String::from_utf8(bytes).ok())
                .ok_or(Fault::Body(id.to_owned()))
        })
    }

    /// The rest of a body.
    pub fn shape(&self, row: i64, id: &str) -> Found<Shape> {
        self.unpacked(
            "SELECT codec, shape_bytes, shape FROM body WHERE row = ?1",
            row,
        )
        .and_then(|bytes| {
            bytes
                .and_then(|bytes| serde_json::from_slice(&bytes).ok())
                .ok_or(Fault::Body(id.to_owned()))
        })
    }

    fn unpacked(&self, sql: &str, row: i64) -> Found<Option<Vec<u8>>> {
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([row])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let packed = row.get_ref(2)?.as_blob().unwrap_or(&[]);
        Ok(self.unpacker.unpack(row.get(0)?, row.get(1)?, packed))
    }

    fn hit(&self, plan: &Plan, row: i64) -> Found<Hit> {
        let small = self
            .small(row)?
            .ok_or_else(|| Fault::Body(format!("row {row}")))?;
        let fields = Folded::new(&small, plan);
        let title_ranges = fields.title_ranges(plan);
        let text = self.text(row, &small.id)?;
        let folded = fold_lines(&text);
        let place = snippet::first_place(plan, &text, &folded);
        let article = match place {
            Some(place) => snippet::article(&self.shape(row, &small.id)?, place),
            None => None,
        };
        let snippet = snippet::cut(plan, &text, &folded, place);
        Ok(Hit {
            id: small.id,
            rev: small.rev,
            title: small.title,
            title_ranges,
            doc_no: small.doc_no,
            index_no: small.index_no,
            agency: small.agency,
            date: small.date,
            validity: small.validity,
            category: small.category,
            article,
            snippet,
            interpreted: small.interpreted,
        })
    }
}

struct Behind {
    rows: Vec<i64>,
    total: u64,
    total_exact: bool,
}

/// Folded text for looking up words. Blanks in a phrase never match a line feed.
fn fold_lines(text: &str) -> String {
    text.chars()
        .map(|c| if c == '\n' { c } else { fold::fold_char(c) })
        .collect()
}
