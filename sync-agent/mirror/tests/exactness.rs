//! Search finds what a plain scan finds, no more and no less, and nothing that can be typed breaks it.

#![allow(clippy::unwrap_used)]

mod corpus;

use std::collections::BTreeSet;

use corpus::{Dice, batch, document, fresh, invented};
use mirror::{Attachment, Block, Document, Query, Reader, Writer};
use proptest::prelude::*;

const DOCUMENTS: usize = 300;
const WORDS: usize = 500;

fn corpus(dice: &mut Dice) -> Vec<Document> {
    (0..DOCUMENTS)
        .map(|i| {
            let date = format!(
                "{}-{:02}-{:02}",
                2000 + dice.below(20),
                1 + dice.below(12),
                1 + dice.below(28)
            );
            let title_length = 3 + dice.below(20);
            let title = invented(dice, title_length);
            let mut d = document(&format!("d{i}"), &title, &date, "");
            d.blocks.clear();
            for _ in 0..1 + dice.below(5) {
                let length = dice.below(40);
                d.blocks.push(Block::Heading {
                    level: 2,
                    text: invented(dice, length),
                });
            }
            for number in 0..dice.below(3) {
                let pages = (0..dice.below(4)).map(|_| {
                    let length = dice.below(40);
                    invented(dice, length)
                });
                d.attachments.push(Attachment {
                    name: format!("附件{number}.pdf"),
                    sha256: format!("{:064x}", i * 3 + number),
                    length: 1,
                    pages: pages.collect(),
                    address: None,
                });
            }
            d
        })
        .collect()
}

/// A plain scan's idea of the same text; written apart from the shipped folding.
fn plain(text: &str) -> String {
    text.to_lowercase()
        .replace('（', "(")
        .replace('）', ")")
        .replace('　', " ")
}

fn scanned(documents: &[Document], word: &str) -> BTreeSet<String> {
    let word = plain(word);
    documents
        .iter()
        .filter(|d| {
            // A title typed whole is found whatever punctuation it has.
            let letters: String = plain(&d.title)
                .chars()
                .filter(|c| c.is_alphanumeric())
                .collect();
            if letters == word {
                return true;
            }
            let blocks = d.blocks.iter().map(|block| match block {
                Block::Heading { text, .. } => text.as_str(),
                _ => "",
            });
            let pages = d.attachments.iter().flat_map(|file| &file.pages);
            [d.title.as_str(), d.agency.as_str()]
                .into_iter()
                .chain(blocks)
                .chain(pages.map(String::as_str))
                .any(|text| plain(text).contains(&word))
        })
        .map(|d| d.id.clone())
        .collect()
}

fn searched(reader: &Reader, word: &str) -> (BTreeSet<String>, u64, Option<String>) {
    let mut understood = None;
    let mut found = BTreeSet::new();
    let mut offset = 0;
    loop {
        let query = Query {
            text: word.to_owned(),
            offset,
            limit: 100,
            exact: true,
            ..Query::default()
        };
        let page = reader.search(&query).unwrap();
        assert!(page.total_exact);
        if page.hits.is_empty() {
            return (found, page.total, understood);
        }
        understood = page.understood;
        offset += page.hits.len() as u32;
        found.extend(page.hits.into_iter().map(|hit| hit.id));
    }
}

#[test]
fn search_and_scan_find_the_same_documents() {
    let mut dice = Dice(20181015);
    let documents = corpus(&mut dice);
    let (dir, mut writer) = fresh();
    for (seq, part) in documents.chunks(50).enumerate() {
        writer.apply(&batch(part.to_vec(), seq as u64 + 1)).unwrap();
    }
    let reader = Reader::open(dir.path()).unwrap();
    let mut hits = 0;
    for _ in 0..WORDS {
        let length = 1 + dice.below(5);
        // Words of letters sound and blanks part words: both have tests of their own.
        let word: String = invented(&mut dice, length)
            .chars()
            .filter(|c| !matches!(c, 'A' | 'b' | '　'))
            .collect();
        if !word.chars().any(char::is_alphanumeric) {
            continue;
        }
        let mut wanted = scanned(&documents, &word);
        let (found, total, understood) = searched(&reader, &word);
        // Read in another way only where nothing holds what was typed, and then exact for what it says it looked for.
        if let Some(understood) = understood {
            assert!(wanted.is_empty(), "{word} is {understood}");
            let words = understood.split(' ').map(|word| scanned(&documents, word));
            wanted = words.reduce(|a, b| &a & &b).unwrap_or_default();
        }
        assert_eq!(found, wanted, "{word}");
        assert_eq!(total, wanted.len() as u64, "{word}");
        hits += total;
    }
    assert!(hits > 1_000, "the words must not all be strangers: {hits}");
    assert!(Writer::verify(dir.path()).unwrap().ok);
}

#[test]
fn a_capped_page_says_so_and_never_shows_a_false_hit() {
    let mut dice = Dice(7);
    let (dir, mut writer) = fresh();
    // 甲乙 and 乙丙 apart, or together: only the text tells 甲乙丙 from them.
    let puts: Vec<Document> = (0..1_500)
        .map(|i| {
            let text = if i % 2 == 0 {
                "甲乙丙"
            } else {
                "甲乙，乙丙"
            };
            document(
                &format!("d{i}"),
                "通知",
                &format!("20{:02}-01-01", dice.below(20)),
                text,
            )
        })
        .collect();
    writer.apply(&batch(puts, 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let query = Query {
        text: "甲乙丙".into(),
        limit: 100,
        ..Query::default()
    };
    let page = reader.search(&query).unwrap();
    // At least so many, never more than there are.
    assert!(
        !page.total_exact && (100..=750).contains(&page.total),
        "{}",
        page.total
    );
    for hit in &page.hits {
        let number: usize = hit.id[1..].parse().unwrap();
        assert_eq!(number % 2, 0);
    }
    let exact = reader
        .search(&Query {
            exact: true,
            limit: 1,
            ..query
        })
        .unwrap();
    assert_eq!((exact.total, exact.total_exact), (750, true));
}

fn small_mirror() -> (tempfile::TempDir, Reader) {
    let (dir, mut writer) = fresh();
    let mut d = document(
        "a",
        "示例市“十三五”规划（2016—2020年）",
        "2016-01-01",
        "第一条 A1 《规划》\u{1f}\u{1e}垄\0。",
    );
    d.doc_no = Some("示政办发〔2018〕89号".into());
    d.index_no = Some("x-/1".into());
    d.subjects = vec!["规划".into(), String::new()];
    let odd = document("\"'*", "\u{1e}_y2018\u{1f}*", "not a date", "\u{1e}_y2018");
    writer.apply(&batch(vec![d, odd], 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    (dir, reader)
}

#[test]
fn what_looks_like_syntax_is_only_text() {
    let (dir, reader) = small_mirror();
    for text in [
        "\"",
        "\"\"",
        "\"十三五",
        "“十三五”规划",
        "'",
        "*",
        "a*",
        "NEAR(",
        "AND",
        "OR NOT",
        "(",
        "^规",
        "规划 AND",
        "title:规划",
        "-规",
        "{}",
        "%",
        "_y2018",
        "\u{1e}_y2018",
        "\u{1f}",
        "\0",
        "\u{feff}",
        "𠮷𠮷",
        "🏳️‍🌈",
        "e\u{301}",
        "ﬁ",
        "İ",
        "ß",
        "〔〕",
        "89",
        "8",
        "号",
        "2018",
        "0000000000",
        "20180",
        "19 20",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "ü",
        "v",
        "'a'",
        "''''",
        "规''划",
        "\"规\"划\"",
        "规\n划",
        "a政b务c1d",
    ] {
        for exact in [false, true] {
            let query = Query {
                text: text.into(),
                limit: 100,
                exact,
                ..Query::default()
            };
            let page = reader
                .search(&query)
                .unwrap_or_else(|e| panic!("{text:?}: {e:?}"));
            assert!(page.hits.len() <= 2, "{text:?}");
        }
    }
    let page = reader
        .search(&corpus::find("“十三五”规划（2016-2020年）"))
        .unwrap();
    assert_eq!(page.hits[0].id, "a");
    assert!(Writer::verify(dir.path()).unwrap().ok);
}

#[test]
fn very_long_queries_are_cut_not_refused() {
    let (_dir, reader) = small_mirror();
    for unit in [
        "规划",
        "规划 ",
        "zhongguo",
        "z",
        "2018 ",
        "\"",
        "规z",
        "衢政办发",
    ] {
        let page = reader.search(&corpus::find(&unit.repeat(100_000))).unwrap();
        assert!(page.hits.len() <= 2);
    }
}

#[test]
fn limits_are_capped() {
    let (_dir, reader) = small_mirror();
    let query = Query {
        limit: u32::MAX,
        offset: u32::MAX,
        ..Query::default()
    };
    assert!(reader.search(&query).unwrap().hits.is_empty());
    assert_eq!(
        reader
            .list(&query.filter, u32::MAX, u32::MAX)
            .unwrap()
            .total,
        2
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_typed_is_an_error(text in "\\PC*", offset in 0_u32..5, exact: bool) {
        thread_local! { static MIRROR: (tempfile::TempDir, Reader) = small_mirror(); }
        MIRROR.with(|(_, reader)| {
            check(reader, &Query { text, offset, limit: 10, exact, ..Query::default() })
        })?;
    }

    #[test]
    fn nothing_typed_in_our_alphabet_is_an_error(
        text in "[规划示例市政办发〔〕()\"'“ a-eüx-z0-9２*^:\u{1e}\u{1f}\u{0}《》—年号]{0,60}",
    ) {
        thread_local! { static MIRROR: (tempfile::TempDir, Reader) = small_mirror(); }
        MIRROR.with(|(_, reader)| check(reader, &Query { text, limit: 10, ..Query::default() }))?;
    }
}

/// Ranges lie inside their texts, in order and apart.
fn check(reader: &Reader, query: &Query) -> Result<(), TestCaseError> {
    let page = reader
        .search(query)
        .map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
    for hit in &page.hits {
        for (text, ranges) in [
            (&hit.title, &hit.title_ranges),
            (&hit.snippet.text, &hit.snippet.ranges),
        ] {
            let length = text.chars().count() as u32;
            let mut last = 0;
            for [from, to] in ranges {
                prop_assert!(
                    last <= *from && from < to && *to <= length,
                    "{ranges:?} in {length}"
                );
                last = *to;
            }
        }
    }
    prop_assert!(page.total >= page.hits.len() as u64);
    Ok(())
}
