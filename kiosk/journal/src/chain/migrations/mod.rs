//! One frozen module per schema version. A released module is never edited: a new version is a new module.

mod v1;
mod v2;
mod v3;

use rusqlite::Connection;

/// Newest schema version this program knows.
pub(crate) const NEWEST: i64 = 3;

/// Brings a database from version `from` to version `to`; the caller's transaction makes it all or nothing.
pub(crate) fn up(conn: &Connection, from: i64, to: i64) -> rusqlite::Result<()> {
    for (version, up) in [(1, v1::UP), (2, v2::UP), (3, v3::UP)] {
        if (from + 1..=to).contains(&version) {
            conn.execute_batch(up)?;
        }
    }
    conn.pragma_update(None, "user_version", to)
}
