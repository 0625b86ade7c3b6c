//! Candidates for a pinyin composition. Owns their order: words that take all keys and find something, longer words of the mirror,
//! words for the first keys, words that find nothing, single characters. Asks no more often than its caps say.

use std::collections::HashSet;

use crate::characters::{Characters, Rank};
use crate::fit::{Fit, fit};
use crate::offer::{Candidate, Documents, Finds, Source};
use crate::spelling::{Spelling, is_whole, whole_syllables};
use crate::syllables::{SYLLABLE_LETTERS_MAX, initial_letters};
use crate::words::Words;

/// Words of the dictionary that are asked for what they find; the rest stay behind.
const ASKED_MAX: usize = 6;
/// Longer words of the mirror, beyond what was typed.
const LONGER_MAX: usize = 12;
/// Words for the first keys only.
const LEADING_MAX: usize = 24;
/// How many single characters one syllable may offer; behind these nobody pages.
const SINGLE_MAX: usize = 300;
/// Where whole syllables were typed, a word that takes two of them for initials is a chance: `xian` is no 西案内.
const CHANCE: u32 = 6;

/// A word that the dictionary has too stands before one that the mirror alone takes for a word, unless that has so many times more
/// documents: 行法 of 银行法 and 执行法律 is in more of them than 刑法, and no word.
const KNOWN_WEIGHT: u64 = 4;

/// A word before it has its place.
struct Choice<'a> {
    text: &'a str,
    fit: Fit,
    total: u64,
    documents: Option<Documents>,
    source: Source,
    /// The dictionary has it.
    known: bool,
}

/// The words by what they take.
#[derive(Default)]
struct Choices<'a> {
    covering: Vec<Choice<'a>>,
    longer: Vec<Choice<'a>>,
    leading: Vec<Choice<'a>>,
    unfound: Vec<Choice<'a>>,
}

/// The part of the keys that a dictionary is asked for: whole syllables only, so that it never guesses at initials.
pub fn for_dictionary<'a>(characters: &Characters, keys: &'a str) -> &'a str {
    &keys[..whole_syllables(keys, characters.syllables())]
}

/// Candidates in their order. `dictionary` is what librime has for [`for_dictionary`].
pub fn candidates(
    characters: &Characters,
    words: &Words,
    dictionary: &[String],
    spelling: &Spelling,
    finds: &mut dyn Finds,
) -> Vec<Candidate> {
    let keys = spelling.letters();
    let mut choices = Choices::default();
    choices.take_words(characters, words, keys);
    choices.take_dictionary(characters, dictionary, keys, finds);
    let mut found: Vec<Candidate> = choices
        .in_order()
        .map(|choice| Candidate {
            text: choice.text.to_owned(),
            keys_used: spelling.used(choice.fit.used),
            before_used: 0,
            documents: choice.documents,
            source: choice.source,
        })
        .collect();
    found.extend(
        single(characters, keys)
            .into_iter()
            .map(|(rank, used)| Candidate {
                text: characters.character(rank).to_string(),
                keys_used: spelling.used(used),
                before_used: 0,
                documents: None,
                source: Source::Table,
            }),
    );
    found
}

impl<'a> Choices<'a> {
    fn take_words(&mut self, characters: &'a Characters, words: &'a Words, keys: &'a str) {
        let run = whole_syllables(keys, characters.syllables());
        let whole = is_whole(keys, characters.syllables());
        for found in words.by_sound(characters, keys) {
            let fit = found.how;
            if whole && fit.used == keys.len() && fit.parts >= CHANCE {
                continue;
            }
            let choice = Choice {
                text: found.text,
                fit,
                total: u64::from(found.documents),
                documents: None,
                source: Source::Mirror,
                known: false,
            };
            if fit.used == keys.len() {
                if fit.missing == 0 {
                    &mut self.covering
                } else {
                    &mut self.longer
                }
                .push(choice);
            } else if (fit.full || fit.used > run) && begins_syllable(&keys[fit.used..]) {
                self.leading.push(choice);
            }
        }
        self.covering.sort_by_key(Choice::order);
        self.longer.sort_by_key(Choice::order);
        self.longer.truncate(LONGER_MAX);
    }

    fn take_dictionary(
        &mut self,
        characters: &Characters,
        dictionary: &'a [String],
        keys: &str,
        finds: &mut dyn Finds,
    ) {
        let mut known: HashSet<&str> = self
            .covering
            .iter()
            .chain(&self.longer)
            .chain(&self.leading)
            .map(|choice| choice.text)
            .collect();
        for choice in &mut self.covering {
            choice.known = dictionary.iter().any(|text| text == choice.text);
        }
        let mut asked = 0;
        for text in dictionary {
            let Some(fit) = in_full(characters, text, keys).filter(|_| known.insert(text)) else {
                continue;
            };
            let mut choice = Choice {
                text,
                fit,
                total: 0,
                documents: None,
                source: Source::Dictionary,
                known: true,
            };
            if fit.used < keys.len() {
                self.leading.push(choice);
                continue;
            }
            if asked < ASKED_MAX {
                asked += 1;
                choice.documents = finds.documents(text);
            }
            match choice.documents {
                Some(documents) if documents.total > 0 => {
                    choice.total = documents.total;
                    self.covering.push(choice);
                }
                // Nobody counts in this field: the word stays where the dictionary has it, behind those of the mirror.
                None if asked < ASKED_MAX => self.covering.push(choice),
                _ => self.unfound.push(choice),
            }
        }
        self.covering.sort_by_key(Choice::order);
        self.leading
            .sort_by_key(|choice| (std::cmp::Reverse(choice.fit.used), choice.order()));
        self.leading.truncate(LEADING_MAX);
    }

    fn in_order(self) -> impl Iterator<Item = Choice<'a>> {
        let Choices {
            covering,
            longer,
            leading,
            unfound,
        } = self;
        covering
            .into_iter()
            .chain(longer)
            .chain(leading)
            .chain(unfound)
    }
}

impl Choice<'_> {
    fn order(&self) -> (u32, std::cmp::Reverse<u64>) {
        let weight = if self.known { KNOWN_WEIGHT } else { 1 };
        (
            self.fit.cost,
            std::cmp::Reverse(self.total.saturating_mul(weight)),
        )
    }
}

/// How a word of the dictionary fits, when it is simplified, of several characters, and every sound of it was typed.
fn in_full(characters: &Characters, text: &str, keys: &str) -> Option<Fit> {
    let ranks: Vec<Rank> = text
        .chars()
        .map(|c| characters.rank(c))
        .collect::<Option<_>>()?;
    if ranks.len() < 2 || ranks.iter().any(|rank| characters.is_traditional(*rank)) {
        return None;
    }
    let sounds = ranks.iter().map(|rank| characters.sounds(*rank));
    fit(keys.as_bytes(), sounds, characters.syllables()).filter(|fit| fit.full && fit.missing == 0)
}

/// No syllable begins with these: what is left over would be no sound.
fn begins_syllable(rest: &str) -> bool {
    !rest.trim_start_matches('\'').starts_with(['i', 'u', 'v'])
}

/// Single characters for the first syllable, and how many keys it has: the longest one first, a traditional form behind the others.
fn single(characters: &Characters, keys: &str) -> Vec<(Rank, usize)> {
    let syllables = characters.syllables();
    let mut found = Vec::new();
    for length in (1..=keys.len().min(SYLLABLE_LETTERS_MAX)).rev() {
        if let Some(syllable) = syllables.find(&keys[..length])
            && begins_syllable(&keys[length..])
        {
            let (traditional, others): (Vec<Rank>, Vec<Rank>) = characters
                .sounding(syllable)
                .iter()
                .partition(|rank| characters.is_traditional(**rank));
            found.extend(
                others
                    .into_iter()
                    .chain(traditional)
                    .map(|rank| (rank, length)),
            );
        }
    }
    if found.is_empty() {
        found = by_initial(characters, keys);
    }
    found.truncate(SINGLE_MAX);
    found
}

/// Common characters whose sound begins with the keys, or else with the first initial among them.
fn by_initial(characters: &Characters, keys: &str) -> Vec<(Rank, usize)> {
    if keys.is_empty() {
        return Vec::new();
    }
    let syllables = characters.syllables();
    let length = if syllables.begun(keys) {
        keys.len()
    } else {
        initial_letters(keys.as_bytes()).min(keys.len())
    };
    (0..COMMON)
        .filter(|rank| {
            let sounds = characters.sounds(*rank);
            sounds
                .first()
                .is_some_and(|sound| syllables.text(*sound).starts_with(&keys[..length]))
        })
        .map(|rank| (rank, length))
        .collect()
}

/// The first level of the table of general standard characters (通用规范汉字表).
const COMMON: Rank = 3500;
