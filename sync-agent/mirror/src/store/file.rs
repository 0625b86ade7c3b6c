//! Opening `mirror.db`: who may, how, and whether it is one. Owns the pragmas; refuses foreign and newer files.

use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, FileControl, MAIN_DB, OpenFlags, TransactionBehavior};

use crate::error::{Error, Failure, sqlite};
use crate::store::schema;

/// File name of the database inside the mirror's directory.
const FILE: &str = "mirror.db";
/// How long a reader waits for a lock.
const READER_WAIT_MS: u64 = 2_000;
/// How long the writer waits for readers.
const WRITER_WAIT_MS: u64 = 10_000;
/// What the log file is cut back to after a checkpoint.
const WAL_BYTES_MAX: i64 = 8 << 20;
/// Pages of the log (4,096 bytes each) from which on it is brought into the file. Each time waits for the disk thrice, and
/// pages that change often are then written once.
const CHECKPOINT_PAGES: i64 = 2_000;
/// Page cache of a connection, in KiB (negative by SQLite's convention).
const CACHE_KIB: i64 = -8_192;
/// Statements kept prepared.
const STATEMENTS: usize = 48;

/// What follows the name of a database that was set aside; a time comes behind it.
const ASIDE: &str = ".damaged-";

impl Error {
    /// The mirror in `dir` is damaged: what an examination found.
    pub fn damaged_mirror(dir: &Path, problem: impl Into<String>) -> Error {
        Error::damaged(&path(dir), problem)
    }
}

/// Which file the database is: device and inode. `None` if there is none.
pub fn identity(dir: &Path) -> Option<(u64, u64)> {
    let meta = std::fs::metadata(path(dir)).ok()?;
    Some((meta.dev(), meta.ino()))
}

/// Moves the database out of the way, see [`crate::Writer::set_aside`].
pub fn set_aside(dir: &Path, stamp: &str) -> Result<Option<PathBuf>, Error> {
    let path = path(dir);
    let aside = dir.join(format!("{FILE}{ASIDE}{stamp}"));
    let mut moved = None;
    // The log first: a new database must never meet the old log.
    for suffix in ["-wal", "-shm", ""] {
        let from = with_suffix(&path, suffix);
        match std::fs::rename(&from, with_suffix(&aside, suffix)) {
            Ok(()) => moved = Some(aside.clone()),
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            Err(e) => return Err(Error::file("set aside", &from)(e)),
        }
    }
    Ok(moved)
}

/// Removes every database that was set aside.
pub fn remove_set_aside(dir: &Path) -> Result<(), Error> {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(Error::file("list", dir)(e)),
    };
    let start = format!("{FILE}{ASIDE}");
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(&start) {
            std::fs::remove_file(&path).map_err(Error::file("remove", &path))?;
        }
    }
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Where the database of a mirror lies.
pub fn path(dir: &Path) -> PathBuf {
    dir.join(FILE)
}

/// Opens an existing mirror for reading only. One of an earlier version is read as it is until its writer brings it up: what
/// differs is how few characters are folded.
pub fn open_reader(dir: &Path) -> Result<Connection, Error> {
    let path = path(dir);
    if !path.exists() {
        return Err(Error::Absent { path });
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(&path, flags).map_err(sqlite("open mirror", &path))?;
    let set_up = || -> rusqlite::Result<i64> {
        harden(&db, READER_WAIT_MS)?;
        db.pragma_update(None, "query_only", true)?;
        version(&db)
    };
    let found = match set_up() {
        Ok(found) => found,
        Err(e) if is_unborn(&e) => return Err(Error::Absent { path }),
        Err(e) => return Err(sqlite("open mirror", &path)(e)),
    };
    let empty = is_empty(&db).map_err(sqlite("open mirror", &path))?;
    if empty {
        return Err(Error::Absent { path });
    }
    check_identity(&db, &path, found)?;
    Ok(db)
}

/// Opens the mirror for writing; makes or migrates it.
pub fn open_writer(dir: &Path) -> Result<Connection, Error> {
    let path = path(dir);
    std::fs::create_dir_all(dir).map_err(Error::file("create directory", dir))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let fail = sqlite("open mirror for writing", &path);
    let mut db = Connection::open_with_flags(&path, flags).map_err(fail.clone())?;
    harden(&db, WRITER_WAIT_MS).map_err(fail.clone())?;
    let found = version(&db).map_err(fail.clone())?;
    if !is_empty(&db).map_err(fail.clone())? {
        check_identity(&db, &path, found)?;
    }
    let set_up = |db: &Connection| -> rusqlite::Result<()> {
        db.pragma_update(None, "journal_mode", "wal")?;
        db.pragma_update(None, "synchronous", "full")?;
        db.pragma_update(None, "secure_delete", true)?;
        db.pragma_update(None, "journal_size_limit", WAL_BYTES_MAX)?;
        db.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
        // Without it the log vanishes when the agent stops, and a reader that is another user cannot open the file.
        let mut on = 1;
        db.file_control(Some(MAIN_DB), FileControl::PersistWal(&mut on))
    };
    set_up(&db).map_err(fail.clone())?;
    if found < schema::VERSION {
        let mut migrate = || -> Result<(), Failure> {
            let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            schema::migrate(&tx, version(&tx)?)?;
            Ok(tx.commit()?)
        };
        migrate().map_err(|failure| failure.into_error(&path))?;
    }
    Ok(db)
}

fn harden(db: &Connection, wait_ms: u64) -> rusqlite::Result<()> {
    db.busy_timeout(Duration::from_millis(wait_ms))?;
    // The file may come from anywhere: run nothing that its schema brings along.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    // Without it SQLite plans a statement anew each time another value is bound to a range.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.pragma_update(None, "cell_size_check", true)?;
    db.pragma_update(None, "temp_store", "memory")?;
    db.pragma_update(None, "cache_size", CACHE_KIB)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Whether a rollback journal waits for its writer. A mirror writes its log ahead (WAL) from its first page on: what was
/// interrupted with such a journal is the making of the file, nothing had been filled in yet.
fn is_unborn(failure: &rusqlite::Error) -> bool {
    failure.sqlite_extended_error_code() == Some(rusqlite::ffi::SQLITE_READONLY_ROLLBACK)
}

fn is_empty(db: &Connection) -> rusqlite::Result<bool> {
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(tables == 0)
}

fn check_identity(db: &Connection, path: &Path, found: i64) -> Result<(), Error> {
    let id: i64 = db
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(sqlite("open mirror", path))?;
    if id != schema::APPLICATION_ID {
        return Err(Error::damaged(path, "file is no mirror"));
    }
    if found > schema::VERSION {
        return Err(Error::TooNew {
            path: path.to_owned(),
            found,
            known: schema::VERSION,
        });
    }
    if found < schema::OLDEST {
        let detail = format!("schema {found} is older than any this program reads");
        return Err(Error::damaged(path, detail));
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_cut_off_while_it_was_made_is_no_mirror_yet_and_is_made_anew() {
        let dir = tempfile::tempdir().unwrap();
        let (making, cut) = (dir.path().join("making"), dir.path().join("cut"));
        std::fs::create_dir(&making).unwrap();
        std::fs::create_dir(&cut).unwrap();
        let db = Connection::open(path(&making)).unwrap();
        // A transaction larger than its cache: its pages stand in the file, its journal says how to take them back.
        db.execute_batch(
            "PRAGMA cache_size = 1; BEGIN IMMEDIATE; CREATE TABLE first (text);
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
             INSERT INTO first SELECT hex(randomblob(500)) FROM n;",
        )
        .unwrap();
        let journal = |dir: &Path| with_suffix(&path(dir), "-journal");
        std::fs::copy(path(&making), path(&cut)).unwrap();
        std::fs::copy(journal(&making), journal(&cut)).unwrap();
        let said = open_reader(&cut).map(drop);
        assert!(matches!(said, Err(Error::Absent { .. })), "{said:?}");
        drop(open_writer(&cut).unwrap());
        open_reader(&cut).unwrap();
    }
}
