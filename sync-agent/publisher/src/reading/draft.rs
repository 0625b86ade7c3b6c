//! What a reader of one format hands to the structure pass: lines, tables and pictures in reading order, with what the
//! format itself knows. Owns no rules.

use feed::{Align, Span};

use crate::item::{Link, Opinion, Refusal};
use crate::reading::fields::Fields;

/// One piece of a source, before its role is known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Piece {
    /// A line of words, already cleaned by `tidy::line`.
    Line(Line),
    Table(Grid),
    Picture(Picture),
}

/// A picture of the text (插图).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What stands beside it, or the name of its file.
    pub alt: String,
    /// Where its bytes are, as the source writes it; `None` where that is no file that a terminal can show.
    pub address: Option<String>,
}

/// Rows of a table, all as wide as the widest, and which of its cells are merged (合并单元格).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Grid {
    pub rows: Vec<Vec<String>>,
    pub spans: Vec<Span>,
}

impl From<Vec<Vec<String>>> for Grid {
    fn from(rows: Vec<Vec<String>>) -> Grid {
        Grid {
            rows,
            spans: Vec::new(),
        }
    }
}

impl std::ops::Deref for Grid {
    type Target = [Vec<String>];

    fn deref(&self) -> &[Vec<String>] {
        &self.rows
    }
}

/// A line of words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Line {
    pub text: String,
    /// Where the format puts it, if it says.
    pub align: Option<Align>,
    /// What the format says it is.
    pub role: Role,
}

/// What a format says about a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Role {
    #[default]
    Plain,
    /// A heading of this level, 1 to 6.
    Heading(u8),
    /// A line of the history of a law (passed, revised, in force).
    History,
}

/// A source taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Draft {
    /// What it says about itself outside the body.
    pub fields: Fields,
    pub pieces: Vec<Piece>,
    /// Files that the source links to.
    pub links: Vec<Link>,
    /// Lines beside the body that say whether the document is in force (已废止).
    pub beside: Vec<String>,
    /// Things an operator should look at.
    pub notes: Vec<String>,
    /// What a second reader says of where the body is.
    pub second: Option<Opinion>,
    /// Why this is no document, if the format shows it.
    pub refused: Option<Refusal>,
}

impl Piece {
    /// A plain line.
    pub fn plain(text: impl Into<String>) -> Piece {
        Piece::Line(Line {
            text: text.into(),
            ..Line::default()
        })
    }

    /// The words of a line; none for tables and pictures.
    pub fn text(&self) -> Option<&str> {
        match self {
            Piece::Line(line) => Some(&line.text),
            Piece::Table(_) | Piece::Picture(_) => None,
        }
    }

    /// The line, if it is one.
    pub fn line(&self) -> Option<&Line> {
        match self {
            Piece::Line(line) => Some(line),
            Piece::Table(_) | Piece::Picture(_) => None,
        }
    }
}
