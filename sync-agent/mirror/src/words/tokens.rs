//! What of a document goes into the indexes: the one place that names every kind of token. Owns no SQL.
//!
//! A pair of characters is a token without a mark. Every other kind starts with a mark that no word character can be,
//! so kinds never meet. All of them lie in one index, so that any mix of them is one expression.
//!
//! Chinese has no spaces; a pair of characters is the shortest word people search for, and all pairs of a text find exactly
//! the two-character words that are in it. A run of word characters `abc` gives `ab`, `bc`, and at its end `c`, so that the
//! prefix `c` finds the character wherever it stands.

use std::collections::BTreeSet;

use crate::document::{Category, Document, Validity};
use crate::words::fold;
use crate::words::heading;
use crate::words::mark::Mark;
use crate::words::number;
use crate::words::quick::Distinct;
use crate::words::sound;
use crate::words::sound::Unit;
use crate::words::terms::{self, Terms};

/// Longest run of initials that is one token; longer ones are several.
pub const INITIALS: usize = 3;
/// Digits of a token of digits.
const FIGURES: [usize; 2] = [3, 4];
/// Combinations of pronunciations kept for one run of initials.
const COMBINATIONS_MAX: usize = 512;
/// Characters of a small field that are indexed by sound and single character.
const FIELD_CHARS_MAX: usize = 400;
/// Bytes of a key; more are cut off. No query is as long.
const KEY_BYTES_MAX: usize = 2_000;

/// Characters of a body of middling length.
pub const LENGTH_CHARS: f32 = 5_700.0;
/// How much its length counts, as in BM25.
pub const LENGTH_SHARE: f32 = 0.75;
/// Times that a body of middling length says what it says often.
const OFTEN: f32 = 5.0;
const VERY_OFTEN: f32 = 12.0;
/// Times that every body does, however short.
const OFTEN_MIN: f32 = 3.0;

/// Makes the tokens of documents; one a thread.
#[derive(Default)]
pub struct Maker {
    folded: Vec<char>,
    pairs: Distinct,
}

impl Maker {
    /// Every token of a document whose body is `body`, once: the pairs of small fields, body and attachments, and the keys.
    pub fn document(&mut self, document: &Document, body: &str) -> Terms {
        let mut keys = BTreeSet::new();
        filters(document, &mut keys);
        small(document, &mut keys);
        for word in heading::words(&document.articles) {
            let spelled = heading::spellings(&word).into_iter();
            keys.extend(spelled.map(|letters| Mark::Heading.token(letters)));
        }
        let numbers = document.doc_no.iter().chain(&document.index_no);
        let fields = [&document.title, &document.agency].into_iter();
        let fields = fields.chain(numbers).map(String::as_str);
        // What a document says often it says in its own words.
        let (own, attached) = body.split_at(body.len().saturating_sub(document.attached_bytes()));
        for text in fields.chain(subjects(document)).chain([own]) {
            self.add_text(text, &mut keys);
        }
        let length = self.folded.len() as f32 / LENGTH_CHARS;
        let room = 1.0 - LENGTH_SHARE + LENGTH_SHARE * length;
        let mut often = Vec::new();
        for (mark, times) in [(Mark::Often, OFTEN), (Mark::VeryOften, VERY_OFTEN)] {
            let least = (times * room).ceil().max(OFTEN_MIN) as u32;
            let words = self.pairs.frequent(least).filter(|pair| is_word(*pair));
            often.extend(words.map(|pair| terms::marked(mark, pair)));
        }
        self.add_text(attached, &mut keys);
        let mut pairs = self.pairs.take();
        pairs.append(&mut often);
        Terms {
            keys: cut_short(keys),
            pairs,
        }
    }

    /// What one text says: numbers, figures, pairs. Leaves it folded.
    fn add_text(&mut self, text: &str, keys: &mut BTreeSet<String>) {
        self.folded.clear();
        self.folded.extend(text.chars().map(fold::fold_char));
        for (number, _) in number::cited(&self.folded) {
            keys.insert(cited(&number));
        }
        each_figure(&self.folded, |figure| {
            if !keys.contains(figure) {
                keys.insert(figure.to_owned());
            }
        });
        self.add_pairs();
    }

    /// The pairs of neighbouring word characters, each once: the index has no positions, and a pair that is said a hundred
    /// times costs it as much as a hundred pairs.
    fn add_pairs(&mut self) {
        let mut before: Option<char> = None;
        for c in self.folded.iter().copied().chain([' ']) {
            if fold::is_word(c) {
                if let Some(first) = before {
                    self.pairs.add(terms::pair(first, Some(c)));
                }
                before = Some(c);
            } else if let Some(last) = before.take() {
                self.pairs.add(terms::pair(last, None));
            }
        }
    }
}

/// Whether a pair is two hanzi beside each other.
fn is_word(pair: u64) -> bool {
    let (first, second) = terms::chars(pair);
    [first, second]
        .into_iter()
        .all(|c| c.is_some_and(fold::is_hanzi))
}

/// See [`Maker::document`].
pub fn of_document(document: &Document, body: &str) -> Terms {
    Maker::default().document(document, body)
}

/// Token of a number that stands in a text, see [`number::cited`].
pub fn cited(number: &str) -> String {
    Mark::Cited.token(number)
}

/// Tokens of the digits of a text, in threes and fours: pairs of digits stand in every other document.
pub fn each_figure(folded: &[char], mut token: impl FnMut(&str)) {
    let mut figure = String::with_capacity(8);
    for run in folded.chunk_by(|a, b| a.is_ascii_digit() && b.is_ascii_digit()) {
        for length in FIGURES {
            // A run of what is no digit is one character long.
            for digits in run.windows(length) {
                figure.clear();
                figure.push_str(Mark::Figure.sign());
                figure.extend(digits);
                token(&figure);
            }
        }
    }
}

/// The tokens of an agency or a subject.
pub fn of_name(name: &str) -> Terms {
    let mut keys = BTreeSet::new();
    field(name, true, &mut keys);
    let mut maker = Maker::default();
    maker.folded.extend(name.chars().map(fold::fold_char));
    maker.add_pairs();
    Terms {
        keys: cut_short(keys),
        pairs: maker.pairs.take(),
    }
}

/// Keys of one document, none too long.
fn cut_short(keys: BTreeSet<String>) -> Vec<String> {
    let is_long = |key: &String| key.len() > KEY_BYTES_MAX;
    if !keys.iter().any(is_long) {
        return keys.into_iter().collect();
    }
    let short: BTreeSet<String> = keys
        .into_iter()
        .map(|mut key| {
            while key.len() > KEY_BYTES_MAX {
                key.pop();
            }
            key
        })
        .collect();
    short.into_iter().collect()
}

/// The token by which an agency's documents are filtered.
pub fn agency(name: &str) -> String {
    let name: String = name.chars().take(FIELD_CHARS_MAX).collect();
    Mark::Agency.token(without_marks(&fold::fold(&name)))
}

/// See [`agency`].
pub fn category(category: Category) -> String {
    Mark::Category.token(category.as_code())
}

/// See [`agency`].
pub fn year(year: u16) -> String {
    Mark::Year.token(year)
}

/// See [`agency`].
pub fn validity(validity: Validity) -> String {
    Mark::Validity.token(validity.as_code())
}

/// Subjects as they are stored: line by line.
fn subjects(document: &Document) -> impl Iterator<Item = &str> {
    document.subjects.iter().flat_map(|subject| subject.lines())
}

fn without_marks(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// Token of a text of the country.
pub fn national() -> String {
    Mark::National.token("")
}

/// The rank of a text by its title (效力位阶): 2 for a law of the country, 1 for another text of it, 0 for all others.
pub fn rank(squeezed: &str) -> u8 {
    match squeezed.strip_prefix(COUNTRY) {
        None => 0,
        Some(rest) if rest.ends_with('法') || rest.ends_with("法典") => 2,
        Some(_) => 1,
    }
}

/// The year of a `YYYY-MM-DD` date.
pub fn year_of(date: &str) -> Option<u16> {
    date.get(..4)?.parse().ok()
}

/// Token of a whole title: its characters are too many for one, a short fingerprint does (the hit is checked anyhow).
pub fn whole_title(squeezed: &str) -> String {
    // FNV-1a, 64 bit; only ever compared with itself.
    let hash = squeezed
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    Mark::WholeTitle.token(format_args!("{hash:016x}"))
}

/// What every law of the country begins with.
const COUNTRY: &str = "中华人民共和国";

/// A folded title without the words that every law of the country starts with: people type 劳动法.
pub fn core_title(folded: &str) -> &str {
    folded
        .strip_prefix(COUNTRY)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(folded)
}

/// Whether folded words are no more than what every law of the country begins with.
pub fn is_country(folded: &str) -> bool {
    folded == COUNTRY
}

fn filters(document: &Document, keys: &mut BTreeSet<String>) {
    keys.insert(agency(&document.agency));
    keys.insert(category(document.category));
    keys.insert(validity(document.validity));
    if let Some(y) = year_of(document.date()) {
        keys.insert(year(y));
    }
}

fn small(document: &Document, keys: &mut BTreeSet<String>) {
    let squeezed = fold::squeeze(&document.title);
    keys.insert(whole_title(&squeezed));
    keys.insert(whole_title(core_title(&squeezed)));
    if rank(&squeezed) > 0 {
        keys.insert(national());
    }
    pairs(Mark::TitlePair, &squeezed, keys);
    for text in [document.agency.as_str()]
        .into_iter()
        .chain(subjects(document))
    {
        pairs(Mark::NamePair, &fold::squeeze(text), keys);
    }
    let fields = [document.title.as_str(), document.agency.as_str()]
        .into_iter()
        .chain(subjects(document));
    for (index, text) in fields.enumerate() {
        field(text, index == 0, keys);
    }
    let folded = fold::fold(&document.title);
    if core_title(&folded) != folded {
        for view in sound::views(core_title(&folded)) {
            ends(&view, keys);
        }
    }
    if let Some(doc_no) = &document.doc_no {
        numbers(doc_no, keys);
    }
    if let Some(index_no) = &document.index_no {
        let key: String = number::index_key(index_no)
            .chars()
            .take(FIELD_CHARS_MAX)
            .collect();
        keys.insert(Mark::IndexNo.token(key));
    }
}

/// Pairs of a small field without its punctuation, marked.
fn pairs(mark: Mark, squeezed: &str, keys: &mut BTreeSet<String>) {
    let chars: Vec<char> = squeezed.chars().take(FIELD_CHARS_MAX).collect();
    for pair in chars.windows(2) {
        keys.insert(mark.token(format_args!("{}{}", pair[0], pair[1])));
    }
}

/// Single characters and sounds of a small field; where it starts and ends only if `ended`.
fn field(text: &str, ended: bool, keys: &mut BTreeSet<String>) {
    let text: String = text.chars().take(FIELD_CHARS_MAX).collect();
    let chars = text.chars().map(fold::fold_char);
    for c in chars.filter(|c| fold::is_word(*c)) {
        keys.insert(Mark::Char.token(c));
    }
    for view in sound::views(&text) {
        sounds(&view, keys);
        if ended {
            ends(&view, keys);
        }
    }
}

fn numbers(doc_no: &str, keys: &mut BTreeSet<String>) {
    for part in number::Number::cut(doc_no).parts {
        match part {
            number::Part::Digits(digits) => {
                keys.insert(Mark::Number.token(digits));
            }
            number::Part::Words(words) => {
                let chars: Vec<char> = words.chars().take(FIELD_CHARS_MAX).collect();
                for c in &chars {
                    keys.insert(Mark::Number.token(c));
                }
                for pair in chars.windows(2) {
                    keys.insert(Mark::Number.token(format_args!("{}{}", pair[0], pair[1])));
                }
                for view in sound::views(&words) {
                    initials(&view, Mark::NumberInitials, keys);
                }
            }
        }
    }
}

/// Syllables and runs of initials.
fn sounds(view: &[Unit], keys: &mut BTreeSet<String>) {
    for syllable in view.iter().flat_map(|unit| unit.sounds) {
        keys.insert(Mark::Syllable.token(syllable));
    }
    initials(view, Mark::Initials, keys);
}

fn initials(view: &[Unit], mark: Mark, keys: &mut BTreeSet<String>) {
    let letters: Vec<Vec<char>> = view.iter().map(Unit::initials).collect();
    for length in 2..=INITIALS {
        for window in letters.windows(length) {
            keys.extend(combinations(window).into_iter().map(|run| mark.token(run)));
        }
    }
}

/// First initials of a title (1 to 3 of them) and its last ones.
fn ends(view: &[Unit], keys: &mut BTreeSet<String>) {
    let letters: Vec<Vec<char>> = view.iter().map(Unit::initials).collect();
    for length in 1..=INITIALS.min(letters.len()) {
        keys.extend(
            combinations(&letters[..length])
                .into_iter()
                .map(|run| Mark::Start.token(run)),
        );
    }
    let tail = &letters[letters.len().saturating_sub(INITIALS)..];
    if !tail.is_empty() {
        keys.extend(
            combinations(tail)
                .into_iter()
                .map(|run| Mark::End.token(run)),
        );
    }
}

fn combinations(letters: &[Vec<char>]) -> Vec<String> {
    let mut all = vec![String::new()];
    for options in letters {
        all = all
            .iter()
            .flat_map(|start| options.iter().map(move |letter| format!("{start}{letter}")))
            .take(COMBINATIONS_MAX)
            .collect();
    }
    all
}
