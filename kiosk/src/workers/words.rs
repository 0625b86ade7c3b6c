//! The words of a mirror, for whoever turns keys into words: titles, subjects, offices, and what bodies share. Reads; keeps nothing.

use std::collections::HashMap;
use std::path::Path;

use input::{Phrases, WORDS_MAX};
use mirror::{Axis, Block, Document, Filter, Reader};

/// Documents whose titles are looked at for words, the newest first.
const TITLES_MAX: usize = 20_000;
/// Documents whose bodies are looked at as well.
const BODIES_MAX: usize = 1_000;
/// How much of each, in bytes.
const BODY_BYTES_MAX: usize = 4_500;
/// Rows asked for at once.
const ROWS: u32 = 200;

/// Words of a mirror, with the number of documents that were seen to have each.
pub fn gather(dir: &Path) -> Result<Vec<(String, u32)>, mirror::Error> {
    let reader = Reader::open(dir)?;
    let mut heads = Vec::new();
    while heads.len() < TITLES_MAX {
        let offset = u32::try_from(heads.len()).expect("at most TITLES_MAX");
        let rows = reader.list(&Filter::default(), offset, ROWS)?.rows;
        if rows.is_empty() {
            break;
        }
        heads.extend(rows.into_iter().map(|row| (row.id, row.title)));
    }
    let mut phrases = Phrases::default();
    let mut subjects: HashMap<String, u32> = HashMap::new();
    // Bodies from all over the mirror, so that every kind of document has its words.
    let every = heads.len().div_ceil(BODIES_MAX).max(1);
    for (at, (id, mut text)) in heads.into_iter().enumerate() {
        if at % every == 0
            && let Some(document) = reader.document(&id)?
        {
            text.push('\n');
            text.push_str(&beginning(&document));
            for subject in document.subjects {
                *subjects.entry(subject).or_insert(0) += 1;
            }
        }
        if !phrases.take(&text) {
            break;
        }
    }
    let found = phrases.told();
    // Titles alone tell less of what is a word than all that was read.
    let in_titles = reader.words(WORDS_MAX)?.into_iter();
    let in_titles =
        in_titles.filter(|(word, _)| subjects.contains_key(word) || !found.is_part(word));
    let in_titles: Vec<(String, u32)> = in_titles
        .map(|(word, documents)| (word, u32::try_from(documents).unwrap_or(u32::MAX)))
        .collect();
    let mut words = found.words;
    words.extend(subjects);
    words.extend(in_titles);
    for group in reader.groups(Axis::Agency, &Filter::default())? {
        words.push((group.code, u32::try_from(group.count).unwrap_or(u32::MAX)));
    }
    Ok(words)
}

/// The first paragraphs of a document.
fn beginning(document: &Document) -> String {
    let mut text = String::new();
    for block in &document.blocks {
        match block {
            Block::Heading { text: words, .. } | Block::Paragraph { text: words, .. } => {
                text.push_str(words);
            }
            Block::Table { .. } | Block::Picture { .. } => {}
        }
        text.push('\n');
        if text.len() > BODY_BYTES_MAX {
            break;
        }
    }
    text
}
