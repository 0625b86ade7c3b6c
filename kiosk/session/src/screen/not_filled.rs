//! Nothing to show yet: what the terminal waits for.

use serde::{Deserialize, Serialize};

/// See [`Screen::NotFilled`](super::Screen::NotFilled).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotFilled {
    /// Why there is nothing.
    pub state: Cause,
    /// Documents so far.
    pub documents: u64,
    /// 0 to 100; 0 when not known.
    pub percent: u8,
}

/// Why there is nothing to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The agent has not run.
    Waiting,
    /// The first filling is under way.
    Filling,
    /// Set aside, being refilled.
    Damaged,
}
