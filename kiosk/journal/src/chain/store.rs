//! Opens `journal.db` the one right way, proves that it is ours, and reads and appends chain entries.
//! Decides nothing about the register.

use super::hash::{self, Hash, Head, Link};
use super::migrations;
use crate::Error;
use jiff::Timestamp;
use rusqlite::limits::Limit;
use rusqlite::{Connection, FileControl, OpenFlags, OptionalExtension, params};
use std::path::Path;
use std::time::Duration;

/// `JRNL`: tells our file from any other SQLite database.
const APPLICATION_ID: i64 = 0x4A52_4E4C;
/// How long one side waits for the other.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// The WAL shrinks to this after a checkpoint.
const WAL_BYTES_MAX: i64 = 4 << 20;
/// No value of ours comes near it; a hostile file may.
const VALUE_BYTES_MAX: i32 = 1 << 20;

/// A counter as SQLite keeps it: signed.
pub(crate) fn int(n: u64) -> i64 {
    i64::try_from(n).expect("counters of ours stay far below 2^63")
}

/// Reads a counter; a hostile file may hold a negative one.
pub(crate) fn count_at(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let n: i64 = row.get(column)?;
    u64::try_from(n).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, n))
}

/// Like [`count_at`] for a column that may be empty.
pub(crate) fn maybe_count_at(
    row: &rusqlite::Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<u64>> {
    match row.get::<_, Option<i64>>(column)? {
        None => Ok(None),
        Some(_) => count_at(row, column).map(Some),
    }
}

/// Kinds of entries.
pub(crate) mod kind {
    pub const OPENED: &str = "opened";
    pub const REQUEST: &str = "request";
    pub const OUTCOME: &str = "outcome";
    pub const SETTLED: &str = "settled";
    pub const REDACTED: &str = "redacted";
    pub const REPRINT: &str = "reprint";
    pub const REPRINT_OUTCOME: &str = "reprint-outcome";
}

/// A connection that may write: WAL that outlives the process, every commit on the medium.
pub(crate) fn open_for_writing(path: &Path) -> Result<Connection, Error> {
    const ACTION: &str = "open journal for writing";
    let failed = Error::database(ACTION);
    let conn = Connection::open(path).map_err(&failed)?;
    limit(&conn)?;
    // A reader under another user cannot open a WAL database whose WAL is gone: keep the files.
    let mut keep = 1;
    conn.file_control(Some("main"), FileControl::PersistWal(&mut keep))
        .map_err(&failed)?;
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))
        .map_err(&failed)?;
    conn.pragma_update(None, "synchronous", "FULL")
        .map_err(&failed)?;
    conn.pragma_update(None, "secure_delete", "ON")
        .or_else(returned_a_row)
        .map_err(&failed)?;
    conn.pragma_update(None, "foreign_keys", "ON")
        .map_err(&failed)?;
    conn.pragma_update(None, "journal_size_limit", WAL_BYTES_MAX)
        .or_else(returned_a_row)
        .map_err(&failed)?;
    Ok(conn)
}

/// A connection that cannot write. A copy on a read-only medium without a WAL is opened as it lies.
pub(crate) fn open_for_reading(path: &Path) -> Result<Connection, Error> {
    let failed = Error::database("open journal for reading");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let first = Connection::open_with_flags(path, flags).and_then(|conn| {
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(conn)
    });
    let conn = match first {
        Ok(conn) => conn,
        Err(e) if cannot_open(&e) && no_wal(path) => {
            let uri = format!("file:{}?immutable=1", escape(path));
            Connection::open_with_flags(uri, flags).map_err(&failed)?
        }
        Err(e) => return Err(failed(e)),
    };
    limit(&conn)?;
    Ok(conn)
}

fn limit(conn: &Connection) -> Result<(), Error> {
    let failed = Error::database("prepare journal connection");
    conn.busy_timeout(BUSY_TIMEOUT).map_err(&failed)?;
    conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, VALUE_BYTES_MAX)
        .map_err(&failed)?;
    conn.pragma_update(None, "trusted_schema", "OFF")
        .map_err(&failed)?;
    Ok(())
}

/// Some pragmas answer with the value they set; that is no failure.
fn returned_a_row(e: rusqlite::Error) -> rusqlite::Result<()> {
    match e {
        rusqlite::Error::ExecuteReturnedResults => Ok(()),
        e => Err(e),
    }
}

fn cannot_open(e: &rusqlite::Error) -> bool {
    matches!(
        e.sqlite_error_code(),
        Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::ReadOnly)
    )
}

fn no_wal(path: &Path) -> bool {
    let mut wal = path.as_os_str().to_owned();
    wal.push("-wal");
    std::fs::metadata(wal).map_or(true, |m| m.len() == 0)
}

/// A path as SQLite reads it inside a URI.
fn escape(path: &Path) -> String {
    let text = path.to_string_lossy();
    text.replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23")
}

/// Gives a blank database its tables, or brings an older one up to date.
pub(crate) fn migrate(conn: &mut Connection) -> Result<(), Error> {
    let failed = Error::database("prepare journal tables");
    let tx = conn.transaction().map_err(&failed)?;
    let version = pragma(&tx, "user_version")?;
    if version < migrations::NEWEST {
        tx.pragma_update(None, "application_id", APPLICATION_ID)
            .map_err(&failed)?;
        migrations::up(&tx, version).map_err(&failed)?;
    }
    tx.commit().map_err(&failed)
}

/// True when nothing was ever written: a file created and then cut off from power.
pub(crate) fn is_blank(conn: &Connection) -> Result<bool, Error> {
    let objects: i64 = conn
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(Error::database("read journal tables"))?;
    Ok(objects == 0 && pragma(conn, "application_id")? == 0)
}

/// Refuses a database that is not a journal, that is newer, or whose tables are not exactly ours.
/// A foreign view or trigger could hang a reader or change what a writer writes.
pub(crate) fn check_identity(conn: &Connection) -> Result<(), Error> {
    let damaged = |detail: &str| Error::Damaged {
        detail: detail.to_owned(),
    };
    if pragma(conn, "application_id")? != APPLICATION_ID {
        return Err(damaged("the file is no journal"));
    }
    let version = pragma(conn, "user_version")?;
    if version > migrations::NEWEST {
        return Err(Error::Newer {
            found: version,
            known: migrations::NEWEST,
        });
    }
    let mut model = Connection::open_in_memory().map_err(Error::database("open model"))?;
    migrate(&mut model)?;
    if version == migrations::NEWEST && tables(conn)? != tables(&model)? {
        return Err(damaged("the tables are not those of a journal"));
    }
    Ok(())
}

/// SQLite's own check of the pages.
pub(crate) fn check_pages(conn: &Connection) -> Result<(), Error> {
    let answer: String = conn
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(Error::database("check journal pages"))?;
    if answer == "ok" {
        Ok(())
    } else {
        Err(Error::Damaged { detail: answer })
    }
}

fn tables(conn: &Connection) -> Result<Vec<(String, String, Option<String>)>, Error> {
    let failed = Error::database("read journal tables");
    let mut query = conn
        .prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name LIMIT 100")
        .map_err(&failed)?;
    let rows = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .map_err(&failed)?;
    rows.collect::<Result<_, _>>().map_err(&failed)
}

fn pragma(conn: &Connection, name: &str) -> Result<i64, Error> {
    conn.pragma_query_value(None, name, |row| row.get(0))
        .map_err(Error::database("read journal version"))
}

/// A value of the `meta` table.
pub(crate) fn meta(conn: &Connection, key: &str) -> Result<Option<Vec<u8>>, Error> {
    conn.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| {
        row.get(0)
    })
    .optional()
    .map_err(Error::database("read journal setting"))
}

/// Sets a value of the `meta` table.
pub(crate) fn set_meta(conn: &Connection, key: &str, value: &[u8]) -> Result<(), Error> {
    conn.execute(
        "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
        params![key, value],
    )
    .map(|_| ())
    .map_err(Error::database("write journal setting"))
}

/// The end of the chain.
pub(crate) fn head(conn: &Connection) -> Result<Head, Error> {
    let last = conn
        .query_row(
            "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1",
            [],
            |row| {
                Ok(Head {
                    seq: count_at(row, 0)?,
                    hash: row.get(1)?,
                })
            },
        )
        .optional()
        .map_err(Error::database("read journal head"))?;
    match last {
        Some(head) => Ok(head),
        None => genesis(conn),
    }
}

/// Where this file's chain begins: nowhere, or at the head of the file it continues.
pub(crate) fn genesis(conn: &Connection) -> Result<Head, Error> {
    let damaged = || Error::Damaged {
        detail: "the beginning of the chain is unreadable".to_owned(),
    };
    match meta(conn, "genesis")? {
        None => Ok(Head::NONE),
        Some(bytes) => hash::parse_head(&String::from_utf8_lossy(&bytes)).ok_or_else(damaged),
    }
}

/// Appends one entry with its committed fields, inside the caller's transaction.
pub(crate) fn append(
    conn: &Connection,
    kind: &str,
    number: &str,
    now: Timestamp,
    fields: &[(&str, String)],
) -> Result<Head, Error> {
    let failed = Error::database("append to journal");
    let last = head(conn)?;
    let seq = last.seq + 1;
    let at = now.to_string();
    let mut committed: Vec<(String, Hash, Hash, &str)> = Vec::with_capacity(fields.len());
    for (name, value) in fields {
        let mut salt = [0; hash::HASH_BYTES];
        getrandom::fill(&mut salt).map_err(|_| Error::Random)?;
        let commitment = hash::commitment(&salt, name, value);
        committed.push(((*name).to_owned(), commitment, salt, value));
    }
    committed.sort_by(|a, b| a.0.cmp(&b.0));
    let list: Vec<(String, Hash)> = committed.iter().map(|f| (f.0.clone(), f.1)).collect();
    let hash = hash::entry_hash(&Link {
        prev: &last.hash,
        seq,
        kind,
        number,
        at: &at,
        fields: &list,
    });
    conn.prepare_cached(
        "INSERT INTO entry (seq, kind, number, at, prev, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )
    .and_then(|mut insert| insert.execute(params![int(seq), kind, number, at, last.hash, hash]))
    .map_err(&failed)?;
    let mut insert = conn
        .prepare_cached(
            "INSERT INTO field (seq, name, commitment, salt, value) VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .map_err(&failed)?;
    for (name, commitment, salt, value) in &committed {
        insert
            .execute(params![int(seq), name, commitment, salt, value])
            .map_err(&failed)?;
    }
    Ok(Head { seq, hash })
}
