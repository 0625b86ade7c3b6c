//! Tables of data: what is one, and its rows.

use scraper::ElementRef;

use crate::reading::draft::Piece;
use crate::reading::tidy;

/// Columns one cell may span.
pub const SPAN_MAX: usize = 64;
/// In a table of one or two columns without head or lines, a cell with more words than this holds text: the table is layout.
const CELL_CHARS_MAX: usize = 400;
/// A table of so many columns is one of data however long its cells are.
const COLUMNS_OF_DATA: usize = 3;

/// A table of data: at least two rows and two columns, no table inside. A long cell alone makes no layout of a table that has a head,
/// drawn lines or several columns.
pub fn is_data(table: ElementRef<'_>) -> bool {
    let mut rows = 0;
    let mut widest = 0;
    let mut long = false;
    let lines = table.value().attr("border").map(str::trim);
    let mut ruled = lines.is_some_and(|border| border != "0" && !border.is_empty());
    for node in table.descendants().skip(1) {
        let Some(element) = ElementRef::wrap(node) else {
            continue;
        };
        match element.value().name() {
            "table" => return false,
            "tr" => {
                rows += 1;
                widest = widest.max(element.child_elements().filter(is_cell).count());
            }
            "td" | "th" => {
                let chars: usize = element.text().map(|t| t.trim().chars().count()).sum();
                long |= chars > CELL_CHARS_MAX;
                ruled |= element.value().name() == "th";
            }
            _ => {}
        }
    }
    rows >= 2 && widest >= 2 && (!long || ruled || widest >= COLUMNS_OF_DATA)
}

/// Captions (表题, with its unit): lines above the table.
pub fn captions(table: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    table
        .child_elements()
        .filter(|child| child.value().name() == "caption")
}

fn is_cell(element: &ElementRef<'_>) -> bool {
    matches!(element.value().name(), "td" | "th")
}

/// Rows of a data table, all as wide as the widest. A cell that spans rows or columns is written once; the cells it covers are empty.
/// `inside` reads a cell.
pub fn rows(
    table: ElementRef<'_>,
    inside: impl Fn(ElementRef<'_>) -> Vec<Piece>,
) -> Vec<Vec<String>> {
    let mut rows = ragged(table, inside);
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    rows.iter_mut()
        .for_each(|row| row.resize(width, String::new()));
    rows
}

/// The same, each row only as wide as its own cells: what is too short lacks a cell.
pub fn ragged(
    table: ElementRef<'_>,
    inside: impl Fn(ElementRef<'_>) -> Vec<Piece>,
) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    // For each column how many further rows a cell above covers.
    let mut covered: Vec<usize> = Vec::new();
    for node in table.descendants() {
        let Some(element) = ElementRef::wrap(node).filter(|e| e.value().name() == "tr") else {
            continue;
        };
        let mut row: Vec<String> = Vec::new();
        for cell in element.child_elements().filter(is_cell) {
            skip_covered(&mut row, &mut covered);
            let span = |name: &str| {
                let span = cell
                    .value()
                    .attr(name)
                    .and_then(|v| v.trim().parse::<usize>().ok());
                span.unwrap_or(1).clamp(1, SPAN_MAX)
            };
            let (columns, down) = (span("colspan"), span("rowspan"));
            // A table beyond the feed's limits is refused there, never cut: reading stops once it is too wide.
            if row.len() > feed::limits::TABLE_COLUMNS_MAX {
                break;
            }
            for column in 0..columns {
                if covered.len() <= row.len() {
                    covered.resize(row.len() + 1, 0);
                }
                covered[row.len()] = down - 1;
                row.push(if column == 0 {
                    cell_words(inside(cell))
                } else {
                    String::new()
                });
            }
        }
        skip_covered(&mut row, &mut covered);
        if row.iter().any(|c| !c.is_empty()) {
            rows.push(row);
        }
        if rows.len() > feed::limits::TABLE_ROWS_MAX {
            break;
        }
    }
    rows
}

fn skip_covered(row: &mut Vec<String>, covered: &mut [usize]) {
    while let Some(rows_left) = covered.get_mut(row.len()).filter(|left| **left > 0) {
        *rows_left -= 1;
        row.push(String::new());
    }
}

/// The lines of a cell, joined; titles set wide in a narrow cell are closed up.
fn cell_words(pieces: Vec<Piece>) -> String {
    let lines: Vec<String> = pieces
        .iter()
        .filter_map(|p| p.text().map(tidy::close_up))
        .collect();
    let mut out = String::new();
    for line in lines {
        let joint = match (out.chars().next_back(), line.chars().next()) {
            (Some(a), Some(b)) if !(tidy::is_cjk(a) || tidy::is_cjk(b)) => " ",
            _ => "",
        };
        out.push_str(joint);
        out.push_str(&line);
    }
    out
}
