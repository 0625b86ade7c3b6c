//! Command lines that speak Chinese do so whole: every sentence in the sources of such a program stands in
//! `assets/lang/commands.zh.toml`, and nothing stands there that no source says. Judges no wording.

use std::collections::BTreeMap;

use e2e::root;

use super::{below, lexer, none, read};

/// Programs that are translated whole: the section of their words, where their sources are, and what of these nobody is told.
const WHOLE: [(&str, &str, &[&str]); 10] = [
    ("batch", "sync-agent/batch/src", &[]),
    ("desk-page", "kiosk/desk-page/src", &[]),
    ("feed", "sync-agent/feed/src", &[]),
    (
        "mirror",
        "sync-agent/mirror/src",
        // What is asked of SQLite and what it answers; the head of its files.
        &["codes.rs", "sample.rs", "scrub.rs", "sqlite.rs"],
    ),
    ("printer", "printer/src", &[]),
    ("publisher", "sync-agent/publisher/src", &[]),
    // What a Prometheus reads is English, and so is what a database is asked.
    ("sync-agent", "sync-agent/src", &["metrics.rs", "schema.rs"]),
    ("updater", "sync-agent/updater/src", &[]),
    // What a Prometheus reads is English.
    ("fleet", "sync-agent/fleet/src", &["metrics.rs"]),
    (
        "terminal-config",
        "deploy/config/src",
        // Rules for nft, variables; the frame of a problem, which a test of the program reads.
        &["machine", "problem.rs"],
    ),
];

type Sections = BTreeMap<String, BTreeMap<String, String>>;

fn sections() -> Sections {
    toml::from_str(&read(&root().join("assets/lang/commands.zh.toml"))).unwrap()
}

/// The lines of a literal as a program says them, with `{}` for what is filled in; nothing of what is no sentence.
fn sentences(literal: &str) -> Vec<String> {
    let text = literal
        .trim_start_matches(['b', 'r', '#'])
        .trim_matches('#');
    let text = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    let Some(text) = text.filter(|text| !is_asked_of_a_database(text)) else {
        return Vec::new();
    };
    let mut said = String::new();
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next().unwrap_or_default() {
                'n' => said.push('\n'),
                '\n' => while characters.next_if(|c| c.is_whitespace()).is_some() {},
                other => said.push(other),
            },
            '{' => {
                while characters.next_if(|c| *c != '}').is_some() {}
                said.push('{');
            }
            other => said.push(other),
        }
    }
    // Each line is looked up by itself.
    let lines = said.split('\n').map(|line| line.trim().to_owned());
    lines.filter(|line| is_sentence(line)).collect()
}

fn is_asked_of_a_database(text: &str) -> bool {
    let text = text.trim_start();
    let begins = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE TABLE "];
    let holes = ["?1", "?2", "?3"];
    begins.iter().any(|word| text.starts_with(word)) || holes.iter().any(|h| text.contains(h))
}

fn is_sentence(line: &str) -> bool {
    let is_word = |word: &str| {
        let word = word.trim_end_matches([':', ',', ';', '.', '?', ')']);
        word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase())
    };
    line.contains(' ') && line.split_whitespace().any(is_word) && !is_markup(line)
}

/// Names of elements (`td, th`), lines of settings that a program writes (`url = "{}"`), and values of headers (`public, max-age=60`).
fn is_markup(line: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric());
    let elements = line.split(", ").all(is_name);
    let key = line.split_once(" = ").map(|(key, _)| key);
    let is_field = |field: &str| field.contains('=') && !field.contains(' ');
    let header = line.split([',', ';']).any(|field| is_field(field.trim()));
    elements
        || header
        || key.is_some_and(|key| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
}

/// Sentences of a source that people may read, which are not in the list.
fn untranslated(source: &str, known: &BTreeMap<String, String>) -> Vec<String> {
    // What a program says begins with its name.
    let named = |sentence: &str| {
        let name = sentence.strip_suffix(": {}");
        name.is_some_and(|name| WHOLE.iter().any(|(section, ..)| *section == name))
    };
    let told = |sentence: &String| {
        named(sentence)
            || known.keys().any(|key| {
                let plain = key.replace("{word}", "{}").replace("{number}", "{}");
                plain == *sentence
            })
    };
    lexer::split(source)
        .1
        .into_iter()
        // What must never happen is for whoever mends the program.
        .filter(|literal| !source.contains(&format!("expect({})", literal.text)))
        .flat_map(|literal| {
            let line = literal.line;
            sentences(&literal.text)
                .into_iter()
                .map(move |said| (line, said))
        })
        .filter(|(_, sentence)| !told(sentence))
        .map(|(line, sentence)| format!("line {line}: {sentence}"))
        .collect()
}

#[test]
fn every_sentence_of_a_chinese_command_line_has_its_chinese() {
    let sections = sections();
    for (section, folder, apart) in WHOLE {
        let sources: Vec<_> = below(folder, "rs")
            .into_iter()
            .filter(|path| {
                let names = path.iter().map(|name| name.to_string_lossy());
                let stems = names.map(|name| name.trim_end_matches(".rs").to_owned());
                let apart: Vec<&str> = apart.iter().map(|a| a.trim_end_matches(".rs")).collect();
                let mut stems = stems;
                !stems.any(|name| {
                    name == "tests" || name.ends_with("_tests") || apart.contains(&name.as_str())
                })
            })
            .collect();
        none(&sources, |source| untranslated(source, &sections[section]));
    }
}

#[test]
fn no_chinese_stands_for_what_no_program_says() {
    let sections = sections();
    for (section, folder, _) in WHOLE {
        let sources: String = below(folder, "rs").iter().map(|path| read(path)).collect();
        // Where lines break is no part of a sentence, nor what marks a comment.
        let lines = sources.lines().map(|line| {
            let line = line.trim().trim_end_matches('\\');
            line.strip_prefix("///").unwrap_or(line).trim()
        });
        let said = lines.collect::<Vec<_>>().join(" ");
        let unsaid: Vec<&String> = sections[section]
            .keys()
            .filter(|key| {
                let longest = key
                    .split(['{', '}', '"', '\\', ':'])
                    .max_by_key(|part| part.len());
                longest.is_some_and(|part| !said.contains(part.trim()))
            })
            .collect();
        assert!(unsaid.is_empty(), "[{section}] {unsaid:?}");
    }
}

/// Bytes that a sentence says by itself, whatever is filled in.
fn said_by_itself(key: &str) -> usize {
    let parts = key.split('{');
    parts
        .map(|part| part.split_once('}').map_or(part, |(_, rest)| rest).len())
        .sum()
}

/// Whether it would take other sentences for itself: it begins with anything, and says next to nothing.
fn takes_others(key: &str) -> bool {
    key.starts_with("{}") && said_by_itself(key) < 9
}

#[test]
fn no_sentence_with_chinese_takes_other_sentences_for_itself() {
    let sections = sections();
    let read = sections.iter().filter(|(section, _)| *section != "clap");
    let greedy: Vec<&String> = read
        .flat_map(|(_, list)| list.keys())
        .filter(|key| takes_others(key))
        .collect();
    assert!(
        greedy.is_empty(),
        "say {{word}} or {{number}} in: {greedy:?}"
    );
    assert!(takes_others("{}: {} of {}"));
    assert!(!takes_others("{word}: {number} of {number}"));
    assert!(!takes_others("{} documents taken down"));
}

#[test]
fn a_sentence_without_chinese_is_found() {
    let known = BTreeMap::from([("must be {}, not {}".to_owned(), String::new())]);
    let source = "fn f() { let a = format!(\"must be {a:?}, \\\n    not {}\", b); g(\"is blank today\"); h.expect(\"is never so\"); k(\"NAME\") }";
    assert_eq!(untranslated(source, &known), ["line 2: is blank today"]);
}
