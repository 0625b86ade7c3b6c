//! A place in the text and what stands there: digits, numbers, words, what came before. Says nothing.

use super::token::{Pause, Said, Token};

/// What the last rule read; decides what a dash means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub(super) enum Kind {
    Start,
    /// A number, perhaps with its unit, a date, a time: something a range may begin with.
    Quantity,
    /// 第n: numbers after 、 and 至 go on with it.
    Ordinal,
    Pause,
    Word,
}

/// What a rule has read.
#[allow(missing_docs)]
pub(super) struct Found {
    pub(super) used: usize,
    pub(super) said: Vec<Said>,
    /// Not given: it leaves what came before as it is.
    pub(super) kind: Option<Kind>,
}

impl Found {
    pub(super) fn new(used: usize, kind: Kind, said: Vec<Said>) -> Option<Self> {
        Some(Self {
            used,
            said,
            kind: Some(kind),
        })
    }

    pub(super) fn han(used: usize, kind: Kind, text: impl Into<String>) -> Option<Self> {
        Self::new(used, kind, vec![Said::Han(text.into())])
    }

    pub(super) fn pause(used: usize, pause: Pause) -> Option<Self> {
        Self::new(used, Kind::Pause, vec![Said::Pause(pause)])
    }

    pub(super) fn silent(used: usize) -> Option<Self> {
        Some(Self {
            used,
            said: Vec::new(),
            kind: None,
        })
    }
}

/// Where a rule looks.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The whole text, folded.
    pub(super) chars: &'a [char],
    pub(super) at: usize,
    pub(super) before: Kind,
    /// Reads a text of its own that stands inside this one: a cell.
    pub(super) inside: fn(&str) -> Vec<Token>,
}

/// Words that decide what a number is stand at most so far before it.
const LOOK_BACK_CHARS: usize = 24;
/// And so far behind it.
const LOOK_AHEAD_CHARS: usize = 8;
/// A longer run of digits is read as several, so that no text makes one endless piece.
pub(super) const DIGITS_MAX: usize = 64;

impl<'a> Place<'a> {
    pub(super) fn get(&self, offset: usize) -> Option<char> {
        self.chars.get(self.at + offset).copied()
    }

    pub(super) fn rest(&self) -> &'a [char] {
        &self.chars[self.at..]
    }

    pub(super) fn previous(&self) -> Option<char> {
        self.at.checked_sub(1).map(|i| self.chars[i])
    }

    /// The last character before that is no space.
    pub(super) fn previous_seen(&self) -> Option<char> {
        self.chars[..self.at]
            .iter()
            .rev()
            .take(LOOK_BACK_CHARS)
            .copied()
            .find(|c| *c != ' ')
    }

    pub(super) fn starts(&self, offset: usize, text: &str) -> bool {
        let mut i = self.at + offset;
        text.chars().all(|c| {
            i += 1;
            self.chars.get(i - 1) == Some(&c)
        })
    }

    /// The longest of `words` that stands at `offset`.
    pub(super) fn one_of(&self, offset: usize, words: &[&'static str]) -> Option<&'static str> {
        words
            .iter()
            .filter(|word| self.starts(offset, word))
            .max_by_key(|word| word.len())
            .copied()
    }

    /// How many ASCII digits stand at `offset`.
    pub(super) fn digits(&self, offset: usize) -> usize {
        self.chars
            .get(self.at + offset..)
            .unwrap_or_default()
            .iter()
            .take(DIGITS_MAX)
            .take_while(|c| c.is_ascii_digit())
            .count()
    }

    pub(super) fn text(&self, offset: usize, len: usize) -> String {
        self.chars[self.at + offset..self.at + offset + len]
            .iter()
            .collect()
    }

    /// The number that `len` digits at `offset` write, if it is small enough.
    pub(super) fn value(&self, offset: usize, len: usize) -> Option<u64> {
        self.text(offset, len).parse().ok()
    }

    pub(super) fn spaces(&self, offset: usize) -> usize {
        self.chars
            .get(self.at + offset..)
            .unwrap_or_default()
            .iter()
            .take_while(|c| **c == ' ')
            .count()
    }

    /// Whether only spaces stand between here and the beginning of the line.
    pub(super) fn at_line_start(&self) -> bool {
        let before = &self.chars[..self.at];
        before
            .iter()
            .rev()
            .take(LOOK_BACK_CHARS)
            .find(|c| !matches!(c, ' ' | '\u{3000}' | '\t' | '#' | '*'))
            .is_none_or(|c| *c == '\n')
    }

    /// Whether a digit run begins here, not inside one or behind its decimal point.
    pub(super) fn begins_number(&self) -> bool {
        self.get(0).is_some_and(|c| c.is_ascii_digit())
            && !self.previous().is_some_and(|c| c.is_ascii_digit())
    }

    /// Whether one of `words` stands before, in the same sentence.
    pub(super) fn told_before(&self, words: &[&str]) -> bool {
        let from = self.at.saturating_sub(LOOK_BACK_CHARS);
        let before = &self.chars[from..self.at];
        let from = before
            .iter()
            .rposition(|c| matches!(c, '。' | '；' | '\n' | '！' | '？'))
            .map_or(0, |i| i + 1);
        contains(&before[from..], words)
    }

    /// Whether one of `words` stands shortly behind `offset`, in the same clause.
    pub(super) fn told_behind(&self, offset: usize, words: &[&str]) -> bool {
        let after = self.chars.get(self.at + offset..).unwrap_or_default();
        let to = after
            .iter()
            .take(LOOK_AHEAD_CHARS)
            .position(|c| matches!(c, '。' | '；' | '，' | '\n' | '、'))
            .unwrap_or(LOOK_AHEAD_CHARS.min(after.len()));
        contains(&after[..to], words)
    }
}

fn contains(chars: &[char], words: &[&str]) -> bool {
    let text: String = chars.iter().collect();
    words.iter().any(|word| text.contains(word))
}

pub(super) fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇')
}

/// Dashes between two numbers.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '—' | '~')
}

/// 1900 to 2100, as years of documents are.
pub(super) fn is_year(value: u64) -> bool {
    (1900..=2100).contains(&value)
}
