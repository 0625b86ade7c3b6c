//! What can go wrong with the register. A message is the attempted action; the cause is the source.

use std::path::PathBuf;

/// Why the journal did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs)]
pub enum Error {
    /// No journal there yet.
    #[error("no journal at {}", path.display())]
    Absent {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// Another process writes this journal.
    #[error("lock {}: another program writes this journal", path.display())]
    Locked {
        /// The lock file.
        path: PathBuf,
    },
    /// The file was made by a newer version of this program.
    #[error("open journal of version {found}; this program knows up to {known}")]
    Newer {
        /// Version in the file.
        found: i64,
        /// Newest this program knows.
        known: i64,
    },
    /// The file is not a journal of ours, or is damaged.
    #[error("read journal: {detail}")]
    Damaged {
        /// What is wrong with it.
        detail: String,
    },
    /// No space left for the register; nothing may be printed.
    #[error("{action}: no space left")]
    DiskFull {
        /// What was attempted.
        action: &'static str,
        #[source]
        source: rusqlite::Error,
    },
    /// SQLite refused what was asked of it, and says why.
    #[error("{action}")]
    Database {
        /// What was attempted.
        action: &'static str,
        #[source]
        source: rusqlite::Error,
    },
    /// A file operation failed.
    #[error("{action} {}", path.display())]
    File {
        /// What was attempted.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// The system's words.
        #[source]
        source: std::io::Error,
    },
    /// Writing an export failed.
    #[error("write export")]
    Export(#[source] std::io::Error),
    /// No such number in the register.
    #[error("find {number} in the register")]
    UnknownNumber {
        /// The number asked for.
        number: String,
    },
    /// A step out of order: an outcome twice, or paper before `sending`.
    #[error("move {number} from {from} to {to}")]
    OutOfOrder {
        number: String,
        /// Where it is.
        from: String,
        /// Where it was to go.
        to: String,
    },
    /// The form that the number stands on is sealed (封存).
    #[error("make {number} void: line {line} of a paper form that is sealed")]
    SealedForm {
        number: String,
        /// The number that is printed on the line.
        line: u64,
    },
    /// A value is longer than the register takes, or is no code.
    #[error("register {field}: at most {max} bytes, and codes in lower-case kebab")]
    BadValue {
        field: &'static str,
        /// Cap in bytes.
        max: usize,
    },
    /// What lies there of a replaced device cannot be taken over; nothing was begun.
    #[error("take over the register in {}: {detail}", path.display())]
    NotCarried {
        /// Where it lies.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// While the program ran, the file was moved, deleted or replaced by another.
    #[error("write {}: the file was moved, deleted or replaced while it was in use", path.display())]
    Moved {
        /// Where it was.
        path: PathBuf,
    },
    /// No register declares such a field for this kind of entry.
    #[error("register {field} of {kind}: no such field is declared")]
    Undeclared {
        /// The kind of entry.
        kind: &'static str,
        field: &'static str,
    },
    /// Codes and figures stay; only words and what concerns a person can be deleted.
    #[error("delete {field}: the register declares no such field that may be deleted")]
    NotErasable { field: String },
    /// The key that codes were computed with then is gone: another is in its place, or none.
    #[error("find the slip key that was in use then: it is not here")]
    KeyLost,
    /// The system gave no random bytes.
    #[error("draw random bytes")]
    Random,
}

impl Error {
    /// True when the disk is full: the kiosk says that nothing can be printed now.
    pub fn is_disk_full(&self) -> bool {
        match self {
            Error::DiskFull { .. } => true,
            Error::File { source, .. } => source.kind() == std::io::ErrorKind::StorageFull,
            _ => false,
        }
    }

    /// Turns SQLite's error into ours, telling a full disk and a damaged file apart from the rest.
    pub(crate) fn database(action: &'static str) -> impl Fn(rusqlite::Error) -> Error {
        move |source| match source.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Error::DiskFull { action, source },
            // No room for the shared index of the log either.
            _ if source
                .sqlite_error()
                .is_some_and(|e| e.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE) =>
            {
                Error::DiskFull { action, source }
            }
            Some(
                rusqlite::ErrorCode::DatabaseCorrupt
                | rusqlite::ErrorCode::NotADatabase
                | rusqlite::ErrorCode::TypeMismatch,
            ) => Error::Damaged {
                detail: source.to_string(),
            },
            _ => match source {
                // A hostile file can hold any type in any column.
                rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::Utf8Error(..) => Error::Damaged {
                    detail: source.to_string(),
                },
                source => Error::Database { action, source },
            },
        }
    }

    pub(crate) fn file(
        action: &'static str,
        path: &std::path::Path,
    ) -> impl FnOnce(std::io::Error) -> Error {
        move |source| Error::File {
            action,
            path: path.to_path_buf(),
            source,
        }
    }
}
