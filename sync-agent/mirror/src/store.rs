//! Opening `mirror.db`: who may, how, and whether it is one. Owns the pragmas; refuses foreign and newer files.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, FileControl, MAIN_DB, OpenFlags, TransactionBehavior};

use crate::change::Failure;
use crate::error::{Error, sqlite};
use crate::schema;

/// File name of the database inside the mirror's directory.
pub const FILE: &str = "mirror.db";
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

/// Where the database of a mirror lies.
pub fn file(dir: &Path) -> PathBuf {
    dir.join(FILE)
}

/// Opens an existing mirror for reading only.
pub fn open_reader(dir: &Path) -> Result<Connection, Error> {
    let path = file(dir);
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
    let found = set_up().map_err(sqlite("open mirror", &path))?;
    let empty = is_empty(&db).map_err(sqlite("open mirror", &path))?;
    if empty {
        return Err(Error::Absent { path });
    }
    check_identity(&db, &path, found)?;
    if found < schema::VERSION {
        // Only the writer migrates; until it did there is nothing to read.
        return Err(Error::Absent { path });
    }
    Ok(db)
}

/// Opens the mirror for writing; makes or migrates it.
pub fn open_writer(dir: &Path) -> Result<Connection, Error> {
    let path = file(dir);
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
    if found < 1 {
        return Err(Error::damaged(path, "schema version is missing"));
    }
    Ok(())
}
