//! The values of one row: which of its cells are numbers below a head. Owns telling a row whose cells can be parted surely from one whose cells
//! ran together.

use super::cell::{Cell, bare, is_figure};
use super::lines::Cells;

/// Characters that are shown of a row that was not read.
const SHOWN_CHARS_MAX: usize = 120;

/// Whether all that stands in a row is one cell that is no number: the others are not blank but in it.
pub fn ran_together(cells: &[Cell]) -> bool {
    let mut filled = cells.iter().filter(|cell| **cell != Cell::Blank);
    matches!((filled.next(), filled.next()), (Some(Cell::Words(_)), None))
}

pub fn shown(cells: &[String]) -> String {
    let filled = cells
        .iter()
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty());
    let text = filled.collect::<Vec<_>>().join(" | ");
    let chars = text.chars().count();
    // The end of it: there stands what could not be read.
    text.chars()
        .skip(chars.saturating_sub(SHOWN_CHARS_MAX))
        .collect()
}

/// The values of a row: below their heads where these are known and no cell is missing, else what stands behind the label when that is just
/// as many as the form has.
pub fn placed(
    cells: &[String],
    places: &[Option<usize>],
    count: usize,
    told: Cells,
) -> Option<Vec<String>> {
    let last = places.iter().copied().collect::<Option<Vec<usize>>>();
    let last = last.filter(|places| places.len() == count && told != Cells::Loose);
    if let Some(places) = last {
        let end = places.iter().max().copied().unwrap_or_default();
        let first = places.iter().min().copied().unwrap_or_default();
        let moved = cells.iter().take(first).any(|cell| is_figure(&bare(cell)));
        if !moved && (cells.len() > end || told == Cells::Placed) {
            let at = |place: &usize| cells.get(*place).cloned().unwrap_or_default();
            return Some(places.iter().map(at).collect());
        }
    }
    let label = cells.iter().rposition(|cell| {
        let cell = bare(cell);
        !cell.is_empty() && !is_figure(&cell)
    });
    let values = &cells[label.map_or(0, |label| label + 1)..];
    (values.len() == count).then(|| values.to_vec())
}
