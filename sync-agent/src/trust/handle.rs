//! The open file: its connection, how one value is put, and what an error of SQLite means for whoever looks after the terminal.

use crate::failure::{Exit, Failure};
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};

/// File name inside the mirror's folder.
pub const FILE: &str = "trust.db";
/// The open trust store.
#[derive(Debug)]
pub struct Trust {
    pub(super) db: Connection,
    pub(super) path: PathBuf,
    /// Version of the tables; a look from outside does not bring them up.
    pub(super) version: i32,
}

pub(super) const HELP: &str = "nothing is taken from any feed until this is put right: restore trust.db from a backup; only if there is none, and the \
     feed is known to be the current one, remove trust.db and mirror.db together and fill the terminal anew";

pub(super) fn put(tx: &Connection, key: &str, value: &[u8]) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO kept VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
    )?
    .execute(params![key, value])
    .map(drop)
}

pub(super) fn sqlite_failure(path: &Path, error: rusqlite::Error) -> Failure {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => Failure::new(Exit::DiskFull, error)
            .advise("free space on the disk of [mirror] dir")
            .context(format!("write {}", path.display())),
        Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
            unreadable(path, error)
        }
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
            busy(path, error)
        }
        _ => Failure::new(Exit::Unexpected, error).context(format!("write {}", path.display())),
    }
}

pub(super) fn unreadable(path: &Path, error: rusqlite::Error) -> Failure {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
            busy(path, error)
        }
        _ => Failure::new(Exit::Refused, error)
            .advise(HELP)
            .context(format!("read {}", path.display())),
    }
}

/// Somebody else holds the file: nothing is wrong with it.
fn busy(path: &Path, error: rusqlite::Error) -> Failure {
    Failure::new(Exit::Locked, error)
        .advise("another program has it open; wait, or end that program. The file is sound: leave it where it is")
        .context(format!("open {}", path.display()))
}
