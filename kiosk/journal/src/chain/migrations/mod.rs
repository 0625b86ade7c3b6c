//! One frozen module per schema version. A released module is never edited: a new version is a new module.

mod v1;

use rusqlite::Connection;

/// Newest schema version this program knows.
pub(crate) const NEWEST: i64 = 1;

/// Brings a database from version `from` to [`NEWEST`]; the caller's transaction makes it all or nothing.
pub(crate) fn up(conn: &Connection, from: i64) -> rusqlite::Result<()> {
    if from < 1 {
        conn.execute_batch(v1::UP)?;
    }
    conn.pragma_update(None, "user_version", NEWEST)
}
