//! What became of a job. Nothing can be touched there but what leads away.

use serde::{Deserialize, Serialize};

/// See [`Screen::Outcome`](super::Screen::Outcome).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Outcome {
    /// What the device said.
    pub outcome: journal::Outcome,
    pub number: String,
    /// Title of the document.
    pub title: String,
}
