//! The one writer of a mirror. Owns every change; refuses half of one: documents, indexes and cursor commit together.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::body::{self, Packer};
use crate::document::Document;
use crate::error::{Error, sqlite};
use crate::query::{Cursor, FeedMark};
use crate::rows::Rows;
use crate::{blobs, codes, store, tokens, verify};

/// What one transaction brings in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// New documents and new revisions.
    pub puts: Vec<Document>,
    /// Ids that go, withdrawn or taken down; unknown ones are no error.
    pub dels: Vec<String>,
    /// Where the feed stands after this batch.
    pub cursor: Cursor,
    /// What the feed says about itself.
    pub mark: FeedMark,
    /// Percent of the first filling; `None` once filled.
    pub filling: Option<u8>,
}

/// What a batch did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Applied {
    /// Documents that are new.
    pub added: u64,
    /// Documents that got a new revision (or the same again).
    pub replaced: u64,
    /// Documents that are gone.
    pub deleted: u64,
    /// Puts left out because the mirror holds a later revision.
    pub stale: u64,
}

/// Writes a mirror.
pub struct Writer {
    db: Connection,
    dir: PathBuf,
    path: PathBuf,
    packer: Packer,
    rows: Rows,
}

impl Writer {
    /// Opens the mirror in `dir`; makes directory, database and `blobs/` if need be.
    pub fn open(dir: &Path) -> Result<Writer, Error> {
        let db = store::open_writer(dir)?;
        blobs::create_dir(dir)?;
        let path = store::file(dir);
        let packer = Packer::new().map_err(Error::file("set up compression for", &path))?;
        Ok(Writer {
            db,
            dir: dir.to_owned(),
            path,
            packer,
            rows: Rows::default(),
        })
    }

    /// How far the mirror has followed the feed.
    pub fn cursor(&self) -> Result<Cursor, Error> {
        codes::state(&self.db)
            .map(|state| state.cursor)
            .map_err(sqlite("read cursor", &self.path))
    }

    /// Applies a batch in one transaction, the cursor included; on any error nothing has changed.
    pub fn apply(&mut self, batch: &Batch) -> Result<Applied, Error> {
        let fail = sqlite("apply batch", &self.path);
        let tx = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fail.clone())?;
        let mut change = Change {
            tx: &tx,
            packer: &mut self.packer,
            rows: &mut self.rows,
            applied: Applied::default(),
        };
        let result = change.run(batch);
        let applied = change.applied;
        let result = result.and_then(|()| tx.commit().map_err(|e| fail(e).into()));
        match result {
            Ok(()) => Ok(applied),
            Err(failure) => {
                self.rows.forget();
                Err(failure.into_error(&self.path))
            }
        }
    }

    /// Records that the feed was seen and nothing had to change.
    pub fn confirm(&mut self, mark: &FeedMark) -> Result<(), Error> {
        self.db
            .execute(
                "UPDATE state SET issued = ?1, expires = ?2, checked = ?3",
                params![mark.issued, mark.expires, mark.checked],
            )
            .map(drop)
            .map_err(sqlite("confirm feed", &self.path))
    }

    /// Makes deleted and replaced text unreadable in the raw files: rewrites the indexes without it, empties the log,
    /// removes blobs that no document names. Does nothing if nothing was deleted; can be called again after a kill.
    pub fn erase_traces(&mut self) -> Result<(), Error> {
        let fail = sqlite("erase traces", &self.path);
        self.remove_orphans()?;
        let traces: i64 = self
            .db
            .query_row("SELECT traces FROM state", [], |row| row.get(0))
            .map_err(fail.clone())?;
        if traces == 0 {
            return Ok(());
        }
        for index in ["text_index", "small_index"] {
            self.db
                .execute(
                    &format!("INSERT INTO {index}({index}) VALUES ('optimize')"),
                    [],
                )
                .map_err(fail.clone())?;
        }
        // Zeroing freed cells does not reach copies that page splits left behind; a rewritten file has none.
        self.db.execute_batch("VACUUM").map_err(fail.clone())?;
        self.empty_log()?;
        self.db
            .execute("UPDATE state SET traces = 0", [])
            .map_err(fail)?;
        self.empty_log()
    }

    fn empty_log(&self) -> Result<(), Error> {
        let busy: i64 = self
            .db
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(sqlite("empty log", &self.path))?;
        if busy != 0 {
            return Err(Error::Busy {
                action: "empty log",
                source: None,
            });
        }
        Ok(())
    }

    /// Stores the bytes of an attachment under their SHA-256 (lower-case hex).
    pub fn put_blob(&mut self, sha256: &str, bytes: &[u8]) -> Result<(), Error> {
        blobs::put(&self.dir, sha256, bytes)
    }

    /// SHA-256 of every attachment that a document names and that is not stored yet.
    pub fn missing_blobs(&self) -> Result<Vec<String>, Error> {
        Ok(self
            .named_blobs()?
            .into_iter()
            .filter(|sha256| blobs::path(&self.dir, sha256).is_none_or(|path| !path.exists()))
            .collect())
    }

    /// Removes blobs that no document names; tells how many.
    pub fn remove_orphans(&mut self) -> Result<u64, Error> {
        let named = self.named_blobs()?;
        let orphans = blobs::orphans(&self.dir, &named)?;
        for path in &orphans {
            blobs::remove(path)?;
        }
        Ok(orphans.len() as u64)
    }

    fn named_blobs(&self) -> Result<std::collections::BTreeSet<String>, Error> {
        blobs::named(&self.db).map_err(sqlite("list attachments", &self.path))
    }

    /// Checks the whole mirror in `dir`, reading only.
    pub fn verify(dir: &Path) -> Result<verify::Report, Error> {
        verify::verify(dir)
    }

    /// Moves a damaged database out of the way, as `mirror.db.damaged-<now>`, so that a new one can be filled. The
    /// blobs stay. Returns where it went; `None` if there was nothing to move.
    pub fn set_aside(dir: &Path, now: impl std::fmt::Display) -> Result<Option<PathBuf>, Error> {
        let stamp: String = now
            .to_string()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let path = store::file(dir);
        let aside = dir.join(format!("{}.damaged-{stamp}", store::FILE));
        let mut moved = None;
        // The log first: a new database must never meet the old log.
        for suffix in ["-wal", "-shm", ""] {
            let from = with_suffix(&path, suffix);
            let to = with_suffix(&aside, suffix);
            match std::fs::rename(&from, &to) {
                Ok(()) => moved = Some(aside.clone()),
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
                Err(e) => return Err(Error::file("set aside", &from)(e)),
            }
        }
        Ok(moved)
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Why a transaction is rolled back.
enum Failure {
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
    fn into_error(self, path: &Path) -> Error {
        match self {
            Failure::Sqlite(e) => sqlite("apply batch", path)(e),
            Failure::Known(e) => e,
        }
    }
}

/// One transaction at work.
struct Change<'a> {
    tx: &'a Transaction<'a>,
    packer: &'a mut Packer,
    rows: &'a mut Rows,
    applied: Applied,
}

impl Change<'_> {
    fn run(&mut self, batch: &Batch) -> Result<(), Failure> {
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
        let erased = self.applied.replaced + self.applied.deleted;
        self.tx.execute(
            "UPDATE state SET repository = ?1, epoch = ?2, seq = ?3, issued = ?4, expires = ?5, checked = ?6,
               changed = iif(?7, ?6, changed), filling = ?8, traces = traces + ?9,
               documents = documents + ?10",
            params![
                batch.cursor.repository,
                codes::signed(batch.cursor.epoch),
                codes::signed(batch.cursor.seq),
                batch.mark.issued,
                batch.mark.expires,
                batch.mark.checked,
                changed,
                batch.filling,
                codes::signed(erased),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Reader, sample};

    fn batch(range: std::ops::Range<usize>, seq: u64) -> Batch {
        let text = |i: usize| format!("第{i}项：{}", "供水管理".repeat(i % 50 + 1));
        Batch {
            puts: range
                .map(|i| sample::document(&format!("d{i}"), &format!("第{i}号通知"), &text(i)))
                .collect(),
            cursor: Cursor {
                repository: "r".to_owned(),
                epoch: 1,
                seq,
            },
            ..Batch::default()
        }
    }

    #[test]
    fn a_full_disk_rolls_back_and_can_be_tried_again() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path()).unwrap();
        writer.apply(&batch(0..20, 1)).unwrap();
        writer.db.pragma_update(None, "max_page_count", 40).unwrap();
        let failed = writer.apply(&batch(20..900, 2));
        assert!(matches!(failed, Err(Error::Full { .. })), "{failed:?}");
        assert_eq!(writer.cursor().unwrap().seq, 1);
        assert_eq!(
            Reader::open(dir.path()).unwrap().state().unwrap().documents,
            20
        );
        assert!(Writer::verify(dir.path()).unwrap().ok);
        writer
            .db
            .pragma_update(None, "max_page_count", 1 << 20)
            .unwrap();
        writer.apply(&batch(20..900, 2)).unwrap();
        assert_eq!(
            Reader::open(dir.path()).unwrap().state().unwrap().documents,
            900
        );
        assert!(Writer::verify(dir.path()).unwrap().ok);
    }
}
