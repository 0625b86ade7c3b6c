//! The keys of a pinyin composition: cleaned, and cut into syllables. Knows no words.

use crate::KEYS_MAX;
use crate::syllables::{SYLLABLE_LETTERS_MAX, Syllables, initial_letters};

/// Mark that a visitor puts between syllables (分隔).
pub const MARK: char = '\'';

/// Keys as typed and how the cleaned ones lie in them, so that a candidate can say how many it stands for.
#[derive(Debug)]
pub struct Spelling {
    /// Lower-case letters and single marks between them.
    pub keys: String,
    /// For each length of `keys`, how many of the typed bytes it takes.
    typed: Vec<usize>,
}

impl Spelling {
    /// Takes the first [`KEYS_MAX`] keys; everything but letters and marks is passed over.
    pub fn new(typed: &str) -> Spelling {
        let mut spelling = Spelling {
            keys: String::new(),
            typed: vec![0],
        };
        for (at, key) in typed.char_indices() {
            if spelling.keys.len() == KEYS_MAX {
                break;
            }
            let end = at + key.len_utf8();
            let letter = key.to_ascii_lowercase();
            let separates =
                key == MARK && !spelling.keys.is_empty() && !spelling.keys.ends_with(MARK);
            if letter.is_ascii_lowercase() || separates {
                spelling.keys.push(letter);
                spelling.typed.push(end);
            } else if let Some(last) = spelling.typed.last_mut() {
                *last = end;
            }
        }
        spelling
    }

    /// The keys without a mark at the end.
    pub fn letters(&self) -> &str {
        self.keys.trim_end_matches(MARK)
    }

    /// How many typed bytes the first `length` cleaned keys take; a mark that follows them goes with them.
    pub fn used(&self, length: usize) -> usize {
        let marked = self.keys[length..].starts_with(MARK);
        self.typed[length + usize::from(marked)]
    }
}

/// Length of the longest beginning that is whole syllables.
pub fn whole_syllables(keys: &str, syllables: &Syllables) -> usize {
    let mut reached = vec![false; keys.len() + 1];
    reached[0] = true;
    let mut longest = 0;
    for start in 0..keys.len() {
        if !reached[start] {
            continue;
        }
        let from = start + usize::from(start > 0 && keys[start..].starts_with(MARK));
        for end in (from + 1)..=keys.len().min(from + SYLLABLE_LETTERS_MAX) {
            if syllables.known(&keys[from..end]) {
                reached[end] = true;
                longest = longest.max(end);
            }
        }
    }
    longest
}

/// Whether all keys can be read as whole syllables.
pub fn is_whole(keys: &str, syllables: &Syllables) -> bool {
    whole_syllables(keys, syllables) == keys.len()
}

/// The keys with marks between their pieces: whole syllables where possible, the longest first, else initials.
pub fn shown(keys: &str, syllables: &Syllables) -> String {
    // (cost, start of the last piece) of the cheapest way to each place.
    let mut ways: Vec<Option<(u32, usize)>> = vec![None; keys.len() + 1];
    ways[0] = Some((0, 0));
    for start in 0..keys.len() {
        let Some((cost, _)) = ways[start] else {
            continue;
        };
        if keys[start..].starts_with(MARK) {
            improve(&mut ways[start + 1], cost, start);
            continue;
        }
        for end in (start + 1)..=keys.len().min(start + SYLLABLE_LETTERS_MAX) {
            let piece = &keys[start..end];
            let last = end == keys.len();
            let price = if syllables.known(piece) {
                4
            } else if last && syllables.begun(piece) {
                5
            } else if piece.len() == initial_letters(&keys.as_bytes()[start..]) {
                7
            } else if piece.len() == 1 {
                9
            } else {
                continue;
            };
            improve(&mut ways[end], cost + price, start);
        }
    }
    let mut pieces = Vec::new();
    let mut at = keys.len();
    while at > 0 {
        let (_, start) = ways[at].expect("a single letter is always a piece");
        if &keys[start..at] != "'" {
            pieces.push(&keys[start..at]);
        }
        at = start;
    }
    pieces.reverse();
    pieces.join("'")
}

/// Of equal ways the one whose last piece is shorter: the pieces before it are longer then.
fn improve(way: &mut Option<(u32, usize)>, cost: u32, start: usize) {
    let better = way.is_none_or(|(least, from)| cost < least || (cost == least && start > from));
    if better {
        *way = Some((cost, start));
    }
}
