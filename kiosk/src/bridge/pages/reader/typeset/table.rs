//! Tables on a page: columns as wide as their words ask for, cells that wrap.

use slint::{ModelRc, VecModel};

use super::{COLUMNS_MAX, Page, clean, face};
use crate::bridge::breaking::{Span, break_lines};
use screens::{Cell, DocLine, Hand};
use session::screen::reader::{Line, LineKind};

impl Page<'_> {
    pub(super) fn table(&mut self, rows: &[Line], source: usize) {
        let px = self.scale(29.0);
        let columns = rows
            .iter()
            .map(|row| row.cells.len())
            .max()
            .unwrap_or(0)
            .clamp(1, COLUMNS_MAX);
        let cells: Vec<Vec<Vec<char>>> = rows
            .iter()
            .map(|row| {
                (0..columns)
                    .map(|c| row.cells.get(c).map(|cell| clean(cell)).unwrap_or_default())
                    .collect()
            })
            .collect();
        let widths = self.column_widths(&cells, columns, px);
        self.gap(0.4);
        for (n, row) in rows.iter().enumerate() {
            self.table_row(row, &cells[n], &widths, px, source + n, n + 1 == rows.len());
        }
        self.gap(0.6);
    }

    fn column_widths(&self, rows: &[Vec<Vec<char>>], columns: usize, px: f32) -> Vec<f32> {
        const PAD: f32 = 20.0;
        let wished: Vec<f32> = (0..columns)
            .map(|c| {
                rows.iter()
                    .map(|row| self.wide(Hand::SansBold, &row[c], px))
                    .fold(px, f32::max)
                    + PAD
            })
            .collect();
        let total: f32 = wished.iter().sum();
        if total <= self.width {
            return wished
                .iter()
                .map(|wish| wish * self.width / total)
                .collect();
        }
        // Narrow columns keep what they need; the wide ones share the rest.
        let least = (self.width / columns as f32).min(4.0 * px + PAD);
        let kept: f32 = wished.iter().map(|wish| wish.min(least)).sum();
        let over: f32 = wished.iter().map(|wish| (wish - least).max(0.0)).sum();
        wished
            .iter()
            .map(|wish| {
                wish.min(least) + (wish - least).max(0.0) * (self.width - kept) / over.max(1.0)
            })
            .collect()
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
            for ((chars, spans), wide) in cells.iter().zip(&broken).zip(widths) {
                let text = spans
                    .get(n)
                    .map(|span| chars[span.from..span.to].iter().collect::<String>());
                set.push(Cell {
                    text: text.unwrap_or_default().into(),
                    x,
                    width: *wide,
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
