//! What the tables of a report say, as values: rows and columns of the form with a cell each, and what was left out. Owns looking them up.

use super::cell::Cell;
use super::form::Form;

/// A row of 表三, column by column.
pub type Applicants = [Cell; 7];
/// Cells of 表四: three parts of five.
pub const REVIEW_CELLS: usize = 15;

/// Something that stands in the report and takes no part in any check.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[allow(missing_docs)]
pub struct Unread {
    /// 二, 三, 四.
    pub table: &'static str,
    pub row: String,
    pub column: String,
    /// What stands there.
    pub text: String,
    /// `not-a-number`, `cells-missing`, `row-missing`, `row-added`, `row-twice`, `table-missing`.
    pub why: &'static str,
}

/// What a report says in its tables.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// 表二: row, column, cell.
    pub active: Vec<(&'static str, &'static str, Cell)>,
    /// 表三: rows by their key.
    pub applications: Vec<(&'static str, Applicants)>,
    /// 表四.
    pub reviews: Option<[Cell; REVIEW_CELLS]>,
    /// The table before 2019: indicator, year, all years.
    pub indicators: Vec<(&'static str, [Cell; 2])>,
    /// Which form it follows.
    pub form: Option<Form>,
    /// What was left out of the checks.
    pub unread: Vec<Unread>,
}

impl Tables {
    /// A row of 表三.
    pub fn row(&self, key: &str) -> Option<&Applicants> {
        let found = self.applications.iter().find(|(known, _)| *known == key);
        found.map(|(_, cells)| cells)
    }

    /// A cell of 表二.
    pub fn active(&self, row: &str, column: &str) -> Option<&Cell> {
        let found = self
            .active
            .iter()
            .find(|(r, c, _)| *r == row && *c == column);
        found.map(|(_, _, cell)| cell)
    }

    /// An indicator of the table before 2019.
    pub fn indicator(&self, label: &str) -> Option<&[Cell; 2]> {
        let found = self.indicators.iter().find(|(known, _)| *known == label);
        found.map(|(_, cells)| cells)
    }
}
