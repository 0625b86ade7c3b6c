//! How far the upload has come, and which takedowns are still to be reported. Owns the commit that makes a batch exist:
//! cursor, batch and receipts move together.

use super::{Trust, put};
use crate::failure::Outcome;
use rusqlite::params;
use serde::{Deserialize, Serialize};

/// Receipts in one batch.
const RECEIPTS_MAX: u32 = 2_000;

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
}

/// A takedown that the mirror has carried out (下架回执).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The document's id.
    pub id: String,
    /// The last revision that went.
    pub rev: u64,
    /// Why, as JSON.
    pub reason: String,
    /// When it was gone from the mirror, RFC 3339 UTC.
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

    /// Takedowns that are carried out to the last trace and stand in no batch.
    pub fn receipts_due(&self) -> Outcome<Vec<Receipt>> {
        if self.traces_wait()? {
            return Ok(Vec::new());
        }
        let read = || -> rusqlite::Result<Vec<Receipt>> {
            self.db
                .prepare_cached(
                    "SELECT id, rev, reason, applied_at FROM takedown WHERE applied = 1 AND receipt = 0 ORDER BY id LIMIT ?1",
                )?
                .query_map([RECEIPTS_MAX], |row| {
                    Ok(Receipt {
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

    /// A batch exists on the disk: its cursor and its receipts count from now on.
    pub fn batch_made(&mut self, state: &UploadState, receipts: &[Receipt]) -> Outcome<()> {
        let json = serde_json::to_vec(state).expect("plain data has a JSON form");
        let batch = i64::try_from(state.batch).unwrap_or(i64::MAX);
        self.transact("note a batch", |tx| {
            put(tx, "upload", &json)?;
            let mut mark =
                tx.prepare_cached("UPDATE takedown SET receipt = ?3 WHERE id = ?1 AND rev = ?2")?;
            for receipt in receipts {
                let rev = i64::try_from(receipt.rev).unwrap_or(i64::MAX);
                mark.execute(params![receipt.id, rev, batch])?;
            }
            Ok(())
        })
    }
}
