//! Versions of the schema, one frozen module each, and the way from any to the newest.

mod v1;
mod v2;
mod v3;

use rusqlite::Connection;

use crate::change::Failure;

/// `application_id` of a mirror: the letters `zwmr`.
pub const APPLICATION_ID: i64 = 0x7a77_6d72;
/// The newest version, kept in `user_version`.
pub const VERSION: i64 = 3;

/// Brings the file from version `from` (0: empty) to [`VERSION`]. Call inside a transaction.
pub(crate) fn migrate(db: &Connection, from: i64) -> Result<(), Failure> {
    match from {
        0 => {
            db.execute_batch(v3::CREATE)?;
            db.execute_batch(v3::CREATE_INDEX)?;
        }
        // Everything that is folded, packed or indexed is so in another way: each document is stored anew.
        1 => v1::into_next(db, &[v3::CREATE, v3::CREATE_INDEX])?,
        2 => v2::into_next(db, v3::CREATE_INDEX)?,
        _ => {}
    }
    db.pragma_update(None, "application_id", APPLICATION_ID)?;
    db.pragma_update(None, "user_version", VERSION)?;
    Ok(())
}

/// Creates the tables of an index in a file that has none.
pub(crate) fn create_index(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(v3::CREATE_INDEX)
}
