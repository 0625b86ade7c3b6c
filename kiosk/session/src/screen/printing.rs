//! A job under way.

use serde::{Deserialize, Serialize};

/// See [`Screen::Printing`](super::Screen::Printing).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Printing {
    /// Register number; empty while the row is being written.
    pub number: String,
    /// Title of the document.
    pub title: String,
    /// 0 to 100.
    pub percent: u8,
    /// The visitor asked to stop.
    pub cancelling: bool,
}

/// What a finger can do meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Touch {
    Cancel,
}
