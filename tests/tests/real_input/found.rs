//! Every document is among the first twenty hits by its title, by a word of its body, by its number and by the initials of
//! its title. Words are drawn by fixed dice, initials come from another library.

use crate::world::{Dice, python, texts, world};
use mirror::{Document, Filter, Query, Reader};
use std::io::Write;
use std::process::Stdio;

/// Hits that count as found.
const FIRST: u32 = 20;
/// Words tried until one is rare enough, with agency or year as filter.
const DRAWS_MAX: usize = 200;
/// Documents also searched through the program.
const THROUGH_PROGRAM: usize = 50;
const THREADS: usize = 2;

/// Runs `missed` over all documents on all cores; fails with what it returns.
#[track_caller]
fn every_document(what: &str, missed: impl Fn(&Reader, usize, &Document) -> Option<String> + Sync) {
    let world = world();
    let failures: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..THREADS)
            .map(|worker| {
                let missed = &missed;
                scope.spawn(move || {
                    let reader = Reader::open(&world.terminal.mirror_dir()).unwrap();
                    let mine = world
                        .documents
                        .iter()
                        .enumerate()
                        .skip(worker)
                        .step_by(THREADS);
                    mine.filter_map(|(n, document)| missed(&reader, n, document))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|w| w.join().unwrap())
            .collect()
    });
    assert!(
        failures.is_empty(),
        "{} of {} not found by {what}:\n{}",
        failures.len(),
        world.documents.len(),
        failures
            .iter()
            .take(40)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
}

fn ask(text: &str, filter: Filter) -> Query {
    Query {
        text: text.to_owned(),
        filter,
        offset: 0,
        limit: FIRST,
        exact: false,
    }
}

fn hits(reader: &Reader, text: &str, filter: Filter) -> (Vec<String>, u64) {
    let page = reader.search(&ask(text, filter)).unwrap();
    (
        page.hits.into_iter().map(|hit| hit.id).collect(),
        page.total,
    )
}

#[test]
fn by_its_title() {
    every_document("its title", |reader, _, document| {
        let (found, total) = hits(reader, &document.title, Filter::default());
        let missing = !found.contains(&document.id);
        missing.then(|| format!("{} ({total} hits)", document.title))
    });
}

#[test]
fn by_a_word_of_two_characters_anywhere_in_its_body() {
    every_document("a word", |reader, n, document| {
        let text: Vec<char> = texts(document).join("\n").chars().collect();
        let mut dice = Dice(n as u64);
        let mut tried = Vec::new();
        for _ in 0..DRAWS_MAX {
            let at = dice.below(text.len().saturating_sub(1));
            let word: String = text.iter().skip(at).take(2).collect();
            if word.chars().count() < 2
                || !word.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
            {
                continue;
            }
            for filter in narrower(document) {
                let (found, total) = hits(reader, &word, filter.clone());
                if total <= u64::from(FIRST) {
                    let missing = !found.contains(&document.id);
                    return missing.then(|| {
                        format!("{word} with {filter:?} in {}: {total} hits", document.title)
                    });
                }
            }
            tried.push(word);
        }
        Some(format!(
            "no word of {} is rare enough: {tried:?}",
            document.title
        ))
    });
}

/// No filter, its agency, its year, both.
fn narrower(document: &Document) -> Vec<Filter> {
    let agency = (!document.agency.is_empty()).then(|| document.agency.clone());
    let year: Option<u16> = document.date().get(..4).and_then(|y| y.parse().ok());
    let filter = |agency, year| Filter {
        agency,
        year,
        ..Filter::default()
    };
    let mut filters = vec![filter(None, None)];
    if agency.is_some() {
        filters.push(filter(agency.clone(), None));
    }
    if year.is_some() {
        filters.push(filter(None, year));
    }
    if agency.is_some() && year.is_some() {
        filters.push(filter(agency, year));
    }
    filters
}

#[test]
fn by_its_number_typed_loosely() {
    let with_number = world()
        .documents
        .iter()
        .filter(|d| d.doc_no.is_some())
        .count();
    assert!(with_number >= 40, "{with_number} documents have a number");
    every_document("its number", |reader, n, document| {
        let typed = loosely(document.doc_no.as_deref()?, n);
        let (found, total) = hits(reader, &typed, Filter::default());
        let missing = !found.contains(&document.id);
        missing.then(|| format!("{:?} typed as {typed:?} ({total} hits)", document.doc_no))
    });
}

/// As people type: other brackets, blanks or a dash instead of brackets, without 号.
fn loosely(number: &str, n: usize) -> String {
    let open = ['〔', '[', '［', '(', '（', '【'];
    let close = ['〕', ']', '］', ')', '）', '】'];
    let (left, right, with_end) = [
        (" ", " ", false),
        ("[", "]", true),
        ("（", "）", false),
        ("", "-", true),
    ][n % 4];
    let swapped = number.replace(open, left).replace(close, right);
    if with_end {
        swapped
    } else {
        swapped.trim_end_matches('号').to_owned()
    }
}

#[test]
fn by_the_initials_of_its_title_as_another_library_reads_them() {
    let initials = initials();
    assert_eq!(initials.len(), world().documents.len());
    every_document("its initials", |reader, n, document| {
        let (found, total) = hits(reader, &initials[n], Filter::default());
        let missing = !found.contains(&document.id);
        missing.then(|| format!("{}: {} ({total} hits)", document.title, initials[n]))
    });
}

fn initials() -> Vec<String> {
    let mut titles = String::new();
    for document in &world().documents {
        titles.push_str(&document.title.replace('\n', " "));
        titles.push('\n');
    }
    let mut peer = python("initials.py")
        .env("PYTHONIOENCODING", "utf-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("start the peer");
    let mut stdin = peer.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(titles.as_bytes()));
    let output = peer.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_program_finds_what_the_library_finds() {
    let world = world();
    let step = world.documents.len() / THROUGH_PROGRAM;
    for document in world.documents.iter().step_by(step) {
        let found = world.terminal.hits(&document.title, &["--limit", "20"]);
        assert!(found.contains(&document.id), "{}", document.title);
    }
}
