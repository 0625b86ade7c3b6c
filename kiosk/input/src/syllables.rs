//! The syllables of pinyin as they are typed (ü is `v`). Owns their numbers; knows no characters.

use std::collections::HashMap;

/// Number of a syllable.
pub type Syllable = u16;

/// All syllables that some character has.
#[derive(Debug, Default)]
pub struct Syllables {
    texts: Vec<String>,
    numbers: HashMap<String, Syllable>,
    /// Every proper beginning of a syllable.
    beginnings: std::collections::HashSet<String>,
}

impl Syllables {
    /// The number of `text`, given out when it is new. `None` for what cannot be typed as a syllable, or when all are given out.
    pub fn number(&mut self, text: &str) -> Option<Syllable> {
        if let Some(number) = self.numbers.get(text) {
            return Some(*number);
        }
        let typed = text.len() <= SYLLABLE_LETTERS_MAX
            && text.bytes().all(|b| b.is_ascii_lowercase())
            && text.bytes().any(|b| b"aeiouv".contains(&b))
            // So that `u` can begin a code point.
            && !text.starts_with(['i', 'u', 'v']);
        if !typed {
            return None;
        }
        let number = Syllable::try_from(self.texts.len()).ok()?;
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        for end in 1..text.len() {
            self.beginnings.insert(text[..end].to_owned());
        }
        Some(number)
    }

    /// How it is typed.
    pub fn text(&self, number: Syllable) -> &str {
        &self.texts[usize::from(number)]
    }

    /// Whether `text` is a syllable.
    pub fn known(&self, text: &str) -> bool {
        self.numbers.contains_key(text)
    }

    /// Whether some syllable begins with `text` and goes on.
    pub fn begun(&self, text: &str) -> bool {
        self.beginnings.contains(text)
    }

    /// The number of a known syllable.
    pub fn find(&self, text: &str) -> Option<Syllable> {
        self.numbers.get(text).copied()
    }
}

/// `zhuang`.
pub const SYLLABLE_LETTERS_MAX: usize = 6;

/// Letters of the initial of a syllable: `zh`, `ch`, `sh` have two.
pub fn initial_letters(text: &[u8]) -> usize {
    match text {
        [b'z' | b'c' | b's', b'h', ..] => 2,
        _ => 1,
    }
}
