//! Characters and words by strokes (笔画): which fit, and in which order. Knows no sounds and no documents but those it is given.

use crate::KEYS_MAX;
use crate::characters::{Characters, Outline, Rank, UNSURE};

/// How typed strokes fit to a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Characters whose strokes were typed, the last perhaps only begun.
    pub characters: usize,
    /// Whether that last one is complete.
    pub complete: bool,
}

/// The strokes among the keys, at most [`KEYS_MAX`].
pub fn cleaned(keys: &str) -> Vec<u8> {
    keys.bytes()
        .filter(|key| b"hspnz?".contains(key))
        .take(KEYS_MAX)
        .collect()
}

/// Whether typed strokes are the same as those written, as far as both go.
fn same(typed: &[u8], written: &[u8]) -> bool {
    typed
        .iter()
        .zip(written)
        .all(|(typed, written)| typed == written || *typed == UNSURE)
}

/// Whether `typed` is the beginning of the strokes of these characters, one after the other.
pub fn written<'a>(typed: &[u8], ways: impl Iterator<Item = &'a [u8]>) -> Option<Written> {
    let mut rest = typed;
    if typed.is_empty() {
        return None;
    }
    for (index, way) in ways.enumerate() {
        if way.is_empty() || !same(rest, way) {
            return None;
        }
        if rest.len() <= way.len() {
            return Some(Written {
                characters: index + 1,
                complete: rest.len() == way.len(),
            });
        }
        rest = &rest[way.len()..];
    }
    None
}

/// Characters that are written so, or begin so: complete ones first, then the common ones; those of which only an outline is known last.
/// Each with whether it is complete.
pub fn characters(all: &Characters, typed: &[u8], most: usize) -> Vec<(Rank, bool)> {
    if typed.is_empty() {
        return Vec::new();
    }
    // (not complete, traditional, rank)
    let mut found: Vec<(bool, bool, Rank)> = if typed.contains(&UNSURE) {
        all.ways()
            .filter(|(_, way)| typed.len() <= way.len() && same(typed, way))
            .map(|(rank, way)| (typed.len() < way.len(), all.is_traditional(rank), rank))
            .collect()
    } else {
        all.beginning(typed)
            .map(|(rank, left)| (left > 0, all.is_traditional(rank), rank))
            .collect()
    };
    found.sort_unstable();
    // Of a character that can be written in two ways the better one stays.
    let mut seen = std::collections::HashSet::new();
    let mut ordered: Vec<(Rank, bool)> = found
        .into_iter()
        .map(|(begun, _, rank)| (rank, !begun))
        .filter(|(rank, _)| seen.insert(*rank))
        .take(most)
        .collect();
    let mut outlined: Vec<(bool, Rank)> = all
        .outlines()
        .filter_map(|(outline, shape)| Some((!fits(typed, outline, shape)?, outline.rank)))
        .collect();
    outlined.sort_unstable();
    // A complete outline is more than a common character of which half is missing.
    let complete = ordered.iter().take_while(|(_, complete)| *complete).count();
    let mut last = Vec::new();
    let mut between = Vec::new();
    for (begun, rank) in outlined {
        if seen.insert(rank) {
            if begun { &mut last } else { &mut between }.push((rank, !begun));
        }
    }
    let common = ordered.len().min(complete + COMMON_FIRST);
    ordered.splice(common..common, between);
    ordered.append(&mut last);
    ordered.truncate(most);
    ordered
}

/// So many common characters that merely begin so stand before the rare ones of which an outline fits.
const COMMON_FIRST: usize = 12;

/// Whether typed strokes fit to an outline, and whether they are all of it. An outline says little, so the radical must be there: whole
/// where it comes first, and with every stroke typed where it comes last.
fn fits(typed: &[u8], outline: &Outline, shape: &[u8]) -> Option<bool> {
    let length = outline.before + shape.len() + outline.after;
    if typed.len() > length {
        return None;
    }
    let complete = typed.len() == length;
    let there = if outline.before == 0 {
        typed.len() > shape.len() && same(typed, shape)
    } else {
        complete && same(&typed[outline.before..], shape)
    };
    there.then_some(complete)
}
