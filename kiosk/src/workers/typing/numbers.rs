//! What document numbers of the mirror begin with (发文代字), offered while digits are typed.

use super::Worker;
use session::keyboard::typing::{CANDIDATES_MAX, Candidate, Count, Spell, Spelled};

impl Worker {
    /// What document numbers begin with: all of it, or what fits the words that stand there; the digits behind them stay.
    pub(super) fn numbers(&self, spell: &Spell) -> Spelled {
        let words = spell.before.trim_end_matches(is_behind);
        let chars = |text: &str| text.chars().count();
        let (typed, kept) = (chars(words), chars(&spell.before) - chars(words));
        let wanted = words.trim();
        let known = self.numbers.iter();
        let mut fits: Vec<_> = known.filter(|(own, _)| own.contains(wanted)).collect();
        // The one that stands there comes first, then those that begin so.
        fits.sort_by_key(|(own, _)| match own {
            _ if wanted.is_empty() => 0,
            own if own == wanted => 0,
            own if own.starts_with(wanted) => 1,
            _ => 2,
        });
        let candidates = fits.into_iter().take(CANDIDATES_MAX);
        Spelled {
            serial: spell.serial,
            shown: String::new(),
            candidates: candidates
                .map(|(own, documents)| Candidate {
                    text: own.clone(),
                    documents: Some(Count {
                        total: *documents,
                        exact: true,
                    }),
                    keys_used: 0,
                    before_used: typed,
                    behind_kept: kept,
                })
                .collect(),
        }
    }
}

/// What stands behind the beginning of a number: year, brackets, the number itself.
fn is_behind(c: char) -> bool {
    let sign = matches!(
        c,
        '〔' | '〕' | '[' | ']' | '(' | ')' | '（' | '）' | '号' | '第'
    );
    sign || c.is_ascii_digit() || c.is_whitespace()
}
