//! The peer of relevance: BM25 over the words that jieba cuts, the title three times. All in memory, nothing kept.

use std::collections::HashMap;

use jieba_rs::Jieba;
use mirror::Document;

use crate::corpus::body_text;

/// Saturation and share of length, as they are mostly set.
const K1: f64 = 1.2;
const B: f64 = 0.75;
/// Times that the title counts.
const TITLE_TIMES: u32 = 3;

/// All documents, cut.
pub struct Peer {
    jieba: Jieba,
    titles: Vec<String>,
    /// Of each word the documents that hold it, and how often.
    holders: HashMap<String, Vec<(u32, u32)>>,
    lengths: Vec<u32>,
}

impl Peer {
    /// Cuts every document into words and counts them.
    pub fn new(documents: impl Iterator<Item = Document>) -> Peer {
        let mut peer = Peer {
            jieba: Jieba::new(),
            titles: Vec::new(),
            holders: HashMap::new(),
            lengths: Vec::new(),
        };
        for (number, document) in (0_u32..).zip(documents) {
            let mut counts: HashMap<String, u32> = HashMap::new();
            let body = body_text(&document);
            for (text, times) in [(document.title.as_str(), TITLE_TIMES), (body.as_str(), 1)] {
                for word in peer.jieba.cut(text, true) {
                    if word.chars().any(char::is_alphanumeric) {
                        *counts.entry(word.to_owned()).or_default() += times;
                    }
                }
            }
            peer.lengths.push(counts.values().sum());
            peer.titles.push(document.title);
            for (word, count) in counts {
                peer.holders.entry(word).or_default().push((number, count));
            }
        }
        peer
    }

    /// The titles that fit a question best.
    pub fn ask(&self, question: &str, limit: usize) -> Vec<&str> {
        let documents = self.lengths.len() as f64;
        let middling = self.lengths.iter().map(|length| f64::from(*length)).sum::<f64>() / documents;
        let mut scores: HashMap<u32, f64> = HashMap::new();
        for word in self.jieba.cut(question, true) {
            let Some(holders) = self.holders.get(word) else {
                continue;
            };
            let held = holders.len() as f64;
            let rarity = (1.0 + (documents - held + 0.5) / (held + 0.5)).ln();
            for (number, count) in holders {
                let count = f64::from(*count);
                let length = f64::from(self.lengths[*number as usize]) / middling;
                let fit = count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length));
                *scores.entry(*number).or_default() += rarity * fit;
            }
        }
        let mut ranked: Vec<(u32, f64)> = scores.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked
            .into_iter()
            .take(limit)
            .map(|(number, _)| self.titles[number as usize].as_str())
            .collect()
    }
}
