//! The tokens and the index: any text gives tokens that are UTF-8, every pair of neighbouring hanzi of the text is found again
//! through the index, also after a merge, and nothing is left of a text that was taken out. Foreign bytes are no block, and say so.
#![no_main]

use std::sync::Mutex;

use libfuzzer_sys::fuzz_target;
use mirror::{Query, probe};

static INDEX: Mutex<Option<rusqlite::Connection>> = Mutex::new(None);

/// A document that stays.
const OTHER: (i64, &str) = (2, "示例市人民政府政务公开 zwgk 2018 89");

fuzz_target!(|bytes: &[u8]| {
    probe::block(bytes, 70);
    let text = String::from_utf8_lossy(bytes);
    for token in probe::tokens(&text) {
        assert!(!token.is_empty());
        assert!(std::str::from_utf8(&token).is_ok());
    }
    let mut index = INDEX.lock().expect("one thread");
    let index = index.get_or_insert_with(|| {
        let index = probe::index().expect("an index in memory");
        probe::store(&index, &[OTHER]).expect("store a text");
        index
    });
    let document = [(1, text.as_ref())];
    probe::store(index, &document).expect("store a text");
    if bytes.len() % 2 == 0 {
        probe::merge(index).expect("merge");
    }
    let hanzi: Vec<char> = text
        .chars()
        .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
        .collect();
    let pair = hanzi
        .windows(2)
        .map(|pair| pair.iter().collect::<String>())
        .find(|pair| text.contains(pair.as_str()));
    let find = |index: &rusqlite::Connection, pair: &str| {
        let query = Query {
            text: pair.to_owned(),
            limit: 1,
            ..Query::default()
        };
        let everything = probe::expressions(&query).swap_remove(0);
        probe::find(index, &everything).expect("a plain pair")
    };
    if let Some(pair) = &pair {
        assert!(find(index, pair).contains(&1), "{pair:?}");
    }
    probe::remove(index, &document).expect("take a text out");
    if let Some(pair) = &pair {
        assert!(!find(index, pair).contains(&1), "{pair:?}");
    }
    assert_eq!(find(index, "政务"), [OTHER.0]);
});
