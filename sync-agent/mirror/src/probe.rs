//! What fuzzing and benchmarks look at: the language of queries and the tokens, without a mirror. No part of the interface.

use rusqlite::Connection;

use crate::expression::Place;
use crate::plan::Plan;
use crate::query::Query;
use crate::{sound, tokenizer, tokens};

/// An empty index that knows the tokenizer.
pub fn index() -> rusqlite::Result<Connection> {
    let db = Connection::open_in_memory()?;
    tokenizer::register(&db)?;
    db.execute_batch(
        "CREATE VIRTUAL TABLE text_index USING fts5(
           tokens, content='', contentless_delete=1, detail=none, tokenize='pairs')",
    )?;
    Ok(db)
}

/// Stores a text as the words of a document under `row`.
pub fn store(db: &Connection, row: i64, text: &str) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO text_index(rowid, tokens) VALUES (?1, ?2)")?
        .execute((row, tokens::of_name(text)))
        .map(drop)
}

/// Every expression that a query becomes.
pub fn expressions(query: &Query) -> Vec<String> {
    let plan = Plan::new(query);
    let mut all: Vec<String> = plan.everything().into_iter().collect();
    all.extend(plan.only_filters());
    if !plan.is_empty() {
        all.extend([plan.titled(), plan.small(), plan.named()]);
        all.extend([plan.whole_title(), plan.numbered()].into_iter().flatten());
        let places = [Place::Whole, Place::Start, Place::Inside];
        all.extend(places.into_iter().filter_map(|place| plan.sounding(place)));
    }
    all
}

/// Rows an expression finds.
pub fn find(db: &Connection, expression: &str) -> rusqlite::Result<Vec<i64>> {
    db.prepare_cached("SELECT rowid FROM text_index WHERE text_index MATCH ?1")?
        .query_map([expression], |row| row.get(0))?
        .collect()
}

/// How many ways there are to read a word's letters: as typed, and as whole syllables.
pub fn readings(word: &str) -> (usize, usize) {
    (sound::splits(word).len(), sound::spelled(word).len())
}

/// The tokens of a value.
pub fn tokens(value: &str) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let done: Result<(), std::convert::Infallible> = tokenizer::tokens(value, |token, _| {
        found.push(token.to_vec());
        Ok(())
    });
    match done {
        Ok(()) => found,
        Err(never) => match never {},
    }
}
