//! What is wrong with a list of paper holdings, and where: a word for the screen, a sentence for the log.

use std::fmt;

/// One thing that is wrong with a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line of the file, from 1; 0 of the file as a whole.
    pub line: u64,
    /// What is wrong there.
    pub fault: Fault,
    /// What stands there, cut short, or how many more there are; may be empty.
    pub found: String,
    said: String,
}

impl Problem {
    /// Of the file as a whole.
    pub(super) fn of(fault: Fault, said: impl Into<String>) -> Problem {
        Problem {
            line: 0,
            fault,
            found: String::new(),
            said: said.into(),
        }
    }

    /// The same with what stands there.
    pub(super) fn found(self, found: impl Into<String>) -> Problem {
        Problem {
            found: found.into(),
            ..self
        }
    }

    /// The same on a line.
    pub(super) fn on(self, line: u64) -> Problem {
        Problem { line, ..self }
    }
}

/// All of them in one text, with that between them.
pub fn told(problems: &[Problem], between: &str) -> String {
    let said: Vec<_> = problems.iter().map(Problem::to_string).collect();
    said.join(between)
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => out.write_str(&self.said),
            line => write!(out, "line {line}: {}", self.said),
        }
    }
}

/// Kinds of what can be wrong with a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The file cannot be opened, or is too large.
    Unreadable,
    /// It is no text.
    NoText,
    /// Its cells are separated by something else than commas.
    Separated,
    /// A column stands there twice.
    Twice,
    /// A column has a name that is not known.
    UnknownColumn,
    /// A column is missing.
    NoColumn,
    /// A line has more cells than the first.
    Cells,
    /// A cell goes on over the end of a line.
    LineEnd,
    /// A cell is too long, or holds control characters.
    Cell,
    /// A kind that the shelf does not have.
    Kind,
    /// Title or place is empty.
    Empty,
    /// No number of copies.
    Copies,
    /// Neither yes nor no.
    TakeAway,
    /// No title at all.
    Nothing,
    /// More lines than a list may have.
    TooMany,
    /// So many more, which are not told.
    More,
}

impl Fault {
    /// The word that screens know it by.
    pub fn as_code(self) -> &'static str {
        match self {
            Fault::Unreadable => "unreadable",
            Fault::NoText => "no-text",
            Fault::Separated => "separated",
            Fault::Twice => "twice",
            Fault::UnknownColumn => "unknown-column",
            Fault::NoColumn => "no-column",
            Fault::Cells => "cells",
            Fault::LineEnd => "line-end",
            Fault::Cell => "cell",
            Fault::Kind => "kind",
            Fault::Empty => "empty",
            Fault::Copies => "copies",
            Fault::TakeAway => "take-away",
            Fault::Nothing => "nothing",
            Fault::TooMany => "too-many",
            Fault::More => "more",
        }
    }
}
