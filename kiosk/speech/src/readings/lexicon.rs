//! The tables of readings: characters and words of others, ours over them. Looks up; decides nothing by context.

use super::overlay::overlay;
use crate::table::Table;

const CHARACTERS: Table = Table::new(include_str!("../../../../assets/speech/characters.txt"));
const CEDICT: Table = Table::new(include_str!("../../../../assets/speech/words-cedict.txt"));
const PHRASES: Table = Table::new(include_str!("../../../../assets/speech/words-phrases.txt"));

/// As `WORD_CHARS_MAX` of the script that makes the tables.
const WORD_CHARS_MAX: usize = 12;

fn row(c: char) -> Option<(&'static str, Option<char>)> {
    let rest = CHARACTERS.find(c.encode_utf8(&mut [0; 4]))?;
    match rest.split_once(' ') {
        Some((reading, simple)) => Some((reading, simple.chars().next())),
        None => Some((rest, None)),
    }
}

/// Whether the character can be said as itself.
#[must_use]
pub fn has_reading(c: char) -> bool {
    row(c).is_some() || overlay().character(c).is_some()
}

/// The reading inside a word whose line gives none.
pub(super) fn base_reading(c: char) -> Option<&'static str> {
    row(c)
        .map(|(reading, _)| reading)
        .or_else(|| overlay().character(c))
}

/// The reading of a character that stands alone.
pub(super) fn reading(c: char) -> Option<&'static str> {
    overlay()
        .character(c)
        .or_else(|| overlay().character(simplified(c)))
        .or_else(|| base_reading(c))
}

/// The simplified or common form words are listed under.
pub(super) fn simplified(c: char) -> char {
    row(c).and_then(|(_, simple)| simple).unwrap_or(c)
}

/// Every word of two characters and more that `chars` begins with: length, and its reading where its line gives one.
/// Of two lines for one word the overlay's counts, then that of CC-CEDICT.
pub(super) fn words_at(chars: &[char], found: &mut Vec<(usize, Option<&'static str>)>) {
    found.clear();
    overlay().words_at(chars, found);
    for table in [CEDICT, PHRASES] {
        table.beginnings(chars, WORD_CHARS_MAX, |len, reading| {
            if !found.iter().any(|(known, _)| *known == len) && !overlay().stops(&chars[..len]) {
                found.push((len, (!reading.is_empty()).then_some(reading)));
            }
        });
    }
}

/// Whether these characters together are a word of the tables.
pub(super) fn is_word(chars: &[char]) -> bool {
    let mut found = Vec::new();
    words_at(chars, &mut found);
    found.iter().any(|(len, _)| *len == chars.len())
}
