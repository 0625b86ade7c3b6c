//! Versions of the schema, one frozen module each, and the way from any to the newest.

mod v1;

use rusqlite::Connection;

/// `application_id` of a mirror: the letters `zwmr`.
pub const APPLICATION_ID: i64 = 0x7a77_6d72;
/// The newest version, kept in `user_version`.
pub const VERSION: i64 = 1;

/// Brings the file from version `from` (0: empty) to [`VERSION`]. Call inside a transaction.
pub fn migrate(db: &Connection, from: i64) -> rusqlite::Result<()> {
    if from < 1 {
        db.execute_batch(v1::CREATE)?;
        db.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    db.pragma_update(None, "user_version", VERSION)
}
