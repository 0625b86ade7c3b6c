//! One committed state of the mirror under the eyes of one search: its rows, its bodies, and whether a document matches. Owns
//! what is read once a page; decides no order.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use rusqlite::{Connection, OptionalExtension};

use crate::index::expression::Expression;
use crate::index::{Known, Look, Rows};
use crate::search::bodies::Body;
use crate::search::fault::{Fault, Found};
use crate::search::matching::Folded;
use crate::search::plan::Plan;
use crate::search::word::Word;
use crate::store::body::Unpacker;
use crate::store::codes::{SMALL_COLUMNS, Small};
use crate::store::upkeep;
use crate::words::synonyms::Synonyms;

/// A search at work on one connection.
pub struct Search<'a> {
    pub db: &'a Connection,
    /// The index of the documents.
    pub texts: Look<'a>,
    /// What the connection knows of its indexes.
    pub known: &'a Known,
    /// Everyday words and official ones.
    pub synonyms: &'a Synonyms,
    pub path: &'a Path,
    pub unpacker: &'a Unpacker,
    /// Bodies that were unpacked for this page.
    pub bodies: RefCell<HashMap<i64, Rc<Body>>>,
    /// Where words may stand as they were typed, by the index.
    pub literal: RefCell<HashMap<String, Rc<Rows>>>,
}

impl Search<'_> {
    /// Newest rows that an expression finds.
    pub fn newest(&self, expression: &Expression, limit: usize) -> rusqlite::Result<Vec<i64>> {
        Ok(self.texts.find(expression)?.newest().take(limit).collect())
    }

    /// The small fields of a row.
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

    /// Whether some document may hold a piece of text; the index alone decides.
    pub fn is_somewhere(&self, piece: &str) -> Found<bool> {
        let word = Word::new(piece.to_owned(), true);
        Ok(self.texts.find(&word.literal())?.count() > 0)
    }

    /// The documents in which a word may stand as it was typed; in all others it does not.
    pub fn literally(&self, word: &Word) -> rusqlite::Result<Rc<Rows>> {
        if let Some(known) = self.literal.borrow().get(&word.folded) {
            return Ok(known.clone());
        }
        let found = Rc::new(self.texts.find(&word.literal())?);
        self.literal
            .borrow_mut()
            .insert(word.folded.clone(), found.clone());
        Ok(found)
    }
}

impl Search<'_> {
    /// The words of a body, from this page's store.
    pub fn body(&self, row: i64, id: &str) -> Found<Rc<Body>> {
        if let Some(body) = self.bodies.borrow().get(&row) {
            return Ok(body.clone());
        }
        let bytes = self.bytes(row, id)?;
        let body = Rc::new(Body::new(bytes));
        self.bodies.borrow_mut().insert(row, body.clone());
        Ok(body)
    }

    /// The words of a body.
    pub fn text(&self, row: i64, id: &str) -> Found<String> {
        String::from_utf8(self.bytes(row, id)?).map_err(|_| Fault::Body(id.to_owned()))
    }

    fn bytes(&self, row: i64, id: &str) -> Found<Vec<u8>> {
        const SQL: &str = "SELECT codec, text_bytes, text FROM body WHERE row = ?1";
        self.unpacked(SQL, row)?
            .ok_or_else(|| Fault::Body(id.to_owned()))
    }

    /// The rest of a body, see `shape.rs`.
    pub fn shape(&self, row: i64, id: &str) -> Found<Vec<u8>> {
        self.unpacked("SELECT 1, shape_bytes, shape FROM body WHERE row = ?1", row)?
            .ok_or_else(|| Fault::Body(id.to_owned()))
    }

    fn unpacked(&self, sql: &str, row: i64) -> Found<Option<Vec<u8>>> {
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([row])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let packed = row.get_ref(2)?.as_blob().unwrap_or(&[]);
        let dictionary = |codec| upkeep::dictionary_of(self.db, codec).ok().flatten();
        Ok(self
            .unpacker
            .unpack(row.get(0)?, row.get(1)?, packed, dictionary))
    }
}

/// The statement that reads one [`Small`].
fn small_sql() -> &'static str {
    static SQL: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
        format!("SELECT {SMALL_COLUMNS} FROM document d WHERE d.row = ?1")
    });
    &SQL
}
