//! What is wrong with a terminal.toml: every problem with its line and key. Refuses nothing; prints all of them.

use std::fmt;

/// One thing to put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line in the file, from 1; 0 when the file as a whole is meant.
    pub line: u32,
    /// `section.key`; empty when no key is meant.
    pub key: String,
    /// What is wrong and what is allowed.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}: ", self.line)?;
        }
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.message)
    }
}

/// All that is wrong with one file, in the order of its lines. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    file: String,
    list: Vec<Problem>,
}

impl Problems {
    pub(crate) fn new(file: &str, mut list: Vec<Problem>) -> Problems {
        debug_assert!(!list.is_empty());
        list.sort_by_key(|p| p.line);
        Problems {
            file: file.to_owned(),
            list,
        }
    }

    /// A problem with the file as a whole.
    pub(crate) fn whole(file: &str, message: impl Into<String>) -> Problems {
        Problems::new(
            file,
            vec![Problem {
                line: 0,
                key: String::new(),
                message: message.into(),
            }],
        )
    }

    /// The problems, by line.
    pub fn list(&self) -> &[Problem] {
        &self.list
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.list.len();
        let plural = if count == 1 { "problem" } else { "problems" };
        write!(f, "{}: {count} {plural}", self.file)?;
        for problem in &self.list {
            write!(f, "\n  {problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
