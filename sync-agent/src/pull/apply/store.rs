//! The mirror as this program writes it. Owns setting a damaged one aside, and the traces it leaves. Nothing else in this
//! crate names `mirror::Writer`.

use crate::failure::{Failure, Outcome};
use crate::trust::{Refused, Trust};
use jiff::Timestamp;
use mirror::{Batch, FeedMark, Reader, Writer};
use std::path::{Path, PathBuf};

/// How deep a look goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Every page, and how pages and indexes hang together.
    Pages,
    /// Also every document against every index, as `verify` does. Somebody met a fault.
    Whole,
}

/// What one transaction did.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Applied {
    pub(super) put: u64,
    pub(super) removed: u64,
    /// Documents among those put that had an earlier revision.
    pub(super) replaced: u64,
    pub(super) refused: u64,
}

/// The open mirror.
pub struct Store {
    writer: Writer,
    dir: PathBuf,
}

impl Store {
    /// Opens the mirror, makes one if there is none.
    pub fn open(dir: &Path) -> Outcome<Store> {
        let writer = Writer::open(dir)?;
        Ok(Store {
            writer,
            dir: dir.to_owned(),
        })
    }

    /// Moves a damaged mirror out of the way. Earlier damaged ones are removed: one is enough to look at.
    pub fn set_aside(dir: &Path, now: Timestamp) -> Outcome<Option<PathBuf>> {
        Writer::remove_set_aside(dir)?;
        Ok(Writer::set_aside(dir, now)?)
    }

    /// Checks the mirror from end to end, reading only.
    pub fn examine(dir: &Path) -> Outcome<mirror::Report> {
        Ok(Writer::verify(dir)?)
    }

    /// Checks that the mirror is what was written; one that is not there is.
    pub fn look_over(dir: &Path, depth: Depth) -> Outcome<()> {
        match Writer::check_pages(dir) {
            Ok(()) if depth == Depth::Whole => {}
            Ok(()) | Err(mirror::Error::Absent { .. }) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
        match Writer::verify(dir)?.problems.first() {
            None => Ok(()),
            Some(problem) => Err(mirror::Error::damaged_mirror(dir, problem).into()),
        }
    }

    /// Attachments that documents name and that are not stored.
    pub fn missing_blobs(&self) -> Outcome<Vec<String>> {
        Ok(self.writer.missing_blobs()?)
    }

    /// Stores an attachment that was checked.
    pub fn put_blob(&mut self, sha256: &str, bytes: &[u8]) -> Outcome<()> {
        Ok(self.writer.put_blob(sha256, bytes)?)
    }

    pub(super) fn state(&self) -> Outcome<mirror::State> {
        Ok(Reader::open(&self.dir)?.state()?)
    }

    pub(super) fn ids(&self) -> Outcome<Vec<(String, u64)>> {
        Ok(Reader::open(&self.dir)?.all_ids()?)
    }

    /// Removes documents and leaves everything else as it stands.
    pub(super) fn remove(&mut self, ids: Vec<String>) -> Outcome<()> {
        let state = self.state()?;
        let batch = Batch {
            puts: Vec::new(),
            dels: ids,
            cursor: state.cursor,
            mark: state.mark,
            filling: state.filling,
        };
        self.writer.apply(&batch)?;
        Ok(())
    }

    /// One transaction. A document the mirror cannot hold is refused alone and the others go on.
    pub(super) fn apply(
        &mut self,
        mut batch: Batch,
        trust: &mut Trust,
        now: Timestamp,
    ) -> Outcome<Applied> {
        let mut refused = 0;
        loop {
            match self.writer.apply(&batch) {
                Ok(applied) => {
                    return Ok(Applied {
                        put: applied.added + applied.replaced,
                        removed: applied.deleted,
                        replaced: applied.replaced,
                        refused,
                    });
                }
                Err(mirror::Error::Unfit { id, detail }) => {
                    let before = batch.puts.len();
                    let rev = batch.puts.iter().find(|p| p.id == id).map_or(0, |p| p.rev);
                    batch.puts.retain(|put| put.id != id);
                    if batch.puts.len() == before {
                        return Err(mirror::Error::Unfit { id, detail }.into());
                    }
                    let refusal = Refused {
                        seq: batch.cursor.seq,
                        id,
                        rev,
                        reason: detail.to_owned(),
                        at: now.to_string(),
                    };
                    trust.before_batch(&[refusal], &[])?;
                    refused += 1;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    pub(super) fn confirm(&mut self, mark: &FeedMark) -> Outcome<()> {
        Ok(self.writer.confirm(mark)?)
    }

    /// Removes the mirror that was set aside.
    pub(super) fn remove_damaged(&self) -> Outcome<()> {
        Ok(Writer::remove_set_aside(&self.dir)?)
    }

    /// Makes what was deleted unreadable; false if a reader was in the way and it must be tried again.
    pub(super) fn erase_traces(&mut self) -> Outcome<bool> {
        // A damaged copy holds what was withdrawn since.
        Writer::remove_set_aside(&self.dir)?;
        match self.writer.erase_traces() {
            Ok(()) => Ok(true),
            Err(mirror::Error::Busy { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

/// Whether the failure means that the mirror must be filled anew.
pub fn is_damaged(failure: &Failure) -> bool {
    failure
        .error
        .downcast_ref::<mirror::Error>()
        .is_some_and(mirror::Error::is_damaged)
}
