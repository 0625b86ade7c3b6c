//! What is asked of the keyboard's worker and what it says: keys and the words that they may mean. Data only.

use serde::{Deserialize, Serialize};

/// How keys become words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Method {
    Pinyin,
    Strokes,
    /// By the number of the character in Unicode.
    CodePoint,
    /// What document numbers begin with (发文代字), where digits are typed.
    Number,
}

/// A question to the keyboard's worker. Answers carry the serial; stale ones are dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Spell {
    /// Of the asker.
    pub serial: u64,
    /// How to read the keys.
    pub method: Method,
    pub keys: String,
    /// The text before it.
    pub before: String,
    /// Whether it is told how many documents each word finds.
    pub counted: bool,
}

/// What the keyboard's worker says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelled {
    /// Of the question.
    pub serial: u64,
    /// The keys as they are read: `zheng'wu'g'k`.
    pub shown: String,
    /// Words they may mean, the best first.
    pub candidates: Vec<Candidate>,
}

/// A word to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Candidate {
    pub text: String,
    /// Documents that it finds; `None` where nobody counts.
    #[serde(default)]
    pub documents: Option<Count>,
    /// How many of the keys it takes.
    #[serde(skip)]
    pub keys_used: usize,
    /// How many characters before the composition it takes the place of.
    #[serde(skip)]
    pub before_used: usize,
    /// How many characters behind these stay behind it.
    #[serde(skip)]
    pub behind_kept: usize,
}

/// Number of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// How many were counted.
    pub total: u64,
    /// False: at least that many.
    pub exact: bool,
}
