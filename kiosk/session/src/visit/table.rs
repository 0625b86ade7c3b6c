//! One table over the whole screen: which rows and columns the visitor turned to. Changes nothing of the document.

use mirror::Block;

use super::paging::Paging;
use super::turn::{Duties, Go, Stay, Turn};
use crate::asks::Opened;
use crate::keyboard::Key;
use crate::rules::Rules;
use crate::screen::table::Touch;

/// See [`Place::Table`](super::Place::Table).
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Viewing {
    pub opened: Opened,
    /// Block of the table.
    pub block: usize,
    /// Rows below the head, from 0.
    pub rows: Paging,
    /// Columns beside the first one, from 1.
    pub columns: Paging,
}

impl Viewing {
    /// Opens the table of a block; `None` when no table stands there.
    pub fn open(opened: Opened, block: usize) -> Option<Viewing> {
        let is_table = matches!(
            opened.document.blocks.get(block),
            Some(Block::Table { rows }) if !rows.is_empty()
        );
        is_table.then(|| Viewing {
            opened,
            block,
            rows: Paging::default(),
            columns: Paging { offset: 1, end: 0 },
        })
    }

    /// All its rows, the head among them.
    pub fn cells(&self) -> &[Vec<String>] {
        match self.opened.document.blocks.get(self.block) {
            Some(Block::Table { rows }) => rows,
            _ => &[],
        }
    }

    /// Cells of its longest row.
    fn width(&self) -> u64 {
        let widest = self.cells().iter().map(Vec::len).max();
        widest.map_or(0, |n| n as u64)
    }

    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch) -> Option<Go> {
        let rows = self.cells().len().saturating_sub(1) as u64;
        match touch {
            Touch::Up { row } => self.rows.end_before(row, u32::MAX),
            Touch::Down { row } => self.rows.begin_at(row, rows),
            // The first column is always there.
            Touch::Left { column } if column <= 1 => false,
            Touch::Left { column } => self.columns.end_before(column, u32::MAX),
            Touch::Right { column } => self.columns.begin_at(column.max(1), self.width()),
        };
        None
    }
}

impl Duties for Viewing {
    fn document_id(&self) -> Option<&str> {
        Some(&self.opened.document.id)
    }

    /// Shares its text with the reader below it, which is asked for again.
    fn forget(&mut self) -> Stay {
        Stay::Leaves
    }

    fn gone(&mut self, id: &str) -> Option<Stay> {
        (self.opened.document.id == id).then_some(Stay::Leaves)
    }

    fn failed(&mut self, _: u64) -> Option<Stay> {
        None
    }

    fn idle_ms(&self, rules: &Rules) -> Option<u64> {
        Some(rules.reader_idle_ms)
    }

    fn refresh(&mut self, _: &mut Turn) {}

    fn key(&mut self, _: Key, _: &mut Turn) -> Option<Go> {
        None
    }

    fn lies_below(&self) -> bool {
        true
    }

    fn speaks(&self) -> Option<u64> {
        None
    }

    fn watches_printer(&self) -> bool {
        false
    }
}
