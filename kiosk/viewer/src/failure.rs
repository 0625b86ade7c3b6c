//! Why a document or a page of it is not there. Owns which of these the file itself is to blame for.

use crate::protocol::Reason;
use std::io;
use std::path::PathBuf;

/// Why there is no page, or no document.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The file itself cannot be shown.
    #[error("refused: {0:?}")]
    Refused(Reason),
    /// The child took longer than it may, and was killed.
    #[error("no answer in time")]
    Late,
    /// The child ended: a limit, or a fault in a reader.
    #[error("the child ended")]
    Died,
    /// The child said something that cannot be; it was killed.
    #[error("an answer that cannot be")]
    Nonsense,
    /// The program could not be started.
    #[error("start {program}")]
    Start {
        /// Where it was looked for.
        program: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Failure {
    /// Whether the file brought its child down, rather than being refused by it.
    pub fn was_violent(&self) -> bool {
        matches!(self, Failure::Late | Failure::Died | Failure::Nonsense)
    }
}
