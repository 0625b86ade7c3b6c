//! Pinyin: how hanzi sound, what typed letters may mean, and whether the one fits the other. Owns no index.
//!
//! Typed letters are split into pieces in several ways (*readings of the query*): all initials (`zwgk`), syllables
//! (`zhengwugongkai`), both mixed (`zhengwgk`), hanzi among them (`政wu公开`). A piece stands for one character.
//! Every pronunciation of every character counts; no dictionary of phrases decides.

pub use super::syllables::{all as syllables, sounds};
use crate::words::fold;
use crate::words::syllables::{is_syllable, starts_syllable};

/// Letters that are looked at; more is no title.
const LETTERS_MAX: usize = 128;
/// Ways to split one query. Enough that each syllable of a long title may be read as two: diantianquan is 电梯安全.
const SPLITS_MAX: usize = 20;

/// Ways to read a word as whole syllables.
const SPELLED_MAX: usize = 2;

/// One typed piece; it stands for one character.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Piece {
    /// This character itself, or a Latin letter or digit of the text.
    Char(char),
    /// A character that sounds exactly so.
    Syllable(String),
    /// A character whose sound starts so; one letter is its initial, or that very Latin letter.
    Prefix(String),
}

/// One way to read typed letters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Split {
    /// The pieces, one a character.
    pub pieces: Vec<Piece>,
    /// A single letter means the first character of a title only.
    pub anchored: bool,
}

/// A character of a text that has a sound or is a letter or digit.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Which character of the text.
    pub at: u32,
    /// The folded character.
    pub c: char,
    /// Its pronunciations, the most common first; empty for letters and digits.
    pub sounds: &'static [&'static str],
}

impl Unit {
    /// First letters, or the letter or digit itself.
    pub fn initials(&self) -> Vec<char> {
        if self.sounds.is_empty() {
            return vec![self.c];
        }
        let mut letters: Vec<char> = Vec::with_capacity(2);
        for letter in self.sounds.iter().filter_map(|s| s.chars().next()) {
            if !letters.contains(&letter) {
                letters.push(letter);
            }
        }
        letters
    }

    fn fits(&self, piece: &Piece) -> bool {
        match piece {
            Piece::Char(c) => self.c == *c,
            Piece::Syllable(s) => self.sounds.iter().any(|sound| sound == s),
            Piece::Prefix(p) => {
                self.sounds
                    .iter()
                    .any(|sound| sound.starts_with(p.as_str()))
                    || (self.sounds.is_empty() && p.len() == 1 && p.starts_with(self.c))
            }
        }
    }

    fn fits_commonly(&self, piece: &Piece) -> bool {
        match (piece, self.sounds.first()) {
            (Piece::Syllable(s), Some(sound)) => sound == s,
            (Piece::Prefix(p), Some(sound)) => sound.starts_with(p.as_str()),
            _ => true,
        }
    }
}

/// How a split lies in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    /// First character of the text.
    pub from: u32,
    /// One past the last.
    pub to: u32,
    /// It starts with the first sounding character.
    pub at_start: bool,
    /// And ends with the last.
    pub whole: bool,
    /// Every character has its most common pronunciation.
    pub common: bool,
}

/// The sounding characters of a text in up to three views: hanzi alone, with Latin letters, with digits too. People
/// leave out what is no hanzi, or type it; each view is listed once.
pub fn views(text: &str) -> Vec<Vec<Unit>> {
    let mut all: Vec<Unit> = Vec::new();
    for (at, c) in text.chars().map(fold::fold_char).enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        if c.is_ascii_alphanumeric() {
            all.push(Unit { at, c, sounds: &[] });
        } else if fold::is_hanzi(c) {
            let sounds = sounds(c);
            if !sounds.is_empty() {
                all.push(Unit { at, c, sounds });
            }
        }
    }
    let hanzi = |unit: &Unit| !unit.sounds.is_empty();
    let lettered = |unit: &Unit| !unit.c.is_ascii_digit();
    let hanzi_count = all.iter().filter(|u| hanzi(u)).count();
    let lettered_count = all.iter().filter(|u| lettered(u)).count();
    let mut views = Vec::with_capacity(1);
    if hanzi_count > 0 && hanzi_count < lettered_count.min(all.len()) {
        views.push(all.iter().filter(|u| hanzi(u)).cloned().collect());
    }
    if lettered_count < all.len() && lettered_count > 0 {
        views.push(all.iter().filter(|u| lettered(u)).cloned().collect());
    }
    views.push(all);
    views
}

/// Where the split fits best in these views of a text, if anywhere.
pub fn fit(split: &Split, views: &[Vec<Unit>]) -> Option<Fit> {
    let count = split.pieces.len();
    let mut best: Option<Fit> = None;
    for view in views {
        if count == 0 || count > view.len() {
            continue;
        }
        let starts = if split.anchored {
            1
        } else {
            view.len() - count + 1
        };
        for start in 0..starts {
            let units = &view[start..start + count];
            if !units.iter().zip(&split.pieces).all(|(u, p)| u.fits(p)) {
                continue;
            }
            let found = Fit {
                from: units[0].at,
                to: units[count - 1].at + 1,
                at_start: start == 0,
                whole: start == 0 && count == view.len(),
                common: units
                    .iter()
                    .zip(&split.pieces)
                    .all(|(u, p)| u.fits_commonly(p)),
            };
            if best.is_none_or(|b| goodness(&found) > goodness(&b)) {
                best = Some(found);
            }
        }
    }
    best
}

/// Orders fits: whole before start before inside, common sounds before rare.
pub fn goodness(fit: &Fit) -> u8 {
    u8::from(fit.whole) * 4 + u8::from(fit.at_start) * 2 + u8::from(fit.common)
}

/// The ways to read a folded word; none if it holds no letter to sound.
pub fn splits(word: &str) -> Vec<Split> {
    let letters = word
        .chars()
        .filter(|c| c.is_ascii_lowercase() || *c == 'ü')
        .count();
    if letters == 0 || word.chars().count() > LETTERS_MAX {
        return Vec::new();
    }
    let mut ways: Vec<(u32, Vec<Piece>)> = vec![(0, Vec::new())];
    let runs = runs(word);
    let last = runs.len().saturating_sub(1);
    for (index, run) in runs.iter().enumerate() {
        match run {
            Run::Plain(c) => ways
                .iter_mut()
                .for_each(|(_, way)| way.push(Piece::Char(*c))),
            Run::Letters(letters) => {
                let options = split_letters(letters, index == last);
                let mut next: Vec<(u32, Vec<Piece>)> = Vec::new();
                for (cost, way) in &ways {
                    for (extra, pieces) in &options {
                        let mut longer = way.clone();
                        longer.extend(pieces.iter().cloned());
                        next.push((cost + extra, longer));
                    }
                }
                next.sort_by_key(|(cost, _)| *cost);
                next.truncate(SPLITS_MAX);
                ways = next;
            }
        }
    }
    // Initials cost the most and would be the first to be left out, but they are what most people type.
    let initials = (0, initials(&runs));
    let mut splits: Vec<Split> = Vec::new();
    for (_, pieces) in ways.into_iter().chain([initials]) {
        let anchored = matches!(pieces.as_slice(), [Piece::Prefix(p)] if p.len() == 1);
        let split = Split { pieces, anchored };
        if !split.pieces.is_empty() && !splits.contains(&split) {
            splits.push(split);
        }
    }
    splits
}

/// Every letter an initial.
fn initials(runs: &[Run]) -> Vec<Piece> {
    runs.iter()
        .flat_map(|run| match run {
            Run::Plain(c) => vec![Piece::Char(*c)],
            Run::Letters(letters) => letters
                .chars()
                .map(|c| Piece::Prefix(c.to_string()))
                .collect(),
        })
        .collect()
}

/// The ways to read a word as whole syllables, the last of which may be cut short; the fewest pieces first.
pub fn spelled(word: &str) -> Vec<Split> {
    let mut ways: Vec<Vec<Piece>> = vec![Vec::new()];
    let runs = runs(word);
    let last = runs.len().saturating_sub(1);
    for (index, run) in runs.iter().enumerate() {
        let options: Vec<Vec<Piece>> = match run {
            Run::Plain(c) => vec![vec![Piece::Char(*c)]],
            Run::Letters(letters) => whole_syllables(letters, index == last),
        };
        ways = ways
            .iter()
            .flat_map(|way| {
                options
                    .iter()
                    .map(move |more| [way.as_slice(), more].concat())
            })
            .take(SPELLED_MAX)
            .collect();
    }
    ways.sort_by_key(Vec::len);
    ways.into_iter()
        .filter(|pieces| pieces.len() > 1)
        .map(|pieces| Split {
            pieces,
            anchored: false,
        })
        .collect()
}

/// Letters as whole syllables; a last one of two letters or more may be cut short.
fn whole_syllables(letters: &str, last: bool) -> Vec<Vec<Piece>> {
    let size = letters.len();
    let mut best: Vec<Vec<Vec<Piece>>> = vec![Vec::new(); size + 1];
    best[0].push(Vec::new());
    for at in 0..size {
        best[at].sort_by_key(Vec::len);
        best[at].truncate(SPELLED_MAX);
        let here = best[at].clone();
        for length in 1..=6.min(size - at) {
            if here.is_empty() {
                break;
            }
            let text = &letters[at..at + length];
            let ends = last && at + length == size;
            let piece = if is_syllable(text) && (length > 1 || matches!(text, "a" | "e" | "o")) {
                Piece::Syllable(text.to_owned())
            } else if ends && length > 1 && starts_syllable(text) {
                Piece::Prefix(text.to_owned())
            } else {
                continue;
            };
            best[at + length].extend(
                here.iter()
                    .map(|way| [way.as_slice(), std::slice::from_ref(&piece)].concat()),
            );
        }
    }
    best.pop().expect("one more than the letters")
}

enum Run {
    Letters(String),
    Plain(char),
}

/// Letters in runs, an apostrophe parting them as in xi'an; other word characters one by one; the rest falls away.
fn runs(word: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut letters = String::new();
    for c in word.chars().chain([' ']) {
        let c = if c == 'ü' { 'v' } else { c };
        if c.is_ascii_lowercase() {
            letters.push(c);
            continue;
        }
        let parts = c == '\'' || c == ' ' || fold::is_word(c);
        if parts && !letters.is_empty() {
            runs.push(Run::Letters(std::mem::take(&mut letters)));
        }
        if fold::is_word(c) {
            runs.push(Run::Plain(c));
        }
    }
    runs
}

/// The cheapest ways to split letters, and always the one of initials alone. A syllable costs 2, an initial 3.
fn split_letters(letters: &str, last: bool) -> Vec<(u32, Vec<Piece>)> {
    let size = letters.len();
    let mut best: Vec<Vec<(u32, Vec<Piece>)>> = vec![Vec::new(); size + 1];
    best[0].push((0, Vec::new()));
    for at in 0..size {
        best[at].sort_by_key(|(cost, _)| *cost);
        best[at].truncate(SPLITS_MAX);
        let here = best[at].clone();
        for length in 1..=6.min(size - at) {
            let text = &letters[at..at + length];
            let ends = last && at + length == size;
            let piece = if ends && (length == 1 || starts_syllable(text)) {
                Piece::Prefix(text.to_owned())
            } else if is_syllable(text) && length > 1 {
                Piece::Syllable(text.to_owned())
            } else if length == 1 || matches!(text, "zh" | "ch" | "sh") {
                Piece::Prefix(text.to_owned())
            } else {
                continue;
            };
            let cost = match &piece {
                Piece::Prefix(p) if p.len() < 3 && !is_syllable(p) => 3,
                _ => 2,
            };
            for (spent, way) in &here {
                let mut longer = way.clone();
                longer.push(piece.clone());
                best[at + length].push((spent + cost, longer));
            }
        }
    }
    let mut ways = best.pop().expect("one more than the letters");
    ways.sort_by_key(|(cost, _)| *cost);
    ways.truncate(SPLITS_MAX);
    let initials: Vec<Piece> = letters
        .chars()
        .map(|c| Piece::Prefix(c.to_string()))
        .collect();
    if !ways.iter().any(|(_, way)| *way == initials) {
        ways.push((u32::try_from(size).unwrap_or(u32::MAX / 4) * 3, initials));
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_among_the_ways_however_long_and_mixed_the_word() {
        for word in [
            "zwgk",
            "slsrmzfbgsgyyf2018ndzwgkgzyddtz",
            "gyjxbjgaqggaqsndxdjh2016",
            "anhuanenaaneanoenao",
        ] {
            let wanted: Vec<Piece> = word
                .chars()
                .map(|c| match c {
                    '0'..='9' => Piece::Char(c),
                    _ => Piece::Prefix(c.to_string()),
                })
                .collect();
            assert!(splits(word).iter().any(|s| s.pieces == wanted), "{word}");
        }
    }
}
