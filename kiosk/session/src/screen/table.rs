//! One table of a document over the whole screen: its head and its first column always stand there.

use mirror::Span;
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
    /// All its rows; of one row of it the columns, each a label and a value.
    pub cells: Vec<Vec<String>>,
    /// So many of them are the head.
    pub heads: u32,
    /// Merged cells (合并单元格).
    #[serde(default)]
    pub spans: Vec<Span>,
    /// One row of it, from 0 below the head (一行一行看).
    #[serde(default)]
    pub one: Option<u32>,
    /// Rows below the head of the whole table.
    pub rows: u32,
    /// First row below the head to show, from 0.
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
    /// Where the portal has it, to be seen on a telephone (手机看全表); empty for nowhere.
    #[serde(default)]
    pub address: String,
    /// It can be printed alone (打印这张表).
    #[serde(default)]
    pub printable: bool,
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
    /// This row alone, from 0 below the head (一行一行看).
    One { row: u32 },
    /// All rows again.
    All,
    /// This table alone onto paper (打印这张表).
    Print,
}
