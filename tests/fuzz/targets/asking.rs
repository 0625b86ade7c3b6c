//! The whole question: whatever is typed is answered from a small mirror, with hits, near documents and offers that keep what the
//! page promises of them.
#![no_main]

use std::sync::LazyLock;

use fuzz::library;
use libfuzzer_sys::fuzz_target;
use mirror::{Filter, Hit, Query, Reader};

/// Of a page.
const LIMIT: u32 = 5;
/// More offers than this are no help.
const OFFERS_MAX: usize = 20;

static READER: LazyLock<std::sync::Mutex<Reader>> = LazyLock::new(|| {
    let reader = Reader::open(library::folder()).expect("a mirror just made");
    std::sync::Mutex::new(reader)
});

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let query = Query {
        filter: Filter {
            // The last line is an agency, so that foreign text reaches the filters too.
            agency: text.lines().nth(1).map(str::to_owned),
            ..Filter::default()
        },
        text,
        limit: LIMIT,
        ..Query::default()
    };
    let reader = READER.lock().expect("one thread");
    let page = reader.search(&query).expect("nothing that can be typed is an error");
    assert!(page.hits.len() <= LIMIT as usize && page.hits.len() as u64 <= page.total);
    if page.total_exact && page.hits.len() < LIMIT as usize {
        assert_eq!(page.total, page.hits.len() as u64);
    }
    assert!(page.total <= library::DOCUMENTS as u64);
    for hit in page.hits.iter().chain(page.near.iter().map(|near| &near.hit)) {
        sound(hit);
    }
    let hits: Vec<&str> = page.hits.iter().map(|hit| hit.id.as_str()).collect();
    assert!(page.near.iter().all(|near| !hits.contains(&near.hit.id.as_str())));
    assert!(page.near_total >= page.near.len() as u64);
    assert!(page.offers.len() <= OFFERS_MAX);
    for offer in &page.offers {
        assert!(!offer.text.trim().is_empty() && offer.total > 0, "an offer finds something");
    }
    for suggestion in reader.suggest(&query.text, LIMIT).expect("nothing that can be typed is an error") {
        assert!(!suggestion.text.is_empty());
    }
});

/// What is marked lies in what is shown, in order.
fn sound(hit: &Hit) {
    marked(&hit.title, &hit.title_ranges);
    marked(&hit.snippet.text, &hit.snippet.ranges);
}

fn marked(text: &str, ranges: &[[u32; 2]]) {
    let chars = text.chars().count() as u32;
    let mut last = 0;
    for [from, to] in ranges {
        assert!(*from >= last && from < to && *to <= chars, "{ranges:?} of {chars}");
        last = *to;
    }
}
