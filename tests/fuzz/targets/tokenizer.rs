//! The tokenizer: any text gives tokens that are UTF-8, and every pair of neighbouring word characters of the text is found again
//! through SQLite.
#![no_main]

use std::sync::Mutex;

use libfuzzer_sys::fuzz_target;
use mirror::{Query, probe};

static INDEX: Mutex<Option<rusqlite::Connection>> = Mutex::new(None);

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    for token in probe::tokens(&text) {
        assert!(!token.is_empty());
        assert!(std::str::from_utf8(&token).is_ok());
    }
    // Where foreign bytes reach SQLite's own call of the tokenizer, and what was stored is found again.
    let mut index = INDEX.lock().expect("one thread");
    let index = index.get_or_insert_with(|| probe::index().expect("an index in memory"));
    index.execute_batch("BEGIN").expect("begin");
    probe::store(index, 1, &text).expect("store a text");
    let hanzi: Vec<char> = text
        .chars()
        .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
        .collect();
    if let Some(pair) = hanzi
        .windows(2)
        .find(|pair| text.contains(&pair.iter().collect::<String>()))
    {
        let query = Query {
            text: pair.iter().collect(),
            limit: 1,
            ..Query::default()
        };
        let everything = probe::expressions(&query).swap_remove(0);
        assert_eq!(
            probe::find(index, &everything).expect("a plain pair"),
            [1],
            "{pair:?}"
        );
    }
    index.execute_batch("ROLLBACK").expect("roll back");
});
