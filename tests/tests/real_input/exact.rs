//! Five hundred random words of 2 to 6 hanzi from the documents, asked with an exact count and compared with a plain scan: the
//! same documents, no more and no fewer. Of words that stand in many documents the count and the first pages are compared.

use crate::world::{Dice, texts, world};
use mirror::{Document, Query, Reader};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const WORDS: usize = 500;
/// Hits of one word that are looked at one by one.
const LOOKED_AT: u32 = 300;

/// Traditional and variant hanzi with their simplified forms; the one thing that scan and search share.
const VARIANTS: &str = include_str!("../../../sync-agent/mirror/src/words/variants.txt");

struct Plain(HashMap<char, char>);

impl Plain {
    fn new() -> Plain {
        let chars: Vec<char> = VARIANTS.chars().filter(|c| *c != '\n').collect();
        Plain(
            chars
                .chunks_exact(2)
                .map(|pair| (pair[0], pair[1]))
                .collect(),
        )
    }

    /// A text in which only hanzi are told apart, in their simplified forms.
    fn of(&self, text: &str) -> Vec<char> {
        text.chars()
            .map(|c| self.0.get(&c).copied().unwrap_or(c))
            .collect()
    }
}

fn is_hanzi(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn everything(document: &Document) -> String {
    let mut fields = vec![document.title.clone(), document.agency.clone()];
    fields.extend(document.doc_no.clone());
    fields.extend(document.index_no.clone());
    fields.extend(document.subjects.clone());
    fields.extend(texts(document));
    fields.join("\n")
}

/// A title typed whole is found whatever punctuation it has, also without the name of the country.
fn whole_titles(plain: &Plain, document: &Document) -> Vec<Vec<char>> {
    let letters: String = document
        .title
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    let short = letters.strip_prefix("中华人民共和国").unwrap_or(&letters);
    vec![plain.of(&letters), plain.of(short)]
}

#[test]
fn five_hundred_words_find_what_a_scan_finds() {
    let world = world();
    let plain = Plain::new();
    let documents: Vec<(String, Vec<char>)> = world
        .documents
        .iter()
        .map(|document| (document.id.clone(), plain.of(&everything(document))))
        .collect();
    let mut dice = Dice(2018);
    let mut wanted: BTreeMap<Vec<char>, BTreeSet<&str>> = BTreeMap::new();
    while wanted.len() < WORDS {
        let text = &documents[dice.below(documents.len())].1;
        let length = 2 + dice.below(5);
        let at = dice.below(text.len());
        let word: Vec<char> = text.iter().skip(at).take(length).copied().collect();
        if word.len() == length && word.iter().all(|c| is_hanzi(*c)) {
            wanted.insert(word, BTreeSet::new());
        }
    }
    // One pass over all texts: which words start where two characters stand.
    let mut starts: HashMap<[char; 2], Vec<Vec<char>>> = HashMap::new();
    for word in wanted.keys() {
        starts
            .entry([word[0], word[1]])
            .or_default()
            .push(word.clone());
    }
    for ((id, text), document) in documents.iter().zip(&world.documents) {
        for at in 1..text.len() {
            for word in starts.get(&[text[at - 1], text[at]]).into_iter().flatten() {
                if text[at - 1..].starts_with(word) {
                    wanted.get_mut(word).unwrap().insert(id);
                }
            }
        }
        for title in whole_titles(&plain, document) {
            if let Some(ids) = wanted.get_mut(&title) {
                ids.insert(id);
            }
        }
    }
    let reader = Reader::open(&world.terminal.mirror_dir()).unwrap();
    let mut hits = 0;
    let mut different = Vec::new();
    for (word, ids) in &wanted {
        let word: String = word.iter().collect();
        let (found, total) = asked(&reader, &word);
        let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
        hits += total;
        let all = total <= u64::from(LOOKED_AT);
        if !found.is_subset(ids) || (all && found != *ids) || total != ids.len() as u64 {
            different.push(format!("{word}: {total} hits, a scan finds {}", ids.len()));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    println!("{WORDS} words, {hits} hits, no difference");
}

fn asked(reader: &Reader, word: &str) -> (BTreeSet<String>, u64) {
    let mut found = BTreeSet::new();
    let mut total = 0;
    for offset in (0..LOOKED_AT).step_by(100) {
        let page = reader
            .search(&Query {
                text: word.to_owned(),
                offset,
                limit: 100,
                exact: offset == 0,
                ..Query::default()
            })
            .unwrap();
        if offset == 0 {
            assert!(page.total_exact, "{word}");
            total = page.total;
        }
        let ended = page.hits.len() < 100;
        found.extend(page.hits.into_iter().map(|hit| hit.id));
        if ended {
            break;
        }
    }
    (found, total)
}
