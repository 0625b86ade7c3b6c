//! How to use the terminal, how to call the attendant.

use serde::{Deserialize, Serialize};

/// See [`Screen::Help`](super::Screen::Help).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Help {
    /// Configured words on where the attendant is; may be empty.
    pub attendant: String,
    /// Configured opening hours; may be empty.
    pub hours: String,
    /// There is a desk for attendants.
    #[serde(default)]
    pub desk: bool,
}

/// What a finger can do there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// The door of the attendant's desk.
    Door,
}
