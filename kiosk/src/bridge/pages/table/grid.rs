//! The cells of a table that show, how wide they stand, and what is drawn of a row. A merged cell stands over all that it covers, and
//! is said again where a page begins within it. Cuts no number and drops no row; knows no window.

use std::ops::Range;

use mirror::{Merged, Span};
use screens::{Ink, Row, Rule, Run};
use session::screen::table::Table;

use crate::bridge::breaking::{break_lines, clean};
use crate::bridge::columns::{Hand, PAD_PX, columns, is_number, placed};
use crate::bridge::fonts::{Advances, Face, drawn};
use crate::bridge::models::model;

/// How cells are written.
#[derive(Debug, Clone, Copy)]
struct Written {
    hand: Hand,
    /// Height of a line of words, and of what is free above and below them together.
    line: f32,
    pad_row: f32,
}

const USUAL: Written = Written {
    hand: Hand {
        px: 28.0,
        pad: PAD_PX,
    },
    line: 42.0,
    pad_row: 24.0,
};
/// On a small glass: 6 mm, closer together, so that more than one number stands beside its name.
const SMALL: Written = Written {
    hand: Hand {
        px: 24.0,
        pad: 12.0,
    },
    line: 32.0,
    pad_row: 8.0,
};
/// More columns than that are not set.
const COLUMNS_MAX: usize = 200;
/// Between two cells, and behind the first column.
const RULE_PX: f32 = 2.0;
const RULE_FIRST_PX: f32 = 5.0;

/// Words that a table needs, in the visitor's language.
pub struct Said {
    /// What is said of a cell in which nothing stands.
    pub empty: String,
    /// ……（续）
    pub continued: Box<dyn Fn(&str) -> String>,
}

/// The cells that show, and how wide they stand.
pub struct Grid<'a> {
    merged: Merged<'a>,
    /// Every row, the head first; of each, every cell.
    cells: Vec<Vec<Vec<char>>>,
    /// Rows of the head.
    pub heads: usize,
    pub columns: usize,
    /// Columns beside the first one.
    pub shown: Range<usize>,
    /// Of the first column and those that are shown.
    pub widths: Vec<f32>,
    /// How high every row that was laid out is; 0 for others.
    heights: Vec<f32>,
    written: Written,
    /// It is one row, each of its columns a line: no numbers below each other.
    one: bool,
    said: Said,
}

/// A cell as it is drawn: where, how wide, and over which rows.
struct Placed {
    /// Where its words stand.
    row: usize,
    column: usize,
    x: f32,
    width: f32,
    /// Rows it covers, the first and one past the last.
    rows: Range<usize>,
    /// It begins in a column that is not shown.
    aside: bool,
}

impl<'a> Grid<'a> {
    /// Lays out a table in `width` pixels, closer on a small glass.
    pub fn of(
        table: &'a Table,
        (width, small): (f32, bool),
        fonts: &dyn Advances,
        said: Said,
    ) -> Grid<'a> {
        let merged = Merged::new(&table.cells, &table.spans);
        let count = table.cells.iter().map(Vec::len).max().unwrap_or(0);
        let count = count.clamp(1, COLUMNS_MAX);
        let cells: Vec<Vec<Vec<char>>> = table
            .cells
            .iter()
            .map(|row| {
                let cells = row.iter().take(count);
                cells.map(|cell| clean(&drawn(cell, fonts))).collect()
            })
            .collect();
        let written = if small { SMALL } else { USUAL };
        let px = written.hand.px;
        let wide = |c: char| fonts.advance(Face::SansBold, c) * px;
        let asked = columns(&narrow(&cells, &merged), count, written.hand, wide);
        let place = (table.column as usize, table.columns_end as usize);
        let (widths, shown) = placed(&asked, written.hand, width, place);
        let mut grid = Grid {
            merged,
            heads: (table.heads as usize).min(cells.len()),
            cells,
            columns: count,
            shown,
            widths,
            heights: Vec::new(),
            written,
            one: table.one.is_some(),
            said,
        };
        grid.heights = grid.high(fonts);
        grid
    }

    /// Rows below the head.
    pub fn rows(&self) -> usize {
        self.cells.len() - self.heads
    }

    /// How high a line of words is.
    pub fn line(&self) -> f32 {
        self.written.line
    }

    /// What is free above and below the words of a cell together.
    pub fn pad(&self) -> f32 {
        self.written.pad_row
    }

    /// Columns as they stand, the first one and those beside it.
    fn standing(&self) -> impl Iterator<Item = usize> {
        std::iter::once(0).chain(self.shown.clone())
    }

    /// Left edge of each standing column, and the right one of the last.
    fn lefts(&self) -> Vec<f32> {
        let mut lefts = vec![0.0];
        for width in &self.widths {
            lefts.push(lefts[lefts.len() - 1] + width);
        }
        lefts
    }

    /// The cells of a row, each merged one once.
    fn boxes(&self, row: usize) -> Vec<Placed> {
        let lefts = self.lefts();
        let standing: Vec<usize> = self.standing().collect();
        let mut boxes: Vec<Placed> = Vec::new();
        let mut n = 0;
        while n < standing.len() {
            let column = standing[n];
            let span = self.merged.span(row, column);
            // The standing columns that it covers from here on.
            let mut end = n + 1;
            while end < standing.len() && same(span, self.merged.span(row, standing[end])) {
                end += 1;
            }
            let at = span.map_or((row, column), |s| (s.row as usize, s.column as usize));
            boxes.push(Placed {
                row: at.0,
                column: at.1,
                x: lefts[n],
                width: lefts[end] - lefts[n],
                rows: span.map_or(row..row + 1, |s| at.0..at.0 + s.rows as usize),
                aside: at.1 != column,
            });
            n = end;
        }
        boxes
    }

    fn words(&self, of: &Placed) -> &[char] {
        let row = self.cells.get(of.row);
        row.and_then(|cells| cells.get(of.column))
            .map_or(&[], Vec::as_slice)
    }

    fn face(&self, row: usize, column: usize) -> Face {
        match row < self.heads || column == 0 {
            true => Face::SansBold,
            false => Face::Sans,
        }
    }

    /// How high each row must be for the words that stand in it.
    fn high(&self, fonts: &dyn Advances) -> Vec<f32> {
        let lines = |of: &Placed, words: &[char]| {
            let Written {
                hand,
                line,
                pad_row,
            } = self.written;
            let (room, face) = (of.width - hand.pad, self.face(of.row, of.column));
            let wide = |n: usize| fonts.advance(face, words[n]) * hand.px;
            break_lines(words, room, room, wide).len() as f32 * line + pad_row
        };
        let least = self.written.line + self.written.pad_row;
        let mut heights = vec![least; self.cells.len()];
        let mut deep = Vec::new();
        for (row, height) in heights.iter_mut().enumerate() {
            for of in self.boxes(row) {
                let high = lines(&of, self.words(&of));
                if of.rows.len() == 1 {
                    *height = height.max(high);
                } else if of.rows.start == row {
                    deep.push((of.rows, high));
                }
            }
        }
        // What is longer than its rows together makes the last of them higher.
        for (rows, high) in deep {
            let stand: f32 = heights[rows.clone()].iter().sum();
            heights[rows.end - 1] += (high - stand).max(0.0);
        }
        heights
    }

    /// A cell for the ear: behind what its column is called, since nobody hears what stands above it.
    fn told(&self, row: usize, of: &Placed) -> String {
        let own: String = self.words(of).iter().collect();
        let called = self.merged.label(of.column);
        if row < self.heads || of.column == 0 || called.is_empty() {
            return own;
        }
        let own = if own.is_empty() {
            &self.said.empty
        } else {
            &own
        };
        format!("{called}：{own}")
    }

    /// What is drawn of a row; its words of cells that began above it only where a page begins with it.
    pub fn row(&self, at: usize, fonts: &dyn Advances) -> Row {
        let (mut runs, mut carried, mut rules) = (Vec::new(), Vec::new(), Vec::new());
        let mut label: Vec<String> = Vec::new();
        let height = self.heights.get(at).copied().unwrap_or_default();
        for of in self.boxes(at) {
            let begins = of.rows.start == at && !of.aside;
            let own = self.words(&of);
            let rest: f32 = self.heights[at..of.rows.end.max(at + 1)].iter().sum();
            if begins {
                runs.extend(self.set(&of, own, rest, fonts));
            } else {
                let again: String = own.iter().collect();
                let again = match again.is_empty() {
                    true => again,
                    false => (self.said.continued)(&again),
                };
                let again: Vec<char> = again.chars().collect();
                let words = self.set(&of, &again, rest, fonts);
                // What begins aside is said on every page of columns.
                match of.rows.start == at {
                    true => runs.extend(words),
                    false => carried.extend(words),
                }
            }
            label.push(self.told(at, &of));
            let thick = match of.x + of.width <= self.widths[0] + 0.5 {
                true => RULE_FIRST_PX,
                false => RULE_PX,
            };
            rules.push(Rule {
                x: of.x + of.width - thick,
                y: 0.0,
                width: thick,
                height,
                strong: thick > RULE_PX,
            });
            if of.rows.end == at + 1 {
                rules.push(Rule {
                    x: of.x,
                    y: height - RULE_PX,
                    width: of.width,
                    height: RULE_PX,
                    strong: false,
                });
            }
        }
        Row {
            label: label.join("，").into(),
            height,
            runs: model(runs.into_iter()),
            carried: model(carried.into_iter()),
            rules: model(rules.into_iter()),
            ..Row::default()
        }
    }

    /// Words in their cell, as many lines as it has; they stand in its middle.
    fn set(&self, of: &Placed, words: &[char], high: f32, fonts: &dyn Advances) -> Vec<Run> {
        let Written {
            hand,
            line: high_of,
            pad_row,
        } = self.written;
        let face = self.face(of.row, of.column);
        let room = of.width - hand.pad;
        let wide = |n: usize| fonts.advance(face, words[n]) * hand.px;
        let right = !self.one && of.column > 0 && is_number(words);
        let lines = break_lines(words, room, room, wide);
        let fit = (((high - pad_row) / high_of + 0.01) as usize).max(1);
        let lines = &lines[lines.len().saturating_sub(fit)..];
        // Over several columns of the head, in their middle.
        let middle = of.row < self.heads && of.width > self.widths[0] && self.spans_columns(of);
        let top = match of.rows.len() {
            1 => pad_row / 2.0,
            _ => ((high - lines.len() as f32 * high_of) / 2.0).clamp(pad_row / 2.0, high_of * 4.0),
        };
        let runs = lines.iter().enumerate().map(|(n, line)| {
            let left = (room - line.width).max(0.0);
            let spare = match (right, middle) {
                (true, _) => left,
                (false, true) => left / 2.0,
                (false, false) => 0.0,
            };
            Run {
                text: words[line.from..line.to].iter().collect::<String>().into(),
                ink: match face {
                    Face::SansBold => Ink::Title,
                    _ => Ink::Snippet,
                },
                mark: false,
                x: of.x + hand.pad / 2.0 + spare,
                y: top + n as f32 * high_of,
                width: line.width,
                height: high_of,
                size: hand.px,
            }
        });
        runs.collect()
    }

    fn spans_columns(&self, of: &Placed) -> bool {
        let span = self.merged.span(of.row, of.column);
        span.is_some_and(|span| span.columns > 1)
    }
}

/// Whether two places belong to one merged cell.
fn same(a: Option<Span>, b: Option<Span>) -> bool {
    a.is_some() && a == b
}

/// The cells without those that stand over several columns, which make none of them wider.
fn narrow(cells: &[Vec<Vec<char>>], merged: &Merged) -> Vec<Vec<Vec<char>>> {
    let mut narrow = cells.to_vec();
    for (row, cells) in narrow.iter_mut().enumerate() {
        for (column, cell) in cells.iter_mut().enumerate() {
            if merged
                .span(row, column)
                .is_some_and(|span| span.columns > 1)
            {
                cell.clear();
            }
        }
    }
    narrow
}

#[cfg(test)]
mod tests;
