//! Entries of the journal and receipts of takedowns as lines of a batch. Owns how far back to read; never opens the journal for
//! writing, and never asks it for more than what its registers declare to be open.

use crate::failure::{Exit, Failure, Outcome};
use crate::trust::{Receipt, UploadState};
use batch::{Entry, Line};
use std::path::PathBuf;

/// Whose register it is, and where.
pub(super) struct Register {
    pub(super) site: String,
    /// `<site>-<terminal>`.
    pub(super) terminal: String,
    pub(super) journal_dir: PathBuf,
}

/// What the journal has to tell; nothing when there is none.
#[derive(Default)]
pub(super) struct Told {
    pub(super) entries: Vec<Entry>,
    pub(super) head: String,
    pub(super) seen: Option<journal::Seen>,
}

impl Register {
    /// What stands behind the last batch.
    pub(super) fn told(&self, state: &UploadState) -> Outcome<Told> {
        let reader = match journal::Reader::open(&self.journal_dir) {
            Ok(reader) => reader,
            Err(journal::Error::Absent { .. }) => return Ok(Told::default()),
            Err(e) => return Err(unreadable(e)),
        };
        let Some(journal) = reader.id().map_err(unreadable)? else {
            return Ok(Told::default());
        };
        let after = if state.journal == journal {
            state.seq
        } else {
            0
        };
        let entries = reader
            .leaving(after, batch::ENTRIES_MAX)
            .map_err(unreadable)?;
        Ok(Told {
            entries: entries
                .into_iter()
                .map(|entry| self.entry(&journal, entry))
                .collect(),
            head: reader.head().map_err(unreadable)?.to_string(),
            seen: reader.mirror_seen().map_err(unreadable)?,
        })
    }

    fn entry(&self, journal: &str, entry: journal::Stored) -> Entry {
        Entry {
            terminal: self.terminal.clone(),
            site: self.site.clone(),
            journal: journal.to_owned(),
            seq: entry.seq,
            entry: entry.kind,
            number: entry.number,
            at: entry.at,
            hash: entry.hash,
            fields: entry.fields,
        }
    }

    /// The line of a takedown that was carried out.
    pub(super) fn receipt(&self, receipt: &Receipt) -> Line {
        Line::Takedown(batch::Receipt {
            terminal: self.terminal.clone(),
            part: receipt.part,
            id: receipt.id.clone(),
            rev: receipt.rev,
            reason: receipt.reason.clone(),
            at: receipt.at.clone(),
        })
    }
}

fn unreadable(error: journal::Error) -> Failure {
    Failure::new(Exit::Unexpected, error).context("read the register for the upload")
}
