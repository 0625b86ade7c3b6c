//! One word of a query: what it may mean, and where the indexes may know it. Decides no hit.

use crate::index::expression::{
    Expression, Place, WORD_TOKENS_MAX, all, any, number_tokens, prefix, split_expression, spread,
    thin, token,
};
use crate::words::fold;
use crate::words::mark::Mark;
use crate::words::number::{self, Number};
use crate::words::sound::{self, Split};
use crate::words::tokens;

/// From this many characters on, a word also finds a title with other punctuation.
pub const SQUEEZED_CHARS_MIN: usize = 7;

/// Pairs by which the index proposes the documents that may hold a word as it was typed. Looking one up costs less than a body that
/// is read in vain.
const LITERAL_TOKENS_MAX: usize = 24;

/// One word of a query.
#[derive(Debug, Clone)]
pub struct Word {
    /// As it is looked for in folded text.
    pub folded: String,
    /// Without punctuation, if it is long enough to be a title.
    pub squeezed: Option<String>,
    /// How its letters may sound.
    pub splits: Vec<Split>,
    /// It stood in quotation marks.
    pub quoted: bool,
}

impl Word {
    /// Works out what the word may mean; if it was `quoted`, only itself.
    pub fn new(folded: String, quoted: bool) -> Word {
        let squeezed = fold::squeeze(&folded);
        let long = squeezed.chars().count() >= SQUEEZED_CHARS_MIN && !quoted;
        Word {
            splits: if quoted {
                Vec::new()
            } else {
                sound::splits(&folded)
            },
            squeezed: long.then_some(squeezed),
            folded,
            quoted,
        }
    }

    /// Whether the index alone decides: at most two word characters and nothing that sounds.
    pub fn is_decided(&self) -> bool {
        self.splits.is_empty()
            && self.folded.chars().count() <= 2
            && self.folded.chars().all(fold::is_word)
    }

    /// What can match this word by its characters.
    pub fn literal(&self) -> Expression {
        let chars: Vec<char> = self.folded.chars().collect();
        let runs: Vec<&[char]> = chars
            .split(|c| !fold::is_word(*c))
            .filter(|run| !run.is_empty())
            .collect();
        let mut pairs: Vec<String> = runs.iter().flat_map(|run| every_pair(run)).collect();
        let cited = number::cited(&chars);
        let mut figures: Vec<String> = Vec::new();
        if cited.is_empty() {
            tokens::each_figure(&chars, |figure| figures.push(figure.to_owned()));
            // Fours hold their threes.
            if figures.iter().any(|figure| figure.len() > 4) {
                figures.retain(|figure| figure.len() > 4);
            }
        }
        if !cited.is_empty() || !figures.is_empty() {
            pairs.retain(|pair| !pair.chars().all(|c| c.is_ascii_digit()));
        }
        pairs.extend(thin(figures, WORD_TOKENS_MAX));
        if pairs.is_empty() && cited.is_empty() {
            // Single characters between punctuation: the shortest way in is the first of them.
            let first = runs
                .first()
                .map(|run| run[0].to_string())
                .unwrap_or_default();
            return prefix(&first);
        }
        let numbers = cited.into_iter().map(|(number, ends)| {
            // Cut short at its end, it may be the start of a longer one.
            let number = tokens::cited(&number);
            if ends {
                prefix(&number)
            } else {
                token(&number)
            }
        });
        all(numbers.chain(
            thin(pairs, LITERAL_TOKENS_MAX)
                .iter()
                .map(|pair| token(pair)),
        ))
    }

    /// Documents that say it [`Mark::Often`] or [`Mark::VeryOften`] for their length; `None` if the index cannot tell.
    pub fn often(&self, mark: Mark) -> Option<Expression> {
        let chars: Vec<char> = self.folded.chars().collect();
        let hanzi = chars.iter().all(|c| fold::is_hanzi(*c));
        if !hanzi || chars.len() < 2 {
            return None;
        }
        let pairs = thin(every_pair(&chars), WORD_TOKENS_MAX);
        Some(all(pairs.iter().map(|pair| token(&mark.token(pair)))))
    }

    fn title_pairs(&self) -> Option<Expression> {
        marked_pairs(Mark::TitlePair, self.squeezed.as_ref()?)
    }

    /// Letters that sound like a small field.
    pub fn sounding(&self, place: Place) -> Option<Expression> {
        let ways: Vec<Expression> = self
            .splits
            .iter()
            .filter_map(|split| split_expression(split, place))
            .collect();
        any(ways)
    }

    /// Everything that can match this word.
    pub fn anywhere(&self) -> Expression {
        let mut ways = vec![self.literal()];
        ways.extend(self.title_pairs());
        ways.extend(self.sounding(Place::Inside));
        any(ways).expect("the literal way is always there")
    }

    /// What can match this word in a title by its characters, whatever the punctuation.
    pub fn in_title(&self) -> Expression {
        let bare: String = self.folded.chars().filter(|c| fold::is_word(*c)).collect();
        marked_pairs(Mark::TitlePair, &bare).unwrap_or_else(|| token(&Mark::Char.token(&bare)))
    }

    /// What can match this word in any small field.
    pub fn in_small(&self) -> Expression {
        let bare: String = self.folded.chars().filter(|c| fold::is_word(*c)).collect();
        let mut ways = vec![self.in_title()];
        ways.extend(marked_pairs(Mark::NamePair, &bare));
        ways.extend(self.sounding(Place::Inside));
        ways.extend(number_tokens(&Number::cut(&self.folded)));
        any(ways).expect("one way is always there")
    }

    /// What can match this word in an agency or a subject, over the names.
    pub fn in_name(&self) -> Expression {
        let bare: Vec<char> = self.folded.chars().filter(|c| fold::is_word(*c)).collect();
        let literal = match bare.as_slice() {
            [c] => token(&Mark::Char.token(c)),
            _ => all(thin(spread(&bare), WORD_TOKENS_MAX)
                .iter()
                .map(|pair| token(pair))),
        };
        let ways = [literal].into_iter().chain(self.sounding(Place::Inside));
        any(ways.collect()).expect("one way is always there")
    }
}

/// Of a word every pair, of a sentence enough to cover it: the index has no positions, and the pairs in the middle keep
/// away the documents in which the others lie apart.
fn every_pair(run: &[char]) -> Vec<String> {
    if run.len() > LITERAL_TOKENS_MAX {
        return spread(run);
    }
    run.windows(2).map(|pair| pair.iter().collect()).collect()
}

/// Pairs of a text without punctuation, under a mark; `None` if there is none.
fn marked_pairs(mark: Mark, squeezed: &str) -> Option<Expression> {
    let chars: Vec<char> = squeezed.chars().collect();
    let pairs = thin(spread(&chars), WORD_TOKENS_MAX);
    (!pairs.is_empty()).then(|| all(pairs.iter().map(|pair| token(&mark.token(pair)))))
}
