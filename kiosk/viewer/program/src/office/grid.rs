//! A table with every cell in its own column: the reader leaves out the places that a merged cell (合并单元格) covers. Owns where a cell
//! stands, what is left of a merged cell when rows are taken out or parted; knows no file.

use std::ops::Range;
use viewer::Span;
use viewer::limits::{COLUMNS_MAX, SPANS_MAX};

/// Words of a merged cell that are said again where its table goes on: beyond these the place stays empty.
const AGAIN_BYTES_MAX: usize = 600;

/// A cell as the reader tells it: what it says, how many rows and columns it takes.
pub struct Cell {
    /// What it says.
    pub words: String,
    /// Rows that it stands over.
    pub rows: u32,
    /// Columns that it stands over.
    pub columns: u32,
}

/// Rows of places, and the cells that take several of them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// What stands at each place; what is covered is empty.
    pub rows: Vec<Vec<String>>,
    /// Cells that take more than one.
    pub spans: Vec<Span>,
    /// It has more columns than are kept.
    pub cut: bool,
}

/// Puts the cells of rows at their places.
pub fn laid(rows: Vec<Vec<Cell>>) -> Grid {
    let count = rows.len();
    let mut grid = Grid::default();
    // Which row is the first that a cell from above leaves free, column by column.
    let mut free = [0_usize; COLUMNS_MAX];
    for (at, cells) in rows.into_iter().enumerate() {
        let mut row: Vec<String> = Vec::with_capacity(cells.len().min(COLUMNS_MAX));
        let mut column = 0;
        for cell in cells {
            while free.get(column).is_some_and(|free| *free > at) {
                column += 1;
            }
            if column >= COLUMNS_MAX {
                grid.cut |= !cell.words.is_empty();
                continue;
            }
            let across = (cell.columns.max(1) as usize).min(COLUMNS_MAX - column);
            let down = (cell.rows.max(1) as usize).min(count - at);
            row.resize(column, String::new());
            row.push(cell.words);
            row.resize(column + across, String::new());
            free[column..column + across].fill(at + down);
            if (across > 1 || down > 1) && grid.spans.len() < SPANS_MAX {
                // Both are below the number of rows of a file.
                grid.spans
                    .push([at as u32, column as u32, down as u32, across as u32].into());
            }
            column += across;
        }
        grid.rows.push(row);
    }
    grid
}

impl Grid {
    /// Without the rows that say nothing; merged cells shrink with them.
    pub fn without_empty_rows(mut self) -> Grid {
        let says = |row: &Vec<String>| row.iter().any(|cell| !cell.is_empty());
        // How many rows stay above each row, and above the end.
        let mut above = vec![0_u32];
        for row in &self.rows {
            let stays = u32::from(says(row));
            above.push(above.last().unwrap_or(&0) + stays);
        }
        let stays = |at: u32| above.get(at as usize).copied().unwrap_or(0);
        self.spans.retain_mut(|span| {
            let is_kept = stays(span.row + 1) > stays(span.row);
            let rows = stays(span.row + span.rows) - stays(span.row);
            (span.row, span.rows) = (stays(span.row), rows);
            is_kept && (rows > 1 || span.columns > 1)
        });
        self.rows.retain(says);
        self
    }
}

/// Merged cells of some of the rows of a table, counted from the first of these. One that began above goes on at its top, with its words.
pub fn of_part(
    spans: &[Span],
    part: Range<usize>,
    rows: &mut [Vec<String>],
    words: impl Fn((usize, usize)) -> String,
) -> Vec<Span> {
    let (from, to) = (part.start as u32, part.end as u32);
    let mut kept = Vec::new();
    for span in spans {
        let (top, end) = (span.row.max(from), (span.row + span.rows).min(to));
        if top >= end {
            continue;
        }
        if span.row < from {
            let place = rows.first_mut().and_then(|row| {
                let at = span.column as usize;
                (at < row.len()).then(|| &mut row[at])
            });
            let again = words((span.row as usize, span.column as usize));
            if let Some(place) = place.filter(|_| again.len() <= AGAIN_BYTES_MAX) {
                *place = again;
            }
        }
        if end - top > 1 || span.columns > 1 {
            kept.push([top - from, span.column, end - top, span.columns].into());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(words: &str, rows: u32, columns: u32) -> Cell {
        Cell {
            words: words.to_owned(),
            rows,
            columns,
        }
    }

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn every_value_stands_in_its_own_column() {
        let grid = laid(vec![
            vec![cell("a", 3, 1), cell("b", 1, 2), cell("c", 1, 1)],
            vec![cell("d", 2, 1), cell("e", 1, 1), cell("f", 9, 9)],
            vec![cell("g", 1, 1)],
        ]);
        assert_eq!(grid.rows[0], row(&["a", "b", "", "c"]));
        assert_eq!(grid.rows[1][..4], row(&["", "d", "e", "f"]));
        assert_eq!(grid.rows[2], row(&["", "", "g"]));
        let spans = [[0, 0, 3, 1], [0, 1, 1, 2], [1, 1, 2, 1], [1, 3, 2, 9]];
        assert_eq!(grid.spans, spans.map(Span::from));
        assert!(!grid.cut);
    }

    #[test]
    fn cells_beyond_the_last_column_are_said() {
        let many = |last: &str| {
            let mut cells: Vec<Cell> = (0..COLUMNS_MAX).map(|_| cell("x", 1, 1)).collect();
            cells.push(cell(last, u32::MAX, u32::MAX));
            laid(vec![cells])
        };
        assert!(many("y").cut && !many("").cut);
        assert_eq!(many("y").rows[0].len(), COLUMNS_MAX);
    }

    #[test]
    fn rows_that_say_nothing_go_and_what_covered_them_shrinks() {
        let grid = laid(vec![
            vec![cell("", 1, 2)],
            vec![cell("a", 4, 1), cell("b", 1, 1)],
            vec![cell("", 1, 1)],
            vec![cell("", 1, 1)],
            vec![cell("c", 1, 1)],
            vec![cell("d", 2, 1)],
            vec![],
        ]);
        let grid = grid.without_empty_rows();
        assert_eq!(grid.rows, [row(&["a", "b"]), row(&["", "c"]), row(&["d"])]);
        assert_eq!(grid.spans, [Span::from([0, 0, 2, 1])]);
    }

    #[test]
    fn a_merged_cell_goes_on_where_its_table_is_parted() {
        let spans = [[0, 0, 3, 1], [1, 1, 2, 2], [4, 0, 2, 1]].map(Span::from);
        let mut rows = vec![row(&["", "", ""]), row(&["x", "y", "z"])];
        let kept = of_part(&spans, 2..4, &mut rows, |(at, beside)| {
            format!("{at}.{beside}")
        });
        assert_eq!(rows[0], row(&["0.0", "1.1", ""]));
        assert_eq!(kept, [Span::from([0, 1, 1, 2])]);
    }
}
