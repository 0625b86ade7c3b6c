//! The catalogue by category, agency, year.

use mirror::Axis;
use serde::{Deserialize, Serialize};

use super::rows::{Group, Row};

/// Documents asked for at once; a screenful is never more.
pub const BROWSE_ROWS: u32 = 12;
/// Groups on a page.
pub const GROUPS_PER_PAGE: u32 = 8;

/// See [`Screen::Browse`](super::Screen::Browse).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Browse {
    /// Which list of groups stands on the left or top.
    pub axis: Axis,
    /// Groups of that axis, with counts.
    pub groups: Vec<Group>,
    /// Chosen group's code; empty for all.
    pub chosen: String,
    /// Page of groups, from 1.
    pub group_page: u32,
    /// Pages of groups.
    pub group_pages: u32,
    /// Documents of the chosen group, some more than a screenful.
    pub rows: Vec<Row>,
    /// Place of the first of them in the list, from 0.
    #[serde(default)]
    pub offset: u32,
    /// So many of them end the page; 0 when it begins at the first.
    #[serde(default)]
    pub end: u32,
    /// Documents in the chosen group.
    pub total: u64,
    /// The document that is being said; empty for none.
    #[serde(default)]
    pub aloud: String,
}

/// What a finger can do in the catalogue.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    Open {
        id: String,
        article_id: String,
    },
    /// Say a document in the words that stand there, or stop.
    Hear {
        id: String,
        words: String,
    },
    /// Group by something else.
    Axis(Axis),
    /// Choose a group; empty for all.
    Group {
        code: String,
    },
    /// The page of documents that ends before this row.
    PagePrev {
        row: u32,
    },
    /// The page of documents that begins at this row.
    PageNext {
        row: u32,
    },
    /// The page of groups before.
    GroupPrev,
    /// The next page of groups.
    GroupNext,
}
