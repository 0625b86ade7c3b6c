//! The one writer of a mirror. Owns every change; refuses half of one: documents, indexes and cursor commit together.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior, params};

use crate::error::Failure;
use crate::error::{Error, sqlite};
use crate::index;
use crate::query::{Cursor, FeedMark};
use crate::store::batch::{Applied, Batch};
use crate::store::blobs;
use crate::store::change::Change;
use crate::store::codes;
use crate::store::dictionary;
use crate::store::file;
use crate::store::upkeep::{self, Dictionary};
use crate::verify;

/// Writes a mirror.
pub struct Writer {
    db: Connection,
    dir: PathBuf,
    path: PathBuf,
    dictionary: Option<Dictionary>,
}

impl Writer {
    /// Opens the mirror in `dir`; makes directory, database and `blobs/` if need be.
    pub fn open(dir: &Path) -> Result<Writer, Error> {
        let db = file::open_writer(dir)?;
        blobs::create_dir(dir)?;
        let path = file::path(dir);
        let dictionary =
            upkeep::newest_dictionary(&db).map_err(sqlite("read dictionary", &path))?;
        Ok(Writer {
            db,
            dir: dir.to_owned(),
            path,
            dictionary,
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
        let before = codes::state(&self.db).map_err(fail.clone())?;
        let tx = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fail.clone())?;
        let work = || {
            let mut change = Change::begin(&tx)?;
            change.run(batch, self.dictionary.as_ref())?;
            Ok(change.applied)
        };
        let applied: Applied = work().map_err(|failure: Failure| failure.into_error(&self.path))?;
        tx.commit().map_err(fail)?;
        // What follows only makes the file better; a failure there must not say that the batch is not in.
        let _ = self.improve(before.documents, before.filling, batch.filling);
        Ok(applied)
    }

    /// A dictionary as soon as there are documents enough, few runs of the index, and one after the first filling.
    fn improve(
        &mut self,
        before: u64,
        filling: Option<u8>,
        filling_now: Option<u8>,
    ) -> rusqlite::Result<()> {
        let now = codes::state(&self.db)?.documents;
        let step = dictionary::DOCUMENTS_MIN;
        if self.dictionary.is_none() && now / step > before / step {
            upkeep::make_dictionary(&mut self.db)?;
            self.dictionary = upkeep::newest_dictionary(&self.db)?;
        }
        match (filling, filling_now) {
            (Some(_), None) => index::into_one(&mut self.db),
            (_, filling) => index::tidy(&mut self.db, filling.is_some()),
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

    /// Makes removed and replaced text unreadable in the raw files: overwrites what lies between the rows, empties the log,
    /// removes blobs that no document names, and replaces a dictionary whose documents go. (The indexes forget a document
    /// when it goes.) Does nothing if there is nothing to erase; can be called again after a kill. Reads the trees of the
    /// file and writes only pages that hold traces.
    pub fn erase_traces(&mut self) -> Result<(), Error> {
        let fail = sqlite("erase traces", &self.path);
        self.remove_orphans()?;
        upkeep::renew_dictionary(&mut self.db, &self.path)?;
        self.dictionary = upkeep::newest_dictionary(&self.db).map_err(fail.clone())?;
        let due: bool = self
            .db
            .query_row("SELECT removed + replaced > 0 FROM state", [], |row| {
                row.get(0)
            })
            .map_err(fail.clone())?;
        if !due {
            return Ok(());
        }
        self.empty_log()?;
        let roots = upkeep::roots(&self.db).map_err(fail.clone())?;
        self.close()?;
        let scrubbed = upkeep::scrub_file(&self.path, &roots);
        self.db = file::open_writer(&self.dir)?;
        if !scrubbed? {
            // A rewritten file has no traces either; it only takes longer and twice the room.
            self.db.execute_batch("VACUUM").map_err(fail.clone())?;
            self.empty_log()?;
        }
        self.db
            .execute("UPDATE state SET removed = 0, replaced = 0", [])
            .map_err(fail)?;
        self.empty_log()
    }

    /// Closes the connection; another must be opened before anything else.
    fn close(&mut self) -> Result<(), Error> {
        let nothing = Connection::open_in_memory().map_err(sqlite("close mirror", &self.path))?;
        drop(std::mem::replace(&mut self.db, nothing));
        Ok(())
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

    /// Checks the pages of the mirror in `dir`, and how pages and indexes hang together; reads the whole file, and nothing of it
    /// as text. [`Error::Damaged`] tells the first thing that is wrong.
    pub fn check_pages(dir: &Path) -> Result<(), Error> {
        verify::pages(dir)
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
        file::set_aside(dir, &stamp)
    }

    /// Removes every database that was set aside: it holds what was withdrawn since.
    pub fn remove_set_aside(dir: &Path) -> Result<(), Error> {
        file::remove_set_aside(dir)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reader;
    use crate::sample;

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
