//! What of a document goes into the indexes: the one place that names every kind of token. Owns no SQL.
//!
//! A pair of characters is a token without a mark. Every other kind starts with a mark that no word character can be,
//! so kinds never meet. All of them lie in one index, so that any mix of them is one `MATCH`.

use std::collections::BTreeSet;

use crate::document::{Document, Validity};
use crate::sound::Unit;
use crate::tokenizer::{KEYS, NEXT};
use crate::{fold, number, sound};

/// Longest run of initials that is one token; longer ones are several.
pub const INITIALS: usize = 3;
/// Combinations of pronunciations kept for one run of initials.
const COMBINATIONS_MAX: usize = 512;
/// Characters of a small field that are indexed by sound and single character.
const FIELD_CHARS_MAX: usize = 400;

/// The text columns of `text_index`, `small_index` and their ready tokens.
pub struct Columns {
    /// Everything that is searched literally: small fields and body, a line each.
    pub text: String,
    /// Ready tokens for `text_index`.
    pub keys: String,
    /// 标题 for `small_index`.
    pub title: String,
    /// 发文机关.
    pub agency: String,
    /// 发文字号 and 索引号.
    pub number: String,
    /// 主题词.
    pub subject: String,
    /// Filters for `small_index`.
    pub filters: String,
}

/// The columns of a document whose body is `body`.
pub fn columns(document: &Document, body: &str) -> Columns {
    let subject = document.subjects.join("\n");
    let number = [document.doc_no.as_deref(), document.index_no.as_deref()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("\n");
    let mut text = String::with_capacity(body.len() + 512);
    for part in [&document.title, &document.agency, &number, &subject] {
        text.push_str(part);
        text.push('\n');
    }
    text.push_str(body);
    let mut keys = BTreeSet::new();
    filters(document, &mut keys);
    let filters = join(&keys);
    small(document, &mut keys);
    Columns {
        text: plain(text),
        keys: join(&keys),
        title: plain(document.title.clone()),
        agency: plain(document.agency.clone()),
        number: plain(number),
        subject: plain(subject),
        filters,
    }
}

/// Takes the power from a leading mark in foreign text.
fn plain(text: String) -> String {
    if text.starts_with(KEYS) {
        format!("\n{text}")
    } else {
        text
    }
}

fn join(keys: &BTreeSet<String>) -> String {
    let mut joined = String::from(KEYS);
    for key in keys {
        joined.push_str(key);
        joined.push(NEXT);
    }
    joined
}

/// Filter tokens.
pub fn agency(name: &str) -> String {
    format!("_a{}", without_marks(&fold::fold(name)))
}

/// See [`agency`].
pub fn category(code: &str) -> String {
    format!("_c{}", without_marks(code))
}

/// See [`agency`].
pub fn year(year: u16) -> String {
    format!("_y{year}")
}

/// See [`agency`].
pub fn validity(validity: Validity) -> String {
    let code = match validity {
        Validity::InForce => "in-force",
        Validity::Repealed => "repealed",
        Validity::Expired => "expired",
        Validity::Superseded => "superseded",
        Validity::Unknown => "unknown",
    };
    format!("_v{code}")
}

fn without_marks(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
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
    format!("%{hash:016x}")
}

/// A title without the words that every law of the country starts with: people type 劳动法.
pub fn core_title(squeezed: &str) -> &str {
    squeezed
        .strip_prefix("中华人民共和国")
        .filter(|rest| !rest.is_empty())
        .unwrap_or(squeezed)
}

fn filters(document: &Document, keys: &mut BTreeSet<String>) {
    keys.insert(agency(&document.agency));
    keys.insert(category(&document.category));
    keys.insert(validity(document.validity));
    if let Some(y) = year_of(document.date()) {
        keys.insert(year(y));
    }
}

fn small(document: &Document, keys: &mut BTreeSet<String>) {
    let squeezed = fold::squeeze(&document.title);
    keys.insert(whole_title(&squeezed));
    keys.insert(whole_title(core_title(&squeezed)));
    let pairs: Vec<char> = squeezed.chars().take(FIELD_CHARS_MAX).collect();
    for pair in pairs.windows(2) {
        keys.insert(format!("+{}{}", pair[0], pair[1]));
    }
    let fields = [&document.title, &document.agency]
        .into_iter()
        .chain(&document.subjects);
    for (index, field) in fields.enumerate() {
        let field: String = field.chars().take(FIELD_CHARS_MAX).collect();
        for c in field
            .chars()
            .map(fold::fold_char)
            .filter(|c| fold::is_word(*c))
        {
            keys.insert(format!("!{c}"));
        }
        for view in sound::views(&field) {
            sounds(&view, '~', keys);
            if index == 0 {
                ends(&view, keys);
            }
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
        keys.insert(format!("@{key}"));
    }
}

fn numbers(doc_no: &str, keys: &mut BTreeSet<String>) {
    for part in number::Number::cut(doc_no).parts {
        match part {
            number::Part::Digits(digits) => {
                keys.insert(format!("#{digits}"));
            }
            number::Part::Words(words) => {
                let chars: Vec<char> = words.chars().take(FIELD_CHARS_MAX).collect();
                for c in &chars {
                    keys.insert(format!("#{c}"));
                }
                for pair in chars.windows(2) {
                    keys.insert(format!("#{}{}", pair[0], pair[1]));
                }
                for view in sound::views(&words) {
                    initials(&view, '&', keys);
                }
            }
        }
    }
}

/// Syllables and runs of initials.
fn sounds(view: &[Unit], mark: char, keys: &mut BTreeSet<String>) {
    for syllable in view.iter().flat_map(|unit| &unit.sounds) {
        keys.insert(format!("={syllable}"));
    }
    initials(view, mark, keys);
}

fn initials(view: &[Unit], mark: char, keys: &mut BTreeSet<String>) {
    let letters: Vec<Vec<char>> = view.iter().map(Unit::initials).collect();
    for length in 2..=INITIALS {
        for window in letters.windows(length) {
            keys.extend(
                combinations(window)
                    .into_iter()
                    .map(|run| format!("{mark}{run}")),
            );
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
                .map(|run| format!("^{run}")),
        );
    }
    let tail = &letters[letters.len().saturating_sub(INITIALS)..];
    if !tail.is_empty() {
        keys.extend(combinations(tail).into_iter().map(|run| format!("${run}")));
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
