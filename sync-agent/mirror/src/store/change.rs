//! One transaction: which rows of which tables a batch touches. Owns the SQL that changes content; commits nothing.

use rusqlite::{Connection, OptionalExtension, params};

use crate::document::Document;
use crate::error::Failure;
use crate::index::{self, Kind};
use crate::store::batch::{Applied, Batch};
use crate::store::codes;
use crate::store::names::Names;
use crate::store::prepare::{self, Prepared};
use crate::store::rows::Rows;
use crate::store::shape;
use crate::store::stored::Stored;
use crate::store::upkeep::Dictionary;
use crate::words::terms::Terms;
use crate::words::tokens;

/// Documents whose tokens are kept until the index takes them.
const WAITING_MAX: usize = 2_000;

/// One transaction at work.
pub struct Change<'a> {
    db: &'a Connection,
    rows: Rows,
    names: Names,
    stored: Stored,
    /// What came and went and the index does not know yet.
    come: Vec<(i64, Terms)>,
    gone: Vec<(i64, Terms)>,
    pub applied: Applied,
}

impl<'a> Change<'a> {
    /// Changes go through `db`, which has a transaction open; the caller commits or rolls back.
    pub fn begin(db: &'a Connection) -> Result<Change<'a>, Failure> {
        Ok(Change {
            db,
            rows: Rows::default(),
            names: Names::default(),
            stored: Stored::default(),
            come: Vec::new(),
            gone: Vec::new(),
            applied: Applied::default(),
        })
    }

    /// Applies the batch.
    pub fn run(&mut self, batch: &Batch, dictionary: Option<&Dictionary>) -> Result<(), Failure> {
        for id in &batch.dels {
            if let Some((row, _)) = self.find(id)? {
                self.delete(row)?;
                self.applied.deleted += 1;
            }
        }
        prepare::each(&batch.puts, dictionary, |document, prepared| {
            self.put(document, prepared, &batch.mark.checked)
        })?;
        self.index()?;
        let changed = self.applied.added + self.applied.replaced + self.applied.deleted > 0;
        self.db.execute(
            "UPDATE state SET repository = ?1, epoch = ?2, seq = ?3, issued = ?4, expires = ?5, checked = ?6,
               changed = iif(?7, ?6, changed), filling = ?8, removed = removed + ?9,
               replaced = replaced + ?10, documents = documents + ?11",
            params![
                batch.cursor.repository,
                codes::signed(batch.cursor.epoch),
                codes::signed(batch.cursor.seq),
                batch.mark.issued,
                batch.mark.expires,
                batch.mark.checked,
                changed,
                batch.filling,
                codes::signed(self.applied.deleted),
                codes::signed(self.applied.replaced),
                codes::signed(self.applied.added) - codes::signed(self.applied.deleted),
            ],
        )?;
        Ok(())
    }

    fn put(&mut self, document: &Document, prepared: Prepared, now: &str) -> Result<(), Failure> {
        match self.find(&document.id)? {
            Some((_, rev)) if rev > document.rev => {
                self.applied.stale += 1;
                return Ok(());
            }
            Some((row, _)) => {
                self.delete(row)?;
                self.applied.replaced += 1;
            }
            None => self.applied.added += 1,
        }
        self.insert(document, prepared, now)
    }

    fn find(&self, id: &str) -> rusqlite::Result<Option<(i64, u64)>> {
        self.db
            .prepare_cached("SELECT row, rev FROM document WHERE id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, codes::unsigned(row.get(1)?))))
            .optional()
    }

    fn delete(&mut self, row: i64) -> Result<(), Failure> {
        self.tally(row, -1)?;
        let (agency, subjects): (String, String) = self
            .db
            .prepare_cached("SELECT agency, subjects FROM document WHERE row = ?1")?
            .query_row([row], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.names.count(self.db, &agency, subjects.lines(), -1)?;
        match self.come.iter().position(|(come, _)| *come == row) {
            Some(at) => drop(self.come.swap_remove(at)),
            None => {
                // The index knows a document by its tokens alone: they are made once more, from what is stored.
                let document = self.stored.document(self.db, row)?;
                let (text, _) = shape::take_apart(&document);
                self.gone.push((row, tokens::of_document(&document, &text)));
            }
        }
        for table in ["document", "body", "relation", "attachment"] {
            self.db
                .prepare_cached(&format!("DELETE FROM {table} WHERE row = ?1"))?
                .execute([row])?;
        }
        let sampled = self
            .db
            .prepare_cached("DELETE FROM sample WHERE row = ?1")?
            .execute([row])?;
        if sampled > 0 {
            self.db
                .prepare_cached("UPDATE state SET lost = lost + 1")?
                .execute([])?;
        }
        Ok(())
    }

    /// Adds `by` to the group the stored document is in.
    fn tally(&self, row: i64, by: i64) -> rusqlite::Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO tally SELECT category, agency,
                   iif(date GLOB '[0-9][0-9][0-9][0-9]*', CAST(substr(date, 1, 4) AS INTEGER), 0), validity, ?2
                 FROM document WHERE row = ?1
                 ON CONFLICT DO UPDATE SET count = count + excluded.count",
            )?
            .execute([row, by])?;
        if by < 0 {
            self.db
                .prepare_cached("DELETE FROM tally WHERE count <= 0")?
                .execute([])?;
        }
        Ok(())
    }

    /// Stores a document that is not there.
    pub fn insert(
        &mut self,
        document: &Document,
        prepared: Prepared,
        now: &str,
    ) -> Result<(), Failure> {
        let row = self.rows.free(self.db, document.date())?;
        self.db
            .prepare_cached(
                "INSERT INTO document VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute(params![
                row,
                document.id,
                codes::signed(document.rev),
                document.title,
                document.agency,
                document.doc_no,
                document.index_no,
                document.subjects.join("\n"),
                document.category.as_code(),
                document.date(),
                document.validity.as_code(),
                now,
            ])?;
        self.db
            .prepare_cached("INSERT INTO body VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![
                row,
                prepared.text.codec,
                prepared.text_bytes as i64,
                prepared.text.bytes,
                prepared.shape_bytes as i64,
                prepared.shape
            ])?;
        for relation in &document.relations {
            self.db
                .prepare_cached("INSERT OR IGNORE INTO relation VALUES (?1, ?2, ?3)")?
                .execute(params![row, relation.kind.as_code(), relation.target])?;
        }
        for attachment in &document.attachments {
            self.db
                .prepare_cached("INSERT OR IGNORE INTO attachment VALUES (?1, ?2)")?
                .execute(params![row, attachment.sha256])?;
        }
        self.come.push((row, prepared.terms));
        self.tally(row, 1)?;
        let subjects = document.subjects.iter().flat_map(|subject| subject.lines());
        self.names.count(self.db, &document.agency, subjects, 1)?;
        if self.come.len() >= WAITING_MAX {
            self.index()?;
        }
        Ok(())
    }

    /// Brings the indexes up to date. What goes, goes first: its row may be another document's by now.
    pub fn index(&mut self) -> rusqlite::Result<()> {
        index::remove(self.db, Kind::Texts, &std::mem::take(&mut self.gone))?;
        index::add(self.db, Kind::Texts, std::mem::take(&mut self.come))?;
        self.names.index(self.db)
    }
}
