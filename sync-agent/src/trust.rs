//! trust.db: what must never be forgotten. Owns the floors below which no feed may fall, every takedown ever seen, and the
//! agent's own account of its runs. Never reset: the mirror can be filled again, this cannot. Present but unreadable
//! is refused, because going on would forget what is too old.
//!
//! A new file is made beside and renamed into place, so that a file of that name is always whole.

mod handle;
mod ledger;
mod outbox;
mod schema;
mod wanted;

pub use batch::Part;
pub use handle::{FILE, Trust};
pub use ledger::{Refused, RunReport, Takedowns};
pub use outbox::{Answer, Receipt, TakedownsTold, UploadState};
pub use wanted::Wanted;

use crate::failure::{Exit, Failure, Outcome};
use handle::{HELP, put, sqlite_failure, unreadable};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::Duration;

/// How long a look from outside waits for the agent's short transactions.
const WAIT_MS: u64 = 5_000;
/// Longest single value kept, bytes; the floors carry the last takedown list.
const VALUE_BYTES_MAX: i32 = 64 * 1024 * 1024;

/// The answer to the last conditional request for the timestamp.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Remembered {
    /// Whose answer it is.
    pub url: String,
    /// Its ETag, quotes included.
    pub etag: String,
    pub body: String,
}

/// What the agent made of a verified feed.
#[derive(Debug, Clone, Copy)]
pub struct Accepted<'a> {
    /// SHA-256 of the shipped root.
    pub root_sha256: &'a str,
    /// When it was signed, as far as that is believed.
    pub issued: jiff::Timestamp,
    /// The mirror must be filled from the beginning of the log.
    pub refill: bool,
}

impl Trust {
    /// Opens it for the agent; makes one if there is none. `seed` is used for a new one only.
    pub fn open(dir: &Path, seed: impl FnOnce() -> feed::Floors) -> Outcome<Trust> {
        let path = dir.join(FILE);
        if !path.exists() {
            schema::create(dir, &path, &seed())?;
        }
        let mut trust = Trust::connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        trust.check_whole()?;
        trust.bring_up()?;
        Ok(trust)
    }

    /// Opens it to look only; `None` if there is none yet.
    pub fn look(dir: &Path) -> Outcome<Option<Trust>> {
        let path = dir.join(FILE);
        if !path.exists() {
            return Ok(None);
        }
        // Read-write, because a leftover journal of a killed agent must be rolled back before anything can be read;
        // where that is not allowed, SQLite falls back to reading.
        let trust = Trust::connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        trust
            .db
            .pragma_update(None, "query_only", true)
            .map_err(|e| trust.unreadable(e))?;
        Ok(Some(trust))
    }

    fn connect(path: &Path, flags: OpenFlags) -> Outcome<Trust> {
        let db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(|e| unreadable(path, e))?;
        let mut trust = Trust {
            db,
            path: path.to_owned(),
            version: 0,
        };
        let set_up = || -> rusqlite::Result<(i32, i32)> {
            trust.db.busy_timeout(Duration::from_millis(WAIT_MS))?;
            trust.db.set_limit(
                rusqlite::limits::Limit::SQLITE_LIMIT_LENGTH,
                VALUE_BYTES_MAX,
            )?;
            // As for mirror and journal: nothing that the schema of a foreign file brings along is run.
            for (setting, on) in [
                (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
                (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
                (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
                (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
            ] {
                trust.db.set_db_config(setting, on)?;
            }
            trust.db.pragma_update(None, "cell_size_check", true)?;
            trust.db.pragma_update(None, "temp_store", "memory")?;
            trust.db.pragma_update(None, "secure_delete", true)?;
            // A commit counts only when it is on the disk, the directory entry of the journal included.
            trust.db.pragma_update(None, "synchronous", "extra")?;
            let id = trust
                .db
                .pragma_query_value(None, "application_id", |row| row.get(0))?;
            let version = trust
                .db
                .pragma_query_value(None, "user_version", |row| row.get(0))?;
            Ok((id, version))
        };
        match set_up() {
            Err(e) => Err(trust.unreadable(e)),
            Ok((schema::APPLICATION_ID, version @ 1..=schema::VERSION)) => {
                trust.version = version;
                Ok(trust)
            }
            Ok((schema::APPLICATION_ID, newer)) if newer > schema::VERSION => Err(Failure::words(
                Exit::Unexpected,
                format!(
                    "open {}: version {newer} is newer than this program knows",
                    path.display()
                ),
            )
            .advise("install the newer version of sync-agent again")),
            Ok(_) => Err(Failure::words(
                Exit::Refused,
                format!("open {}: the file is no trust store", path.display()),
            )
            .advise(HELP)),
        }
    }

    fn bring_up(&mut self) -> Outcome<()> {
        let version = self.version;
        if version >= schema::VERSION {
            return Ok(());
        }
        self.transact("bring the trust store up to this version", |tx| {
            schema::bring_up(tx, version)
        })?;
        self.version = schema::VERSION;
        Ok(())
    }

    fn check_whole(&self) -> Outcome<()> {
        let answer: String = self
            .db
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
            .map_err(|e| self.unreadable(e))?;
        if answer == "ok" {
            return Ok(());
        }
        Err(Failure::words(
            Exit::Refused,
            format!(
                "read {}: the file is damaged ({answer})",
                self.path.display()
            ),
        )
        .advise(HELP))
    }

    /// The floors for the next verification.
    pub fn floors(&self) -> Outcome<feed::Floors> {
        let json: Vec<u8> = self.required("floors")?;
        feed::Floors::from_json(&json).map_err(|e| {
            Failure::new(Exit::Refused, e)
                .advise(HELP)
                .context(format!("read {}", self.path.display()))
        })
    }

    /// Takes over what a verification found, before anything of it is applied: floors that are too high cost nothing,
    /// floors that are too low let an old feed in after a power cut.
    pub fn accept(&mut self, verified: &feed::Verified, accepted: &Accepted<'_>) -> Outcome<()> {
        let Accepted {
            root_sha256,
            issued,
            refill,
        } = *accepted;
        let before = self.floors()?;
        let known = self.text("time_floor")?.and_then(|t| t.parse().ok());
        // A new key may have been needed because the old one said a wrong time.
        let later = match known {
            Some(known) if !verified.rotated() => issued.max(known),
            _ => issued,
        };
        if !refill
            && self.root_sha256()?.as_deref() == Some(root_sha256)
            && known == Some(later)
            && before == *verified.floors()
        {
            // The usual poll: nothing new, nothing written.
            return Ok(());
        }
        let floors = verified.floors().to_json();
        let expires = verified.expires().to_string();
        let entries = &verified.takedown().entries;
        let tip = verified.tip();
        let place = (tip.epoch, tip.seq);
        let other_log = before.repository != tip.repository;
        // Takedowns belong to repository, epoch and the keys of the targets: of another one the list is the whole truth.
        let other_say = verified.begins_anew();
        self.transact("keep the versions of the feed", |tx| {
            put(tx, "floors", &floors)?;
            put(tx, "time_floor", later.to_string().as_bytes())?;
            put(tx, "expires", expires.as_bytes())?;
            put(tx, "root_sha256", root_sha256.as_bytes())?;
            if other_log {
                // Numbers of the old log say nothing about the new one, which the mirror is filled from.
                tx.execute(
                    "UPDATE takedown SET epoch = ?1, seq = ?2 WHERE kiosk_receipt = 0",
                    params![ledger::signed(place.0), ledger::signed(place.1)],
                )?;
            }
            let mut lifted = 0;
            if other_say && !before.repository.is_empty() {
                lifted = ledger::drop_others(tx, entries)?;
            }
            if refill || lifted > 0 {
                put(tx, "refill", b"yes")?;
            }
            ledger::merge_takedowns(tx, entries, place)
        })
    }

    /// Whether the mirror holds another log than the one that was accepted, and must be filled from its beginning.
    pub fn refill(&self) -> Outcome<bool> {
        Ok(self.text("refill")?.as_deref() == Some("yes"))
    }

    /// The mirror has begun anew.
    pub fn refill_begun(&mut self) -> Outcome<()> {
        self.transact("note that the mirror begins anew", |tx| {
            put(tx, "refill", b"no")
        })
    }

    /// Keeps root rotations that were verified although the rest of the feed was not.
    pub fn keep_roots(&mut self, floors: &feed::Floors) -> Outcome<()> {
        let json = floors.to_json();
        self.transact("keep the rotated root", |tx| put(tx, "floors", &json))
    }

    /// The shipped root under which the feed was last accepted.
    pub fn root_sha256(&self) -> Outcome<Option<String>> {
        self.text("root_sha256")
    }

    /// The latest time a publisher has signed; no clock before it is right.
    pub fn time_floor(&self) -> Outcome<Option<jiff::Timestamp>> {
        Ok(self.text("time_floor")?.and_then(|t| t.parse().ok()))
    }

    /// Expiry of the feed that was last accepted.
    pub fn expires(&self) -> Outcome<Option<jiff::Timestamp>> {
        Ok(self.text("expires")?.and_then(|t| t.parse().ok()))
    }

    /// The remembered answer for the timestamp at `url`.
    pub fn remembered(&self, url: &str) -> Outcome<Option<Remembered>> {
        let json = self.optional("remembered")?;
        // A cache: what cannot be read is asked for again, and its body is verified like any other.
        let found = json.and_then(|j| serde_json::from_slice::<Remembered>(&j).ok());
        Ok(found.filter(|r| r.url == url))
    }

    /// Remembers an answer.
    pub fn remember(&mut self, answer: &Remembered) -> Outcome<()> {
        let json = serde_json::to_vec(answer).expect("strings have a JSON form");
        self.transact("remember the timestamp", |tx| put(tx, "remembered", &json))
    }

    fn transact<T>(
        &mut self,
        action: &'static str,
        work: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Outcome<T> {
        let result = self
            .db
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .and_then(|tx| {
                let value = work(&tx)?;
                tx.commit()?;
                Ok(value)
            });
        result.map_err(|e| sqlite_failure(&self.path, e).context(action))
    }

    fn required(&self, key: &str) -> Outcome<Vec<u8>> {
        self.optional(key)?.ok_or_else(|| {
            Failure::words(
                Exit::Refused,
                format!("read {}: {key} is missing", self.path.display()),
            )
            .advise(HELP)
        })
    }

    fn optional(&self, key: &str) -> Outcome<Option<Vec<u8>>> {
        self.db
            .query_row("SELECT value FROM kept WHERE key = ?1", [key], |row| {
                row.get(0)
            })
            .optional()
            .map_err(|e| self.unreadable(e))
    }

    fn text(&self, key: &str) -> Outcome<Option<String>> {
        Ok(self.optional(key)?.and_then(|v| String::from_utf8(v).ok()))
    }

    fn unreadable(&self, error: rusqlite::Error) -> Failure {
        unreadable(&self.path, error)
    }
}

#[cfg(test)]
mod tests;
