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

/// The values of a row: below their heads where these are known, no cell is missing and none is joined with another; else what stands behind the
/// label when that is just as many as the form has. `covered` are the places that another cell spans: what they hold is not known to be nothing.
pub fn placed(
    cells: &[String],
    covered: &[bool],
    places: &[Option<usize>],
    count: usize,
    told: Cells,
) -> Option<Vec<String>> {
    let is_covered = |place: usize| covered.get(place).copied().unwrap_or(false);
    let known = places.iter().copied().collect::<Option<Vec<usize>>>();
    let known = known.filter(|places| places.len() == count && told != Cells::Loose);
    let mut short = false;
    if let Some(places) = known {
        let end = places.iter().max().copied().unwrap_or_default();
        let first = places.iter().min().copied().unwrap_or_default();
        let counts = |cell: &String| bare(cell).starts_with(|c: char| c.is_ascii_digit());
        // A number in front of the columns, or behind them: cells were put in or split.
        let moved = cells.iter().take(first).any(|cell| is_figure(&bare(cell)))
            || cells.iter().skip(end + 1).any(counts);
        let joined = places.iter().any(|place| is_covered(*place));
        short = cells.len() <= end;
        // A row of a label alone says that there is nothing, wherever it ends.
        let nothing = cells.iter().skip(first).all(|cell| bare(cell).is_empty());
        if !moved && !joined && (!short || (told == Cells::Placed && nothing)) {
            let at = |place: &usize| cells.get(*place).cloned().unwrap_or_default();
            return Some(places.iter().map(at).collect());
        }
    }
    let label = cells.iter().rposition(|cell| {
        let cell = bare(cell);
        !cell.is_empty() && !is_figure(&cell)
    });
    let mut begin = label.map_or(0, |label| label + 1);
    // What the label itself spans is no value.
    while label.is_some() && is_covered(begin) {
        begin += 1;
    }
    let values = cells.get(begin..)?;
    let joined = (begin..cells.len()).any(is_covered);
    // In a row that is too short an empty cell behind the label is as well a part of the label.
    let part_of_label = short && values.first().is_some_and(|cell| bare(cell).is_empty());
    (values.len() == count && !joined && !part_of_label).then(|| values.to_vec())
}
