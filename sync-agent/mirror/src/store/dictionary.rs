//! The dictionary that bodies are compressed with: phrases of a few characters that many documents share, in no order that
//! means anything. Owns their choice; holds no sentence of any one document.
//!
//! A dictionary trained in the usual way holds whole passages of the documents it was trained on, also of one that is
//! withdrawn later. Here every phrase stood in at least [`SHARED_MIN`] of the documents that were looked at; the writer
//! counts how many of those have gone or changed since, and makes a new dictionary before all of a phrase's can be gone.

use std::collections::HashMap;

use crate::words::quick::{QuickMap, QuickSet};

/// Lengths of phrases, in characters.
const LENGTHS: [usize; 5] = [16, 12, 8, 6, 4];
/// Documents that must share a phrase.
pub const SHARED_MIN: u32 = 8;
/// Bytes of a dictionary.
const BYTES_MAX: usize = 110 << 10;
/// Characters of one document that are looked at.
const CHARS_MAX: usize = 12_000;
/// Documents that are looked at.
pub const SAMPLES: usize = 600;
/// Documents a mirror must hold before a dictionary pays.
pub const DOCUMENTS_MIN: u64 = 1_000;

/// Chooses the phrases of a dictionary; `None` if the documents share too little.
pub fn choose(texts: &[String]) -> Option<Vec<u8>> {
    let lines: Vec<Vec<char>> = texts
        .iter()
        .map(|text| text.chars().take(CHARS_MAX).collect())
        .collect();
    // The short ones first: a longer phrase is not shared if its start is not.
    let mut shared: Vec<QuickSet<u64>> = Vec::new();
    for (at, length) in LENGTHS.iter().enumerate().rev() {
        let start = shared.last().map(|set| (LENGTHS[at + 1], set));
        shared.push(phrases_shared(&lines, *length, start));
    }
    shared.reverse();
    let mut uses: HashMap<&[char], u64> = HashMap::new();
    for line in lines.iter().flat_map(|text| text.split(|c| *c == '\n')) {
        let mut at = 0;
        while at < line.len() {
            let longest = LENGTHS.iter().zip(&shared).find_map(|(n, shared)| {
                let phrase = line.get(at..at + n)?;
                shared.contains(&fingerprint(phrase)).then_some(phrase)
            });
            match longest {
                Some(phrase) => {
                    *uses.entry(phrase).or_default() += 1;
                    at += phrase.len();
                }
                None => at += 1,
            }
        }
    }
    let mut phrases: Vec<(u64, String)> = uses
        .into_iter()
        .map(|(phrase, count)| {
            let phrase: String = phrase.iter().collect();
            (count * (phrase.len() as u64).saturating_sub(4), phrase)
        })
        .collect();
    phrases.sort_unstable_by(|a, b| b.cmp(a));
    let mut bytes = 0;
    let kept: Vec<String> = phrases
        .into_iter()
        .map(|(_, phrase)| phrase)
        .take_while(|phrase| {
            bytes += phrase.len() + 1;
            bytes <= BYTES_MAX
        })
        .collect();
    // The most useful at the end, where references to them are shortest.
    let ordered: Vec<&str> = kept.iter().rev().map(String::as_str).collect();
    (bytes > BYTES_MAX / 8).then(|| ordered.join("\n").into_bytes())
}

/// Fingerprints of the phrases of `length` characters that enough texts share; `start`: a shorter length and the phrases of
/// that one.
fn phrases_shared(
    texts: &[Vec<char>],
    length: usize,
    start: Option<(usize, &QuickSet<u64>)>,
) -> QuickSet<u64> {
    let mut counts: QuickMap<u64, u32> = QuickMap::default();
    let mut own: QuickSet<u64> = QuickSet::default();
    for text in texts {
        own.clear();
        for line in text.split(|c| *c == '\n') {
            for phrase in line.windows(length) {
                let may_be =
                    start.is_none_or(|(short, set)| set.contains(&fingerprint(&phrase[..short])));
                if may_be {
                    own.insert(fingerprint(phrase));
                }
            }
        }
        for print in &own {
            *counts.entry(*print).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count >= SHARED_MIN);
    counts.into_keys().collect()
}

fn fingerprint(phrase: &[char]) -> u64 {
    // FNV-1a over the characters.
    phrase.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, c| {
        (hash ^ u64::from(*c)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Documents that share clauses, each with a sentence of its own.
    fn texts() -> Vec<String> {
        let clauses: Vec<String> = (0..600)
            .map(|n: u32| {
                (0..12)
                    .map(|i| char::from_u32(0x4e00 + (n * 131 + i * 17 * (n + 7)) % 3_000).unwrap())
                    .collect()
            })
            .collect();
        (0..120)
            .map(|d: usize| {
                let own: String = (0..40)
                    .map(|i| {
                        char::from_u32(0x6e00 + ((d * 53 + i * 29 * (d + 3)) % 2_000) as u32)
                            .unwrap()
                    })
                    .collect();
                let shared: String = (0..100)
                    .map(|i| format!("{}，", clauses[(d * 7 + i * 6) % clauses.len()]))
                    .collect();
                format!("{own}\n{shared}")
            })
            .collect()
    }

    #[test]
    fn every_phrase_stands_in_several_documents() {
        let texts = texts();
        let dictionary = String::from_utf8(choose(&texts).unwrap()).unwrap();
        assert!(dictionary.len() <= BYTES_MAX);
        for phrase in dictionary.lines() {
            let count = texts.iter().filter(|text| text.contains(phrase)).count();
            assert!(count >= SHARED_MIN as usize, "{phrase}: {count}");
        }
        // The same documents, the same dictionary.
        assert_eq!(choose(&texts).unwrap(), dictionary.as_bytes());
    }

    #[test]
    fn strangers_have_no_dictionary() {
        assert_eq!(choose(&[]), None);
        assert_eq!(choose(&["示例".to_owned()]), None);
    }
}
