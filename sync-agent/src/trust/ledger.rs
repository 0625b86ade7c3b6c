//! What stands in trust.db beside the floors: takedowns, refused records, wanted attachments, the account of the last run.
//! Owns their caps. A takedown is never removed and its revision never falls.

use super::handle::{Trust, put};
use crate::failure::Outcome;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Most refused records that are listed; the oldest give way.
pub const REFUSED_MAX: i64 = 1_000;
/// Longest reason kept, characters.
const REASON_CHARS_MAX: usize = 300;

/// A record or attachment that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Refused {
    /// Place in the log; 0 if unknown.
    pub seq: u64,
    /// Document; empty if it could not be read.
    pub id: String,
    /// Revision; 0 if unknown.
    pub rev: u64,
    pub reason: String,
    /// When, RFC 3339 UTC.
    pub at: String,
}

/// Every takedown ever seen: id -> last revision that must not be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Takedowns {
    /// All of them.
    pub all: HashMap<String, u64>,
    /// How many the mirror has not committed yet.
    pub waiting: u64,
}

impl Takedowns {
    /// Whether this revision must not be shown.
    pub fn covers(&self, id: &str, rev: u64) -> bool {
        self.all.get(id).is_some_and(|down| rev <= *down)
    }
}

/// The account of the last run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct RunReport {
    /// Where the feed was looked for.
    pub feed: String,
    /// When it ended, RFC 3339 UTC.
    pub finished: String,
    /// `done`, or the kind of failure.
    pub outcome: String,
    /// What went wrong; empty if nothing.
    pub message: String,
    /// Failed runs in a row.
    pub failures: u32,
    /// Seconds a busy server asked to be left alone.
    pub retry_after_s: Option<u64>,
    pub bytes: u64,
    /// Requests or files read.
    pub requests: u64,
    /// Documents added or changed.
    pub put: u64,
    pub removed: u64,
    pub refused: u64,
    pub blobs: u64,
    /// What could not be finished and will be tried again.
    pub waiting: Vec<String>,
    /// What somebody must look at.
    pub alarms: Vec<String>,
    /// What the feed offers and the terminal does not take.
    pub held_back: Vec<String>,
    /// What is wrong with a time; empty if nothing.
    pub clock: String,
}

/// Takes new takedowns in; a higher revision is applied again. The mirror has carried them out when it stands at this place of
/// the log, or beyond.
pub(super) fn merge_takedowns(
    tx: &Connection,
    entries: &[feed::Takedown],
    (epoch, seq): (u64, u64),
) -> rusqlite::Result<()> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO takedown (id, rev, reason, epoch, seq) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET rev = excluded.rev, reason = excluded.reason, applied = 0, kiosk_receipt = 0,
           epoch = excluded.epoch, seq = excluded.seq
         WHERE excluded.rev > rev",
    )?;
    for entry in entries {
        let reason = match &entry.reason {
            feed::DelReason::Withdrawn => "withdrawn",
            feed::DelReason::Purged => "purged",
            feed::DelReason::MergedInto { .. } => "merged",
        };
        insert.execute(params![
            entry.id,
            signed(entry.rev),
            reason,
            signed(epoch),
            signed(seq)
        ])?;
    }
    Ok(())
}

/// Forgets takedowns that are not in `entries`, and lowers those that stand higher; tells how many documents that gives back.
pub(super) fn drop_others(tx: &Connection, entries: &[feed::Takedown]) -> rusqlite::Result<usize> {
    let listed: HashMap<&str, u64> = entries
        .iter()
        .map(|entry| (entry.id.as_str(), entry.rev))
        .collect();
    let known: Vec<(String, u64)> = tx
        .prepare_cached("SELECT id, rev FROM takedown")?
        .query_map([], |row| Ok((row.get(0)?, unsigned(row.get(1)?))))?
        .collect::<rusqlite::Result<_>>()?;
    let mut delete = tx.prepare_cached("DELETE FROM takedown WHERE id = ?1")?;
    let mut lower = tx.prepare_cached("UPDATE takedown SET rev = ?2 WHERE id = ?1")?;
    let mut given_back = 0;
    for (id, rev) in &known {
        match listed.get(id.as_str()) {
            None => given_back += delete.execute([id])?,
            Some(listed) if listed < rev => {
                given_back += lower.execute(params![id, signed(*listed)])?;
            }
            Some(_) => {}
        }
    }
    Ok(given_back)
}

impl Trust {
    /// Every takedown ever seen.
    pub fn takedowns(&self) -> Outcome<Takedowns> {
        let read = || -> rusqlite::Result<Takedowns> {
            let mut takedowns = Takedowns::default();
            let mut statement = self
                .db
                .prepare_cached("SELECT id, rev, applied FROM takedown")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                takedowns.all.insert(row.get(0)?, unsigned(row.get(1)?));
                takedowns.waiting += u64::from(row.get::<_, i64>(2)? == 0);
            }
            Ok(takedowns)
        };
        read().map_err(|e| self.unreadable(e))
    }

    /// Takedowns that the mirror has committed.
    pub fn applied_takedowns(&self) -> Outcome<Vec<(String, u64)>> {
        let read = || -> rusqlite::Result<Vec<(String, u64)>> {
            self.db
                .prepare_cached("SELECT id, rev FROM takedown WHERE applied = 1")?
                .query_map([], |row| Ok((row.get(0)?, unsigned(row.get(1)?))))?
                .collect()
        };
        read().map_err(|e| self.unreadable(e))
    }

    /// Says that the mirror has committed all takedowns known now. Only under the agent's lock.
    pub fn takedowns_applied(&mut self, now: jiff::Timestamp) -> Outcome<()> {
        let now = now.to_string();
        self.transact("note the takedowns as applied", |tx| {
            tx.execute(
                "UPDATE takedown SET applied = 1, applied_at = ?1, receipt = 0 WHERE applied = 0",
                [now],
            )
            .map(drop)
        })
    }

    /// Whether deleted text may still stand in the mirror's raw bytes.
    pub fn traces_wait(&self) -> Outcome<bool> {
        Ok(self.text("traces_wait")?.as_deref() == Some("yes"))
    }

    /// Sets it before a deletion and clears it after the traces are gone.
    pub fn set_traces_wait(&mut self, wait: bool) -> Outcome<()> {
        if self.traces_wait()? == wait {
            return Ok(());
        }
        let value: &[u8] = if wait { b"yes" } else { b"no" };
        self.transact("note the traces", |tx| put(tx, "traces_wait", value))
    }

    /// Lists records as refused and attachments as wanted, before the batch they are in is committed.
    pub fn before_batch(&mut self, refused: &[Refused], wanted: &[(String, u64)]) -> Outcome<()> {
        if refused.is_empty() && wanted.is_empty() {
            return Ok(());
        }
        self.transact("list refused records and wanted attachments", |tx| {
            for r in refused {
                let reason = short(&r.reason);
                tx.prepare_cached("INSERT OR REPLACE INTO refused VALUES (?1, ?2, ?3, ?4, ?5)")?
                    .execute(params![signed(r.seq), r.id, signed(r.rev), reason, r.at])?;
            }
            tx.prepare_cached(
                "DELETE FROM refused WHERE seq <= (SELECT seq FROM refused ORDER BY seq DESC LIMIT 1 OFFSET ?1)",
            )?
            .execute([REFUSED_MAX])?;
            for (sha256, length) in wanted {
                tx.prepare_cached("INSERT INTO blob(sha256, length) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
                    .execute(params![sha256, signed(*length)])?;
            }
            Ok(())
        })
    }

    /// Takes documents off the list of refused ones: a later revision was taken, or they are gone.
    pub fn settled(&mut self, ids: &[&str]) -> Outcome<()> {
        let any = self
            .db
            .query_row("SELECT EXISTS (SELECT 1 FROM refused)", [], |row| {
                row.get::<_, bool>(0)
            })
            .map_err(|e| self.unreadable(e))?;
        if !any || ids.is_empty() {
            return Ok(());
        }
        self.transact("settle refused records", |tx| {
            let mut delete = tx.prepare_cached("DELETE FROM refused WHERE id = ?1")?;
            for id in ids {
                delete.execute([id])?;
            }
            Ok(())
        })
    }

    /// Refused records up to a place in the log, latest first.
    pub fn refused(&self, up_to: u64) -> Outcome<Vec<Refused>> {
        let read = || -> rusqlite::Result<Vec<Refused>> {
            self.db
                .prepare_cached("SELECT seq, id, rev, reason, at FROM refused WHERE seq <= ?1 ORDER BY seq DESC, id")?
                .query_map([signed(up_to)], |row| {
                    Ok(Refused {
                        seq: unsigned(row.get(0)?),
                        id: row.get(1)?,
                        rev: unsigned(row.get(2)?),
                        reason: row.get(3)?,
                        at: row.get(4)?,
                    })
                })?
                .collect()
        };
        read().map_err(|e| self.unreadable(e))
    }

    /// The account of the last run.
    pub fn last_run(&self) -> Outcome<RunReport> {
        let json = self.optional("last_run")?;
        Ok(json
            .and_then(|j| serde_json::from_slice(&j).ok())
            .unwrap_or_default())
    }

    /// Writes the account of a run.
    pub fn set_last_run(&mut self, report: &RunReport) -> Outcome<()> {
        let json = serde_json::to_vec(report).expect("an account has a JSON form");
        self.transact("write the account of the run", |tx| {
            put(tx, "last_run", &json)
        })
    }

    /// The account of the last import from a stick or a folder.
    pub fn last_import(&self) -> Outcome<Option<RunReport>> {
        let json = self.optional("last_import")?;
        Ok(json.and_then(|j| serde_json::from_slice(&j).ok()))
    }

    /// Writes the account of an import.
    pub fn set_last_import(&mut self, report: &RunReport) -> Outcome<()> {
        let json = serde_json::to_vec(report).expect("an account has a JSON form");
        self.transact("write the account of the import", |tx| {
            put(tx, "last_import", &json)
        })
    }

    /// When the running agent polls next, RFC 3339 UTC.
    pub fn next_poll(&self) -> Outcome<Option<String>> {
        Ok(self.text("next_poll")?.filter(|t| !t.is_empty()))
    }

    /// Says when the next poll is; empty when nobody will poll.
    pub fn set_next_poll(&mut self, at: &str) -> Outcome<()> {
        self.transact("write the time of the next poll", |tx| {
            put(tx, "next_poll", at.as_bytes())
        })
    }
}

pub(super) fn short(reason: &str) -> String {
    reason.chars().take(REASON_CHARS_MAX).collect()
}

pub(super) fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}
