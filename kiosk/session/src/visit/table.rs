//! One table over the whole screen: which rows and columns the visitor turned to, and its way onto paper. Changes nothing of the document.

use mirror::{Block, Merged, Span};

use super::paging::Paging;
use super::turn::{Duties, Go, Stay, Turn};
use crate::articles::tables;
use crate::asks::Opened;
use crate::keyboard::Key;
use crate::rules::Rules;
use crate::screen::Notice;
use crate::screen::table::Touch;

/// See [`Place::Table`](super::Place::Table).
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Viewing {
    pub opened: Opened,
    /// It stands in an attachment, whose words are printed page by page.
    pub of_file: bool,
    /// Block of the table.
    pub block: usize,
    /// Rows below the head, from 0.
    pub rows: Paging,
    /// Columns beside the first one, from 1.
    pub columns: Paging,
    /// One row alone, from 0 below the head; of it the columns that are shown.
    pub one: Option<(u32, Paging)>,
}

impl Viewing {
    /// Opens the table of a block; `None` when no table stands there.
    pub fn open(opened: Opened, block: usize, of_file: bool) -> Option<Viewing> {
        let is_table = matches!(
            opened.document.blocks.get(block),
            Some(Block::Table { rows, .. }) if !rows.is_empty()
        );
        is_table.then(|| Viewing {
            opened,
            of_file,
            block,
            rows: Paging::default(),
            columns: Paging { offset: 1, end: 0 },
            one: None,
        })
    }

    /// All its rows, the head among them.
    pub fn cells(&self) -> &[Vec<String>] {
        self.table().0
    }

    /// The same with its merged cells.
    pub fn merged(&self) -> Merged<'_> {
        let (rows, spans) = self.table();
        Merged::new(rows, spans)
    }

    /// Its rows, and which of their cells are merged.
    pub fn table(&self) -> (&[Vec<String>], &[Span]) {
        match self.opened.document.blocks.get(self.block) {
            Some(Block::Table { rows, spans }) => (rows, spans),
            _ => (&[], &[]),
        }
    }

    /// Cells of its longest row.
    fn width(&self) -> u64 {
        let widest = self.cells().iter().map(Vec::len).max();
        widest.map_or(0, |n| n as u64)
    }

    /// It can be had on paper, alone.
    pub fn is_printable(&self, rules: &Rules) -> bool {
        rules.printer && !self.of_file
    }

    fn print(&self, turn: &mut Turn) -> Option<Go> {
        let table = tables::at(&self.opened.document, self.block)?;
        if !self.is_printable(turn.rules) {
            return None;
        }
        if turn.visitor.prints_left(turn.rules) == 0 {
            *turn.notice = Some(Notice::LimitReached);
            return None;
        }
        Some(Go::Print {
            articles: vec![tables::id(table.number)],
            opened: self.opened.clone(),
        })
    }

    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch, turn: &mut Turn) -> Option<Go> {
        if touch == Touch::Print {
            return self.print(turn);
        }
        let rows = (self.cells().len() - self.merged().head()) as u64;
        let width = self.width();
        match (touch, &mut self.one) {
            (Touch::Print, _) => {}
            (Touch::One { row }, one) if u64::from(row) < rows => {
                *one = Some((row, Paging::default()));
            }
            (Touch::One { .. }, _) => {}
            // Where one was in it.
            (Touch::All, one) => {
                if let Some((row, _)) = one.take() {
                    self.rows.begin_at(row, rows);
                }
            }
            // Its first column always stands there.
            (Touch::Up { row }, Some((_, columns))) => {
                columns.end_before(row, u32::MAX);
            }
            (Touch::Down { row }, Some((_, columns))) => {
                columns.begin_at(row, width.saturating_sub(1));
            }
            (Touch::Up { row }, None) => {
                self.rows.end_before(row, u32::MAX);
            }
            (Touch::Down { row }, None) => {
                self.rows.begin_at(row, rows);
            }
            (Touch::Left { .. } | Touch::Right { .. }, Some(_)) => {}
            (Touch::Left { column }, None) => {
                if column > 1 {
                    self.columns.end_before(column, u32::MAX);
                }
            }
            (Touch::Right { column }, None) => {
                self.columns.begin_at(column.max(1), width);
            }
        }
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
