//! What normalising gives: words, letters, silences, each with the characters it stands for. Reads nothing.

use std::ops::Range;

/// Silence, by what stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Pause {
    List,
    /// ，and whatever only parts a clause.
    Comma,
    Semicolon,
    Stop,
    /// A new line.
    Paragraph,
}

impl Pause {
    /// How long it lasts, ms.
    #[must_use]
    pub const fn ms(self) -> u32 {
        match self {
            Self::List => 120,
            Self::Comma => 200,
            Self::Semicolon => 300,
            Self::Stop => 450,
            Self::Paragraph => 700,
        }
    }

    /// The punctuation mark that stands for it in transcripts.
    #[must_use]
    pub const fn mark(self) -> char {
        match self {
            Self::List => '、',
            Self::Comma => '，',
            Self::Semicolon => '；',
            Self::Stop | Self::Paragraph => '。',
        }
    }
}

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Said {
    /// Characters that all have a reading.
    Han(String),
    /// Letters apart (`P D F`) or a word.
    Latin(String),
    Pause(Pause),
}

/// What is said for some characters of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What is said.
    pub said: Said,
    /// Which characters it stands for, counted in Unicode scalar values.
    pub span: Range<usize>,
}
