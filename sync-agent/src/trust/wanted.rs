//! Attachments that documents name and that are not stored yet. Owns the account of failed tries: one is for that run and that source, and
//! only what no source can bring is given up.

use super::handle::Trust;
use super::ledger::{short, signed, unsigned};
use crate::failure::Outcome;
use rusqlite::params;
use std::collections::HashMap;

/// An attachment that a document names and that is not stored yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Wanted {
    pub length: u64,
    /// Why the last try failed; empty for none.
    pub reason: String,
    /// Failed tries at the feed.
    pub tries: u32,
    /// When the feed is asked again.
    pub retry_at: Option<jiff::Timestamp>,
    /// No source can bring it.
    pub given_up: bool,
}

impl Trust {
    /// Attachments that are wanted.
    pub fn blobs(&self) -> Outcome<HashMap<String, Wanted>> {
        let sql = match self.version {
            ..4 => "SELECT sha256, length, refused, 0, '', refused LIKE 'larger than %' FROM blob",
            _ => "SELECT sha256, length, refused, tries, retry_at, final FROM blob",
        };
        let read = || -> rusqlite::Result<HashMap<String, Wanted>> {
            self.db
                .prepare_cached(sql)?
                .query_map([], |row| {
                    let wanted = Wanted {
                        length: unsigned(row.get(1)?),
                        reason: row.get(2)?,
                        tries: row.get(3)?,
                        retry_at: row.get::<_, String>(4)?.parse().ok(),
                        given_up: row.get(5)?,
                    };
                    Ok((row.get(0)?, wanted))
                })?
                .collect()
        };
        read().map_err(|e| self.unreadable(e))
    }

    /// Notes an attachment as wanted, if it is not yet.
    pub fn want_blob(&mut self, sha256: &str, length: u64) -> Outcome<()> {
        self.transact("want an attachment", |tx| {
            tx.execute(
                "INSERT INTO blob(sha256, length) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                params![sha256, signed(length)],
            )
            .map(drop)
        })
    }

    /// Notes that a try failed; `retry_at` is when the feed is asked again, none if another source failed.
    pub fn blob_failed(
        &mut self,
        sha256: &str,
        reason: &str,
        retry_at: Option<jiff::Timestamp>,
    ) -> Outcome<()> {
        let reason = short(reason);
        self.transact("note a failed attachment", |tx| {
            match retry_at {
                Some(at) => tx.execute(
                    "UPDATE blob SET refused = ?2, tries = tries + 1, retry_at = ?3 WHERE sha256 = ?1 AND final = 0",
                    params![sha256, reason, at.to_string()],
                ),
                None => tx.execute(
                    "UPDATE blob SET refused = ?2 WHERE sha256 = ?1 AND final = 0",
                    params![sha256, reason],
                ),
            }
            .map(drop)
        })
    }

    /// Notes that no source can bring an attachment.
    pub fn give_blob_up(&mut self, sha256: &str, reason: &str) -> Outcome<()> {
        let reason = short(reason);
        self.transact("give an attachment up", |tx| {
            tx.execute(
                "UPDATE blob SET refused = ?2, final = 1 WHERE sha256 = ?1",
                params![sha256, reason],
            )
            .map(drop)
        })
    }

    /// Forgets attachments that are stored or that no document names any more.
    pub fn forget_blobs(&mut self, sha256s: &[String]) -> Outcome<()> {
        if sha256s.is_empty() {
            return Ok(());
        }
        self.transact("forget attachments", |tx| {
            let mut delete = tx.prepare_cached("DELETE FROM blob WHERE sha256 = ?1")?;
            for sha256 in sha256s {
                delete.execute([sha256])?;
            }
            Ok(())
        })
    }
}
