//! Which rows and columns of a sheet its program does not show, whatever the kind of file: hidden ones, but for the rows that a filter
//! (筛选) took away, which is a view and no deletion, and but for a merged cell that reaches from there to where it shows. Owns the count.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use viewer::Hidden;

/// Columns that a sheet has at most.
const COLUMNS_MAX: u32 = 16_384;
/// Merged cells that are looked at.
const MERGES_MAX: usize = 100_000;

/// A rectangle of cells; rows and columns are counted from anywhere, all of a sheet alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Its first row.
    pub top: u32,
    /// Its first column.
    pub left: u32,
    /// Its last row.
    pub bottom: u32,
    /// Its last column.
    pub right: u32,
}

/// What is known of a sheet before its cells are looked at.
#[derive(Debug, Default)]
pub struct Layout {
    rows: BTreeSet<u32>,
    columns: Vec<bool>,
    merges: Vec<Area>,
    filters: Vec<RangeInclusive<u32>>,
}

impl Layout {
    /// A row that is hidden.
    pub fn hide_row(&mut self, row: u32) {
        self.rows.insert(row);
    }

    /// Columns that are hidden.
    pub fn hide_columns(&mut self, columns: RangeInclusive<u32>) {
        let (from, to) = (*columns.start(), (*columns.end()).min(COLUMNS_MAX));
        if from <= to {
            let end = to as usize + 1;
            let length = self.columns.len().max(end);
            self.columns.resize(length, false);
            self.columns[from as usize..end].fill(true);
        }
    }

    /// Cells that are one.
    pub fn merge(&mut self, area: Area) {
        if self.merges.len() < MERGES_MAX {
            self.merges.push(area);
        }
    }

    /// A filter that is on: the row of its heads, and those that it takes away or leaves.
    pub fn filter(&mut self, area: Area) {
        self.filters.push(area.top.saturating_add(1)..=area.bottom);
    }

    /// What its program does not show; `None` where that is nothing.
    pub fn veil(mut self) -> Option<Veil> {
        for filter in &self.filters {
            if filter.start() <= filter.end() {
                let shown: Vec<u32> = self.rows.range(filter.clone()).copied().collect();
                for row in shown {
                    self.rows.remove(&row);
                }
            }
        }
        let rows: Vec<u32> = self.rows.into_iter().collect();
        if rows.is_empty() && !self.columns.contains(&true) {
            return None;
        }
        let mut veil = Veil {
            rows,
            columns: self.columns,
            anchors: BTreeSet::new(),
            rows_lost: BTreeSet::new(),
            columns_lost: BTreeSet::new(),
        };
        for merge in &self.merges {
            if veil.hides_some(merge) && veil.shows_some(merge) {
                veil.anchors.insert((merge.top, merge.left));
            }
        }
        Some(veil)
    }
}

/// What a sheet does not show, and how much of it says something.
#[derive(Debug)]
pub struct Veil {
    /// From top to bottom.
    rows: Vec<u32>,
    columns: Vec<bool>,
    /// Merged cells that begin where nothing shows and end where something does.
    anchors: BTreeSet<(u32, u32)>,
    rows_lost: BTreeSet<u32>,
    columns_lost: BTreeSet<u32>,
}

impl Veil {
    /// Whether a row is hidden.
    pub fn hides_row(&self, row: u32) -> bool {
        self.rows.binary_search(&row).is_ok()
    }

    fn hides_column(&self, column: u32) -> bool {
        self.columns
            .get(column as usize)
            .copied()
            .unwrap_or_default()
    }

    /// Whether a row that is hidden holds a cell that shows.
    pub fn keeps_some_of(&self, row: u32) -> bool {
        let cells = self.anchors.range((row, 0)..=(row, u32::MAX));
        cells.count() > 0
    }

    /// Whether what stands in a cell does not show.
    pub fn hides(&self, row: u32, column: u32) -> bool {
        (self.hides_row(row) || self.hides_column(column)) && !self.anchors.contains(&(row, column))
    }

    fn hides_some(&self, area: &Area) -> bool {
        self.hides_row(area.top) || self.hides_column(area.left)
    }

    fn shows_some(&self, area: &Area) -> bool {
        let above = |row: u32| self.rows.partition_point(|hidden| *hidden < row);
        let hidden = above(area.bottom.saturating_add(1)) - above(area.top);
        let rows = (area.bottom.saturating_sub(area.top)).saturating_add(1);
        let last = area.right.min(area.left.saturating_add(COLUMNS_MAX));
        let shows = |column| !self.hides_column(column);
        hidden < rows as usize && (area.left..=last).any(shows)
    }

    /// Something was said in a cell that does not show.
    pub fn lose(&mut self, row: u32, column: u32) {
        if self.hides_row(row) {
            self.rows_lost.insert(row);
        } else {
            self.columns_lost.insert(column);
        }
    }

    /// Rows and columns that say something and are not shown.
    pub fn count(&self) -> Hidden {
        let number = |of: &BTreeSet<u32>| u32::try_from(of.len()).unwrap_or(u32::MAX);
        Hidden {
            rows: number(&self.rows_lost),
            columns: number(&self.columns_lost),
            sheets: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area([top, left, bottom, right]: [u32; 4]) -> Area {
        Area {
            top,
            left,
            bottom,
            right,
        }
    }

    #[test]
    fn rows_that_a_filter_takes_away_are_shown() {
        let mut layout = Layout::default();
        for row in [1, 4, 5, 9] {
            layout.hide_row(row);
        }
        layout.filter(area([3, 1, 8, 4]));
        layout.filter(area([9, 1, 2, 4]));
        let veil = layout.veil().unwrap();
        let hidden: Vec<u32> = (0..12).filter(|row| veil.hides_row(*row)).collect();
        assert_eq!(hidden, [1, 9]);
        let mut all = Layout::default();
        all.hide_row(4);
        all.filter(area([3, 1, 4, 4]));
        assert!(all.veil().is_none());
    }

    #[test]
    fn a_merged_cell_that_reaches_to_where_it_shows_is_shown() {
        let mut layout = Layout::default();
        layout.hide_row(2);
        layout.hide_row(3);
        layout.hide_columns(5..=u32::MAX);
        layout.merge(area([2, 1, 4, 1]));
        layout.merge(area([2, 2, 3, 2]));
        layout.merge(area([7, 5, 7, 6]));
        let mut veil = layout.veil().unwrap();
        assert!(!veil.hides(2, 1) && veil.hides(2, 2) && veil.hides(3, 1));
        assert!(veil.keeps_some_of(2) && !veil.keeps_some_of(3));
        assert!(veil.hides(7, 5) && veil.hides(1, COLUMNS_MAX) && !veil.hides(1, 4));
        for (row, column) in [(2, 2), (2, 3), (3, 7), (7, 5), (8, 5)] {
            veil.lose(row, column);
        }
        let counted = Hidden {
            rows: 2,
            columns: 1,
            sheets: 0,
        };
        assert_eq!(veil.count(), counted);
    }
}
