//! One question, one offer: brings table, words of the mirror and dictionary together. Owns the caps of an offer. Holds nothing of a
//! composition but what librime was told of it, and forgets that when asked.

use std::sync::Arc;

use crate::characters::Characters;
use crate::offer::{Ask, Candidate, Finds, Method, Offer, Source};
use crate::rime::Rime;
use crate::spelling::{Spelling, shown};
use crate::strokes::{self, cleaned};
use crate::words::Words;
use crate::{CANDIDATES_MAX, KEYS_MAX, code_point, pinyin};

/// What librime is asked for.
const DICTIONARY_MAX: usize = 60;
/// Candidates whose documents are counted.
const COUNTED_MAX: usize = 24;
/// Words that continue the text before the strokes.
const CONTINUING_MAX: usize = 4;
/// Words by their strokes.
const WORDS_BY_STROKES_MAX: usize = 6;
/// Characters that are written in full stand before words of which the first character is only begun.
const BEGUN_AFTER: usize = 4;

/// Turns keys into candidates. Belongs to one thread, as librime does.
#[derive(Debug)]
pub struct Engine {
    characters: Arc<Characters>,
    rime: Option<Rime>,
}

impl Engine {
    /// With a dictionary, or without one.
    pub fn new(characters: Arc<Characters>, rime: Option<Rime>) -> Engine {
        Engine { characters, rime }
    }

    /// The table, to make [`Words`] with.
    pub fn characters(&self) -> &Characters {
        &self.characters
    }

    /// Whether librime answers.
    pub fn has_dictionary(&self) -> bool {
        self.rime.is_some()
    }

    /// Candidates for the keys. `finds` is asked for the first of them, and never after it once gave no answer.
    pub fn offer(&mut self, ask: &Ask<'_>, words: &Words, finds: &mut dyn Finds) -> Offer {
        let mut offer = match ask.method {
            Method::Pinyin if ask.keys.starts_with(['u', 'U']) => self.by_code_point(ask.keys),
            Method::Pinyin => self.by_sound(ask, words, finds),
            Method::Strokes => self.by_strokes(ask, words),
            Method::CodePoint => self.by_code_point(ask.keys),
        };
        offer.candidates.truncate(ask.most.min(CANDIDATES_MAX));
        for candidate in offer.candidates.iter_mut().take(COUNTED_MAX) {
            if candidate.documents.is_none() {
                candidate.documents = finds.documents(&candidate.text);
                if candidate.documents.is_none() {
                    break;
                }
            }
        }
        offer
    }

    /// Nothing of the last composition is kept.
    pub fn forget(&mut self) {
        if let Some(rime) = &mut self.rime {
            rime.forget();
        }
    }

    fn by_sound(&mut self, ask: &Ask<'_>, words: &Words, finds: &mut dyn Finds) -> Offer {
        let spelling = Spelling::new(ask.keys);
        let keys = spelling.letters();
        let asked = pinyin::for_dictionary(&self.characters, keys);
        let dictionary = match &mut self.rime {
            Some(rime) if !asked.is_empty() => rime.candidates(asked, DICTIONARY_MAX),
            _ => Vec::new(),
        };
        Offer {
            shown: shown(keys, self.characters.syllables()),
            candidates: pinyin::candidates(&self.characters, words, &dictionary, &spelling, finds),
        }
    }

    fn by_strokes(&self, ask: &Ask<'_>, words: &Words) -> Offer {
        let typed = cleaned(ask.keys);
        let candidate = |text: &str, before_used, source| Candidate {
            text: text.to_owned(),
            keys_used: ask.keys.len(),
            before_used,
            documents: None,
            source,
        };
        let mut candidates: Vec<Candidate> = words
            .continuing(&self.characters, ask.before, &typed)
            .into_iter()
            .take(CONTINUING_MAX)
            .map(|(taken, found)| candidate(found.text, taken, Source::Mirror))
            .collect();
        let (beyond, begun): (Vec<_>, Vec<_>) = words
            .by_strokes(&self.characters, &typed)
            .partition(|found| found.how.characters > 1);
        let word = |found: &crate::words::Found<'_, _>| candidate(found.text, 0, Source::Mirror);
        candidates.extend(beyond.iter().take(WORDS_BY_STROKES_MAX).map(word));
        let single = strokes::characters(&self.characters, &typed, CANDIDATES_MAX);
        let first = single
            .iter()
            .take(BEGUN_AFTER)
            .take_while(|(_, complete)| *complete)
            .count();
        let of_table = |(rank, _): &(u32, bool)| {
            candidate(
                &self.characters.character(*rank).to_string(),
                0,
                Source::Table,
            )
        };
        candidates.extend(single[..first].iter().map(of_table));
        candidates.extend(begun.iter().take(WORDS_BY_STROKES_MAX).map(word));
        candidates.extend(single[first..].iter().map(of_table));
        let mut seen = std::collections::HashSet::new();
        candidates.retain(|candidate| seen.insert((candidate.text.clone(), candidate.before_used)));
        Offer {
            shown: String::from_utf8(typed).expect("strokes are letters"),
            candidates,
        }
    }

    fn by_code_point(&self, keys: &str) -> Offer {
        let candidates = code_point::character(keys)
            .map(|character| Candidate {
                text: character.to_string(),
                keys_used: keys.len(),
                before_used: 0,
                documents: None,
                source: Source::CodePoint,
            })
            .into_iter()
            .collect();
        Offer {
            shown: keys
                .chars()
                .take(KEYS_MAX)
                .collect::<String>()
                .to_uppercase(),
            candidates,
        }
    }
}

impl Engine {
    /// Whether a hanzi can be entered by its code point. For the self-test.
    pub fn enters_by_code_point(&self, character: char) -> bool {
        let code = format!("{:04X}", u32::from(character));
        let by_code = |keys: &str| code_point::character(keys) == Some(character);
        by_code(&code) || by_code(&format!("U{code}"))
    }

    /// Whether a hanzi is among the candidates of its strokes; of its radical's, with the others unsure, where no source has them all. For
    /// the self-test.
    pub fn enters_by_strokes(&self, character: char) -> bool {
        self.written_with(character).iter().any(|keys| {
            strokes::characters(&self.characters, keys, CANDIDATES_MAX)
                .iter()
                .any(|(rank, _)| self.characters.character(*rank) == character)
        })
    }

    /// How a text is typed in full, by the most common sound of each character; `None` where one has no sound.
    pub fn spelling(&self, text: &str) -> Option<String> {
        let mut all = String::new();
        for character in text.chars() {
            let sound = self
                .characters
                .sounds(self.characters.rank(character)?)
                .first()?;
            all.push_str(self.characters.syllables().text(*sound));
        }
        Some(all)
    }

    /// The strokes of a text, one character after the other; `None` where those of one are not known.
    pub fn strokes(&self, text: &str) -> Option<Vec<u8>> {
        let mut all = Vec::new();
        for character in text.chars() {
            let strokes = self.characters.strokes(self.characters.rank(character)?);
            if strokes.is_empty() {
                return None;
            }
            all.extend(strokes);
        }
        Some(all)
    }

    /// The strokes of a character; where only its radical is known, the others unsure.
    fn written_with(&self, character: char) -> Vec<Vec<u8>> {
        let Some(rank) = self.characters.rank(character) else {
            return Vec::new();
        };
        let whole = self.characters.strokes(rank);
        if !whole.is_empty() {
            return vec![whole.to_vec()];
        }
        self.characters.outlines_of(rank)
    }
}
