//! Exactness: random words of 2 to 6 hanzi from the documents of a mirror, asked with an exact count and compared with a plain
//! scan of every document (P2).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use mirror::{Query, Reader};
use serde_json::{Value, json};

use crate::corpus::{Dice, plain_text};

/// Traditional and variant hanzi with their simplified forms; the one thing that scan and search share.
const VARIANTS: &str = include_str!("../../../../sync-agent/mirror/src/words/variants.txt");

/// Hits of one word that are looked at one by one.
const LOOKED_AT: u32 = 300;

/// Asks `words` words.
pub fn compare(dir: &Path, words: usize) -> anyhow::Result<Value> {
    let variants: Vec<char> = VARIANTS.chars().filter(|c| *c != '\n').collect();
    let variants: HashMap<char, char> = variants.chunks_exact(2).map(|p| (p[0], p[1])).collect();
    let plain = |text: &str| -> Vec<char> {
        text.chars()
            .map(|c| variants.get(&c).copied().unwrap_or(c))
            .collect()
    };
    let reader = Reader::open(dir)?;
    let ids: Vec<String> = reader.all_ids()?.into_iter().map(|(id, _)| id).collect();
    let read = |id: &str| -> anyhow::Result<(Vec<char>, Vec<char>)> {
        let document = reader
            .document(id)?
            .unwrap_or_else(|| unreachable!("listed"));
        let letters: String = document
            .title
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        Ok((plain(&plain_text(&document)), plain(&letters)))
    };
    let mut dice = Dice::new(11);
    let mut wanted: BTreeMap<Vec<char>, BTreeSet<usize>> = BTreeMap::new();
    while wanted.len() < words {
        let (text, _) = read(&ids[dice.below(ids.len())])?;
        let length = 2 + dice.below(5);
        let word: Vec<char> = text
            .iter()
            .skip(dice.below(text.len()))
            .take(length)
            .copied()
            .collect();
        if word.len() == length && word.iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c)) {
            wanted.insert(word, BTreeSet::new());
        }
    }
    let mut starts: HashMap<[char; 2], Vec<Vec<char>>> = HashMap::new();
    for word in wanted.keys() {
        starts
            .entry([word[0], word[1]])
            .or_default()
            .push(word.clone());
    }
    for (n, id) in ids.iter().enumerate() {
        let (text, title) = read(id)?;
        for at in 1..text.len() {
            for word in starts.get(&[text[at - 1], text[at]]).into_iter().flatten() {
                if text[at - 1..].starts_with(word) {
                    wanted.entry(word.clone()).or_default().insert(n);
                }
            }
        }
        // A title typed whole is found whatever punctuation it has, also without the name of the country.
        let country: Vec<char> = "中华人民共和国".chars().collect();
        for title in [
            Some(title.as_slice()),
            title.strip_prefix(country.as_slice()),
        ] {
            if let Some(holders) = title.and_then(|title| wanted.get_mut(title)) {
                holders.insert(n);
            }
        }
    }
    let (mut hits, mut false_hits, mut missed) = (0_u64, 0, 0);
    for (word, scanned) in &wanted {
        let word: String = word.iter().collect();
        let mut found: BTreeSet<usize> = BTreeSet::new();
        let mut offset = 0;
        loop {
            let page = reader.search(&Query {
                text: word.clone(),
                offset,
                limit: 100,
                exact: offset == 0,
                ..Query::default()
            })?;
            if offset == 0 && page.total != scanned.len() as u64 {
                eprintln!(
                    "{word}: {} counted, {} by a scan",
                    page.total,
                    scanned.len()
                );
                missed += 1;
            }
            for hit in &page.hits {
                let n = ids.binary_search(&hit.id);
                found.extend(n.ok());
            }
            offset += 100;
            if page.hits.len() < 100 || offset >= LOOKED_AT {
                // Deeper pages of common words are left to the count.
                break;
            }
        }
        hits += scanned.len() as u64;
        false_hits += found.difference(scanned).count();
        if scanned.len() < LOOKED_AT as usize {
            missed += scanned.difference(&found).count();
        }
    }
    Ok(
        json!({"documents": ids.len(), "words": words, "hits": hits, "false": false_hits, "missed": missed}),
    )
}
