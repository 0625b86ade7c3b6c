//! One transaction: which rows of which tables a batch touches. Owns the SQL that changes content; commits nothing.

use std::path::Path;

use rusqlite::{OptionalExtension, Transaction, params};

use crate::body::{self, Packer};
use crate::document::Document;
use crate::error::{Error, sqlite};
use crate::rows::Rows;
use crate::writer::{Applied, Batch};
use crate::{codes, tokens};

/// Why a transaction is rolled back.
pub(crate) enum Failure {
    Sqlite(rusqlite::Error),
    Known(Error),
}

impl From<rusqlite::Error> for Failure {
    fn from(e: rusqlite::Error) -> Self {
        Failure::Sqlite(e)
    }
}

impl From<Error> for Failure {
    fn from(e: Error) -> Self {
        Failure::Known(e)
    }
}

impl Failure {
    pub(crate) fn into_error(self, path: &Path) -> Error {
        match self {
            Failure::Sqlite(e) => sqlite("apply batch", path)(e),
            Failure::Known(e) => e,
        }
    }
}

/// One transaction at work.
pub(crate) struct Change<'a> {
    pub tx: &'a Transaction<'a>,
    pub packer: &'a mut Packer,
    pub rows: &'a mut Rows,
    pub applied: Applied,
}

impl Change<'_> {
    /// Applies the batch; the caller commits or rolls back.
    pub(crate) fn run(&mut self, batch: &Batch) -> Result<(), Failure> {
        for id in &batch.dels {
            if let Some((row, _)) = self.find(id)? {
                self.delete(row)?;
                self.applied.deleted += 1;
            }
        }
        for document in &batch.puts {
            match self.find(&document.id)? {
                Some((_, rev)) if rev > document.rev => {
                    self.applied.stale += 1;
                    continue;
                }
                Some((row, _)) => {
                    self.delete(row)?;
                    self.applied.replaced += 1;
                }
                None => self.applied.added += 1,
            }
            self.insert(document, &batch.mark.checked)?;
        }
        let changed = self.applied.added + self.applied.replaced + self.applied.deleted > 0;
        self.tx.execute(
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

    fn find(&self, id: &str) -> rusqlite::Result<Option<(i64, u64)>> {
        self.tx
            .prepare_cached("SELECT row, rev FROM document WHERE id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, codes::unsigned(row.get(1)?))))
            .optional()
    }

    fn delete(&mut self, row: i64) -> rusqlite::Result<()> {
        self.tally(row, -1)?;
        for table in ["document", "body", "relation", "attachment"] {
            self.tx
                .prepare_cached(&format!("DELETE FROM {table} WHERE row = ?1"))?
                .execute([row])?;
        }
        for index in ["text_index", "small_index"] {
            self.tx
                .prepare_cached(&format!("DELETE FROM {index} WHERE rowid = ?1"))?
                .execute([row])?;
        }
        Ok(())
    }

    /// Adds `by` to the group the stored document is in.
    fn tally(&self, row: i64, by: i64) -> rusqlite::Result<()> {
        self.tx
            .prepare_cached(
                "INSERT INTO tally SELECT category, agency,
                   iif(date GLOB '[0-9][0-9][0-9][0-9]*', CAST(substr(date, 1, 4) AS INTEGER), 0), validity, ?2
                 FROM document WHERE row = ?1
                 ON CONFLICT DO UPDATE SET count = count + excluded.count",
            )?
            .execute([row, by])?;
        if by < 0 {
            self.tx
                .prepare_cached("DELETE FROM tally WHERE count <= 0")?
                .execute([])?;
        }
        Ok(())
    }

    fn insert(&mut self, document: &Document, now: &str) -> Result<(), Failure> {
        let (text, shape) = body::take_apart(document);
        let shape =
            serde_json::to_vec(&shape).expect("a document of strings and numbers has a JSON form");
        if text.len() > body::PLAIN_BYTES_MAX || shape.len() > body::PLAIN_BYTES_MAX {
            return Err(unfit(document, "it is too large").into());
        }
        if document.id.is_empty() {
            return Err(unfit(document, "it has no id").into());
        }
        let packed = self
            .packer
            .pack(text.as_bytes())
            .and_then(|t| Ok((t, self.packer.pack(&shape)?)));
        let (packed_text, packed_shape) =
            packed.map_err(|_| unfit(document, "it cannot be compressed"))?;
        let row = self.rows.free(self.tx, document.date())?;
        self.tx
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
                document.category,
                document.date(),
                codes::validity_code(document.validity),
                now,
            ])?;
        self.tx
            .prepare_cached("INSERT INTO body VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![
                row,
                body::CODEC_PLAIN,
                text.len() as i64,
                packed_text,
                shape.len() as i64,
                packed_shape
            ])?;
        for relation in &document.relations {
            self.tx
                .prepare_cached("INSERT OR IGNORE INTO relation VALUES (?1, ?2, ?3)")?
                .execute(params![row, relation.kind, relation.target])?;
        }
        for attachment in &document.attachments {
            self.tx
                .prepare_cached("INSERT OR IGNORE INTO attachment VALUES (?1, ?2)")?
                .execute(params![row, attachment.sha256])?;
        }
        let columns = tokens::columns(document, &text);
        self.tx
            .prepare_cached("INSERT INTO text_index(rowid, text, keys) VALUES (?1, ?2, ?3)")?
            .execute(params![row, columns.text, columns.keys])?;
        self.tx
            .prepare_cached(
                "INSERT INTO small_index(rowid, title, agency, number, subject, keys) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                row,
                columns.title,
                columns.agency,
                columns.number,
                columns.subject,
                columns.filters
            ])?;
        self.tally(row, 1)?;
        Ok(())
    }
}

fn unfit(document: &Document, detail: &'static str) -> Error {
    Error::Unfit {
        id: document.id.clone(),
        detail,
    }
}
