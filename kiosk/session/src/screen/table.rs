//! One table of a document over the whole screen: its head and its first column always stand there.

use serde::{Deserialize, Serialize};

/// See [`Screen::Table`](super::Screen::Table).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Table {
    /// What the table is called; the document's title when it has no name of its own.
    pub caption: String,
    /// Title of the document.
    pub title: String,
    /// Which of the document's tables, from 1.
    pub number: u32,
    /// Tables of the document.
    pub count: u32,
    /// What the numbers count, as the document says it (单位); empty when it does not.
    #[serde(default)]
    pub unit: String,
    /// The first row.
    pub head: Vec<String>,
    /// The other rows.
    pub rows: Vec<Vec<String>>,
    /// First row to show, from 0.
    #[serde(default)]
    pub row: u32,
    /// Rows up to there end the page; 0 when it begins at `row`.
    #[serde(default)]
    pub rows_end: u32,
    /// First column to show beside the first one, from 1.
    pub column: u32,
    /// Columns up to there end the page; 0 when it begins at `column`.
    #[serde(default)]
    pub columns_end: u32,
}

/// What a finger can do on a table.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// The rows that end before this one.
    Up { row: u32 },
    /// The rows that begin with this one.
    Down { row: u32 },
    /// The columns that end before this one.
    Left { column: u32 },
    /// The columns that begin with this one.
    Right { column: u32 },
}
