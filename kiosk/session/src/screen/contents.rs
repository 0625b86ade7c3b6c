//! The table of contents of the open document: chapters that fold, and 到第__条.

use serde::{Deserialize, Serialize};

/// See [`Screen::Contents`](super::Screen::Contents).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Contents {
    /// Title of the document.
    pub title: String,
    /// Articles of the document (第N条).
    pub articles: u32,
    /// Entries that show, in reading order: those of folded ones are left out.
    pub entries: Vec<Entry>,
    /// First entry to show, from 0.
    #[serde(default)]
    pub offset: u32,
    /// Entries up to there end the page; 0 when it begins at `offset`.
    #[serde(default)]
    pub end: u32,
    /// Digits of the article that is looked for.
    #[serde(default)]
    pub typed: String,
    /// 之一: which of the articles that were put in later under this number; 0 for the article itself.
    #[serde(default)]
    pub inserted: u8,
    /// Where the digits lead.
    #[serde(default)]
    pub target: Option<Target>,
    /// The article has others put in under its number.
    #[serde(default)]
    pub may_insert: bool,
    /// Label of the last article, for numbers that are too large.
    #[serde(default)]
    pub last: String,
}

/// A line of the contents: a heading or an article, and whether it is folded.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Entry {
    pub article_id: String,
    /// 第五条.
    pub label: String,
    /// Words beside it.
    pub title: String,
    /// 0 to 5; indent.
    pub depth: u8,
    /// Has entries of its own: whether they show.
    pub open: Option<bool>,
    /// Articles within it.
    pub articles: u32,
    /// The visitor came from here.
    pub here: bool,
}

/// An article that was found by its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// 第二百六十四条.
    pub label: String,
    /// Chapter in which it stands; empty for none.
    pub within: String,
}

/// What a finger can do in the table of contents.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    /// Read on there.
    Open {
        article_id: String,
    },
    /// Show or hide what stands within.
    Fold {
        article_id: String,
    },
    /// The page that ends before this entry.
    PagePrev {
        row: u32,
    },
    /// The page that begins at this entry.
    PageNext {
        row: u32,
    },
    Type {
        text: String,
    },
    /// Take the last digit back.
    Backspace,
    /// 之一, 之二 ... and back to the article itself.
    Insert,
    /// Read on at the article of this number.
    Go,
}
