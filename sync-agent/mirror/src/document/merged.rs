//! A table as people read it: what stands at a cell that another one covers, how many rows its head has, what a column is called.
//! Pure; takes spans from anywhere and leaves out those that do not fit their rows.

use std::collections::HashMap;

use super::Span;

/// Rows a head has at most; a longer cell in the first row is no head.
const HEAD_ROWS_MAX: u32 = 4;
/// Between the words of a head's rows.
const BETWEEN: &str = " ";

/// Rows and merged cells (合并单元格) of a table.
#[derive(Debug, Clone)]
pub struct Merged<'a> {
    rows: &'a [Vec<String>],
    /// Those that fit, each at all places that it covers.
    at: HashMap<(u32, u32), Span>,
}

impl<'a> Merged<'a> {
    /// Reads a table.
    pub fn new(rows: &'a [Vec<String>], spans: &[Span]) -> Merged<'a> {
        let fits = |span: &&Span| {
            let row = rows.get(span.row as usize);
            let columns = row.map_or(0, Vec::len) as u64;
            let down = u64::from(span.row) + u64::from(span.rows);
            let across = u64::from(span.column) + u64::from(span.columns);
            span.rows > 0 && span.columns > 0 && down <= rows.len() as u64 && across <= columns
        };
        // Each place is covered once: what covers more than there is stands in a damaged file.
        let mut left: u64 = rows.iter().map(|row| row.len() as u64).sum();
        let mut at = HashMap::new();
        for span in spans.iter().filter(fits) {
            let Some(rest) = left.checked_sub(u64::from(span.rows) * u64::from(span.columns))
            else {
                break;
            };
            left = rest;
            for row in span.row..span.row + span.rows {
                for column in span.column..span.column + span.columns {
                    at.insert((row, column), *span);
                }
            }
        }
        Merged { rows, at }
    }

    /// Rows of the head: as many as its first row's cells reach down, and never all.
    pub fn head(&self) -> usize {
        let columns = self.rows.first().map_or(0, Vec::len);
        let first = (0..columns).filter_map(|column| self.span(0, column));
        let deep = first.map(|span| span.rows).max().unwrap_or(1);
        let rows = self.rows.len() as u32;
        match deep <= HEAD_ROWS_MAX && deep < rows {
            true => deep as usize,
            false => 1.min(self.rows.len()),
        }
    }

    /// The merged cell that stands at a place or covers it.
    pub fn span(&self, row: usize, column: usize) -> Option<Span> {
        self.at.get(&(row as u32, column as u32)).copied()
    }

    /// Cells of a row.
    pub fn width(&self, row: usize) -> usize {
        self.rows.get(row).map_or(0, Vec::len)
    }

    /// The words that hold for a place: its own, or those of the cell that covers it.
    pub fn words(&self, row: usize, column: usize) -> &'a str {
        let (row, column) = self.span(row, column).map_or((row, column), |span| {
            (span.row as usize, span.column as usize)
        });
        let cell = self.rows.get(row).and_then(|cells| cells.get(column));
        cell.map_or("", String::as_str)
    }

    /// What a column is called: the words of its head from top to bottom, none twice.
    pub fn label(&self, column: usize) -> String {
        let mut words: Vec<&str> = Vec::new();
        for row in 0..self.head() {
            let said = self.words(row, column).trim();
            if !said.is_empty() && words.last() != Some(&said) {
                words.push(said);
            }
        }
        words.join(BETWEEN)
    }

    /// The table for whoever reads a row at a time: one row of labels, then every row with what the cells above it say. A cell that
    /// stands over several columns stands in the first of them.
    pub fn plain(&self) -> Vec<Vec<String>> {
        let Some(first) = self.rows.first() else {
            return Vec::new();
        };
        let head = self.head();
        let labels = (0..first.len()).map(|column| self.label(column)).collect();
        let body = self.rows.iter().enumerate().skip(head).map(|(row, cells)| {
            let cells = (0..cells.len()).map(|column| {
                let covered_aside = self
                    .span(row, column)
                    .is_some_and(|span| span.column as usize != column);
                match covered_aside {
                    true => String::new(),
                    false => self.words(row, column).to_owned(),
                }
            });
            cells.collect()
        });
        std::iter::once(labels).chain(body).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(of: &[[&str; 3]]) -> Vec<Vec<String>> {
        of.iter()
            .map(|row| row.map(str::to_owned).to_vec())
            .collect()
    }

    fn spans(of: &[[u32; 4]]) -> Vec<Span> {
        of.iter().map(|span| (*span).into()).collect()
    }

    #[test]
    fn every_row_says_what_covers_it_and_every_column_all_of_its_head() {
        let rows = rows(&[
            ["区域", "价格", ""],
            ["", "居民", "其他"],
            ["北区", "1", "2"],
            ["", "3", "4"],
            ["无", "", ""],
        ]);
        let spans = spans(&[[0, 0, 2, 1], [0, 1, 1, 2], [2, 0, 2, 1], [4, 0, 1, 3]]);
        let merged = Merged::new(&rows, &spans);
        assert_eq!(merged.head(), 2);
        assert_eq!(merged.label(2), "价格 其他");
        let plain = merged.plain();
        assert_eq!(plain[0], ["区域", "价格 居民", "价格 其他"]);
        assert_eq!(plain[2], ["北区", "3", "4"]);
        assert_eq!(plain[3], ["无", "", ""]);
        assert_eq!(plain.len(), 4);
    }

    #[test]
    fn without_merged_cells_a_table_is_what_it_was() {
        let rows = rows(&[["甲", "乙", "丙"], ["1", "2", "3"]]);
        assert_eq!(Merged::new(&rows, &[]).plain(), rows);
        assert_eq!(Merged::new(&rows, &[]).head(), 1);
        assert!(Merged::new(&[], &[]).plain().is_empty());
    }

    #[test]
    fn spans_that_do_not_fit_change_nothing_and_a_head_is_never_the_whole_table() {
        let rows = rows(&[["甲", "乙", "丙"], ["1", "2", "3"]]);
        let all = u32::MAX;
        for wrong in [
            [0, 0, 3, 1],
            [0, 2, 1, 2],
            [9, 0, 1, 1],
            [0, 0, 0, 0],
            [all; 4],
        ] {
            let spans = spans(&[wrong]);
            assert_eq!(Merged::new(&rows, &spans).plain(), rows, "{wrong:?}");
        }
        assert_eq!(Merged::new(&rows, &spans(&[[0, 0, 2, 1]])).head(), 1);
    }
}
