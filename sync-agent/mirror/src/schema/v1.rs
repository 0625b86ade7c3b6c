//! Schema version 1, as far as its documents must still be read. Frozen.
//!
//! The small fields stood in `document`; the words of a body in `body.text` and everything else as JSON in `body.shape`,
//! both zstd without dictionary. `body.shape` held the document with its words and columns emptied, and the length in
//! bytes of each piece of text.

use std::path::Path;

use rusqlite::{Connection, params};
use serde::Deserialize;

use crate::change::{Change, Failure};
use crate::document::{Block, Document};
use crate::error::Error;
use crate::{body, codes, prepare, tokens};

/// Tables that had the same name, and what becomes of them meanwhile.
const TABLES: [&str; 7] = [
    "state",
    "document",
    "body",
    "dictionary",
    "relation",
    "attachment",
    "tally",
];

#[derive(Deserialize)]
struct Shape {
    rest: Document,
    cuts: Vec<u32>,
}

/// Makes the next version's tables with `create` and stores every document anew.
pub fn into_next(db: &Connection, create: &[&str]) -> Result<(), Failure> {
    db.execute_batch(
        "DROP TABLE text_index; DROP TABLE small_index;
         DROP INDEX relation_target; DROP INDEX attachment_sha256;",
    )?;
    for table in TABLES {
        db.execute_batch(&format!("ALTER TABLE {table} RENAME TO old_{table}"))?;
    }
    for create in create {
        db.execute_batch(create)?;
    }
    let mut change = Change::begin(db)?;
    let mut packer =
        body::Packer::new(None).map_err(Error::file("set up compression for", path(db)))?;
    let mut maker = tokens::Maker::default();
    let mut statement = db.prepare(
        "SELECT d.id, d.rev, d.title, d.agency, d.doc_no, d.index_no, d.subjects, d.category, d.validity, d.applied,
           b.text_bytes, b.text, b.shape_bytes, b.shape
         FROM old_document d JOIN old_body b ON b.row = d.row ORDER BY d.row",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let text = unpack(row.get(10)?, &row.get::<_, Vec<u8>>(11)?);
        let shape = unpack(row.get(12)?, &row.get::<_, Vec<u8>>(13)?);
        let body = text
            .and_then(|text| String::from_utf8(text).ok())
            .zip(shape.and_then(|shape| serde_json::from_slice(&shape).ok()))
            .and_then(|(text, shape)| put_together(shape, &text));
        let Some(body) = body else {
            return Err(Error::damaged(path(db), format!("body of {id} does not unpack")).into());
        };
        let validity: String = row.get(8)?;
        let document = Document {
            id,
            rev: codes::unsigned(row.get(1)?),
            title: row.get(2)?,
            agency: row.get(3)?,
            doc_no: row.get(4)?,
            index_no: row.get(5)?,
            subjects: row
                .get::<_, String>(6)?
                .lines()
                .map(str::to_owned)
                .collect(),
            category: row.get(7)?,
            validity: codes::validity(&validity),
            ..body
        };
        let prepared = prepare::one(&document, &mut packer, &mut maker)?;
        change.insert(&document, prepared, &row.get::<_, String>(9)?)?;
    }
    drop(rows);
    drop(statement);
    change.index()?;
    db.execute(
        "UPDATE state SET (repository, epoch, seq, issued, expires, checked, changed, filling, documents, removed,
           replaced) = (SELECT repository, epoch, seq, issued, expires, checked, changed, filling, documents, removed,
           replaced FROM old_state)",
        params![],
    )?;
    for table in TABLES {
        db.execute_batch(&format!("DROP TABLE old_{table}"))?;
    }
    Ok(())
}

fn path(db: &Connection) -> &Path {
    Path::new(db.path().unwrap_or(""))
}

fn unpack(plain_bytes: i64, packed: &[u8]) -> Option<Vec<u8>> {
    body::Unpacker::default().unpack(body::CODEC_PLAIN, plain_bytes, packed, |_| None)
}

fn put_together(mut shape: Shape, text: &str) -> Option<Document> {
    let mut cuts = shape.cuts.iter();
    let mut at = 0;
    for piece in shape.rest.blocks.iter_mut().flat_map(texts_mut) {
        let end = at + *cuts.next()? as usize;
        *piece = text.get(at..end)?.to_owned();
        at = end + 1;
    }
    Some(shape.rest)
}

fn texts_mut(block: &mut Block) -> Vec<&mut String> {
    match block {
        Block::Heading { text, .. } | Block::Paragraph { text, .. } => vec![text],
        Block::Picture { alt } => vec![alt],
        Block::Table { rows } => rows.iter_mut().flatten().collect(),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, params};

    use crate::{Query, Reader, Writer, sample, schema, store};

    /// As version 1 made it.
    const CREATE: &str = "
CREATE TABLE state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  repository TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  issued TEXT NOT NULL, expires TEXT NOT NULL, checked TEXT NOT NULL, changed TEXT NOT NULL,
  filling INTEGER, documents INTEGER NOT NULL, removed INTEGER NOT NULL, replaced INTEGER NOT NULL
) STRICT;
INSERT INTO state VALUES (1, '', 0, 0, '', '', '', '', NULL, 0, 0, 0);

CREATE TABLE document (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL,
  title TEXT NOT NULL, agency TEXT NOT NULL, doc_no TEXT, index_no TEXT, subjects TEXT NOT NULL,
  category TEXT NOT NULL, date TEXT NOT NULL, validity TEXT NOT NULL, applied TEXT NOT NULL
) STRICT;

CREATE TABLE body (
  row INTEGER PRIMARY KEY,
  codec INTEGER NOT NULL,
  text_bytes INTEGER NOT NULL, text BLOB NOT NULL,
  shape_bytes INTEGER NOT NULL, shape BLOB NOT NULL
) STRICT;
CREATE TABLE dictionary (codec INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;

CREATE TABLE relation (
  row INTEGER NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL,
  PRIMARY KEY (row, kind, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX relation_target ON relation (target, kind, row);

CREATE TABLE attachment (
  row INTEGER NOT NULL, sha256 TEXT NOT NULL,
  PRIMARY KEY (row, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_sha256 ON attachment (sha256);

CREATE TABLE tally (
  category TEXT NOT NULL, agency TEXT NOT NULL, year INTEGER NOT NULL, validity TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (category, agency, year, validity)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE text_index USING fts5(
  text, keys, content='', contentless_delete=1, detail=none, tokenize='pairs');
CREATE VIRTUAL TABLE small_index USING fts5(
  title, agency, number, subject, keys, content='', contentless_delete=1, tokenize='pairs');
INSERT INTO small_index(small_index, rank) VALUES ('rank', 'bm25(10.0, 2.0, 8.0, 3.0, 0.0)');
";

    fn zstd(plain: &[u8]) -> Vec<u8> {
        zstd::bulk::compress(plain, 3).unwrap()
    }

    /// A mirror of version 1 that holds one document.
    fn old(dir: &std::path::Path) {
        let db = Connection::open(store::file(dir)).unwrap();
        // The tokenizer of that time is gone: SQLite's own makes the tables, which are then said to be of the other.
        db.execute_batch(&CREATE.replace("'pairs'", "'unicode61'"))
            .unwrap();
        db.execute_batch(
            "PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = replace(sql, 'unicode61', 'pairs');
             PRAGMA writable_schema = RESET;",
        )
        .unwrap();
        db.pragma_update(None, "application_id", schema::APPLICATION_ID)
            .unwrap();
        db.pragma_update(None, "user_version", 1).unwrap();
        let d = sample::document("a", "示例市勞動条例", "第一条　关于供水。");
        let text = "示例市勞動条例\n第一条　关于供水。\n";
        let cuts: Vec<usize> = text.lines().map(str::len).collect();
        let mut rest = d.clone();
        rest.blocks = serde_json::from_str(
            r#"[{"kind":"heading","level":1,"text":""},{"kind":"paragraph","text":"","align":"body","label":0}]"#,
        )
        .unwrap();
        let shape = serde_json::to_vec(&serde_json::json!({"rest": rest, "cuts": cuts})).unwrap();
        db.execute(
            "INSERT INTO document VALUES (9, 'a', 3, ?1, ?2, NULL, NULL, '', 'policy', '2018-10-15', 'in-force', 'then')",
            params![d.title, d.agency],
        )
        .unwrap();
        db.execute(
            "INSERT INTO body VALUES (9, 1, ?1, ?2, ?3, ?4)",
            params![
                text.len() as i64,
                zstd(text.as_bytes()),
                shape.len() as i64,
                zstd(&shape)
            ],
        )
        .unwrap();
        db.execute_batch(
            "INSERT INTO tally VALUES ('policy', 'x', 2018, 'in-force', 1);
             UPDATE state SET repository = 'r', epoch = 4, seq = 7, documents = 1",
        )
        .unwrap();
    }

    #[test]
    fn a_mirror_of_version_1_keeps_its_documents_and_its_place() {
        let dir = tempfile::tempdir().unwrap();
        old(dir.path());
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
        let mut expected = sample::document("a", "示例市勞動条例", "第一条　关于供水。");
        expected.rev = 3;
        assert_eq!(reader.document("a").unwrap().unwrap(), expected);
        // What version 1 could not find.
        let query = Query {
            text: "劳动".into(),
            limit: 5,
            ..Query::default()
        };
        assert_eq!(reader.search(&query).unwrap().total, 1);
    }

    #[test]
    fn a_body_that_does_not_unpack_is_damage() {
        let dir = tempfile::tempdir().unwrap();
        old(dir.path());
        let db = Connection::open(store::file(dir.path())).unwrap();
        db.execute("UPDATE body SET text = x'00'", []).unwrap();
        drop(db);
        assert!(Writer::open(dir.path()).is_err_and(|e| e.is_damaged()));
    }
}
