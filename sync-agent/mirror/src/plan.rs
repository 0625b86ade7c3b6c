//! Turns what was typed into words, and words into expressions over the indexes. Never touches a database.
//!
//! An expression finds every document that can match and some that do not; `matching.rs` decides. Nothing that is
//! typed reaches SQLite as syntax: every token is quoted and marked as ready-made.

use crate::number::{self, Number};
use crate::query::{Filter, QUERY_CHARS_MAX, Query};
use crate::sound::{self, Piece, Split};
use crate::tokenizer::KEYS;
use crate::{fold, tokens};

/// Words of one query; more are ignored.
const WORDS_MAX: usize = 24;
/// Tokens looked up for one word; the rest of a long word is checked in the text.
const WORD_TOKENS_MAX: usize = 10;
/// From this many characters on, a word also finds a title with other punctuation.
const SQUEEZED_CHARS_MIN: usize = 7;

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
    fn new(folded: String) -> Word {
        let squeezed = fold::squeeze(&folded);
        let long = squeezed.chars().count() >= SQUEEZED_CHARS_MIN;
        Word {
            splits: sound::splits(&folded),
            squeezed: long.then_some(squeezed),
            folded,
        }
    }

    /// Whether the index alone decides: at most two word characters and nothing that sounds.
    fn is_decided(&self) -> bool {
        self.splits.is_empty()
            && self.folded.chars().count() <= 2
            && self.folded.chars().all(fold::is_word)
    }

    fn is_single(&self) -> bool {
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

    fn sounding(&self, place: Place) -> Option<String> {
        let ways: Vec<String> = self
            .splits
            .iter()
            .filter_map(|split| split_expression(split, place))
            .collect();
        any(ways)
    }

    /// Everything that can match this word.
    fn anywhere(&self) -> String {
        let mut ways = vec![self.literal()];
        ways.extend(self.title_pairs());
        ways.extend(self.sounding(Place::Inside));
        any(ways).expect("the literal way is always there")
    }

    /// What can match this word in a small field other than by its exact characters.
    fn in_small(&self) -> String {
        let mut ways: Vec<String> = self.title_pairs().into_iter().collect();
        ways.extend(self.sounding(Place::Inside));
        let singles: Vec<char> = self.folded.chars().filter(|c| fold::is_word(*c)).collect();
        ways.push(all(thin(singles, WORD_TOKENS_MAX)
            .iter()
            .map(|c| quote(&format!("!{c}")))));
        any(ways).expect("one way is always there")
    }
}

/// Where in a title letters must sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// From its first character to its last.
    Whole,
    /// From its first character.
    Start,
    /// Anywhere, in other small fields too.
    Inside,
}

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

fn quote(token: &str) -> String {
    format!("\"{KEYS}{}\"", token.replace('"', "\"\""))
}

fn all(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().collect();
    format!("({})", parts.join(" AND "))
}

fn any(ways: Vec<String>) -> Option<String> {
    (!ways.is_empty()).then(|| format!("({})", ways.join(" OR ")))
}

/// Pairs that together cover all characters of a run.
fn spread(run: &[char]) -> Vec<String> {
    let mut pairs: Vec<String> = run
        .chunks_exact(2)
        .map(|pair| pair.iter().collect())
        .collect();
    if run.len() % 2 == 1 && run.len() > 2 {
        pairs.push(run[run.len() - 2..].iter().collect());
    }
    pairs
}

/// At most `keep` of them, evenly chosen.
fn thin<T>(parts: Vec<T>, keep: usize) -> Vec<T> {
    let count = parts.len();
    if count <= keep {
        return parts;
    }
    let mut taken = 0;
    parts
        .into_iter()
        .enumerate()
        .filter(|(index, _)| {
            let take = index * keep / count >= taken && taken < keep;
            taken += usize::from(take);
            take
        })
        .map(|(_, part)| part)
        .collect()
}

fn first_letter(piece: &Piece) -> Option<char> {
    match piece {
        Piece::Char(c) => c.is_ascii_alphanumeric().then_some(*c),
        Piece::Syllable(s) | Piece::Prefix(s) => s.chars().next(),
    }
}

fn split_expression(split: &Split, place: Place) -> Option<String> {
    let letters: Vec<Option<char>> = split.pieces.iter().map(first_letter).collect();
    let mut tokens: Vec<String> = Vec::new();
    for run in letters.split(Option::is_none) {
        let run: Vec<char> = run.iter().copied().flatten().collect();
        tokens.extend(
            runs_of_initials(&run)
                .into_iter()
                .map(|r| quote(&format!("~{r}"))),
        );
    }
    tokens = thin(tokens, WORD_TOKENS_MAX);
    for piece in &split.pieces {
        match piece {
            Piece::Char(c) if !c.is_ascii_alphanumeric() => tokens.push(quote(&format!("!{c}"))),
            Piece::Syllable(s) => tokens.push(quote(&format!("={s}"))),
            _ => {}
        }
    }
    if let [Piece::Prefix(start)] = split.pieces.as_slice() {
        if split.anchored {
            tokens.push(quote(&format!("^{start}")));
        } else {
            let ways = sound::syllables()
                .iter()
                .filter(|s| s.starts_with(start.as_str()));
            tokens.push(any(ways.map(|s| quote(&format!("={s}"))).collect())?);
        }
    }
    let ends = tokens::INITIALS.min(letters.len());
    let edge = |part: &[Option<char>]| part.iter().copied().collect::<Option<String>>();
    if place != Place::Inside {
        tokens.extend(edge(&letters[..ends]).map(|run| quote(&format!("^{run}"))));
    }
    if place == Place::Whole {
        tokens.extend(edge(&letters[letters.len() - ends..]).map(|run| quote(&format!("${run}"))));
    }
    tokens.truncate(WORD_TOKENS_MAX * 2);
    (!tokens.is_empty()).then(|| all(tokens))
}

/// Runs of initials that together cover the letters.
fn runs_of_initials(letters: &[char]) -> Vec<String> {
    let size = tokens::INITIALS;
    if letters.len() < 2 {
        return Vec::new();
    }
    if letters.len() <= size {
        return vec![letters.iter().collect()];
    }
    let mut runs: Vec<String> = letters
        .chunks_exact(size)
        .map(|run| run.iter().collect())
        .collect();
    if !letters.len().is_multiple_of(size) {
        runs.push(letters[letters.len() - size..].iter().collect());
    }
    runs
}

fn number_tokens(number: &Number) -> String {
    let parts = number.parts.iter().filter_map(|part| match part {
        number::Part::Digits(digits) => Some(quote(&format!("#{digits}"))),
        number::Part::Words(words) => words_tokens(words),
    });
    all(parts)
}

fn words_tokens(words: &str) -> Option<String> {
    let chars: Vec<char> = words.chars().collect();
    let pairs = if chars.len() == 1 {
        vec![words.to_owned()]
    } else {
        spread(&chars)
    };
    let mut ways = vec![all(thin(pairs, WORD_TOKENS_MAX)
        .iter()
        .map(|p| quote(&format!("#{p}"))))];
    for split in sound::splits(words) {
        let letters: Option<Vec<char>> = split.pieces.iter().map(first_letter).collect();
        // A letter alone, or letters between hanzi, leave nothing to look up: the digits find it.
        let runs = letters
            .map(|letters| runs_of_initials(&letters))
            .unwrap_or_default();
        if runs.is_empty() {
            return None;
        }
        ways.push(all(runs.iter().map(|run| quote(&format!("&{run}")))));
    }
    any(ways)
}
