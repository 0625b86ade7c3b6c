//! Tables on a page: a number is never cut, words wrap. What has no room beside each other, and what is long, is seen as a whole on
//! a screen of its own.

use slint::{ModelRc, VecModel};

use super::{COLUMNS_MAX, Page, Words, face, marks_of};
use crate::bridge::breaking::{Span, break_lines, clean};
use crate::bridge::columns::{Column, columns, is_number, shown};
use screens::{Cell, DocLine, Hand};
use session::screen::reader::{Line, LineKind};

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
        let widths = self.column_widths(&cells, asked.max(1), px);
        self.gap(0.4);
        if widths.len() < asked || rows.len() > ROWS_MAX {
            let line = DocLine {
                text: words.whole_table.as_str().into(),
                table: i32::try_from(rows[0].block).unwrap_or(-1),
                height: BUTTON_PX,
                hand: Hand::Sans,
                ..self.empty()
            };
            self.place(line, source, 0);
        }
        for (n, row) in rows.iter().enumerate() {
            self.table_row(row, &cells[n], &widths, px, source + n, n + 1 == rows.len());
        }
        self.gap(0.6);
    }

    /// Widths of the columns that fit beside each other; never fewer than one.
    fn column_widths(&self, rows: &[Vec<Vec<char>>], count: usize, px: f32) -> Vec<f32> {
        let bold = |c: char| self.fonts.advance(face(Hand::SansBold), c) * px;
        let asked: Vec<Column> = columns(rows, count, px, bold);
        let wished: f32 = asked.iter().map(|column| column.wished).sum();
        if count <= COLUMNS_MAX && wished <= self.width {
            let wider = self.width / wished;
            return asked.iter().map(|column| column.wished * wider).collect();
        }
        let least: f32 = asked.iter().map(|column| column.least).sum();
        if count <= COLUMNS_MAX && least <= self.width {
            return spread(&asked, self.width);
        }
        // The first columns; the others are seen on the table's own screen.
        let usual: Vec<f32> = asked.iter().map(|column| column.usual(px)).collect();
        let first = usual[0].min(self.width * 0.4);
        let beside = shown(&usual, 1, 0, self.width - first).end.min(COLUMNS_MAX);
        let taken: f32 = first + usual[1..beside].iter().sum::<f32>();
        let wider = self.width / taken;
        let mut widths = vec![first * wider];
        widths.extend(usual[1..beside].iter().map(|wide| wide * wider));
        widths
    }

    fn table_row(
        &mut self,
        row: &Line,
        cells: &[Vec<char>],
        widths: &[f32],
        px: f32,
        source: usize,
        last: bool,
    ) {
        let head = row.kind == LineKind::TableHead;
        let hand = if head { Hand::SansBold } else { Hand::Serif };
        let broken: Vec<Vec<Span>> = cells
            .iter()
            .zip(widths)
            .map(|(chars, wide)| {
                break_lines(chars, wide - 16.0, wide - 16.0, |at| {
                    self.fonts.advance(face(hand), chars[at]) * px
                })
            })
            .collect();
        let height = broken.iter().map(Vec::len).max().unwrap_or(1).max(1);
        for n in 0..height {
            let mut x = 0.0;
            let mut set = Vec::new();
            let marks = marks_of(self.marks, source);
            for (at, ((chars, spans), wide)) in cells.iter().zip(&broken).zip(widths).enumerate() {
                let text = spans
                    .get(n)
                    .map(|span| chars[span.from..span.to].iter().collect::<String>());
                set.push(Cell {
                    text: text.unwrap_or_default().into(),
                    x,
                    width: *wide,
                    right: is_number(chars),
                    mark: marks.iter().any(|mark| mark.from as usize == at),
                });
                x += wide;
            }
            let line = DocLine {
                height: px * if height == 1 { 1.9 } else { 1.55 },
                size: px,
                hand,
                cells: ModelRc::new(VecModel::from(set)),
                rule_above: n == 0,
                rule_below: last && n + 1 == height,
                width: self.width,
                ..self.empty()
            };
            self.place(line, source, n);
        }
    }
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
