//! Schema versions 4 to 7 have the tables of 3. What differs is the index: what is folded (4), which pairs a document says often
//! and which texts are the country's (5), how rare hanzi, names of places and the laws of the country sound (6), how the words of
//! headings are spelled (7). It is made anew from the documents.

use rusqlite::Connection;

use crate::error::Failure;
use crate::index::{self, Kind};
use crate::store::shape;
use crate::store::stored::Stored;
use crate::words::terms::Terms;
use crate::words::tokens;

/// Documents whose tokens are held at once.
const HELD_MAX: usize = 2_000;

/// Makes the index of an older file anew. Call inside a transaction: if the power goes, the old index is still there.
pub fn index_anew(db: &Connection) -> Result<(), Failure> {
    db.execute_batch("DELETE FROM block; DELETE FROM run;")?;
    let stored = Stored::default();
    let mut maker = tokens::Maker::default();
    let mut held: Vec<(i64, Terms)> = Vec::new();
    for row in numbers(db, "SELECT row FROM document ORDER BY row")? {
        let document = stored.document(db, row)?;
        let (text, _) = shape::take_apart(&document);
        held.push((row, maker.document(&document, &text)));
        if held.len() == HELD_MAX {
            index::add(db, Kind::Texts, std::mem::take(&mut held))?;
        }
    }
    index::add(db, Kind::Texts, held)?;
    let mut names: Vec<(i64, Terms)> = Vec::new();
    for row in numbers(db, "SELECT row FROM name ORDER BY row")? {
        let text: String = db
            .prepare_cached("SELECT text FROM name WHERE row = ?1")?
            .query_row([row], |row| row.get(0))?;
        names.push((row, tokens::of_name(&text)));
    }
    index::add(db, Kind::Names, names)?;
    Ok(())
}

fn numbers(db: &Connection, sql: &str) -> rusqlite::Result<Vec<i64>> {
    db.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}
