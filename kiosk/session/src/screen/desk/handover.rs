//! Somebody else takes over (交接班): what is still open, the rolls in stock, and the PIN of who comes.

use journal::Role;
use serde::{Deserialize, Serialize};

/// See [`Page::Handover`](super::Page::Handover).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Handover {
    /// Who types the PIN: who takes over, or who leaves.
    pub to: Role,
    /// The last one leaves (下班离岗): nobody takes over.
    #[serde(default)]
    pub leaves: bool,
    /// Whether that may be chosen.
    #[serde(default)]
    pub may_leave: bool,
    /// Nobody was on duty: somebody begins.
    #[serde(default)]
    pub begins: bool,
    /// `14:20`: since when the other one is on duty; empty where nobody said so today.
    #[serde(default)]
    pub since: String,
    #[serde(default)]
    pub unsettled: u32,
    #[serde(default)]
    pub applications: u32,
    #[serde(default)]
    pub opinions: u32,
    #[serde(default)]
    pub volumes: u32,
    /// What should be left on the roll, metres.
    #[serde(default)]
    pub left_m: Option<u32>,
    pub spare_rolls: u32,
    /// A word for who comes; empty for none.
    #[serde(default)]
    pub word: String,
    /// Digits typed; which ones never stands in a picture.
    #[serde(default)]
    pub digits: u8,
    #[serde(default)]
    pub wrong: bool,
    #[serde(default)]
    pub busy: bool,
    /// Seconds before a PIN is taken again.
    #[serde(default)]
    pub wait_s: u32,
    /// Number of the entry that was written; empty before.
    #[serde(default)]
    pub done: String,
    /// The paper for the signatures came out, or did not.
    #[serde(default)]
    pub paper: Option<bool>,
}

/// What a finger can do there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    /// A key of the pad.
    Type {
        /// One digit, as the key says it.
        text: String,
    },
    /// Take the last digit back.
    Backspace,
    /// Take all digits back.
    Clear,
    /// One spare roll more.
    More,
    /// One spare roll less.
    Fewer,
    /// Somebody takes over, or nobody does.
    Leave,
    /// The PIN is typed: it is done.
    Enter,
}
