//! How the data's words and sentences are read: its lists of readings and of normalised text, and every clause of the real documents.
//! The lists are in the data; nothing of them stands here.

use ::speech::{Clause, clauses, normalise};

use crate::world::data;

fn rows(name: &str) -> Vec<Vec<String>> {
    let path = data().join("speech").join(name);
    let text =
        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("read {}: {e}", path.display()));
    let rows: Vec<Vec<String>> = text
        .lines()
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect();
    assert!(
        rows.len() >= 20,
        "{} holds {} rows",
        path.display(),
        rows.len()
    );
    rows
}

/// Text with pauses as marks of three strengths, without spaces and without the pause at its end.
fn comparable(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '、' => '，',
            '：' => '；',
            '！' | '？' => '。',
            _ => c,
        })
        .collect();
    text.trim_end_matches(['，', '；', '。']).to_owned()
}

fn said(clauses: &[Clause]) -> String {
    clauses
        .iter()
        .map(|c| format!("{}{}", c.text(), c.pause.mark()))
        .collect()
}

#[test]
fn text_is_said_as_the_list_says() {
    let mut wrong = Vec::new();
    for row in rows("normalise.tsv") {
        let [rule, text, want] = &row[..] else {
            panic!("three fields wanted: {row:?}");
        };
        let got = clauses(&text.replace("\\n", "\n"));
        let pinyin = |clauses: &[Clause]| clauses.iter().map(Clause::pinyin).collect::<Vec<_>>();
        if comparable(&said(&got)) != comparable(want) {
            wrong.push(format!(
                "{rule}: {text}\n  said {}\n  want {want}",
                said(&got)
            ));
        } else if pinyin(&got) != pinyin(&clauses(want)) {
            wrong.push(format!("{rule}: {text} is read otherwise than its words"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Whether one of the readings parted by `/` is this one; 一 and 不 change with what follows.
fn is_reading(c: char, got: &str, want: &str) -> bool {
    "一不".contains(c) || want.split('/').any(|w| w == got)
}

#[test]
fn words_are_read_as_the_list_says() {
    let mut wrong = Vec::new();
    for row in rows("readings.tsv") {
        let [phrase, word, want] = &row[..] else {
            panic!("three fields wanted: {row:?}");
        };
        let said = clauses(phrase);
        let chars: Vec<char> = said
            .iter()
            .flat_map(|c| c.text().chars().collect::<Vec<_>>())
            .collect();
        let pinyin: Vec<String> = said.iter().map(Clause::pinyin).collect();
        let pinyin = pinyin.join(" ");
        let syllables: Vec<&str> = pinyin.split(' ').collect();
        let word: Vec<char> = word.chars().collect();
        let at = chars
            .windows(word.len())
            .position(|w| w == word)
            .unwrap_or_else(|| panic!("{phrase} lost {word:?}"));
        let got = &syllables[at..at + word.len()];
        let right = word
            .iter()
            .zip(got)
            .zip(want.split(' '))
            .all(|((c, got), want)| is_reading(*c, got, want));
        if !right {
            wrong.push(format!("{phrase}: {got:?}, not {want}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Without tones, as the list of names has them.
#[test]
fn names_are_read_as_they_are_there() {
    let path = data().join("cases/pinyin.tsv");
    let text = std::fs::read_to_string(path).unwrap();
    let mut wrong = Vec::new();
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [title, name, want] = fields[..] else {
            panic!("three fields wanted: {line}");
        };
        let pinyin: Vec<String> = clauses(title).iter().map(Clause::pinyin).collect();
        let letters: String = pinyin
            .concat()
            .chars()
            .filter(char::is_ascii_lowercase)
            .collect();
        if !letters.contains(want) {
            wrong.push(format!("{name}: {letters}, not {want}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn nothing_of_the_real_documents_is_lost_or_unknown() {
    let mut documents = 0;
    let mut hanzi = 0;
    let mut unknown = 0;
    for folder in ["policies", "notices"] {
        for entry in std::fs::read_dir(data().join(folder)).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            documents += 1;
            for line in text.lines() {
                let chars: Vec<char> = line.chars().collect();
                let mut covered = vec![false; chars.len()];
                for token in normalise(line) {
                    covered[token.span].fill(true);
                }
                for (c, covered) in chars.iter().zip(&covered) {
                    if matches!(c, '\u{4e00}'..='\u{9fff}') {
                        hanzi += 1;
                        assert!(*covered, "{c} in {line}");
                        unknown += usize::from(!::speech::has_reading(*c));
                    }
                }
            }
        }
    }
    assert!(
        documents >= 40 && hanzi > 50_000,
        "{documents} documents, {hanzi} characters"
    );
    assert_eq!(unknown, 0, "of {hanzi} characters");
}
