//! Answers a query: documents whose small fields fit, ranked, then the bodies, newest first. Owns the order of the hits.
//!
//! The front of the result is a few hundred documents at most whose title, number, agency or subject fits, ranked; it
//! is the same for every page of one query. Behind it come all others by date. The index proposes, `matching` decides.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::rc::Rc;

use rusqlite::{Connection, OptionalExtension};

use crate::behind::Want;
use crate::bodies::Body;
use crate::body::Unpacker;
use crate::codes::{SMALL_COLUMNS, Small};
use crate::error::{Error, sqlite};
use crate::expression::{Expression, Place};
use crate::index::{Known, Look, Rows};
use crate::matching::{self, Folded, Standing};
use crate::plan::Plan;
use crate::query::{Hit, PAGE_ROWS_MAX, Page, Query};
use crate::word::Word;
use crate::{behind, snippet};

/// Newest rows whose titles hold the words, among which the shortest titles are taken.
const TITLED_ROWS_MAX: usize = 300;
/// Of those, rows that come to the front.
const SHORTEST_ROWS_MAX: usize = 60;
/// Rows that each other way into the front may bring.
const WAY_ROWS_MAX: usize = 50;
/// Candidates for the front after which no further way is tried.
const CANDIDATES_MAX: usize = 90;
/// A search at work on one connection.
pub struct Search<'a> {
    pub db: &'a Connection,
    /// The index of the documents.
    pub texts: Look<'a>,
    /// What the connection knows of its indexes.
    pub known: &'a Known,
    pub path: &'a Path,
    pub unpacker: &'a Unpacker,
    /// Bodies that were unpacked for this page.
    pub bodies: RefCell<HashMap<i64, Rc<Body>>>,
    /// Where words may stand as they were typed, by the index.
    pub literal: RefCell<HashMap<String, Rc<Rows>>>,
}

pub type Found<T> = Result<T, Fault>;

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
        if plan.is_noise() {
            return Ok(Page {
                total: 0,
                total_exact: true,
                hits: Vec::new(),
                did_you_mean: Vec::new(),
            });
        }
        let limit = query.limit.min(PAGE_ROWS_MAX) as usize;
        let offset = query.offset as usize;
        let front = self.front(&plan, query)?;
        // Year and serial number of a document that is there: then the words apart are not what is meant.
        let numbered = plan.words.len() > 1
            && front
                .iter()
                .any(|small| Folded::new(small, &plan).is_numbered(&plan));
        let expression = if numbered {
            plan.numbered()
        } else {
            plan.everything()
        };
        let front: Vec<i64> = front.into_iter().map(|small| small.row).collect();
        let mut page: Vec<i64> = front.iter().skip(offset).take(limit).copied().collect();
        let behind = self.behind(
            &plan,
            query,
            expression,
            &front,
            Want {
                skip: offset.saturating_sub(front.len()),
                rows: limit - page.len(),
                more: behind::COUNTED_ROWS_MAX,
            },
        )?;
        page.extend(&behind.rows);
        let hits = page
            .iter()
            .map(|row| self.hit(&plan, *row))
            .collect::<Found<Vec<Hit>>>()?;
        let did_you_mean = if behind.total == 0 && !plan.is_empty() && plan.numbers.is_empty() {
            self.meant(&plan, query)?
        } else {
            Vec::new()
        };
        Ok(Page {
            total: behind.total,
            total_exact: behind.total_exact,
            hits,
            did_you_mean,
        })
    }

    /// The ranked documents at the front of the result.
    pub fn front(&self, plan: &Plan, query: &Query) -> Found<Vec<Small>> {
        if plan.is_empty() {
            return Ok(Vec::new());
        }
        let mut candidates: BTreeSet<i64> = BTreeSet::new();
        let narrow = [
            plan.whole_title(),
            plan.numbered(),
            plan.sounding(Place::Whole),
        ];
        for expression in narrow.into_iter().flatten() {
            candidates.extend(self.newest(&expression, WAY_ROWS_MAX)?);
        }
        candidates.extend(self.shortest_titles(&plan.titled())?);
        let wide = [plan.sounding(Place::Start), Some(plan.small())];
        for expression in wide.into_iter().flatten() {
            if candidates.len() < CANDIDATES_MAX {
                candidates.extend(self.newest(&expression, WAY_ROWS_MAX)?);
            }
        }
        let mut ranked: Vec<(Standing, Small)> = Vec::new();
        for row in candidates {
            let Some(small) = self.small(row)? else {
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
        self.beside_their_policies(ranked.into_iter().map(|(_, small)| small).collect())
    }

    /// Puts each interpretation (解读) right behind the document it interprets, which comes no later than it would have.
    fn beside_their_policies(&self, ranked: Vec<Small>) -> Found<Vec<Small>> {
        let mut left: Vec<Option<Small>> = ranked.into_iter().map(Some).collect();
        let mut ordered: Vec<Small> = Vec::with_capacity(left.len());
        for at in 0..left.len() {
            let Some(small) = left[at].take() else {
                continue;
            };
            let targets = self.interpreted_by(&small)?;
            let is_target = |d: &Small| targets.contains(&d.id);
            if let Some(later) = left.iter().position(|d| d.as_ref().is_some_and(is_target)) {
                ordered.extend(left[later].take());
            }
            let policy = ordered.iter().position(is_target);
            ordered.insert(policy.map_or(ordered.len(), |policy| policy + 1), small);
        }
        Ok(ordered)
    }

    /// Ids of the documents that an interpretation interprets; none for any other document.
    fn interpreted_by(&self, small: &Small) -> rusqlite::Result<Vec<String>> {
        if small.category != "interpretation" {
            return Ok(Vec::new());
        }
        self.db
            .prepare_cached("SELECT target FROM relation WHERE row = ?1 AND kind = 'interprets'")?
            .query_map([small.row], |row| row.get(0))?
            .collect()
    }

    /// Newest rows that an expression finds.
    pub fn newest(&self, expression: &Expression, limit: usize) -> rusqlite::Result<Vec<i64>> {
        Ok(self.texts.find(expression)?.newest().take(limit).collect())
    }

    /// Of the newest documents for an expression, those with the shortest titles: the words are most of what they are about.
    fn shortest_titles(&self, expression: &Expression) -> rusqlite::Result<Vec<i64>> {
        let rows = self.newest(expression, TITLED_ROWS_MAX)?;
        if rows.len() <= SHORTEST_ROWS_MAX {
            return Ok(rows);
        }
        let mut length = self
            .db
            .prepare_cached("SELECT length(title) FROM document WHERE row = ?1")?;
        let mut measured = rows
            .into_iter()
            .map(|row| Ok((length.query_row([row], |r| r.get(0))?, -row)))
            .collect::<rusqlite::Result<Vec<(i64, i64)>>>()?;
        measured.sort_unstable();
        measured.truncate(SHORTEST_ROWS_MAX);
        Ok(measured.into_iter().map(|(_, row)| -row).collect())
    }

    /// Whether anything matches.
    pub fn has_hit(&self, plan: &Plan, query: &Query) -> Found<bool> {
        let front: Vec<i64> = self
            .front(plan, query)?
            .iter()
            .map(|small| small.row)
            .collect();
        let one = Want {
            skip: 0,
            rows: 1,
            more: 0,
        };
        Ok(!front.is_empty()
            || !self
                .behind(plan, query, plan.everything(), &front, one)?
                .rows
                .is_empty())
    }

    pub fn small(&self, row: i64) -> rusqlite::Result<Option<Small>> {
        self.db
            .prepare_cached(small_sql())?
            .query_row([row], Small::read)
            .optional()
    }

    /// Whether a proposed document really matches.
    pub fn matches(&self, plan: &Plan, row: i64) -> Found<bool> {
        let Some(small) = self.small(row)? else {
            return Ok(false);
        };
        let fields = Folded::new(&small, plan);
        if fields.standing(plan).is_some() {
            return Ok(true);
        }
        for word in plan.words.iter().filter(|word| fields.word(word).is_none()) {
            if !self.literally(word)?.hold(row) || !self.body(row, &small.id)?.holds(&word.folded) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The documents in which a word may stand as it was typed; in all others it does not.
    fn literally(&self, word: &Word) -> rusqlite::Result<Rc<Rows>> {
        if let Some(known) = self.literal.borrow().get(&word.folded) {
            return Ok(known.clone());
        }
        let found = Rc::new(self.texts.find(&word.literal())?);
        self.literal
            .borrow_mut()
            .insert(word.folded.clone(), found.clone());
        Ok(found)
    }

    fn hit(&self, plan: &Plan, row: i64) -> Found<Hit> {
        let small = self
            .small(row)?
            .ok_or_else(|| Fault::Body(format!("row {row}")))?;
        let fields = Folded::new(&small, plan);
        let title_ranges = fields.title_ranges(plan);
        let body = self.body(row, &small.id)?;
        let mut may_fold = false;
        for word in &plan.words {
            may_fold |= self.literally(word)?.hold(row);
        }
        let place = snippet::first_place(plan, &body, may_fold);
        let article = match place {
            Some(place) => snippet::article(&self.shape(row, &small.id)?, &body.bytes, place),
            None => None,
        };
        let snippet = snippet::cut(plan, &body.bytes, place);
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

/// The statement that reads one [`Small`].
fn small_sql() -> &'static str {
    static SQL: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
        format!("SELECT {SMALL_COLUMNS} FROM document d WHERE d.row = ?1")
    });
    &SQL
}
