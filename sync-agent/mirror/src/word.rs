//! One word of a query: what it may mean, and where the indexes may know it. Decides no hit.

use crate::expression::{Place, WORD_TOKENS_MAX, all, any, quote, split_expression, spread, thin};
use crate::fold;
use crate::sound::{self, Split};

/// From this many characters on, a word also finds a title with other punctuation.
pub const SQUEEZED_CHARS_MIN: usize = 7;

/// One word of a query.
#[derive(Debug, Clone)]
pub struct Word {
    /// As it is looked for in folded text.
    pub folded: String,
    /// Without punctuation, if it is long enough to be a title.
    pub squeezed: Option<String>,
    /// How its letters may sound.
    pub splits: Vec<Split>,
}

impl Word {
    /// Works out what the word may mean.
    pub fn new(folded: String) -> Word {
        let squeezed = fold::squeeze(&folded);
        let long = squeezed.chars().count() >= SQUEEZED_CHARS_MIN;
        Word {
            splits: sound::splits(&folded),
            squeezed: long.then_some(squeezed),
            folded,
        }
    }

    /// Whether the index alone decides: at most two word characters and nothing that sounds.
    pub fn is_decided(&self) -> bool {
        self.splits.is_empty()
            && self.folded.chars().count() <= 2
            && self.folded.chars().all(fold::is_word)
    }

    /// Whether it is one character.
    pub fn is_single(&self) -> bool {
        self.folded.chars().filter(|c| fold::is_word(*c)).count() == 1
    }

    fn literal(&self) -> String {
        let chars: Vec<char> = self.folded.chars().collect();
        let runs: Vec<&[char]> = chars
            .split(|c| !fold::is_word(*c))
            .filter(|run| !run.is_empty())
            .collect();
        let pairs: Vec<String> = runs.iter().flat_map(|run| spread(run)).collect();
        if pairs.is_empty() {
            // Single characters between punctuation: the shortest way in is the first of them.
            let first = runs
                .first()
                .map(|run| run[0].to_string())
                .unwrap_or_default();
            return format!("{} *", quote(&first));
        }
        all(thin(pairs, WORD_TOKENS_MAX).iter().map(|pair| quote(pair)))
    }

    fn title_pairs(&self) -> Option<String> {
        let chars: Vec<char> = self.squeezed.as_ref()?.chars().collect();
        let pairs = thin(spread(&chars), WORD_TOKENS_MAX);
        Some(all(pairs.iter().map(|pair| quote(&format!("+{pair}")))))
    }

    /// Letters that sound like a small field.
    pub fn sounding(&self, place: Place) -> Option<String> {
        let ways: Vec<String> = self
            .splits
            .iter()
            .filter_map(|split| split_expression(split, place))
            .collect();
        any(ways)
    }

    /// Everything that can match this word.
    pub fn anywhere(&self) -> String {
        let mut ways = vec![self.literal()];
        ways.extend(self.title_pairs());
        ways.extend(self.sounding(Place::Inside));
        any(ways).expect("the literal way is always there")
    }

    /// What can match this word in a small field other than by its exact characters.
    pub fn in_small(&self) -> String {
        let mut ways: Vec<String> = self.title_pairs().into_iter().collect();
        ways.extend(self.sounding(Place::Inside));
        let singles: Vec<char> = self.folded.chars().filter(|c| fold::is_word(*c)).collect();
        ways.push(all(thin(singles, WORD_TOKENS_MAX)
            .iter()
            .map(|c| quote(&format!("!{c}")))));
        any(ways).expect("one way is always there")
    }
}
