//! One text field being typed into: its text, the keys that are not words yet, and the words that they may mean. Pure; which words those
//! are is asked of a worker. The same for every field; forgets everything with the place that holds it.

pub use super::spelling::{Candidate, Count, Method, Spell, Spelled};
use super::{Layer, QUERY_CHARS_MAX, printable, type_within};

/// Keys of one composition.
pub const KEYS_MAX: usize = 48;
/// Candidates that are kept of one answer.
pub const CANDIDATES_MAX: usize = 120;
/// Longest candidate, in characters.
const CANDIDATE_CHARS_MAX: usize = 32;
/// What the key for both brackets of a document number says: the one that is due is typed.
const BRACKETS: &str = "〔〕";
/// Digits of a code point.
const CODE_DIGITS_MAX: usize = 6;

/// A field that is typed into.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Typing {
    /// What stands in the field.
    pub text: String,
    /// Keys that show.
    pub layer: Layer,
    /// Keys that are not a word yet.
    pub keys: String,
    /// The same as they are read.
    shown: String,
    /// Words that they may mean.
    pub candidates: Vec<Candidate>,
    /// More of the candidates show, over the keys.
    pub unfolded: bool,
    /// The candidates are of the keys that stand there now. Older ones stay on the screen until the answer comes.
    answered: bool,
    serial: u64,
    /// The last question was for beginnings of document numbers.
    numbers: bool,
    /// Characters that the field takes.
    chars_max: usize,
}

impl Default for Typing {
    fn default() -> Self {
        Typing::within(String::new(), QUERY_CHARS_MAX)
    }
}

/// What came of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Change {
    None,
    /// Text or composition.
    Changed,
}

impl Typing {
    /// Begins with a text.
    pub fn with(text: String) -> Typing {
        Typing::within(text, QUERY_CHARS_MAX)
    }

    /// The same in a field that takes so many characters.
    pub fn within(text: String, chars_max: usize) -> Typing {
        Typing {
            text: capped(text, chars_max),
            layer: Layer::default(),
            keys: String::new(),
            shown: String::new(),
            candidates: Vec::new(),
            unfolded: false,
            answered: false,
            serial: 0,
            numbers: false,
            chars_max,
        }
    }

    /// What would stand in the field now: with the first word where it takes all keys and finds something, else with the bare keys, which
    /// the mirror knows as sounds and initials.
    pub fn meant(&self) -> String {
        match self.covering() {
            Some(first) => capped(replaced(&self.text, first), self.chars_max),
            None => capped(format!("{}{}", self.text, self.bare()), self.chars_max),
        }
    }

    /// The first word, where it stands for the whole composition.
    fn covering(&self) -> Option<&Candidate> {
        let found = |candidate: &&Candidate| {
            let none = candidate.documents.is_some_and(|count| count.total == 0);
            candidate.keys_used == self.keys.len()
                && !self.keys.is_empty()
                && (!none || self.bare().is_empty())
        };
        self.first().filter(found)
    }

    /// Keys that mean something without a word; the letters of strokes do not.
    fn bare(&self) -> &str {
        if self.layer == Layer::Strokes {
            ""
        } else {
            &self.keys
        }
    }

    fn first(&self) -> Option<&Candidate> {
        self.candidates.first().filter(|_| self.answered)
    }

    /// The composition as it shows; empty without one.
    pub fn composition(&self) -> &str {
        if self.answered && !self.keys.is_empty() {
            &self.shown
        } else {
            &self.keys
        }
    }

    /// Nothing stands there.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.keys.is_empty()
    }

    /// Keys of ours or of a plugged-in keyboard, one after the other.
    pub fn press(&mut self, typed: &str) -> Change {
        let mut change = Change::None;
        let typed = match typed {
            BRACKETS => self.next_bracket(),
            typed => typed,
        };
        for key in typed.chars().take(QUERY_CHARS_MAX) {
            if !printable(key) {
                continue;
            }
            if self.composes(key) {
                if self.keys.len() < KEYS_MAX {
                    self.keys.push(key.to_ascii_lowercase());
                    change = Change::Changed;
                }
                continue;
            }
            if !self.keys.is_empty() {
                change = Change::Changed;
                // The space only chooses the word.
                let chose = key == ' ' && self.take_first();
                if !chose {
                    self.take_meant();
                }
                if key == ' ' {
                    continue;
                }
            }
            let mut one = [0; 4];
            if type_within(&mut self.text, key.encode_utf8(&mut one), self.chars_max) {
                change = Change::Changed;
            }
        }
        self.settle(change)
    }

    /// The bracket that is still to be closed, or a new one.
    fn next_bracket(&self) -> &'static str {
        let open = self.text.rfind('〔');
        match open.is_some_and(|at| !self.text[at..].contains('〕')) {
            true => "〕",
            false => "〔",
        }
    }

    /// Whether a key belongs to the composition. One that begins with `u` is a code point, since no syllable does.
    fn composes(&self, key: char) -> bool {
        match self.layer {
            Layer::Pinyin if self.keys.starts_with('u') => key.is_ascii_hexdigit() || key == '+',
            Layer::Pinyin => key.is_ascii_alphabetic() || (key == '\'' && !self.keys.is_empty()),
            Layer::Strokes => matches!(key, 'h' | 's' | 'p' | 'n' | 'z' | '?'),
            Layer::Digits | Layer::Latin | Layer::Capitals | Layer::Signs => false,
        }
    }

    /// Deletes the last key of the composition, else the last character.
    pub fn backspace(&mut self) -> Change {
        let gone = self.keys.pop().is_some() || self.text.pop().is_some();
        self.settle(if gone { Change::Changed } else { Change::None })
    }

    /// Empties the field.
    pub fn clear(&mut self) -> Change {
        self.text.clear();
        self.keys.clear();
        self.settle(Change::Changed)
    }

    /// Takes a word that was offered.
    pub fn choose(&mut self, text: &str) -> Change {
        let offered = self
            .candidates
            .iter()
            .find(|c| c.text == text && c.keys_used <= self.keys.len());
        let Some(candidate) = offered.cloned() else {
            return Change::None;
        };
        self.take(&candidate);
        self.settle(Change::Changed)
    }

    /// The composition becomes what is meant.
    pub fn finish(&mut self) -> Change {
        if self.keys.is_empty() {
            return Change::None;
        }
        self.take_meant();
        self.settle(Change::Changed)
    }

    /// Other keys; text that stands there stays.
    pub fn change_layer(&mut self, layer: Layer) -> Change {
        if self.layer == layer {
            return Change::None;
        }
        let composed = !self.keys.is_empty();
        self.layer = layer;
        self.keys.clear();
        self.settle(if composed {
            Change::Changed
        } else {
            Change::None
        })
    }

    /// Shows more candidates, or fewer.
    pub fn unfold(&mut self) {
        self.unfolded = !self.unfolded && !self.candidates.is_empty();
    }

    /// What to ask the worker, now that something changed; `None` when there is nothing to ask.
    pub fn question(&mut self, serial: u64, counted: bool) -> Option<Spell> {
        // A field that finds no documents has no document numbers; a character's own number is marked.
        self.numbers = counted
            && self.layer == Layer::Digits
            && !self.code_at_the_end().starts_with(['U', 'u']);
        if self.numbers {
            self.serial = serial;
            return Some(Spell {
                serial,
                method: Method::Number,
                keys: String::new(),
                before: self.text.clone(),
                counted,
            });
        }
        let (method, keys) = match self.layer {
            Layer::Pinyin => (Method::Pinyin, self.keys.clone()),
            Layer::Strokes => (Method::Strokes, self.keys.clone()),
            Layer::Digits | Layer::Latin | Layer::Capitals | Layer::Signs => {
                (Method::CodePoint, self.code_at_the_end().to_owned())
            }
        };
        // What older questions bring is no longer meant.
        self.serial = serial;
        if keys.is_empty() {
            self.candidates.clear();
            return None;
        }
        Some(Spell {
            serial,
            method,
            keys,
            before: self.text.clone(),
            counted,
        })
    }

    /// The worker answered; true when it was the last question.
    pub fn spelled(&mut self, spelled: Spelled) -> bool {
        if spelled.serial != self.serial {
            return false;
        }
        let typed_out = if self.keys.is_empty() && !self.numbers {
            self.code_at_the_end().chars().count()
        } else {
            0
        };
        self.answered = true;
        self.shown = spelled.shown;
        self.candidates = spelled.candidates;
        self.candidates.retain(|candidate| {
            let fits = candidate.keys_used <= self.keys.len().max(typed_out);
            fits && (1..=CANDIDATE_CHARS_MAX).contains(&candidate.text.chars().count())
        });
        self.candidates.truncate(CANDIDATES_MAX);
        if typed_out > 0 {
            // The digits stand in the text already.
            for candidate in &mut self.candidates {
                candidate.before_used = typed_out;
                candidate.keys_used = 0;
            }
        }
        true
    }

    /// Takes the first word, for whatever keys it stands; false when there is none.
    fn take_first(&mut self) -> bool {
        let Some(first) = self.first().cloned() else {
            return false;
        };
        self.take(&first);
        // They say nothing of what is left.
        self.answered = false;
        true
    }

    fn take_meant(&mut self) {
        self.text = self.meant();
        self.keys.clear();
        self.answered = false;
    }

    fn take(&mut self, candidate: &Candidate) {
        self.text = capped(replaced(&self.text, candidate), self.chars_max);
        self.keys.drain(..candidate.keys_used.min(self.keys.len()));
    }

    fn settle(&mut self, change: Change) -> Change {
        if change == Change::Changed {
            self.unfolded = false;
            self.answered = false;
        }
        change
    }

    /// Hexadecimal digits at the end of the text, with the `U+` before them.
    fn code_at_the_end(&self) -> &str {
        let digits = self
            .text
            .bytes()
            .rev()
            .take_while(u8::is_ascii_hexdigit)
            .count();
        let start = self.text.len() - digits;
        if digits == 0 || digits > CODE_DIGITS_MAX {
            return "";
        }
        let marked = ["U+", "u+", "U", "u"]
            .iter()
            .find(|mark| self.text[..start].ends_with(*mark));
        &self.text[start - marked.map_or(0, |mark| mark.len())..]
    }
}

/// The text with a word in the place of what it replaces.
fn replaced(text: &str, candidate: &Candidate) -> String {
    let behind = text.chars().count().saturating_sub(candidate.behind_kept);
    let kept = behind.saturating_sub(candidate.before_used);
    let before: String = text.chars().take(kept).collect();
    let tail: String = text.chars().skip(behind).collect();
    before + &candidate.text + &tail
}

fn capped(text: String, chars_max: usize) -> String {
    text.chars().take(chars_max).collect()
}
