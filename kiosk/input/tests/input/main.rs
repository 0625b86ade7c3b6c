//! The keyboard's engine as the kiosk uses it: with the real librime, without one, and with keys that nobody would type.
#![allow(clippy::unwrap_used)]

mod dictionary;
mod hostile;
mod pinyin;
mod strokes;

use std::collections::HashMap;
use std::sync::Arc;

use input::{Ask, Characters, Documents, Engine, Finds, Method, Offer, Words};

/// Words of an invented mirror, with what they find.
const MIRROR: [(&str, u32); 22] = [
    ("政务公开", 1284),
    ("政务公开工作", 320),
    ("政务公告", 18),
    ("政务", 2310),
    ("政务概况", 37),
    ("正误", 6),
    ("公开", 4000),
    ("公告", 700),
    ("刑法", 12),
    ("行政", 3000),
    ("行政处罚", 800),
    ("行政许可", 900),
    ("调休", 14),
    ("高空抛物", 9),
    ("住房公积金", 44),
    ("重庆", 21),
    ("西安", 8),
    ("律师", 30),
    ("养老", 60),
    ("离婚", 5),
    ("还是", 2),
    ("示例市", 5000),
];

/// Counts what the invented mirror has; how often it was asked is told.
#[derive(Default)]
struct Counted {
    words: HashMap<String, u64>,
    asked: usize,
}

impl Counted {
    fn mirror() -> Counted {
        Counted {
            words: MIRROR
                .iter()
                .map(|(word, n)| ((*word).to_owned(), u64::from(*n)))
                .collect(),
            asked: 0,
        }
    }
}

impl Finds for Counted {
    fn documents(&mut self, word: &str) -> Option<Documents> {
        self.asked += 1;
        let total = self.words.get(word).copied().unwrap_or(0);
        Some(Documents { total, exact: true })
    }
}

fn mirror(characters: &Characters) -> Words {
    Words::new(characters, MIRROR)
}

/// An engine without librime, and the mirror's words.
fn plain() -> (Engine, Words) {
    let engine = Engine::new(Arc::new(Characters::new()), None);
    let words = mirror(engine.characters());
    (engine, words)
}

fn ask(engine: &mut Engine, words: &Words, method: Method, keys: &str, before: &str) -> Offer {
    let ask = Ask {
        method,
        keys,
        before,
        most: input::CANDIDATES_MAX,
    };
    engine.offer(&ask, words, &mut Counted::mirror())
}

fn texts(offer: &Offer) -> Vec<&str> {
    offer.candidates.iter().map(|c| c.text.as_str()).collect()
}

/// Where a word stands among the candidates, the first being 0.
#[track_caller]
fn place(offer: &Offer, text: &str) -> usize {
    texts(offer)
        .iter()
        .position(|t| *t == text)
        .unwrap_or_else(|| panic!("{text} is not among {:?}", texts(offer)))
}
