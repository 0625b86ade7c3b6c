//! The door of the attendant's desk: digits that do not show, and who comes in.

use journal::Role;
use serde::{Deserialize, Serialize};

/// See [`Screen::Door`](super::Screen::Door).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Door {
    /// Digits typed; which ones never stands in a picture.
    pub digits: u8,
    /// The last PIN was wrong.
    #[serde(default)]
    pub wrong: bool,
    /// A PIN is being compared.
    #[serde(default)]
    pub checking: bool,
    /// Seconds before one is taken again; 0 when it is.
    #[serde(default)]
    pub wait_s: u32,
}

/// What a finger can do there.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    /// A key of the pad.
    Type { text: String },
    /// Take the last digit back.
    Backspace,
    /// Take all digits back.
    Clear,
    /// The PIN is typed; this role comes in.
    Enter(Role),
}
