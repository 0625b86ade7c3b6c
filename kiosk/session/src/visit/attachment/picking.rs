//! Choosing parts of an attachment's text (选段落): which paragraphs and rows of the page that shows can be chosen, and which were, on
//! all of its pages. A part can be chosen where what shows is what the document tells of the file, for that is what goes on paper.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use mirror::Block;

use super::{Attaching, Sheet};
use crate::leaf;
use crate::rules::Rules;
use crate::screen::reader::Reader;
use crate::visit::turn::Turn;

/// Lines of the page that may have no part of the text before the next part is looked for no further.
const APART_MAX: usize = 16;

/// Lines of a page, from 1.
type Lines = RangeInclusive<usize>;

/// See [`Attaching::picking`](super::Attaching::picking).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picking {
    /// The visitor is choosing.
    pub on: bool,
    /// Page from 0, first and last line.
    chosen: BTreeSet<(u32, usize, usize)>,
    /// Of the page that shows: by its blocks, and there by their rows.
    parts: Vec<Vec<Option<Lines>>>,
}

impl Picking {
    /// How many parts were chosen.
    pub fn count(&self) -> usize {
        self.chosen.len()
    }

    /// Ticks or unticks a part of the page (from 0) that shows.
    fn tick(&mut self, at: usize, page: u32, id: &str) {
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
    fn pieces(&self, at: usize) -> Vec<String> {
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

impl Attaching {
    /// The text that shows has parts that can be chosen and printed.
    pub fn is_pickable(&self, rules: &Rules) -> bool {
        let shows = matches!(self.sheet, Some(Sheet::Text(..)));
        let mut parts = self.picking.parts.iter().flatten();
        shows && self.is_printable(rules) && parts.any(Option::is_some)
    }

    /// Choosing, on or off.
    pub(super) fn toggle_picking(&mut self, rules: &Rules) {
        self.picking.on = !self.picking.on && self.is_pickable(rules);
    }

    /// Ticks or unticks a part of the page that shows.
    pub(super) fn tick(&mut self, id: &str) {
        if self.picking.on {
            self.picking.tick(self.at, self.page, id);
        }
    }

    /// What goes on paper: what was chosen, else the page that shows.
    pub(super) fn wanted(&self) -> Vec<String> {
        match self.picking.chosen.is_empty() {
            true => vec![leaf::id(self.at, self.page)],
            false => self.picking.pieces(self.at),
        }
    }

    /// Back from the paper, to choose other parts of the text.
    pub fn pick_again(&mut self, turn: &mut Turn) {
        self.picking.on = true;
        if self.is_drawn() && !self.words {
            self.words = true;
            self.clear();
            self.ask(turn);
        }
    }

    /// The text of the page that shows came: finds its parts in what the document tells of it.
    pub(super) fn find_parts(&mut self, blocks: &[Block]) {
        let page = self.pages().get(self.page as usize);
        self.picking.parts = page.map_or_else(Vec::new, |page| parts(blocks, page));
    }

    /// Each line of the text carries the name of the part that a tap on it chooses.
    pub fn name_parts(&self, text: &mut Reader) {
        let picking = &self.picking;
        let (mut block, mut row) = (u32::MAX, 0);
        for line in &mut text.lines {
            row = if line.block == block { row + 1 } else { 0 };
            block = line.block;
            let rows = picking.parts.get(block as usize);
            let Some(Some(lines)) = rows.and_then(|rows| rows.get(row)) else {
                continue;
            };
            line.article_id = leaf::part_id(self.at, self.page, lines);
            line.first = true;
            let part = (self.page, *lines.start(), *lines.end());
            line.chosen = picking.chosen.contains(&part);
        }
        text.choosing = picking.on;
        text.chosen = u32::try_from(picking.count()).unwrap_or(u32::MAX);
    }
}

/// For each block, and there for each row, the lines of the page that say the same.
fn parts(blocks: &[Block], page: &str) -> Vec<Vec<Option<Lines>>> {
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
