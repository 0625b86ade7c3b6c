//! Tables among set lines whose head (表头) may stay at the top of a screen while their rows pass. Knows no screen.

use std::ops::Range;

use crate::bridge::pages::reader::typeset::of_table::OfTable;

/// A head that would take more of a screen does not stay: rows are what is read.
const HEAD_PART_MAX: f32 = 1.0 / 3.0;

/// A set line, as far as it matters here.
#[allow(missing_docs)]
pub struct SetLine {
    pub y: f32,
    pub height: f32,
    pub of_table: Option<OfTable>,
}

/// A table whose head stays, as lines.
#[derive(Debug)]
pub struct Table {
    /// Lines of the head, which come first.
    pub head: Range<usize>,
    /// One past its last line.
    pub end: usize,
    /// How high the head is.
    pub high: f32,
    /// Its highest line.
    pub tallest: f32,
}

/// Tables whose head may stay on screens `high` high: one that leaves room for rows, each line of which fits below it.
pub fn tables(marks: &[SetLine], high: f32) -> Vec<Table> {
    let of = |mark: &SetLine| mark.of_table.map(|of| of.table);
    let mut tables = Vec::new();
    let mut begin = 0;
    for lines in marks.chunk_by(|above, below| of(above) == of(below)) {
        let (from, end) = (begin, begin + lines.len());
        begin = end;
        let of_head = |mark: &&SetLine| mark.of_table.is_some_and(|of| of.head);
        let head = from..from + lines.iter().take_while(of_head).count();
        if head.is_empty() || head.end == end {
            continue;
        }
        let table = Table {
            high: marks[head.end].y - marks[from].y,
            head,
            end,
            tallest: lines.iter().map(|mark| mark.height).fold(0.0, f32::max),
        };
        if table.high <= high * HEAD_PART_MAX {
            tables.push(table);
        }
    }
    tables
}
