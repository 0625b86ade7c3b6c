//! Turns what was typed into words, and words into expressions over the indexes. Never touches a database.
//!
//! An expression finds every document that can match and some that do not; `matching.rs` decides.

use crate::expression::{Place, all, any, number_tokens, quote};
use crate::number::{self, Number};
use crate::query::{Filter, QUERY_CHARS_MAX, Query};
use crate::word::{SQUEEZED_CHARS_MIN, Word};
use crate::{fold, tokens};

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
    filters: Vec<String>,
}

impl Plan {
    /// Takes a query apart. Accepts anything.
    pub fn new(query: &Query) -> Plan {
        let typed: String = query.text.chars().take(QUERY_CHARS_MAX).collect();
        let folded = fold::fold(&typed);
        let mut words: Vec<Word> = Vec::new();
        for word in words_of(&folded) {
            if words.len() < WORDS_MAX && !words.iter().any(|w| w.folded == word) {
                words.push(Word::new(word));
            }
        }
        let squeezed = fold::squeeze(&typed);
        let bare = folded.chars().all(|c| c == ' ' || fold::is_word(c));
        Plan {
            numbers: Number::typed(&typed),
            index_key: number::typed_index_key(&typed),
            may_be_title: !squeezed.is_empty()
                && (bare || squeezed.chars().count() >= SQUEEZED_CHARS_MIN),
            squeezed,
            filters: filters(&query.filter),
            words,
        }
    }

    /// Whether nothing was typed that could be looked for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether every row of [`Plan::everything`] is a hit without looking at it.
    pub fn is_decided(&self) -> bool {
        self.numbers.is_empty()
            && self.index_key.is_none()
            && self.words.iter().all(Word::is_decided)
    }

    /// Over `text_index`: every document that can match; `None` if every document does.
    pub fn everything(&self) -> Option<String> {
        if self.is_empty() {
            return self.only_filters();
        }
        let mut ways = vec![all(self.words.iter().map(Word::anywhere))];
        if !self.is_decided() {
            ways.push(self.title_tokens());
            ways.extend(self.number_expression());
        }
        Some(self.filtered(any(ways).expect("the words are one way")))
    }

    /// Over `text_index`: documents that pass the filter; `None` if there is none.
    pub fn only_filters(&self) -> Option<String> {
        (!self.filters.is_empty()).then(|| all(self.filters.iter().map(|f| quote(f))))
    }

    /// Over `text_index`: the title is the query.
    pub fn whole_title(&self) -> String {
        self.filtered(self.title_tokens())
    }

    fn title_tokens(&self) -> String {
        let core = tokens::core_title(&self.squeezed);
        let keys = [
            tokens::whole_title(&self.squeezed),
            tokens::whole_title(core),
        ];
        any(keys.iter().map(|key| quote(key)).collect()).expect("two tokens")
    }

    /// Over `text_index`: a number of the document is the query.
    pub fn numbered(&self) -> Option<String> {
        self.number_expression().map(|e| self.filtered(e))
    }

    fn number_expression(&self) -> Option<String> {
        let mut ways: Vec<String> = self.numbers.iter().map(number_tokens).collect();
        ways.extend(
            self.index_key
                .as_ref()
                .map(|key| format!("{} *", quote(&format!("@{key}")))),
        );
        any(ways)
    }

    /// Over `small_index`: every word in a small field, by its characters.
    pub fn small(&self) -> String {
        let words = self.words.iter().map(|word| {
            // Not marked as ready: the tokenizer makes the pairs and FTS5 a phrase of them.
            let quoted = format!("\"{}\"", word.folded.replace('"', " "));
            if word.is_single() {
                format!("{quoted} *")
            } else {
                quoted
            }
        });
        self.filtered(all(words))
    }

    /// Over `text_index`: letters that sound like a title; `None` if nothing typed can sound there.
    pub fn sounding(&self, place: Place) -> Option<String> {
        if self.words.iter().all(|word| word.splits.is_empty()) {
            return None;
        }
        let expression = match (place, self.words.as_slice()) {
            (Place::Inside, words) => all(words.iter().map(Word::in_small)),
            (_, [word]) => word.sounding(place)?,
            _ => return None,
        };
        Some(self.filtered(expression))
    }

    /// Over `text_index`: titles whose punctuation the query leaves out, and single characters of small fields.
    pub fn loosely_titled(&self) -> Option<String> {
        let loose = |word: &Word| word.squeezed.is_some() || word.is_single();
        self.words
            .iter()
            .any(loose)
            .then(|| self.filtered(all(self.words.iter().map(Word::in_small))))
    }

    fn filtered(&self, expression: String) -> String {
        all([expression]
            .into_iter()
            .chain(self.filters.iter().map(|f| quote(f))))
    }
}

/// Splits at blanks; a word that starts with a quotation mark goes on to the next one.
fn words_of(folded: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = folded.trim_start();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('"') {
            Some(inner) if inner.contains('"') => inner.split_once('"').unwrap_or((inner, "")),
            Some(inner) => ("", inner),
            None => rest.split_once(' ').unwrap_or((rest, "")),
        };
        let word = word.trim();
        if word.chars().any(fold::is_word) {
            words.push(word.to_owned());
        }
        rest = after.trim_start();
    }
    words
}

fn filters(filter: &Filter) -> Vec<String> {
    let mut found = Vec::new();
    found.extend(filter.agency.as_deref().map(tokens::agency));
    found.extend(filter.year.map(tokens::year));
    found.extend(filter.category.as_deref().map(tokens::category));
    found.extend(filter.validity.map(tokens::validity));
    found
}
