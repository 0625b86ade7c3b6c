//! One table of a document as a piece of it that is printed and cited (打印这张表): how it is called, and its name and its unit as the
//! document says them, never guessed. Its name stands in the register beside those of articles. Pure.

use mirror::{Block, Document, Span};

/// Begins the name of such a piece.
const SIGN: char = 't';
/// Blocks above a table in which its name and its unit are looked for.
const ABOVE_MAX: usize = 3;
/// A longer paragraph is text, not the name of a table.
const CAPTION_CHARS_MAX: usize = 40;
/// What a unit begins with in documents, one a line; no words of the interface.
const UNIT: &str = include_str!("../../../../assets/lang/table-units.zh.txt");

/// A table with what the document says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tabled<'a> {
    /// Which of the document's tables, from 1.
    pub number: usize,
    /// What it is called; `None` when the document does not say.
    pub caption: Option<&'a str>,
    /// What its numbers count (单位): `万元` of `（单位：万元）`; empty when the document does not say.
    pub unit: String,
    /// All its rows, the head among them.
    pub rows: &'a [Vec<String>],
    /// Merged cells (合并单元格).
    pub spans: &'a [Span],
}

/// What a table is called, by which one of the document's it is, from 1.
pub fn id(number: usize) -> String {
    format!("{SIGN}{number}")
}

/// The table of that name; `None` where there is none, or an article is called so.
pub fn of<'a>(document: &'a Document, id: &str) -> Option<Tabled<'a>> {
    let number: usize = id.strip_prefix(SIGN)?.parse().ok()?;
    if document.articles.iter().any(|article| article.id == id) {
        return None;
    }
    let mut tables = (0..document.blocks.len()).filter(|at| rows(document, *at).is_some());
    at(document, tables.nth(number.checked_sub(1)?)?)
}

/// The table that a block is.
pub fn at(document: &Document, block: usize) -> Option<Tabled<'_>> {
    let (rows_of, spans) = rows(document, block)?;
    let before = (0..block).filter(|at| rows(document, *at).is_some());
    Some(Tabled {
        number: before.count() + 1,
        caption: caption(document, block),
        unit: unit(document, block).unwrap_or_default(),
        rows: rows_of,
        spans,
    })
}

/// Tables of a document.
pub fn count(document: &Document) -> usize {
    let all = 0..document.blocks.len();
    all.filter(|at| rows(document, *at).is_some()).count()
}

fn rows(document: &Document, block: usize) -> Option<(&[Vec<String>], &[Span])> {
    match document.blocks.get(block)? {
        Block::Table { rows, spans } => Some((rows, spans)),
        _ => None,
    }
}

/// Words of the blocks above a table, the nearest first, up to another table.
fn above(document: &Document, block: usize) -> impl Iterator<Item = &str> {
    let blocks = document.blocks[..block].iter().rev().take(ABOVE_MAX);
    blocks.map_while(|block| match block {
        Block::Heading { text, .. } | Block::Paragraph { text, .. } => Some(text.trim()),
        Block::Table { .. } | Block::Picture { .. } => None,
    })
}

/// The nearest words above it that are neither its unit nor a sentence: behind a sentence nothing is the name of a table.
fn caption(document: &Document, block: usize) -> Option<&str> {
    let is_sentence = |words: &&str| words.ends_with(['。', '；', '：', '！', '？']);
    let mut names = above(document, block).take_while(|words| !is_sentence(words));
    names.find(|words| {
        let is_unit = UNIT.lines().any(|unit| words.contains(unit));
        !is_unit && !words.is_empty() && words.chars().count() <= CAPTION_CHARS_MAX
    })
}

fn unit(document: &Document, block: usize) -> Option<String> {
    above(document, block).find_map(|words| {
        let begin = UNIT
            .lines()
            .find_map(|unit| words.find(unit).map(|at| at + unit.len()))?;
        let unit: String = words[begin..]
            .trim_start()
            .chars()
            .take_while(|c| !c.is_whitespace() && !")）]】，。；".contains(*c))
            .collect();
        (!unit.is_empty()).then_some(unit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::articles::samples::rules;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph {
            text: text.into(),
            align: mirror::Align::Center,
            label: 0,
        }
    }

    fn table(word: &str) -> Block {
        Block::Table {
            rows: vec![vec![word.into()], vec!["1".into()]],
            spans: vec![],
        }
    }

    #[test]
    fn a_table_is_found_by_its_name_with_what_the_document_says_of_it() {
        let mut document = rules();
        document.blocks.extend([
            table("甲"),
            paragraph("表2　收支总表"),
            paragraph("（单位：万元）"),
            table("乙"),
        ]);
        assert_eq!(count(&document), 2);
        let second = of(&document, &id(2)).unwrap();
        assert_eq!(second.caption, Some("表2　收支总表"));
        assert_eq!((second.number, second.unit.as_str()), (2, "万元"));
        assert_eq!(second.rows[0], ["乙"]);
        let first = of(&document, "t1").unwrap();
        assert_eq!((first.caption, first.unit.as_str()), (None, ""));
        for other in ["t0", "t3", "t", "t-1", "t1.1", "a1", "", "f1.1", "2"] {
            assert_eq!(of(&document, other), None, "{other}");
        }
        document.articles[0].id = "t1".into();
        assert_eq!(of(&document, "t1"), None, "an article is called so");
    }
}
