//! Everyday words and what official texts say instead (同义词): 养狗 is 养犬, 房产证 is 不动产权证书. Owns the list that every
//! terminal has and the format in which an office adds its own; says when one was used.
//!
//! Format: a line each, the everyday word, a tab, the official ones, parted by tabs, the likeliest first. `#` begins a remark.

use std::collections::BTreeMap;
use std::path::Path;

use crate::words::fold;

/// File in the folder of the mirror with the words of an office; nobody needs it.
pub const FILE: &str = "synonyms.tsv";
/// Bytes of such a file that are read.
const FILE_BYTES_MAX: u64 = 256 << 10;
/// Words of it.
const WORDS_MAX: usize = 5_000;
/// Official words of one everyday word.
const WAYS_MAX: usize = 4;
/// Characters of a word.
const CHARS_MAX: usize = 24;

static SHIPPED: &str = include_str!("synonyms.tsv");

/// Traditional phrases (繁体词语) in which a character has another simplified form than alone, as it folds: 答覆 is 答复, 覆盖 stays.
/// Source: OpenCC's table of phrases; made by `tests/peers/variants.py`.
static PHRASES: &str = include_str!("phrases.tsv");

/// Everyday words, by their folded characters.
#[derive(Debug, Clone, Default)]
pub struct Synonyms(BTreeMap<String, Vec<String>>);

impl Synonyms {
    /// The words of every terminal, and those in `dir`, which come first. A line that is none is left out: search goes on.
    pub fn read(dir: &Path) -> Synonyms {
        let mut all = Synonyms::default();
        all.add(PHRASES);
        all.add(SHIPPED);
        let path = dir.join(FILE);
        let small =
            std::fs::metadata(&path).is_ok_and(|m| m.is_file() && m.len() <= FILE_BYTES_MAX);
        if let (true, Ok(text)) = (small, std::fs::read_to_string(&path)) {
            all.add(&text);
        }
        all
    }

    fn add(&mut self, text: &str) {
        for line in text.trim_start_matches('\u{feff}').lines() {
            let mut columns = line
                .split('\t')
                .map(fold::squeeze)
                .filter(|word| (2..=CHARS_MAX).contains(&word.chars().count()));
            let Some(everyday) = columns.next().filter(|_| !line.starts_with('#')) else {
                continue;
            };
            let ways: Vec<String> = columns.take(WAYS_MAX).collect();
            if !ways.is_empty() && (self.0.len() < WORDS_MAX || self.0.contains_key(&everyday)) {
                self.0.insert(everyday, ways);
            }
        }
    }

    /// The text with its everyday words said officially: the longest word from each place on, the `nth` way of each. `None` if
    /// no word of it has one.
    pub fn said_officially(&self, text: &str, nth: usize) -> Option<String> {
        let chars: Vec<char> = text.chars().collect();
        let mut said = String::new();
        let mut found = false;
        let mut at = 0;
        while at < chars.len() {
            let longest = (2..=CHARS_MAX.min(chars.len() - at))
                .rev()
                .find_map(|length| {
                    let word: String = chars[at..at + length].iter().collect();
                    let way = self.0.get(&word)?.get(nth)?;
                    // 住房公积金 says already what 公积金 stands for.
                    let said_already = text.contains(way.as_str());
                    (!said_already).then(|| (length, way.clone()))
                });
            match longest {
                Some((length, way)) => {
                    push_once(&mut said, &way);
                    found = true;
                    at += length;
                    at += said_again(&way, &chars[at..]);
                }
                None => {
                    said.push(chars[at]);
                    at += 1;
                }
            }
        }
        found.then_some(said)
    }
}

/// Characters that a way has in common with what stands beside it, before they are taken for the same word.
const SHARED_CHARS_MIN: usize = 2;

/// Appends a way, without what its start says again: 房屋 and 房屋征收 are 房屋征收.
fn push_once(said: &mut String, way: &str) {
    let starts = way.char_indices().skip(SHARED_CHARS_MIN).map(|(at, _)| at);
    let shared = starts.filter(|at| said.ends_with(&way[..*at])).last();
    said.push_str(&way[shared.unwrap_or(0)..]);
}

/// How many characters behind a way its end has said already: 征收补偿 and 补偿费 are 征收补偿费.
fn said_again(way: &str, behind: &[char]) -> usize {
    let most = behind.len().min(way.chars().count());
    (SHARED_CHARS_MIN..=most)
        .rev()
        .find(|length| way.ends_with(&behind[..*length].iter().collect::<String>()))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_words_are_said_as_official_texts_say_them() {
        let dir = tempfile::tempdir().unwrap();
        let words = Synonyms::read(dir.path());
        assert_eq!(
            words.said_officially("养狗管理", 0).as_deref(),
            Some("养犬管理")
        );
        assert_eq!(words.said_officially("住房公积金", 0), None);
        assert_eq!(words.said_officially("劳动法", 0), None);
        assert_eq!(
            words.said_officially("信访答覆意见", 0).as_deref(),
            Some("信访答复意见")
        );
        // What stands beside it already is not said twice.
        assert_eq!(
            words.said_officially("房屋拆迁补偿费", 0).as_deref(),
            Some("房屋征收补偿费")
        );
        assert_eq!(
            words.said_officially("房屋拆迁补偿费", 1).as_deref(),
            Some("房屋征收与补偿费")
        );
    }

    #[test]
    fn an_office_adds_words_and_nonsense_harms_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let own = "# ours\n小红本\t示例证\t样证\n\t\n单\n养狗\t饲养犬只\n\u{0}\t\u{0}\n";
        std::fs::write(dir.path().join(FILE), own).unwrap();
        let words = Synonyms::read(dir.path());
        assert_eq!(
            words.said_officially("办小红本", 1).as_deref(),
            Some("办样证")
        );
        assert_eq!(
            words.said_officially("养狗", 0).as_deref(),
            Some("饲养犬只")
        );
        std::fs::write(dir.path().join(FILE), vec![b'x'; 300 << 10]).unwrap();
        let words = Synonyms::read(dir.path());
        assert_eq!(words.said_officially("养狗", 0).as_deref(), Some("养犬"));
    }
}
