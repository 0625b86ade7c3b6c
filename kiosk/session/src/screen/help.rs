//! How to use the terminal, how to call the attendant.

use serde::{Deserialize, Serialize};

/// See [`Screen::Help`](super::Screen::Help).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Help {
    /// Configured words on where the attendant is; may be empty.
    pub attendant: String,
    /// Configured opening hours in the visitor's language; may be empty.
    pub hours: String,
    /// Where there are no such words: the spans of a working day.
    #[serde(default)]
    pub spans: Vec<String>,
    /// An attendant can be called by a tap.
    #[serde(default)]
    pub rings: bool,
    /// The call of this visitor.
    #[serde(default)]
    pub call: Option<Call>,
    /// Register number of a slip that may not have come out; empty for none.
    #[serde(default)]
    pub number: String,
    /// There is a desk for attendants.
    #[serde(default)]
    pub desk: bool,
}

/// A call that waits for an attendant.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Call {
    /// `14:36`; empty until it stands in the register.
    pub at: String,
    /// Seconds before one may ring again; 0 when one may.
    pub again_s: u32,
    /// An attendant has seen it.
    pub seen: bool,
}

/// What a finger can do there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// Call an attendant, or ring again.
    Call,
    /// Take the call back.
    CallOff,
    /// The door of the attendant's desk.
    Door,
}
