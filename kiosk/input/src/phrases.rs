//! Which strings of hanzi are words of a body of text: those that several documents have, and that stand among varying neighbours. Pure;
//! takes text, gives words with the number of documents seen to have them. Knows no dictionary.

use std::collections::{HashMap, HashSet};

use crate::code_point::is_hanzi;

/// Hanzi that are looked at; what comes later is passed over.
pub const PHRASE_CHARS_MAX: usize = 2_000_000;
/// The longest word that is kept, in characters: what is longer is a phrase nobody types at once.
const LENGTH_MAX: usize = 8;
/// Documents that have it.
const DOCUMENTS_MIN: u32 = 2;
/// Shorter ones are words of their own in whatever they stand.
const CUT_CHARS_MIN: usize = 3;
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

/// What a body of text says of its strings.
#[derive(Debug, Default)]
pub struct Told {
    /// The words, with the number of documents that were seen to have each.
    pub words: Vec<(String, u32)>,
    /// Keys of strings that are nearly always a part of something longer.
    parts: HashSet<u64>,
}

impl Told {
    /// Whether the text shows it to be no word but a part of longer ones: 国政府 stands in 全国政府 and 中国政府.
    pub fn is_part(&self, text: &str) -> bool {
        let chars: Vec<char> = text.chars().collect();
        self.parts.contains(&key(&chars))
    }
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

impl Seen {
    /// On one side nearly always the same character stands.
    fn is_part(&self) -> bool {
        self.left.rules(self.times) || self.right.rules(self.times)
    }
}

/// A string that may be a word.
struct Word {
    text: String,
    documents: u32,
    times: u32,
    /// How often one of its ends goes through a short word.
    cut: u32,
    /// How often the most frequent longer one stands that holds it.
    longer: u32,
}

impl Word {
    /// It is cut out of something: its ends go through words most of the time, or in two of three places the same longer word stands around it.
    fn is_cut(&self) -> bool {
        let of_another = self.text.chars().count() >= CUT_CHARS_MIN;
        of_another && (self.cut * 5 > self.times * 3 || self.longer * 3 > self.times * 2)
    }
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

fn key(chars: &[char]) -> u64 {
    chars.iter().fold(0, |key: u64, c| {
        key.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23) ^ u64::from(u32::from(*c))
    })
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

    /// The words, and what is cut out of them.
    pub fn told(&self) -> Told {
        let mut parts = HashSet::new();
        let mut words: HashMap<u64, Word> = HashMap::new();
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
            let of_others = seen.iter().filter(|(_, seen)| {
                length >= CUT_CHARS_MIN && seen.documents >= DOCUMENTS_MIN && seen.is_part()
            });
            parts.extend(of_others.map(|(key, _)| *key));
            let found = seen.into_iter().filter_map(|(key, seen)| {
                let (text, documents) = self.word(&seen, length)?;
                Some((
                    key,
                    Word {
                        text,
                        documents,
                        times: seen.times,
                        cut: 0,
                        longer: 0,
                    },
                ))
            });
            words.extend(found);
            begins = next;
        }
        self.count_cuts(&mut words);
        let cut = words.iter().filter(|(_, word)| word.is_cut());
        parts.extend(cut.map(|(key, _)| *key));
        let whole = words.into_values().filter(|word| !word.is_cut());
        let words = whole.map(|word| (word.text, word.documents)).collect();
        Told { words, parts }
    }

    /// Where an end of a word goes through a short one: 核发证|书 has its end within 证书. And how often it stands in a longer one.
    fn count_cuts(&self, words: &mut HashMap<u64, Word>) {
        let is_word = |place: Option<usize>, length: usize| {
            let place = place.filter(|place| place + length <= self.text.len());
            // The key of a string does not tell what begins with a gap.
            let place = place.filter(|place| self.text[*place] != '\0');
            place.is_some_and(|place| words.contains_key(&self.key(place, length)))
        };
        let mut cuts: HashMap<u64, u32> = HashMap::new();
        let mut longer: HashMap<u64, u32> = HashMap::new();
        for place in 0..self.text.len() {
            if self.text[place] == '\0' {
                continue;
            }
            for length in 2..=LENGTH_MAX.min(self.text.len() - place) {
                let key = self.key(place, length);
                let Some(word) = words.get(&key) else {
                    continue;
                };
                let last = Some(place + length - 1);
                let (one, two) = (place.checked_sub(1), place.checked_sub(2));
                let right = is_word(last, 2) || is_word(last, 3);
                if length >= CUT_CHARS_MIN && (right || is_word(one, 2) || is_word(two, 3)) {
                    *cuts.entry(key).or_insert(0) += 1;
                }
                for part in
                    (2..length).flat_map(|part| (0..=length - part).map(move |at| (part, at)))
                {
                    let most = longer.entry(self.key(place + part.1, part.0)).or_insert(0);
                    *most = word.times.max(*most);
                }
            }
        }
        for (key, word) in words.iter_mut() {
            word.cut = cuts.get(key).copied().unwrap_or(0);
            word.longer = longer.get(key).copied().unwrap_or(0);
        }
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
        key(&self.text[place..place + length])
    }

    fn word(&self, seen: &Seen, length: usize) -> Option<(String, u32)> {
        let chars = &self.text[seen.at..seen.at + length];
        let joins = |c: &char| JOINING.contains(*c);
        if seen.documents < DOCUMENTS_MIN
            || seen.is_part()
            || joins(&chars[0])
            || joins(&chars[length - 1])
        {
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
        let found = phrases.told().words;
        let mut words: Vec<String> = found.into_iter().map(|(word, _)| word).collect();
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
    fn what_is_cut_out_of_words_is_none() {
        // 单位核 ends within 核查, 核对, 核减; 市居民 begins within 全市, 本市, 城市.
        let found = words(&[
            "由单位核查材料，核查后办理。全市居民，全市开展，单位",
            "请单位核对材料，核对无误。本市居民，本市户籍，居民",
            "经单位核减费用，核减金额。城市居民，城市道路，单位",
            "有单位核查费用，先核查。全市居民，在全市，居民",
            "各单位核对金额，再核对。本市居民，离本市，单位",
            "原单位核减材料，可核减。城市居民，进城市，居民",
        ]);
        for cut in ["单位核", "市居民"] {
            assert!(!found.contains(&cut.to_owned()), "{cut} {found:?}");
        }
        for word in ["单位", "居民", "核查", "全市", "材料"] {
            assert!(found.contains(&word.to_owned()), "{word} {found:?}");
        }
    }

    #[test]
    fn what_stands_almost_only_in_one_longer_word_is_a_part_of_it() {
        let mut texts = [
            "保障性住房",
            "建保障性住房，",
            "配保障性住房办法",
            "租保障性住房户",
        ]
        .repeat(3);
        // It is seen elsewhere, too, but seldom.
        texts.extend([
            "一套性住房间",
            "两类性住房屋",
            "长期性住房源",
            "公益性住房，",
            "短租性住房客",
        ]);
        let found = words(&texts);
        assert!(found.contains(&"保障性住房".to_owned()), "{found:?}");
        assert!(!found.contains(&"性住房".to_owned()), "{found:?}");
    }

    #[test]
    fn what_stands_across_the_border_of_words_is_told_to_be_a_part() {
        let mut phrases = Phrases::default();
        for text in [
            "全国政府网站，在全国推行",
            "全国政府信息，向全国发布",
            "中国政府网，建设中国",
            "中国政府采购，驻中国",
            "各级政府，全国各地",
            "县政府，中国各地",
            "政府网站，政府采购",
        ] {
            phrases.take(text);
        }
        let found = phrases.told();
        assert!(found.is_part("国政府"), "{:?}", found.words);
        for word in ["全国", "中国", "政府", "政府网站", "未见过的词"] {
            assert!(!found.is_part(word), "{word}");
        }
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
