//! Between rows of the database and plain data. Owns what becomes of a stored code that this program
//! does not know; decides nothing else.

use rusqlite::{Connection, Row};

use crate::document::{Category, Document, Validity};
use crate::query::{Cursor, FeedMark, State};

/// SQLite has no unsigned numbers; ours never reach the top bit.
pub fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// See [`signed`].
pub fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

/// The one row of the table `state`.
pub fn state(db: &Connection) -> rusqlite::Result<State> {
    db.prepare_cached(
        "SELECT repository, epoch, seq, issued, expires, checked, changed, filling, documents FROM state",
    )?
    .query_row([], |row| {
        Ok(State {
            cursor: Cursor {
                repository: row.get(0)?,
                epoch: unsigned(row.get(1)?),
                seq: unsigned(row.get(2)?),
            },
            mark: FeedMark {
                issued: row.get(3)?,
                expires: row.get(4)?,
                checked: row.get(5)?,
            },
            changed: row.get(6)?,
            filling: row.get(7)?,
            documents: unsigned(row.get(8)?),
        })
    })
}

/// Columns of [`Small::read`], to be selected from `document d`.
pub const SMALL_COLUMNS: &str = "d.row, d.id, d.rev, d.title, d.agency, d.doc_no, d.index_no, d.subjects, d.category, \
     d.date, d.validity, d.applied, \
     EXISTS (SELECT 1 FROM relation r WHERE r.target = d.id AND r.kind = 'interprets')";

/// A document without its body.
#[derive(Debug, Clone)]
pub struct Small {
    pub row: i64,
    pub id: String,
    pub rev: u64,
    pub title: String,
    pub agency: String,
    pub doc_no: Option<String>,
    pub index_no: Option<String>,
    /// Line by line.
    pub subjects: String,
    pub category: Category,
    pub date: String,
    pub validity: Validity,
    pub applied: String,
    pub interpreted: bool,
}

impl Small {
    /// Reads a row of [`SMALL_COLUMNS`].
    pub fn read(row: &Row<'_>) -> rusqlite::Result<Small> {
        let (category, validity): (String, String) = (row.get(8)?, row.get(10)?);
        Ok(Small {
            row: row.get(0)?,
            id: row.get(1)?,
            rev: unsigned(row.get(2)?),
            title: row.get(3)?,
            agency: row.get(4)?,
            doc_no: row.get(5)?,
            index_no: row.get(6)?,
            subjects: row.get(7)?,
            category: Category::from_code(&category).unwrap_or(Category::Other),
            date: row.get(9)?,
            validity: Validity::from_code(&validity).unwrap_or(Validity::Unknown),
            applied: row.get(11)?,
            interpreted: row.get(12)?,
        })
    }

    /// A document that has only its columns.
    pub fn into_document(self) -> Document {
        Document {
            id: self.id,
            rev: self.rev,
            title: self.title,
            agency: self.agency,
            doc_no: self.doc_no,
            index_no: self.index_no,
            subjects: self.subjects.lines().map(str::to_owned).collect(),
            category: self.category,
            catalogue: None,
            issued_on: None,
            published_on: None,
            validity: self.validity,
            disclosure: String::new(),
            evidence: String::new(),
            source_url: None,
            relations: Vec::new(),
            attachments: Vec::new(),
            blocks: Vec::new(),
            articles: Vec::new(),
        }
    }
}
