//! Parts of an attachment's text (段落): which paragraphs and rows of the page that shows can be chosen, and which were, on all of its
//! pages. A part can be chosen where what shows is what the document tells of the file, for that is what goes on paper.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use mirror::Block;

use crate::leaf;

/// Lines of the page that may have no part of the text before the next part is looked for no further.
const APART_MAX: usize = 16;

/// Lines of a page, from 1.
pub(super) type Lines = RangeInclusive<usize>;

/// See [`Attaching::picking`](super::Attaching::picking).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picking {
    /// The visitor is choosing.
    pub on: bool,
    /// Page from 0, first and last line.
    pub(super) chosen: BTreeSet<(u32, usize, usize)>,
    /// Of the page that shows: by its blocks, and there by their rows.
    pub(super) parts: Vec<Vec<Option<Lines>>>,
}

impl Picking {
    /// How many parts were chosen.
    pub fn count(&self) -> usize {
        self.chosen.len()
    }

    /// Ticks or unticks a part of the page (from 0) that shows.
    pub(super) fn tick(&mut self, at: usize, page: u32, id: &str) {
        let mut parts = self.parts.iter().flatten().flatten();
        let Some(lines) = parts.find(|lines| leaf::part_id(at, page, lines) == id) else {
            return;
        };
        let part = (page, *lines.start(), *lines.end());
        if !self.chosen.remove(&part) {
            self.chosen.insert(part);
        }
    }

    /// What is chosen of the attachment of that number, by its names: lines that follow each other are one piece.
    pub(super) fn pieces(&self, at: usize) -> Vec<String> {
        let mut joined: Vec<(u32, Lines)> = Vec::new();
        for (page, from, to) in &self.chosen {
            match joined.last_mut() {
                Some((of, lines)) if of == page && lines.end() + 1 == *from => {
                    *lines = *lines.start()..=*to;
                }
                _ => joined.push((*page, *from..=*to)),
            }
        }
        let name = |(page, lines): &(u32, Lines)| leaf::part_id(at, *page, lines);
        joined.iter().map(name).collect()
    }
}

/// For each block, and there for each row, the lines of the page that say the same.
pub(super) fn parts(blocks: &[Block], page: &str) -> Vec<Vec<Option<Lines>>> {
    let lines: Vec<String> = page.lines().map(bare).collect();
    let mut next = 0;
    let mut found = |words: &str| {
        let words = bare(words);
        let end = lines.len().min(next + APART_MAX);
        let spelled = |from: usize| Some((from, spelled(&lines[from..], &words)?));
        let (from, count) = (next..end).find_map(spelled)?;
        next = from + count;
        Some(from + 1..=from + count)
    };
    let of_block = |block: &Block| match block {
        Block::Heading { text, .. } | Block::Paragraph { text, .. } => vec![found(text)],
        Block::Table { rows, .. } => rows.iter().map(|row| found(&row.concat())).collect(),
        Block::Picture { .. } => vec![None],
    };
    blocks.iter().map(of_block).collect()
}

/// How many of the first lines say exactly that; `None` where they say anything else.
fn spelled(lines: &[String], words: &str) -> Option<usize> {
    let mut rest = words;
    for (at, line) in lines.iter().enumerate() {
        if at == 0 && line.is_empty() {
            return None;
        }
        rest = rest.strip_prefix(line.as_str())?;
        if rest.is_empty() {
            return Some(at + 1);
        }
    }
    None
}

/// Without blanks: a break in a cell, or between cells, says nothing.
fn bare(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph {
            text: text.into(),
            align: mirror::Align::Left,
            label: 0,
        }
    }

    fn table(rows: &[[&str; 2]]) -> Block {
        Block::Table {
            rows: rows
                .iter()
                .map(|row| row.map(String::from).to_vec())
                .collect(),
            spans: Vec::new(),
        }
    }

    #[test]
    fn paragraphs_and_rows_are_found_in_what_the_document_tells() {
        let blocks = [
            paragraph("收费与期限\n一览表"),
            paragraph(" "),
            table(&[["项目", "标准"], ["检索\n费", ""], ["no\nentry", "2"]]),
            paragraph("注：当场"),
        ];
        let page = "收费与期限\n一览表\n项目\t标准\n检索费\t\nno entry\t2\n注：当场";
        let found = parts(&blocks, page);
        let rows = vec![Some(3..=3), Some(4..=4), Some(5..=5)];
        assert_eq!(
            found,
            [vec![Some(1..=2)], vec![None], rows, vec![Some(6..=6)]]
        );
    }

    #[test]
    fn what_the_document_does_not_tell_cannot_be_chosen_and_the_rest_can() {
        let blocks = [
            paragraph("甲"),
            paragraph("乙"),
            paragraph("丙"),
            paragraph("丁戊"),
        ];
        let found = parts(&blocks, "甲\n丙\n丁");
        assert_eq!(
            found,
            [vec![Some(1..=1)], vec![None], vec![Some(2..=2)], vec![None]]
        );
        assert_eq!(parts(&blocks, ""), vec![vec![None]; 4]);
        // A word far below is not taken for one that is missing here.
        let far = format!("甲\n{}乙", "子\n".repeat(APART_MAX));
        assert_eq!(parts(&blocks, &far)[1], [None]);
    }

    #[test]
    fn parts_that_follow_each_other_are_one_piece() {
        let mut picking = Picking {
            parts: parts(
                &[paragraph("甲"), paragraph("乙"), paragraph("丙")],
                "甲\n乙\n丙",
            ),
            ..Picking::default()
        };
        for id in ["f1.2.3-3", "f1.2.1-1", "f1.2.9-9", "f2.2.2-2", "f1.2.2-2"] {
            picking.tick(0, 1, id);
        }
        picking.tick(0, 4, "f1.5.2-2");
        assert_eq!(picking.pieces(0), ["f1.2.1-3", "f1.5.2-2"]);
        assert_eq!(picking.count(), 4);
        picking.tick(0, 1, "f1.2.2-2");
        assert_eq!(picking.pieces(0), ["f1.2.1-1", "f1.2.3-3", "f1.5.2-2"]);
    }
}
