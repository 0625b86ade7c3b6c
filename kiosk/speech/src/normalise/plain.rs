//! What stands for itself: hanzi that have a reading, and those that have none. Spells no hanzi.

use super::scan::{Found, Kind, Place, is_hanzi};
use super::token::{Pause, Said};
use super::units::is_latin;
use crate::readings::{has_reading, parts};

/// A run is read in stretches, so that one rule never takes a whole book.
const RUN_CHARS_MAX: usize = 64;

/// Hanzi with a reading.
pub(super) fn han(place: &Place<'_>) -> Option<Found> {
    let len = place
        .rest()
        .iter()
        .take(RUN_CHARS_MAX)
        .enumerate()
        .take_while(|(i, c)| {
            (is_hanzi(**c) || is_radical(**c)) && has_reading(**c) && (*i == 0 || **c != '第')
        })
        .count();
    if len == 0 {
        return None;
    }
    let text = place.text(0, len).replace('〇', "零");
    Found::han(len, Kind::Word, text)
}

/// Radicals as characters of their own, as they come out of PDF files.
fn is_radical(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fd5}')
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}')
}

/// Hanzi without a reading, and characters of fonts of their own: unknown, with the parts if they are known.
pub(super) fn unknown(place: &Place<'_>) -> Option<Found> {
    let c = place.get(0)?;
    let hanzi = is_hanzi(c) || is_radical(c) || matches!(c, '\u{2a700}'..='\u{3ffff}');
    let nameless = hanzi && !has_reading(c);
    if !nameless && !is_private(c) {
        return None;
    }
    let parts = parts(c);
    let mut said = vec![Said::Han("未知字".to_owned())];
    if !parts.is_empty() && parts.chars().all(has_reading) {
        said.push(Said::Pause(Pause::List));
        said.push(Said::Han(parts));
        said.push(Said::Pause(Pause::List));
    }
    Found::new(1, Kind::Word, said)
}

/// Letters of scripts no voice here speaks: said once for a run.
pub(super) fn other_script(place: &Place<'_>) -> Option<Found> {
    let foreign = |c: char| c.is_alphabetic() && !is_latin(c) && !is_hanzi(c) && c != '々';
    let len = place
        .rest()
        .iter()
        .take(RUN_CHARS_MAX)
        .take_while(|c| foreign(**c))
        .count();
    if len == 0 {
        return None;
    }
    if place.previous_seen().is_some_and(foreign) {
        return Found::silent(len);
    }
    Found::han(len, Kind::Word, "外文")
}
