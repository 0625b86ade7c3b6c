//! What fuzzing and benchmarks look at: the language of queries and the index, without a mirror. No part of the interface.

use rusqlite::Connection;

use crate::index::expression::{Expression, Place};
use crate::index::{self, Kind, Known, Look};
use crate::query::Query;
use crate::search::plan::Plan;
use crate::words::sound;
use crate::words::terms::Terms;
use crate::words::tokens;

/// What a query becomes, to be given to [`find`].
pub struct Asked(Expression);

impl Asked {
    /// Tokens that are looked up for it.
    pub fn size(&self) -> usize {
        self.0.size()
    }
}

/// An empty index.
pub fn index() -> rusqlite::Result<Connection> {
    let db = Connection::open_in_memory()?;
    db.execute_batch(index::CREATE)?;
    Ok(db)
}

/// Stores texts as the words of documents, each under its row.
pub fn store(db: &Connection, texts: &[(i64, &str)]) -> rusqlite::Result<()> {
    index::add(db, Kind::Texts, terms(texts))
}

/// Takes texts out that were stored so.
pub fn remove(db: &Connection, texts: &[(i64, &str)]) -> rusqlite::Result<()> {
    index::remove(db, Kind::Texts, &terms(texts))
}

/// Makes one run of all.
pub fn merge(db: &mut Connection) -> rusqlite::Result<()> {
    index::into_one(db)
}

fn terms(texts: &[(i64, &str)]) -> Vec<(i64, Terms)> {
    texts
        .iter()
        .map(|(row, text)| (*row, tokens::of_name(text)))
        .collect()
}

/// Every expression that a query becomes.
pub fn expressions(query: &Query) -> Vec<Asked> {
    let plan = Plan::new(query);
    let mut all: Vec<Expression> = plan.everything().into_iter().collect();
    all.extend(plan.only_filters());
    if !plan.is_empty() {
        all.extend([plan.titled(), plan.small(), plan.named()]);
        all.extend([plan.whole_title(), plan.numbered()].into_iter().flatten());
        let places = [Place::Whole, Place::Start, Place::Inside];
        all.extend(places.into_iter().filter_map(|place| plan.sounding(place)));
    }
    all.into_iter().map(Asked).collect()
}

/// Rows an expression finds, the newest first.
pub fn find(db: &Connection, asked: &Asked) -> rusqlite::Result<Vec<i64>> {
    let known = Known::default();
    let look = Look::open(db, Kind::Texts, &known)?;
    Ok(look.find(&asked.0)?.newest().collect())
}

/// How many ways there are to read a word's letters: as typed, and as whole syllables.
pub fn readings(word: &str) -> (usize, usize) {
    (sound::splits(word).len(), sound::spelled(word).len())
}

/// The tokens of a text, in order.
pub fn tokens(value: &str) -> Vec<Vec<u8>> {
    tokens::of_name(value).sorted()
}

/// What foreign bytes are as a block: how many tokens, if it is one.
pub fn block(bytes: &[u8], documents: u32) -> Option<usize> {
    index::read_block(bytes, documents).ok()
}
