//! Tables on a page: a number is never cut, words wrap. What has no room beside each other, and what is long, is seen as a whole on
//! a screen of its own.

use std::collections::VecDeque;

use mirror::Merged;
use slint::{ModelRc, VecModel};

use super::of_table::OfTable;
use super::{Page, TICK_LINE_PX_MIN, TICK_PX, Words, face, marks_of};
use crate::bridge::breaking::{Span, break_lines, clean};
use crate::bridge::columns::{self, Column, PAD_PX, WORDS_EM_MAX, columns, is_number, shown};
use crate::bridge::pages::reader::typeset::called::called;
use screens::{Cell, DocLine, Hand};
use session::screen::reader::Line;

/// Cells of a table row.
const COLUMNS_MAX: usize = 12;
/// A longer table has a way to its own screen, where its head stays.
const ROWS_MAX: usize = 12;
/// Room for the button that leads there.
const BUTTON_PX: f32 = 112.0;

impl Page<'_> {
    pub(super) fn table(&mut self, rows: &[Line], source: usize, words: &Words) {
        let px = self.scale(29.0);
        let asked = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let cells: Vec<Vec<Vec<char>>> = rows
            .iter()
            .map(|row| {
                (0..asked.max(1))
                    .map(|c| {
                        row.cells
                            .get(c)
                            .map(|cell| self.drawn(&clean(cell)))
                            .unwrap_or_default()
                    })
                    .collect()
            })
            .collect();
        // Boxes stand before the rows.
        let ticked = self.choosing && rows.iter().any(|row| !row.article_id.is_empty());
        let left_px = if ticked { TICK_PX } else { 0.0 };
        let widths = self.column_widths(&cells, asked.max(1), px, self.width - left_px);
        let words_of: Vec<Vec<String>> = rows.iter().map(|row| row.cells.clone()).collect();
        let merged = Merged::new(&words_of, &rows[0].spans);
        let mut left: Vec<VecDeque<String>> = vec![VecDeque::new(); widths.len()];
        let standing =
            (0..rows.len()).map(|n| self.cells(n, &cells, &widths, &merged, px, &mut left));
        let standing: Vec<Vec<Standing>> = standing.collect();
        let height: f32 = standing.iter().map(|cells| height(cells, px)).sum();
        self.gap(0.4);
        // Overleaf its head would not be seen.
        if widths.len() < asked || rows.len() > ROWS_MAX || height > self.high {
            let line = DocLine {
                text: words.whole_table.as_str().into(),
                table: i32::try_from(rows[0].block).unwrap_or(-1),
                height: BUTTON_PX,
                hand: Hand::Sans,
                ..self.empty()
            };
            self.place(line, source, 0);
        }
        for (n, set) in standing.into_iter().enumerate() {
            let place = Row {
                of: &rows[n],
                left: left_px,
                head: n < merged.head(),
                last: n + 1 == rows.len(),
                source: source + n,
                table: source,
            };
            self.table_row(set, px, &place);
        }
        self.gap(0.6);
    }

    /// The cells of a row with their lines. A merged cell is as wide as the columns it covers, and goes on in the rows below it:
    /// `left` holds what of it is still to be said in each column.
    fn cells(
        &self,
        row: usize,
        cells: &[Vec<Vec<char>>],
        widths: &[f32],
        merged: &Merged,
        px: f32,
        left: &mut [VecDeque<String>],
    ) -> Vec<Standing> {
        let hand = hand(row < merged.head());
        let mut standing: Vec<Standing> = Vec::new();
        let mut x = 0.0;
        let mut column = 0;
        while column < widths.len() {
            let span = merged.span(row, column);
            let end = span.map_or(column + 1, |span| (span.column + span.columns) as usize);
            let end = end.min(widths.len());
            let wide: f32 = widths[column..end].iter().sum();
            let begins = span.is_none_or(|span| span.row as usize == row);
            let chars = &cells[row][column];
            if begins {
                let room = wide - 16.0;
                let lines = break_lines(chars, room, room, |at| {
                    self.fonts.advance(face(hand), chars[at]) * px
                });
                let words = |line: &Span| chars[line.from..line.to].iter().collect::<String>();
                left[column] = lines.iter().map(words).collect();
            }
            standing.push(Standing {
                column,
                x,
                width: wide,
                right: is_number(chars),
                goes_on: !begins,
                ends: span.is_none_or(|span| (span.row + span.rows) as usize == row + 1),
                lines: VecDeque::new(),
            });
            x += wide;
            column = end;
        }
        // A cell that goes on below takes no more lines than the others of its row have.
        let height = standing.iter().filter(|cell| cell.ends);
        let height = height.map(|cell| left[cell.column].len()).max();
        let height = height.unwrap_or(1).max(1);
        for cell in &mut standing {
            let queue = &mut left[cell.column];
            let count = queue.len().min(height);
            cell.lines = queue.drain(..count).collect();
        }
        standing
    }

    /// Widths of the columns that fit beside each other; never fewer than one.
    fn column_widths(&self, rows: &[Vec<Vec<char>>], count: usize, px: f32, room: f32) -> Vec<f32> {
        let bold = |c: char| self.fonts.advance(face(Hand::SansBold), c) * px;
        let written = columns::Hand { px, pad: PAD_PX };
        let asked: Vec<Column> = columns(rows, count, written, bold);
        let wished: f32 = asked.iter().map(|column| column.wished).sum();
        if count <= COLUMNS_MAX && wished <= room {
            let wider = room / wished;
            return asked.iter().map(|column| column.wished * wider).collect();
        }
        let least: f32 = asked.iter().map(|column| column.least).sum();
        if count <= COLUMNS_MAX && least <= room {
            return spread(&asked, room);
        }
        // The first columns; the others are seen on the table's own screen.
        let usual: Vec<f32> = asked
            .iter()
            .map(|column| column.usual(written, WORDS_EM_MAX))
            .collect();
        let first = usual[0].min(room * 0.4);
        let beside = shown(&usual, 1, 0, room - first).end.min(COLUMNS_MAX);
        let taken: f32 = first + usual[1..beside].iter().sum::<f32>();
        let wider = room / taken;
        let mut widths = vec![first * wider];
        widths.extend(usual[1..beside].iter().map(|wide| wide * wider));
        widths
    }

    fn table_row(&mut self, cells: Vec<Standing>, px: f32, row: &Row) {
        let count = lines(&cells);
        let cells_of = row.of.cells.iter().map(|cell| clean(cell));
        let said: Vec<Vec<char>> = cells_of.filter(|cell| !cell.is_empty()).collect();
        let said = said.join(&' ');
        for n in 0..count {
            let marks = marks_of(self.marks, row.source);
            let set: Vec<Cell> = cells
                .iter()
                .map(|cell| Cell {
                    text: cell.lines.get(n).cloned().unwrap_or_default().into(),
                    x: row.left + cell.x,
                    width: cell.width,
                    right: cell.right,
                    mark: marks.iter().any(|mark| mark.from as usize == cell.column),
                    goes_on: cell.goes_on,
                })
                .collect();
            let mut line = DocLine {
                height: px * line_em(count),
                size: px,
                hand: hand(row.head),
                cells: ModelRc::new(VecModel::from(set)),
                rule_above: n == 0,
                rule_below: row.last && n + 1 == count,
                width: self.width,
                article_id: row.of.article_id.as_str().into(),
                article: called(&[], said.iter()).into(),
                first: n == 0 && row.of.first && !row.of.article_id.is_empty(),
                chosen: row.of.chosen,
                ..self.empty()
            };
            if line.first && self.choosing {
                // The room is above the words: those of the row stand together.
                line.words_height = line.height;
                line.height = line.height.max(TICK_LINE_PX_MIN);
            }
            self.place(line, row.source, n);
            if let Some(placed) = self.out.last_mut() {
                placed.of_table = Some(OfTable {
                    table: row.table,
                    head: row.head,
                });
            }
        }
    }
}

/// A row among the others of its table.
struct Row<'a> {
    of: &'a Line,
    /// Room before it.
    left: f32,
    head: bool,
    last: bool,
    /// Line of the reader that it is.
    source: usize,
    /// Line of the reader with which its table begins.
    table: usize,
}

/// A cell of a row and the lines of it that stand there.
struct Standing {
    column: usize,
    x: f32,
    width: f32,
    right: bool,
    /// It began in a row above.
    goes_on: bool,
    /// It does not go on below.
    ends: bool,
    lines: VecDeque<String>,
}

/// Lines of a row.
fn lines(cells: &[Standing]) -> usize {
    let most = cells.iter().map(|cell| cell.lines.len()).max();
    most.unwrap_or(1).max(1)
}

/// How high each of so many lines of a row is.
fn line_em(count: usize) -> f32 {
    if count == 1 { 1.9 } else { 1.55 }
}

fn height(cells: &[Standing], px: f32) -> f32 {
    let count = lines(cells);
    count as f32 * line_em(count) * px
}

fn hand(head: bool) -> Hand {
    if head { Hand::SansBold } else { Hand::Serif }
}

/// Each column gets what it cannot do without; the rest goes to those that would wrap.
fn spread(asked: &[Column], width: f32) -> Vec<f32> {
    let least: f32 = asked.iter().map(|column| column.least).sum();
    let over: f32 = asked
        .iter()
        .map(|column| column.wished - column.least)
        .sum();
    let part = (width - least) / over.max(1.0);
    asked
        .iter()
        .map(|column| column.least + (column.wished - column.least) * part)
        .collect()
}
