//! Versions of the schema, one frozen module each, and the way to the newest.
//!
//! A mirror holds nothing that the feed does not: a version that no released program wrote has no way up. Its file is set
//! aside, like one that is damaged, and the terminal is filled anew.
//!
//! Version 8 has the tables and the index of 7. Its bodies may be followed by the words of attachments: a program that knows none
//! would leave their tokens behind when it takes a document out.

mod v3;
mod v7;

use rusqlite::Connection;

use crate::error::Failure;

/// `application_id` of a mirror: the letters `zwmr`.
pub const APPLICATION_ID: i64 = 0x7a77_6d72;
/// The newest version, kept in `user_version`.
pub const VERSION: i64 = 8;
/// The version from which on the index need not be made anew.
const INDEXED: i64 = 7;
/// The oldest version that is read.
pub const OLDEST: i64 = 3;

/// Brings the file from version `from` (0: empty, else [`OLDEST`] at least) to [`VERSION`]. Call inside a transaction.
pub fn migrate(db: &Connection, from: i64) -> Result<(), Failure> {
    if from == 0 {
        db.execute_batch(v3::CREATE)?;
        db.execute_batch(crate::index::CREATE)?;
    }
    db.pragma_update(None, "application_id", APPLICATION_ID)?;
    if (OLDEST..INDEXED).contains(&from) {
        v7::index_anew(db)?;
    }
    db.pragma_update(None, "user_version", VERSION)?;
    Ok(())
}
