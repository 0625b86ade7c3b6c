//! How far the upload has come, which takedowns are still to be reported, and what the desk was last answered. Owns the commit
//! that makes a batch exist: cursor, batch and receipts move together.

use super::handle::{Trust, put};
use super::ledger::signed;
use crate::failure::Outcome;
use batch::{Part, RECEIPTS_MAX};
use rusqlite::params;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Where the upload stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UploadState {
    /// The journal it follows, see `journal::Reader::id`; empty for none yet.
    pub journal: String,
    /// Last entry of it that is in a batch.
    pub seq: u64,
    /// Number of the last batch that was made.
    pub batch: u64,
    /// File of the batch that was made and is not known to have arrived.
    pub waiting: Option<String>,
    /// When the last batch arrived, RFC 3339 UTC; empty for never.
    pub arrived: String,
    /// When it was last tried.
    pub tried: String,
    /// What went wrong last; empty if nothing.
    pub error: String,
    /// Public key of this device, which signs the batches; empty before the first one.
    pub key: String,
    /// Number of the last status that was made.
    pub status: u64,
    /// Why the last status did not arrive; empty if it did.
    pub status_error: String,
}

/// What a status tells of the takedowns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakedownsTold {
    /// SHA-256 over ids and revisions, hex.
    pub list: String,
    /// When the last one was carried out here, RFC 3339 UTC; empty for none.
    pub last_at: String,
    /// Not carried out by the agent to the last trace.
    pub waiting: u64,
    /// Not followed by screen and print queue.
    pub unseen: u64,
}

/// Where the batch that reports a part of a takedown is noted.
fn column(part: Part) -> &'static str {
    match part {
        Part::Agent => "receipt",
        Part::Kiosk => "kiosk_receipt",
    }
}

/// The answer to the last request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// The journal it was asked in, see `journal::Reader::id`.
    pub journal: String,
    /// Number of the request; 0 for none yet.
    pub number: u64,
    /// `sync`, `upload`, `check`.
    pub wish: String,
    /// When it was asked.
    pub asked: String,
    /// When it was answered.
    pub answered: String,
    /// `done`, or the kind of failure.
    pub outcome: String,
    /// What went wrong; empty if nothing.
    pub message: String,
}

/// A takedown that was carried out (下架回执).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Receipt {
    pub part: Part,
    /// The document's id.
    pub id: String,
    /// The last revision that went.
    pub rev: u64,
    /// Why, as JSON.
    pub reason: String,
    /// When it was gone there, RFC 3339 UTC.
    pub at: String,
}

impl Trust {
    /// Where the upload stands.
    pub fn upload(&self) -> Outcome<UploadState> {
        let json = self.optional("upload")?;
        // Lost, everything is sent once more: the inbox drops doubles by their keys.
        Ok(json
            .and_then(|j| serde_json::from_slice(&j).ok())
            .unwrap_or_default())
    }

    /// Notes where it stands now.
    pub fn set_upload(&mut self, state: &UploadState) -> Outcome<()> {
        let json = serde_json::to_vec(state).expect("plain data has a JSON form");
        self.transact("note how far the upload is", |tx| put(tx, "upload", &json))
    }

    /// Takedowns that stand in no batch yet: by the agent when the mirror is rid of the last trace, by the kiosk when it has
    /// followed the mirror to the publication that took the document down, or beyond.
    pub fn receipts_due(&self, seen: Option<&journal::Seen>) -> Outcome<Vec<Receipt>> {
        let mut due = Vec::new();
        if !self.traces_wait()? {
            due = self.receipts(Part::Agent, "1", params![RECEIPTS_MAX])?;
        }
        let known = self.floors()?.repository;
        if let Some(seen) = seen.filter(|seen| seen.repository == known) {
            let (epoch, seq) = (signed(seen.epoch), signed(seen.seq));
            let mut followed = self.receipts(
                Part::Kiosk,
                "(epoch < ?2 OR (epoch = ?2 AND seq <= ?3))",
                params![RECEIPTS_MAX, epoch, seq],
            )?;
            followed
                .iter_mut()
                .for_each(|receipt| receipt.at.clone_from(&seen.at));
            due.append(&mut followed);
        }
        Ok(due)
    }

    fn receipts(
        &self,
        part: Part,
        condition: &str,
        values: &[&dyn rusqlite::ToSql],
    ) -> Outcome<Vec<Receipt>> {
        let column = column(part);
        let sql = format!(
            "SELECT id, rev, reason, applied_at FROM takedown
             WHERE applied = 1 AND {column} = 0 AND {condition} ORDER BY id LIMIT ?1"
        );
        let read = || -> rusqlite::Result<Vec<Receipt>> {
            self.db
                .prepare_cached(&sql)?
                .query_map(values, |row| {
                    Ok(Receipt {
                        part,
                        id: row.get(0)?,
                        rev: u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0),
                        reason: row.get(2)?,
                        at: row.get(3)?,
                    })
                })?
                .collect()
        };
        read().map_err(|e| self.unreadable(e))
    }

    /// Where this terminal stands with all takedowns that it knows.
    pub fn takedowns_told(&self, seen: Option<&journal::Seen>) -> Outcome<TakedownsTold> {
        let known = self.floors()?.repository;
        let (epoch, seq) = seen
            .filter(|seen| seen.repository == known)
            .map_or((0, 0), |seen| (signed(seen.epoch), signed(seen.seq)));
        let traces = self.traces_wait()?;
        let read = || -> rusqlite::Result<TakedownsTold> {
            let mut told = TakedownsTold::default();
            let mut list = Sha256::new();
            let mut statement = self.db.prepare_cached(
                "SELECT id, rev, applied, applied_at, receipt, epoch < ?1 OR (epoch = ?1 AND seq <= ?2)
                 FROM takedown ORDER BY id",
            )?;
            let mut rows = statement.query(params![epoch, seq])?;
            while let Some(row) = rows.next()? {
                let id: String = row.get(0)?;
                let at: String = row.get(3)?;
                let (applied, receipt): (i64, i64) = (row.get(2)?, row.get(4)?);
                let followed: bool = row.get(5)?;
                // No id holds a line break.
                list.update(format!("{id}\n{}\n", row.get::<_, i64>(1)?));
                told.waiting += u64::from(applied == 0 || (traces && receipt == 0));
                told.unseen += u64::from(applied == 0 || !followed);
                told.last_at = told.last_at.max(at);
            }
            told.list = hex::encode(list.finalize());
            Ok(told)
        };
        read().map_err(|e| self.unreadable(e))
    }

    /// What the desk was last answered.
    pub fn answer(&self) -> Outcome<Answer> {
        let json = self.optional("desk")?;
        // Lost, the last request is done once more.
        Ok(json
            .and_then(|j| serde_json::from_slice(&j).ok())
            .unwrap_or_default())
    }

    /// Answers the desk.
    pub fn set_answer(&mut self, answer: &Answer) -> Outcome<()> {
        let json = serde_json::to_vec(answer).expect("plain data has a JSON form");
        self.transact("answer the desk", |tx| put(tx, "desk", &json))
    }

    /// A batch exists on the disk: its cursor and its receipts count from now on.
    pub fn batch_made(&mut self, state: &UploadState, receipts: &[Receipt]) -> Outcome<()> {
        let json = serde_json::to_vec(state).expect("plain data has a JSON form");
        let batch = i64::try_from(state.batch).unwrap_or(i64::MAX);
        self.transact("note a batch", |tx| {
            put(tx, "upload", &json)?;
            for receipt in receipts {
                let column = column(receipt.part);
                tx.prepare_cached(&format!(
                    "UPDATE takedown SET {column} = ?3 WHERE id = ?1 AND rev = ?2"
                ))?
                .execute(params![receipt.id, signed(receipt.rev), batch])?;
            }
            Ok(())
        })
    }
}
