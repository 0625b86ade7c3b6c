//! What SQLite says in its own words, where no code of it tells the cause. Knows no error of ours.

/// The index of the log (`-shm`) could not grow: SQLite calls that a failure of the device, it is a full disk.
pub(super) fn is_shared_memory_full(source: &rusqlite::Error) -> bool {
    let code = source.sqlite_error().map(|error| error.extended_code);
    code == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

/// Damage that SQLite reports as a plain error: tables of ours that are gone, or an index that FTS5 does not know as its own.
/// The file was identified as a mirror of this schema before.
pub(super) fn is_ours_broken(source: &rusqlite::Error) -> bool {
    const SIGNS: [&str; 4] = [
        "fts5 file format",
        "vtable constructor failed",
        "no such table",
        "no such column",
    ];
    matches!(source, rusqlite::Error::SqliteFailure(_, Some(said)) if SIGNS.iter().any(|sign| said.contains(sign)))
        || matches!(source, rusqlite::Error::SqlInputError { msg, .. } if SIGNS.iter().any(|sign| msg.contains(sign)))
}
