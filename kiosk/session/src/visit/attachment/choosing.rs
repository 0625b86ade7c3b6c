//! Choosing parts of an attachment's text (选段落) and what of it goes on paper.

use mirror::Block;

use super::{Attaching, Sheet, picking};
use crate::leaf;
use crate::rules::Rules;
use crate::screen::reader::Reader;
use crate::visit::turn::Turn;

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
        self.picking.parts = page.map_or_else(Vec::new, |page| picking::parts(blocks, page));
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
