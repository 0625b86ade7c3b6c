//! What people would ask, and what must come first (`relevance.tsv`, written before the ranking was tuned). A query of a
//! mistype finds nothing and is judged by what its first guess finds.

use crate::world::{python, world};
use mirror::{Query, Reader};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Stdio;

/// Mean of one over the place of the first right document, over all queries.
const MRR_MIN: f64 = 0.90;
/// A right document must be among the first so many.
const FIRST: usize = 3;
/// Places that count at all.
const LOOKED_AT: u32 = 10;

struct Asked {
    kind: &'static str,
    text: &'static str,
    titles: Vec<&'static str>,
}

fn questions() -> Vec<Asked> {
    include_str!("relevance.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let mut columns = line.split('\t');
            let mut next = || {
                columns
                    .next()
                    .unwrap_or_else(|| panic!("three columns: {line}"))
            };
            Asked {
                kind: next(),
                text: next(),
                titles: next().split('|').collect(),
            }
        })
        .collect()
}

fn titles(reader: &Reader, text: &str) -> (Vec<String>, Option<String>) {
    let query = Query {
        text: text.to_owned(),
        limit: LOOKED_AT,
        ..Query::default()
    };
    let page = reader.search(&query).unwrap();
    (
        page.hits.into_iter().map(|hit| hit.title).collect(),
        page.did_you_mean.into_iter().next(),
    )
}

#[test]
fn what_people_ask_finds_what_they_mean() {
    let reader = Reader::open(&world().terminal.mirror_dir()).unwrap();
    let questions = questions();
    assert!(questions.len() >= 120, "{} questions", questions.len());
    let mut misses = String::new();
    let mut sums: BTreeMap<&str, (f64, usize)> = BTreeMap::new();
    for asked in &questions {
        for title in &asked.titles {
            let known = world().documents.iter().any(|d| d.title == *title);
            assert!(known, "no document is called {title}");
        }
        let (mut found, guess) = titles(&reader, asked.text);
        if asked.kind == "mistype" && found.is_empty() {
            found = guess
                .as_deref()
                .map(|guess| titles(&reader, guess).0)
                .unwrap_or_default();
        }
        let place = found
            .iter()
            .position(|title| asked.titles.contains(&title.as_str()));
        if place.is_none_or(|place| place >= FIRST) {
            let first: Vec<&String> = found.iter().take(FIRST).collect();
            writeln!(
                misses,
                "{} {:?} at {place:?}: {guess:?} {first:?}",
                asked.kind, asked.text
            )
            .unwrap();
        }
        let sum = sums.entry(asked.kind).or_default();
        sum.0 += place.map_or(0.0, |place| 1.0 / (place + 1) as f64);
        sum.1 += 1;
    }
    let total: f64 = sums.values().map(|sum| sum.0).sum();
    let mrr = total / questions.len() as f64;
    for (kind, (sum, count)) in &sums {
        println!("{kind}: {:.3} of {count}", sum / *count as f64);
    }
    println!(
        "MRR {mrr:.3} over {} questions; misses:\n{misses}",
        questions.len()
    );
    assert!(mrr >= MRR_MIN, "MRR {mrr:.3}; misses:\n{misses}");
}

/// Mean of one over the place, of questions as people ask them; near documents count where they are shown, below the hits.
const ASKED_MRR_MIN: f64 = 0.80;

#[test]
fn questions_as_people_ask_them_find_what_they_mean() {
    let reader = Reader::open(&world().terminal.mirror_dir()).unwrap();
    let core = |title: &str| title.replace("中华人民共和国", "");
    let known: Vec<String> = world().documents.iter().map(|d| core(&d.title)).collect();
    let (mut sum, mut asked, mut misses) = (0.0, 0, String::new());
    for line in include_str!("questions.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let columns: Vec<&str> = line.split('\t').collect();
        let [kind, text, titles] = columns[..] else {
            panic!("three columns: {line}");
        };
        let titles: Vec<&str> = titles.split('|').collect();
        if !titles.iter().any(|title| known.iter().any(|k| k == title)) {
            continue;
        }
        let page = reader
            .search(&Query {
                text: text.to_owned(),
                limit: LOOKED_AT,
                ..Query::default()
            })
            .unwrap();
        let near = page.near.iter().map(|near| &near.hit);
        let found: Vec<String> = page
            .hits
            .iter()
            .chain(near)
            .map(|h| core(&h.title))
            .collect();
        let place = found
            .iter()
            .position(|title| titles.contains(&title.as_str()));
        if kind == "citation" && place == Some(0) {
            assert!(page.hits[0].article.is_some(), "{text} opens no article");
        }
        asked += 1;
        sum += place.map_or(0.0, |place| 1.0 / (place + 1) as f64);
        if place.is_none_or(|place| place >= FIRST) {
            writeln!(
                misses,
                "{kind} {text:?} at {place:?}: {:?}",
                found.iter().take(FIRST)
            )
            .unwrap();
        }
    }
    let mrr = sum / f64::from(asked);
    println!("MRR {mrr:.3} over {asked} questions; misses:\n{misses}");
    assert!(asked >= 190, "{asked} questions");
    assert!(mrr >= ASKED_MRR_MIN, "MRR {mrr:.3}; misses:\n{misses}");
}

/// Words that titles are about: what is left of a title without the words that many share.
fn words() -> Vec<String> {
    let mut words: Vec<String> = world()
        .documents
        .iter()
        .filter_map(|document| {
            let title = document
                .title
                .strip_prefix("中华人民共和国")
                .unwrap_or(&document.title);
            let word: String = title
                .chars()
                .take_while(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
                .take(8)
                .collect();
            (word.chars().count() >= 3).then_some(word)
        })
        .collect();
    words.sort();
    words.dedup();
    words
}

#[test]
fn pinyin_finds_what_another_library_spells() {
    let words = words();
    assert!(words.len() >= 500, "{} words", words.len());
    let mut peer = python("pinyin.py")
        .env("PYTHONIOENCODING", "utf-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("start the peer");
    let mut stdin = peer.stdin.take().unwrap();
    let lines = words.join("\n") + "\n";
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = peer.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    let spelled = String::from_utf8(output.stdout).unwrap();
    let reader = Reader::open(&world().terminal.mirror_dir()).unwrap();
    let mut missed = Vec::new();
    for (word, line) in words.iter().zip(spelled.lines()) {
        for letters in line.split('\t') {
            let query = Query {
                text: letters.to_owned(),
                limit: 100,
                exact: true,
                ..Query::default()
            };
            let page = reader.search(&query).unwrap();
            let found = page
                .hits
                .iter()
                .any(|hit| hit.title.contains(word.as_str()));
            // More than a page may sound so; then as many as hold the word is what can be told.
            if !found && page.total <= 100 {
                missed.push(format!("{letters} for {word}: {} found", page.total));
            }
        }
    }
    assert!(
        missed.is_empty(),
        "{} of {}: {missed:#?}",
        missed.len(),
        words.len() * 3
    );
}
