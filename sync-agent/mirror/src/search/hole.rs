//! A word with one unknown character: what may stand there, and how to look for it. Pure.

use std::collections::BTreeMap;

use crate::index::expression::{Expression, all, spread, thin, token};
use crate::words::fold;
use crate::words::mark::Mark;

/// Tokens of one look-up.
const TOKENS_MAX: usize = 10;

/// Guesses and how far they are from what was typed: smaller is nearer; how often they were met, negative.
pub type Guesses = BTreeMap<String, (u32, i64)>;

/// A word in which one character is unknown.
pub struct Hole<'a> {
    before: &'a [char],
    behind: &'a [char],
    /// What was typed there.
    not: Option<char>,
}

impl<'a> Hole<'a> {
    /// The character at `at` is wrong.
    pub fn wrong(chars: &'a [char], at: usize) -> Self {
        Hole {
            before: &chars[..at],
            behind: &chars[at + 1..],
            not: Some(chars[at]),
        }
    }

    /// A character is missing before `at`.
    pub fn missing(chars: &'a [char], at: usize) -> Self {
        Hole {
            before: &chars[..at],
            behind: &chars[at..],
            not: None,
        }
    }

    /// Tokens of what is known: of pairs under a mark, or of any pairs.
    pub fn around(&self, mark: Option<Mark>) -> Expression {
        let mut tokens = Vec::new();
        for part in [self.before, self.behind] {
            match part {
                [] => {}
                // Bodies have no token for a character alone.
                [c] if mark.is_some() => tokens.push(Mark::Char.token(c)),
                [_] => {}
                part => tokens.extend(spread(part).into_iter().map(|pair| match mark {
                    Some(mark) => mark.token(pair),
                    None => pair,
                })),
            }
        }
        all(thin(tokens, TOKENS_MAX).iter().map(|one| token(one)))
    }

    /// Adds each way a text fills the hole with another character.
    pub fn fill(&self, text: &str, guesses: &mut Guesses) {
        // At an end it may as well be a part of another word.
        let inside = !self.before.is_empty() && !self.behind.is_empty();
        let distance = if inside { 1 } else { 2 };
        let text: Vec<char> = text.chars().collect();
        for window in text.windows(self.before.len() + 1 + self.behind.len()) {
            let filling = window[self.before.len()];
            if window.starts_with(self.before)
                && window.ends_with(self.behind)
                && self.not != Some(filling)
                && fold::is_word(filling)
            {
                let entry = guesses
                    .entry(window.iter().collect())
                    .or_insert((distance, 0));
                entry.1 -= 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_is_filled_by_what_stands_there() {
        let chars: Vec<char> = "住房工积金".chars().collect();
        let mut guesses = Guesses::new();
        let hole = Hole::wrong(&chars, 2);
        hole.fill("住房公积金管理条例", &mut guesses);
        hole.fill("住房，积金", &mut guesses);
        hole.fill("住房工积金", &mut guesses);
        assert_eq!(guesses.into_keys().collect::<Vec<_>>(), ["住房公积金"]);
        let chars: Vec<char> = "老人权益".chars().collect();
        let mut guesses = Guesses::new();
        Hole::missing(&chars, 1).fill("老年人权益保障法", &mut guesses);
        assert_eq!(guesses.into_keys().collect::<Vec<_>>(), ["老年人权益"]);
    }
}
