//! Opens `journal.db` the one right way and proves that it is ours. Reads and writes no entry.

use super::migrations;
use crate::Error;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, FileControl, OpenFlags};
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
    // A foreign trigger or view stays a word in the file: it cannot hang a reader nor change what a writer writes.
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    ] {
        conn.set_db_config(setting, on).map_err(&failed)?;
    }
    conn.pragma_update(None, "cell_size_check", true)
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
    migrate_to(conn, migrations::NEWEST)
}

fn migrate_to(conn: &mut Connection, newest: i64) -> Result<(), Error> {
    let failed = Error::database("prepare journal tables");
    let tx = conn.transaction().map_err(&failed)?;
    let version = pragma(&tx, "user_version")?;
    if version < newest {
        tx.pragma_update(None, "application_id", APPLICATION_ID)
            .map_err(&failed)?;
        migrations::up(&tx, version, newest).map_err(&failed)?;
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

/// Refuses a database that is not a journal, that is newer, in which a table of ours is not exactly as we made it, or which holds a table,
/// trigger or view that is not ours: that could hang a reader or change what a writer writes. What a database browser leaves without
/// being asked, an index or statistics, is tolerated; a writer sweeps it out.
///
/// Not `strict`, a file that was set aside: it is only read, and in a connection of ours triggers and views do nothing.
pub(crate) fn check_identity(conn: &Connection, strict: bool) -> Result<(), Error> {
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
    let found = objects(conn)?;
    let ours = objects_of(version)?;
    if !ours.iter().all(|object| found.contains(object)) {
        return Err(damaged("the tables are not those of a journal"));
    }
    match found.iter().find(|object| object.is_foreign(&ours)) {
        Some(object) if strict => Err(damaged(&format!(
            "the file holds a {} that is not the register's",
            object.kind
        ))),
        _ => Ok(()),
    }
}

/// Tables, triggers and views that are not ours, each with its name.
pub(crate) fn foreign(conn: &Connection) -> Result<Vec<String>, Error> {
    let ours = objects_of(pragma(conn, "user_version")?)?;
    let found = objects(conn)?.into_iter();
    let foreign = found.filter(|object| object.is_foreign(&ours));
    Ok(foreign
        .map(|object| format!("the {} {}", object.kind, object.name))
        .collect())
}

/// Takes out of the file the indexes and statistics that somebody's program left: an index could refuse what the register writes.
pub(crate) fn sweep(conn: &Connection) -> Result<(), Error> {
    let ours = objects_of(pragma(conn, "user_version")?)?;
    for object in objects(conn)? {
        let statistics = object.kind == "table" && object.name.starts_with(STATISTICS);
        let index = object.kind == "index" && object.sql.is_some();
        if !ours.contains(&object) && (index || statistics) {
            let name = object.name.replace('"', "\"\"");
            conn.execute_batch(&format!("DROP {} \"{name}\"", object.kind))
                .map_err(Error::database("sweep out what is not the register's"))?;
        }
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

/// Makes renames and new files in a folder durable.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), Error> {
    std::fs::File::open(dir)
        .and_then(|d| d.sync_all())
        .map_err(Error::file("flush folder", dir))
}

/// Front of the names of the tables that ANALYZE makes; nobody else may use it.
const STATISTICS: &str = "sqlite_stat";

/// A table, index, view or trigger of a database.
#[derive(PartialEq, Eq)]
struct Object {
    kind: String,
    name: String,
    /// None for what SQLite makes by itself.
    sql: Option<String>,
}

impl Object {
    fn is_foreign(&self, ours: &[Object]) -> bool {
        let harmless = self.kind == "index" || self.name.starts_with(STATISTICS);
        !ours.contains(self) && !harmless
    }
}

/// What a journal of this version holds.
fn objects_of(version: i64) -> Result<Vec<Object>, Error> {
    let mut model = Connection::open_in_memory().map_err(Error::database("open model"))?;
    migrate_to(&mut model, version)?;
    objects(&model)
}

fn objects(conn: &Connection) -> Result<Vec<Object>, Error> {
    let failed = Error::database("read journal tables");
    let mut query = conn
        .prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name LIMIT 1000")
        .map_err(&failed)?;
    let rows = query
        .query_map([], |row| {
            Ok(Object {
                kind: row.get(0)?,
                name: row.get(1)?,
                sql: row.get(2)?,
            })
        })
        .map_err(&failed)?;
    rows.collect::<Result<_, _>>().map_err(&failed)
}

fn pragma(conn: &Connection, name: &str) -> Result<i64, Error> {
    conn.pragma_query_value(None, name, |row| row.get(0))
        .map_err(Error::database("read journal version"))
}
