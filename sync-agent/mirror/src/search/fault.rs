//! Why a search ends early. Plain data.

use std::path::Path;

use crate::error::{Error, sqlite};

/// What a step of a search gives.
pub type Found<T> = Result<T, Fault>;

/// Why a search ends early.
#[allow(missing_docs)]
pub enum Fault {
    Sqlite(rusqlite::Error),
    /// A stored body is not what was stored.
    Body(String),
}

impl From<rusqlite::Error> for Fault {
    fn from(e: rusqlite::Error) -> Self {
        Fault::Sqlite(e)
    }
}

impl Fault {
    /// The error for callers of the crate.
    pub fn into_error(self, action: &'static str, path: &Path) -> Error {
        match self {
            Fault::Sqlite(e) => sqlite(action, path)(e),
            Fault::Body(id) => Error::damaged(path, format!("body of {id} does not unpack")),
        }
    }
}
