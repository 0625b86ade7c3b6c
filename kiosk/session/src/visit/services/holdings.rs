//! The paper holdings: which titles fit what is typed. Looks only at the list of the point; asks nobody.

use config::holdings::{Holding, SHELF_KINDS};

use super::form::{Filling, Kind};
use crate::screen::services::holdings::{HOLDINGS_SHOWN_MAX, Touch};
use crate::terminal::Terminal;

/// Characters of the field.
const WORDS_CHARS_MAX: usize = 32;
const FIELDS: [Kind; 1] = [Kind::words("holding", WORDS_CHARS_MAX).optional()];

/// See [`Serving::Holdings`](super::Serving::Holdings).
#[derive(Debug, Clone, PartialEq)]
pub struct Looking {
    /// What is looked for.
    pub filling: Filling,
    /// Kind of the shelf; empty for all.
    pub kind: String,
}

impl Looking {
    pub(super) fn open(kind: String) -> Looking {
        Looking {
            filling: Filling::new(&FIELDS),
            kind: known(kind),
        }
    }

    pub(super) fn touched(&mut self, touch: Touch) {
        let Touch::Kind { code } = touch;
        self.kind = known(code);
    }

    /// Titles that fit, and how many there are in all.
    pub fn fitting<'a>(&self, terminal: &'a Terminal) -> (Vec<&'a Holding>, usize) {
        let text = self.filling.text_at(0).to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        let fits = |holding: &&Holding| {
            let kind = self.kind.is_empty() || holding.kind == self.kind;
            kind && words.iter().all(|word| {
                [&holding.title, &holding.doc_no, &holding.edition]
                    .iter()
                    .any(|cell| cell.to_lowercase().contains(word))
            })
        };
        let mut found: Vec<&Holding> = terminal.holdings.held.iter().filter(fits).collect();
        let total = found.len();
        found.truncate(HOLDINGS_SHOWN_MAX);
        (found, total)
    }
}

fn known(code: String) -> String {
    match SHELF_KINDS.contains(&code.as_str()) {
        true => code,
        false => String::new(),
    }
}
