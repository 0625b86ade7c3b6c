//! The service shelf: six kinds in fixed order, each on the screen and on paper.

use journal::ShelfKind;
use serde::{Deserialize, Serialize};

/// See [`Service::Shelf`](super::Service::Shelf).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Shelf {
    /// The six kinds, in the order of [`ShelfKind::ALL`]; empty while the mirror is asked.
    pub kinds: Vec<Kind>,
    /// Titles on paper in all.
    pub papers: u32,
}

/// One of the six kinds with its digital twin and its paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Kind {
    pub kind: ShelfKind,
    /// Documents on the screen.
    pub documents: u64,
    /// Title of the newest.
    #[serde(default)]
    pub title: String,
    /// Its day, `YYYY-MM-DD`; may be empty.
    #[serde(default)]
    pub date: String,
    /// Titles on paper.
    #[serde(default)]
    pub papers: u32,
    /// Where the first of them stands.
    #[serde(default)]
    pub place: String,
    /// A copy can be taken along.
    #[serde(default)]
    pub take_away: bool,
}

/// What a finger can do there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// Open what there is of a kind: the document, the list of them, else the list of paper.
    Open(ShelfKind),
    /// All paper holdings.
    Holdings,
}
