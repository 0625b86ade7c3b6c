//! `assets/speech/overlay.txt`, the readings that are ours: parsed once, wrong lines are a fault of the build and found by a test.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// What `overlay.txt` says. The file explains its own lines.
#[derive(Default)]
pub(super) struct Overlay {
    characters: HashMap<char, &'static str>,
    words: HashMap<Vec<char>, Option<&'static str>>,
    longest: usize,
    stops: HashSet<Vec<char>>,
    functions: HashSet<char>,
    /// Surname -> its reading.
    pub(super) surnames: HashMap<char, &'static str>,
    /// Character -> its rules, first one first.
    pub(super) contexts: HashMap<char, Vec<Context>>,
    /// Sets named in the file, for rules.
    pub(super) sets: HashMap<&'static str, Vec<Vec<char>>>,
}

/// `@ 处 chu3 LEFT _ RIGHT`: what has to stand beside a character for this reading.
pub(super) struct Context {
    pub(super) reading: &'static str,
    pub(super) left: Vec<Beside>,
    pub(super) right: Vec<Beside>,
}

/// One alternative of a side.
#[allow(missing_docs)]
pub(super) enum Beside {
    /// `*`
    Anything,
    /// `^` or `$`: the clause begins or ends here.
    Edge,
    /// `N`: a numeral.
    Numeral,
    /// `D`: a character doubled, as in 慢慢地.
    Doubled,
    /// `=NAME`: any of a set.
    Set(&'static str),
    /// `~NAME`: any of a set, not directly beside but in the same clause.
    Further(&'static str),
    Text(Vec<char>),
}

impl Overlay {
    pub(super) fn character(&self, c: char) -> Option<&'static str> {
        self.characters.get(&c).copied()
    }

    pub(super) fn words_at(&self, chars: &[char], found: &mut Vec<(usize, Option<&'static str>)>) {
        for len in 2..=self.longest.min(chars.len()) {
            if let Some(reading) = self.words.get(&chars[..len]) {
                found.push((len, *reading));
            }
        }
    }

    pub(super) fn has_word(&self, chars: &[char]) -> bool {
        self.words.contains_key(chars)
    }

    pub(super) fn stops(&self, chars: &[char]) -> bool {
        self.stops.contains(chars)
    }

    pub(super) fn is_function(&self, c: char) -> bool {
        self.functions.contains(&c)
    }

    fn line(&mut self, line: &'static str) -> Result<(), &'static str> {
        let mut fields = line.split_whitespace();
        let first = fields.next().ok_or("empty")?;
        let rest: Vec<&'static str> = fields.collect();
        match first {
            "-" => self.stops.extend(rest.iter().map(|w| w.chars().collect())),
            "f" => self.functions.extend(rest.iter().flat_map(|w| w.chars())),
            "?" => {
                let [name, reading] = rest[..] else {
                    return Err("surname and reading wanted");
                };
                let name = name.chars().next().ok_or("surname wanted")?;
                self.surnames.insert(name, reading);
            }
            "=" => {
                let (name, items) = rest.split_first().ok_or("name of the set wanted")?;
                let items = items.iter().map(|w| w.chars().collect()).collect();
                self.sets.insert(name, items);
            }
            "@" => {
                let [c, reading, left, "_", right] = rest[..] else {
                    return Err("character, reading, left, _ and right wanted");
                };
                let c = c.chars().next().ok_or("character wanted")?;
                self.contexts.entry(c).or_default().push(Context {
                    reading,
                    left: left.split('/').map(beside).collect(),
                    right: right.split('/').map(beside).collect(),
                });
            }
            word => self.word(line, word, &rest)?,
        }
        Ok(())
    }

    fn word(
        &mut self,
        line: &'static str,
        word: &'static str,
        rest: &[&'static str],
    ) -> Result<(), &'static str> {
        let chars: Vec<char> = word.chars().collect();
        if !rest.is_empty() && rest.len() != chars.len() {
            return Err("one syllable for each character wanted");
        }
        let reading = line.split_once(' ').map(|(_, r)| r.trim());
        match (&chars[..], reading) {
            ([c], Some(reading)) => {
                self.characters.insert(*c, reading);
            }
            ([_], None) => return Err("reading wanted"),
            _ => {
                self.longest = self.longest.max(chars.len());
                self.words.insert(chars, reading);
            }
        }
        Ok(())
    }
}

fn beside(text: &'static str) -> Beside {
    match text {
        "*" => Beside::Anything,
        "^" | "$" => Beside::Edge,
        "N" => Beside::Numeral,
        "D" => Beside::Doubled,
        _ => {
            if let Some(name) = text.strip_prefix('=') {
                Beside::Set(name)
            } else if let Some(name) = text.strip_prefix('~') {
                Beside::Further(name)
            } else {
                Beside::Text(text.chars().collect())
            }
        }
    }
}

fn parse(text: &'static str) -> Result<Overlay, String> {
    let mut overlay = Overlay::default();
    for (i, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        overlay
            .line(line)
            .map_err(|why| format!("overlay.txt line {}: {why}: {line}", i + 1))?;
    }
    for context in overlay.contexts.values().flatten() {
        for side in context.left.iter().chain(&context.right) {
            if let Beside::Set(name) | Beside::Further(name) = side
                && !overlay.sets.contains_key(name)
            {
                return Err(format!("overlay.txt: no set is named {name}"));
            }
        }
    }
    Ok(overlay)
}

/// The overlay that is compiled in.
pub(super) fn overlay() -> &'static Overlay {
    static OVERLAY: OnceLock<Overlay> = OnceLock::new();
    OVERLAY.get_or_init(|| {
        parse(include_str!("../../../../assets/speech/overlay.txt"))
            .expect("a test reads the overlay that is compiled in")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_overlay_that_is_compiled_in_has_no_wrong_line() {
        if let Err(why) = parse(include_str!("../../../../assets/speech/overlay.txt")) {
            panic!("{why}");
        }
    }

    #[test]
    fn a_wrong_line_is_named() {
        for wrong in [
            "调休 tiao2",
            "@ 处 chu3 * *",
            "地",
            "? 曾",
            "@ 处 chu3 =nobody _ *",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
