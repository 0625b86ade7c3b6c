//! Schema version 2, as far as it differs from 3: the indexes were tables of FTS5. Frozen.

use rusqlite::Connection;

use crate::change::Failure;
use crate::index::{self, Kind, Terms};
use crate::shape;
use crate::stored::Stored;
use crate::tokens;

/// Documents whose tokens are held at once.
const HELD_MAX: usize = 2_000;

/// Makes the next version's indexes with `create`, in place of these.
pub fn into_next(db: &Connection, create: &str) -> Result<(), Failure> {
    db.execute_batch("DROP TABLE text_index; DROP TABLE name_index;")?;
    db.execute_batch(create)?;
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
