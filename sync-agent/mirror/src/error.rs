//! What can go wrong with a mirror, told apart by what the caller does about it. Refuses to carry a cause in its words.

use std::path::{Path, PathBuf};

mod sqlite;

/// A failure of the mirror.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum Error {
    /// There is no mirror yet: the terminal has never been filled.
    #[error("open mirror {path}: there is none yet")]
    Absent {
        /// Where it would be.
        path: PathBuf,
    },
    /// The file is no mirror or cannot be trusted: set it aside and fill a new one.
    #[error("read mirror {path}: {detail}")]
    Damaged {
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
        /// What SQLite said, if it was SQLite that noticed.
        #[source]
        source: Option<rusqlite::Error>,
    },
    /// A newer program wrote the file; it is left alone.
    #[error("open mirror {path}: schema {found} is newer than the {known} this program knows")]
    TooNew {
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// The disk is full; the transaction was rolled back.
    #[error("{action}: disk is full")]
    Full {
        /// What was attempted.
        action: &'static str,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// Another process holds the file longer than we wait.
    #[error("{action}: mirror is busy")]
    Busy {
        /// What was attempted.
        action: &'static str,
        /// What SQLite said, if it was an error and not a short answer.
        #[source]
        source: Option<rusqlite::Error>,
    },
    /// Any other failure of SQLite.
    #[error("{action}")]
    Store {
        /// What was attempted.
        action: &'static str,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// A failure of the file system.
    #[error("{action} {path}")]
    File {
        /// What was attempted.
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A document that cannot be stored.
    #[error("store document {id}: {detail}")]
    Unfit {
        id: String,
        /// What is wrong.
        detail: &'static str,
    },
    /// The bytes are not those that the name promises.
    #[error("store blob {sha256}: {detail}")]
    WrongBlob {
        /// The promised SHA-256.
        sha256: String,
        /// What is wrong.
        detail: &'static str,
    },
}

impl Error {
    /// Whether the file should be set aside and filled anew.
    pub fn is_damaged(&self) -> bool {
        matches!(self, Error::Damaged { .. })
    }

    /// What is damaged, and how it shows.
    pub(crate) fn damaged(path: &Path, detail: impl Into<String>) -> Error {
        Error::Damaged {
            path: path.to_owned(),
            detail: detail.into(),
            source: None,
        }
    }

    pub(crate) fn file(
        action: &'static str,
        path: &Path,
    ) -> impl FnOnce(std::io::Error) -> Error + use<> {
        let path = path.to_owned();
        move |source| Error::File {
            action,
            path,
            source,
        }
    }
}

/// Sorts what SQLite says by what the caller does about it.
pub(crate) fn sqlite(
    action: &'static str,
    path: &Path,
) -> impl FnOnce(rusqlite::Error) -> Error + Clone + use<> {
    use rusqlite::ErrorCode as Code;
    let path = path.to_owned();
    move |source| match source.sqlite_error_code() {
        Some(Code::DatabaseCorrupt | Code::NotADatabase) => Error::Damaged {
            path,
            detail: format!("{action}: file is damaged"),
            source: Some(source),
        },
        _ if sqlite::is_ours_broken(&source) => Error::Damaged {
            path,
            detail: format!("{action}: file is damaged"),
            source: Some(source),
        },
        Some(Code::DiskFull) => Error::Full { action, source },
        _ if sqlite::is_shared_memory_full(&source) => Error::Full { action, source },
        Some(Code::DatabaseBusy | Code::DatabaseLocked) => Error::Busy {
            action,
            source: Some(source),
        },
        _ => Error::Store { action, source },
    }
}

/// Why a transaction is rolled back.
pub(crate) enum Failure {
    Sqlite(rusqlite::Error),
    Known(Error),
}

impl From<rusqlite::Error> for Failure {
    fn from(e: rusqlite::Error) -> Self {
        Failure::Sqlite(e)
    }
}

impl From<Error> for Failure {
    fn from(e: Error) -> Self {
        Failure::Known(e)
    }
}

impl Failure {
    pub(crate) fn into_error(self, path: &Path) -> Error {
        match self {
            Failure::Sqlite(e) => sqlite("apply batch", path)(e),
            Failure::Known(e) => e,
        }
    }
}
