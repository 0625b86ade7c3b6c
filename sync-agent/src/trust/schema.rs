//! The tables of trust.db. Owns making a new file, whole or not at all, and bringing an older one up; nothing that is known is lost
//! on the way.

use super::handle::{FILE, put, sqlite_failure};
use crate::failure::{Outcome, io_failure};
use rusqlite::Connection;
use std::fs;
use std::path::Path;

pub(super) const APPLICATION_ID: i32 = 0x5472_7374;
/// The version this program writes.
pub(super) const VERSION: i32 = 4;

const SCHEMA: &str = "
CREATE TABLE kept (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE takedown (
  id TEXT PRIMARY KEY, rev INTEGER NOT NULL, reason TEXT NOT NULL,
  applied INTEGER NOT NULL DEFAULT 0,  -- 1 once the mirror has committed the deletion
  applied_at TEXT NOT NULL DEFAULT '',
  receipt INTEGER NOT NULL DEFAULT 0,  -- batch that reports it; 0 for none yet
  epoch INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL DEFAULT 0,  -- end of the log that brought it
  kiosk_receipt INTEGER NOT NULL DEFAULT 0  -- batch that reports that screen and print queue have followed
) STRICT, WITHOUT ROWID;
CREATE TABLE refused (
  seq INTEGER NOT NULL, id TEXT NOT NULL, rev INTEGER NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (seq, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE blob (
  sha256 TEXT PRIMARY KEY, length INTEGER NOT NULL,
  refused TEXT NOT NULL DEFAULT '',  -- why the last try failed; empty for none
  tries INTEGER NOT NULL DEFAULT 0,  -- failed tries at the feed
  retry_at TEXT NOT NULL DEFAULT '',  -- when the feed is asked again
  final INTEGER NOT NULL DEFAULT 0  -- 1 for one that no source can bring
) STRICT, WITHOUT ROWID;
";

/// From version 1: takedowns are reported.
const UP_TO_2: &str = "
ALTER TABLE takedown ADD COLUMN applied_at TEXT NOT NULL DEFAULT '';
ALTER TABLE takedown ADD COLUMN receipt INTEGER NOT NULL DEFAULT 0;
";

/// From version 2: the kiosk confirms, too. Older takedowns wait for a kiosk that stands where the feed stands now.
const UP_TO_3: &str = "
ALTER TABLE takedown ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE takedown ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE takedown ADD COLUMN kiosk_receipt INTEGER NOT NULL DEFAULT 0;
UPDATE takedown SET
  epoch = (SELECT CAST(value AS TEXT) ->> '$.epoch' FROM kept WHERE key = 'floors'),
  seq = (SELECT CAST(value AS TEXT) ->> '$.seq' FROM kept WHERE key = 'floors');
";

/// From version 3: a try that failed is no verdict. What was refused before is tried again, but for what is too large.
const UP_TO_4: &str = "
ALTER TABLE blob ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE blob ADD COLUMN retry_at TEXT NOT NULL DEFAULT '';
ALTER TABLE blob ADD COLUMN final INTEGER NOT NULL DEFAULT 0;
UPDATE blob SET final = 1 WHERE refused LIKE 'larger than %';
";

/// Brings the tables of `version` up to this one.
pub(super) fn bring_up(tx: &Connection, version: i32) -> rusqlite::Result<()> {
    for (below, sql) in [(2, UP_TO_2), (3, UP_TO_3), (4, UP_TO_4)] {
        if version < below {
            tx.execute_batch(sql)?;
        }
    }
    tx.pragma_update(None, "user_version", VERSION)
}

pub(super) fn create(dir: &Path, path: &Path, floors: &feed::Floors) -> Outcome<()> {
    fs::create_dir_all(dir).map_err(|e| io_failure(e, "create folder", dir))?;
    let fresh = dir.join(format!("{FILE}.new"));
    for leftover in [fresh.clone(), dir.join(format!("{FILE}.new-journal"))] {
        match fs::remove_file(&leftover) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(io_failure(e, "remove", &leftover));
            }
            _ => {}
        }
    }
    let make = || -> rusqlite::Result<()> {
        let db = Connection::open(&fresh)?;
        db.pragma_update(None, "synchronous", "extra")?;
        let tx = db.unchecked_transaction()?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.pragma_update(None, "user_version", VERSION)?;
        tx.execute_batch(SCHEMA)?;
        put(&tx, "floors", &floors.to_json())?;
        tx.commit()
    };
    make().map_err(|e| sqlite_failure(&fresh, e).context("make a trust store"))?;
    fs::rename(&fresh, path).map_err(|e| io_failure(e, "rename into place", path))?;
    let folder = fs::File::open(dir).and_then(|d| d.sync_all());
    folder.map_err(|e| io_failure(e, "write folder", dir))
}
