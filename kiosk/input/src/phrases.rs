//! Which strings of hanzi are words of a body of text: those that several documents have, and that stand among varying neighbours. Pure;
//! takes text, gives words with the number of documents seen to have them. Knows no dictionary.

use std::collections::HashMap;

use crate::code_point::is_hanzi;

/// Hanzi that are looked at; what comes later is passed over.
pub const PHRASE_CHARS_MAX: usize = 2_000_000;
/// The longest word that is kept, in characters: what is longer is a phrase nobody types at once.
const LENGTH_MAX: usize = 8;
/// Documents that have it.
const DOCUMENTS_MIN: u32 = 2;
/// Hanzi that join words and begin or end none that somebody looks for.
const JOINING: &str =
    "的了和与或在是对为及等其由以于应可第本各之者所并且但被把从向自将该此即则而且也都就又还再不";

/// Gathers text, then says which words it has.
#[derive(Debug, Default)]
pub struct Phrases {
    /// Hanzi of all texts; 0 between what does not belong together.
    text: Vec<char>,
    /// Where each document ends in `text`.
    ends: Vec<usize>,
}

/// What is known of one string.
struct Seen {
    documents: u32,
    last: usize,
    times: u32,
    at: usize,
    left: Neighbour,
    right: Neighbour,
}

/// The neighbour that stands there most of the time, if there is one: a majority vote.
#[derive(Default)]
struct Neighbour {
    most: char,
    votes: u32,
}

impl Neighbour {
    fn vote(&mut self, character: char) {
        if self.votes == 0 && character != '\0' {
            self.most = character;
            self.votes = 1;
        } else if character == self.most && character != '\0' {
            self.votes += 1;
        } else {
            self.votes = self.votes.saturating_sub(1);
        }
    }

    /// More than half of the time it is the same one: the string is a part of a longer word.
    fn rules(&self, times: u32) -> bool {
        self.votes * 2 > times
    }
}

impl Phrases {
    /// Takes the text of one document; false when there is no more room.
    pub fn take(&mut self, text: &str) -> bool {
        for character in text.chars() {
            if self.text.len() >= PHRASE_CHARS_MAX {
                break;
            }
            if is_hanzi(character) {
                self.text.push(character);
            } else if self.text.last().is_some_and(|last| *last != '\0') {
                self.text.push('\0');
            }
        }
        self.text.push('\0');
        self.ends.push(self.text.len());
        self.text.len() < PHRASE_CHARS_MAX
    }

    /// The words, with the number of documents that were seen to have each.
    pub fn words(&self) -> Vec<(String, u32)> {
        let mut words = Vec::new();
        // Whether the string of the length before begins at each place and is frequent.
        let mut begins: Vec<bool> = self.text.iter().map(|c| *c != '\0').collect();
        for length in 2..=LENGTH_MAX {
            let seen = self.count(length, &begins);
            if seen.is_empty() {
                break;
            }
            let mut next = vec![false; begins.len()];
            for place in 0..self.text.len().saturating_sub(length - 1) {
                next[place] = begins[place]
                    && begins[place + 1]
                    && seen
                        .get(&self.key(place, length))
                        .is_some_and(|seen| seen.documents >= DOCUMENTS_MIN);
            }
            words.extend(
                seen.into_values()
                    .filter_map(|seen| self.word(&seen, length)),
            );
            begins = next;
        }
        words
    }

    fn count(&self, length: usize, begins: &[bool]) -> HashMap<u64, Seen> {
        let mut seen: HashMap<u64, Seen> = HashMap::new();
        let mut document = 0;
        for place in 0..self.text.len().saturating_sub(length - 1) {
            while self.ends.get(document).is_some_and(|end| *end <= place) {
                document += 1;
            }
            if !(begins[place] && begins[place + 1]) || self.text[place + length - 1] == '\0' {
                continue;
            }
            let one = seen.entry(self.key(place, length)).or_insert(Seen {
                documents: 0,
                last: usize::MAX,
                times: 0,
                at: place,
                left: Neighbour::default(),
                right: Neighbour::default(),
            });
            if one.last != document {
                one.documents += 1;
                one.last = document;
            }
            one.times += 1;
            one.left.vote(
                place
                    .checked_sub(1)
                    .map_or('\0', |before| self.text[before]),
            );
            one.right
                .vote(self.text.get(place + length).copied().unwrap_or('\0'));
        }
        seen
    }

    /// A string as a number; that two have the same one is not to be expected.
    fn key(&self, place: usize, length: usize) -> u64 {
        self.text[place..place + length]
            .iter()
            .fold(0, |key: u64, c| {
                key.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23) ^ u64::from(u32::from(*c))
            })
    }

    fn word(&self, seen: &Seen, length: usize) -> Option<(String, u32)> {
        let chars = &self.text[seen.at..seen.at + length];
        let joins = |c: &char| JOINING.contains(*c);
        let part = seen.left.rules(seen.times) || seen.right.rules(seen.times);
        if seen.documents < DOCUMENTS_MIN || part || joins(&chars[0]) || joins(&chars[length - 1]) {
            return None;
        }
        Some((chars.iter().collect(), seen.documents))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(texts: &[&str]) -> Vec<String> {
        let mut phrases = Phrases::default();
        for text in texts {
            phrases.take(text);
        }
        let mut words: Vec<String> = phrases.words().into_iter().map(|(word, _)| word).collect();
        words.sort();
        words
    }

    #[test]
    fn a_word_is_what_varying_neighbours_share() {
        let found = words(&[
            "关于住房公积金的通知",
            "提取住房公积金，应当申请",
            "住房公积金管理办法",
            "缴存住房公积金的单位",
        ]);
        assert_eq!(found, ["住房公积金"]);
    }

    #[test]
    fn one_document_makes_no_word_and_signs_part_words() {
        assert!(words(&["政务公开。政务公开，政务公开"]).is_empty());
        assert!(words(&["政务，公开", "政务。公开"]).contains(&"政务".to_owned()));
        assert!(!words(&["政务，公开", "政务。公开"]).contains(&"政务公开".to_owned()));
        assert!(words(&["", "\0\0", "abc", "的", "的的的的"]).is_empty());
    }

    #[test]
    fn what_is_beyond_the_room_is_passed_over() {
        let mut phrases = Phrases::default();
        assert!(!phrases.take(&"字".repeat(PHRASE_CHARS_MAX + 10)));
        assert!(phrases.text.len() <= PHRASE_CHARS_MAX + 1);
    }
}
