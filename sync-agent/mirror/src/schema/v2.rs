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

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use crate::{Batch, Cursor, Query, Reader, Writer, sample, store};

    /// Turns a mirror of today into one of version 2. Its tokenizer is gone: SQLite's own makes the tables, which are then said
    /// to be of the other.
    fn made_old(dir: &std::path::Path) {
        let db = Connection::open(store::file(dir)).unwrap();
        db.execute_batch(
            "DROP TABLE run; DROP TABLE block;
             CREATE VIRTUAL TABLE text_index USING fts5(
               tokens, content='', contentless_delete=1, detail=none, tokenize='unicode61');
             CREATE VIRTUAL TABLE name_index USING fts5(
               tokens, content='', contentless_delete=1, detail=none, tokenize='unicode61');
             INSERT INTO text_index(rowid, tokens) SELECT row, title FROM document;
             PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = replace(sql, 'unicode61', 'pairs');
             PRAGMA writable_schema = RESET;
             PRAGMA user_version = 2;",
        )
        .unwrap();
    }

    #[test]
    fn a_mirror_of_version_2_keeps_its_documents_and_is_searched_as_before() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path()).unwrap();
        let puts: Vec<_> = (0..30)
            .map(|i| sample::document(&format!("d{i}"), &format!("第{i}号通知"), "关于供水。"))
            .collect();
        let batch = Batch {
            puts: puts.clone(),
            cursor: Cursor {
                repository: "r".to_owned(),
                epoch: 1,
                seq: 7,
            },
            ..Batch::default()
        };
        writer.apply(&batch).unwrap();
        drop(writer);
        made_old(dir.path());
        assert!(matches!(
            Reader::open(dir.path()),
            Err(crate::Error::Absent { .. })
        ));
        let writer = Writer::open(dir.path()).unwrap();
        assert_eq!(writer.cursor().unwrap().seq, 7);
        drop(writer);
        let report = Writer::verify(dir.path()).unwrap();
        assert!(report.ok, "{:?}", report.problems);
        let reader = Reader::open(dir.path()).unwrap();
        assert_eq!(reader.document("d3").unwrap().as_ref(), Some(&puts[3]));
        let query = Query {
            text: "供水".into(),
            limit: 5,
            ..Query::default()
        };
        assert_eq!(reader.search(&query).unwrap().total, 30);
        assert!(!reader.suggest("示例市", 5).unwrap().is_empty());
    }
}
