//! The language of queries: whatever is typed becomes expressions of few tokens that the index answers, and reading letters as
//! pinyin ends soon.
#![no_main]

use std::sync::Mutex;

use libfuzzer_sys::fuzz_target;
use mirror::{Filter, Query, probe};

static INDEX: Mutex<Option<rusqlite::Connection>> = Mutex::new(None);

/// Tokens of all expressions of one query.
const TOKENS_MAX: usize = 40_000;
/// Ways to read one word.
const READINGS_MAX: usize = 32;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let filter = Filter {
        // The last line is an agency, so that foreign text reaches the filters too.
        agency: text.lines().nth(1).map(str::to_owned),
        ..Filter::default()
    };
    for word in text.split_whitespace().take(4) {
        let (typed, whole) = probe::readings(word);
        assert!(typed <= READINGS_MAX && whole <= READINGS_MAX);
    }
    let query = Query {
        text,
        filter,
        limit: 20,
        ..Query::default()
    };
    let expressions = probe::expressions(&query);
    assert!(expressions.iter().map(probe::Asked::size).sum::<usize>() <= TOKENS_MAX);
    let mut index = INDEX.lock().expect("one thread");
    let index = index.get_or_insert_with(|| {
        let index = probe::index().expect("an index in memory");
        let text = "示例市人民政府政务公开 zwgk 2018 89";
        probe::store(&index, &[(1, text)]).expect("store a text");
        index
    });
    for expression in expressions {
        probe::find(index, &expression).expect("the index answers every expression");
    }
});
