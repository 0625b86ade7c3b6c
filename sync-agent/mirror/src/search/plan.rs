//! Turns what was typed into words, and words into expressions over the indexes. Never touches a database.
//!
//! An expression finds every document that can match and some that do not; `matching.rs` decides.

use crate::index::expression::{Expression, Place, all, any, number_tokens, prefix, token};
use crate::query::{Filter, QUERY_CHARS_MAX, Query};
use crate::search::word::{SQUEEZED_CHARS_MIN, Word};
use crate::words::fold;
use crate::words::mark::Mark;
use crate::words::number::{self, Number};
use crate::words::tokens;

/// Words of one query; more are ignored.
const WORDS_MAX: usize = 24;

/// A query, taken apart.
#[derive(Debug, Clone)]
pub struct Plan {
    /// All of them must match.
    pub words: Vec<Word>,
    /// Document numbers that may be meant by the whole query.
    pub numbers: Vec<Number>,
    /// An index number that may be meant by the whole query.
    pub index_key: Option<String>,
    /// The whole query without punctuation and blanks.
    pub squeezed: String,
    /// Whether a title with other punctuation is meant too: none was typed, or so much text that it is a title.
    pub may_be_title: bool,
    typed: bool,
    filters: Vec<String>,
}

impl Plan {
    /// Takes a query apart. Accepts anything.
    pub fn new(query: &Query) -> Plan {
        let typed: String = query.text.chars().take(QUERY_CHARS_MAX).collect();
        let folded = fold::fold(&typed);
        let mut words: Vec<Word> = Vec::new();
        for typed in words_of(&folded) {
            if words.len() < WORDS_MAX && !words.iter().any(|w| w.folded == typed.text) {
                words.push(Word::new(typed.text, typed.quoted));
            }
        }
        // What stands in quotation marks means its characters and nothing else.
        let quoted = words.iter().any(|word| word.quoted);
        let squeezed = fold::squeeze(&typed);
        let bare = folded.chars().all(|c| c == ' ' || fold::is_word(c));
        let long = squeezed.chars().count() >= SQUEEZED_CHARS_MIN;
        Plan {
            numbers: if quoted {
                Vec::new()
            } else {
                Number::typed(&typed)
            },
            index_key: number::typed_index_key(&typed).filter(|_| !quoted),
            may_be_title: !squeezed.is_empty() && !quoted && (bare || long),
            squeezed,
            filters: filters(&query.filter),
            typed: folded.contains(|c| c != ' '),
            words,
        }
    }

    /// Whether nothing was typed that could be looked for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether something was typed, but nothing that could be looked for: nothing has it.
    pub fn is_noise(&self) -> bool {
        self.words.is_empty() && self.typed
    }

    /// Whether every row of [`Plan::everything`] is a hit without looking at it.
    pub fn is_decided(&self) -> bool {
        self.numbers.is_empty()
            && self.index_key.is_none()
            && self.words.iter().all(Word::is_decided)
    }

    /// Over the texts: every document that can match; `None` if every document does.
    pub fn everything(&self) -> Option<Expression> {
        if self.is_empty() {
            return self.only_filters();
        }
        let mut ways = vec![all(self.words.iter().map(Word::anywhere))];
        if !self.is_decided() {
            ways.extend(self.may_be_title.then(|| self.title_tokens()));
            ways.extend(self.number_expression());
        }
        Some(self.filtered(any(ways).expect("the words are one way")))
    }

    /// Over the texts: documents that pass the filter; `None` if there is none.
    pub fn only_filters(&self) -> Option<Expression> {
        (!self.filters.is_empty()).then(|| all(self.filters.iter().map(|f| token(f))))
    }

    /// Over the texts: the title is the query.
    pub fn whole_title(&self) -> Option<Expression> {
        self.may_be_title
            .then(|| self.filtered(self.title_tokens()))
    }

    fn title_tokens(&self) -> Expression {
        let core = tokens::core_title(&self.squeezed);
        let keys = [
            tokens::whole_title(&self.squeezed),
            tokens::whole_title(core),
        ];
        any(keys.iter().map(|key| token(key)).collect()).expect("two tokens")
    }

    /// Over the texts: a number of the document is the query.
    pub fn numbered(&self) -> Option<Expression> {
        self.number_expression().map(|e| self.filtered(e))
    }

    fn number_expression(&self) -> Option<Expression> {
        let mut ways: Vec<Expression> = self.numbers.iter().filter_map(number_tokens).collect();
        ways.extend(
            self.index_key
                .as_ref()
                .map(|key| prefix(&Mark::IndexNo.token(key))),
        );
        any(ways)
    }

    /// Over the texts: every word in the title, by its characters.
    pub fn titled(&self) -> Expression {
        self.filtered(all(self.words.iter().map(Word::in_title)))
    }

    /// Over the texts: every word in a small field, by its characters or its sound.
    pub fn small(&self) -> Expression {
        self.filtered(all(self.words.iter().map(Word::in_small)))
    }

    /// Over the names: every word in an agency or a subject.
    pub fn named(&self) -> Expression {
        all(self.words.iter().map(Word::in_name))
    }

    /// Over the texts: letters that sound like a title; `None` if nothing typed can sound there.
    pub fn sounding(&self, place: Place) -> Option<Expression> {
        let [word] = self.words.as_slice() else {
            return None;
        };
        let expression = word.sounding(place)?;
        Some(self.filtered(expression))
    }

    fn filtered(&self, expression: Expression) -> Expression {
        all([expression]
            .into_iter()
            .chain(self.filters.iter().map(|f| token(f))))
    }
}

/// A word as typed.
struct Typed {
    text: String,
    quoted: bool,
}

/// Splits at blanks; a word that starts with a quotation mark goes on to the next one.
fn words_of(folded: &str) -> Vec<Typed> {
    let mut words = Vec::new();
    let mut rest = folded.trim_start();
    while !rest.is_empty() {
        let (word, after, quoted) = match rest.strip_prefix('"') {
            Some(inner) => match inner.split_once('"') {
                Some((word, after)) => (word, after, true),
                None => ("", inner, false),
            },
            None => {
                let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
                (word, after, false)
            }
        };
        let word = word.trim();
        if word.chars().any(fold::is_word) {
            words.push(Typed {
                text: word.to_owned(),
                quoted,
            });
        }
        rest = after.trim_start();
    }
    words
}

fn filters(filter: &Filter) -> Vec<String> {
    let mut found = Vec::new();
    found.extend(filter.agency.as_deref().map(tokens::agency));
    found.extend(filter.year.map(tokens::year));
    found.extend(filter.category.map(tokens::category));
    found.extend(filter.validity.map(tokens::validity));
    found
}
