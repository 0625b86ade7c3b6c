//! The columns of 表三: where each applicant's numbers stand. Owns finding them by their heads, and what a wrong rowspan put in front of a row.

use super::form::{APPLICANTS, TOTAL};
use super::lines::Cells;

/// Where the columns stand, as far as heads were seen.
#[derive(Default)]
pub struct Columns {
    places: Vec<Option<usize>>,
    /// Cells of the widest row down to the first one with values.
    width: usize,
}

impl Columns {
    /// Heads may stand in several rows; the first place of each counts.
    pub fn head(&mut self, bared: &[String]) {
        self.places.resize(APPLICANTS.len(), None);
        self.width = self.width.max(bared.len());
        for (place, cell) in bared.iter().enumerate() {
            let column = match cell.as_str() {
                "自然人" => 0,
                "其他" => 5,
                "总计" | "合计" => TOTAL,
                cell if cell.starts_with("商业") => 1,
                cell if cell.starts_with("科研") => 2,
                cell if cell.starts_with("社会公益") => 3,
                cell if cell.starts_with("法律服务") => 4,
                _ => continue,
            };
            self.places[column].get_or_insert(place);
        }
    }

    /// Cells in front of a row that a cell above covers by a wrong rowspan, or because a row below it was deleted: as many as the row is wider
    /// than its table.
    pub fn covered(&self, bared: &[String], told: Cells) -> usize {
        let wider = match told {
            Cells::Exact if self.width > 0 => bared.len().saturating_sub(self.width),
            _ => 0,
        };
        match bared[..wider].iter().all(String::is_empty) {
            true => wider,
            false => 0,
        }
    }

    /// Where each column stands; heads that drifted stand between those that are known.
    pub fn places(&self) -> Vec<Option<usize>> {
        let (first, last) = match (self.places.first(), self.places.last()) {
            (Some(Some(first)), Some(Some(last))) => (*first, *last),
            _ => return Vec::new(),
        };
        if self.places.iter().all(Option::is_some) {
            return self.places.clone();
        }
        match last.checked_sub(first) {
            Some(TOTAL) => (first..=last).map(Some).collect(),
            _ => Vec::new(),
        }
    }
}
