//! Tables of data: what is one, and its rows.

use feed::Span;
use scraper::ElementRef;

use crate::reading::draft::{Grid, Piece};
use crate::reading::facts;
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
    rows >= 2
        && widest >= 2
        && !is_signature(table)
        && (!long || ruled || widest >= COLUMNS_OF_DATA)
}

/// Whether it only sets a signature at the right: a cell with words in each row, and the last is a date.
fn is_signature(table: ElementRef<'_>) -> bool {
    const CELLS_MAX: usize = 5;
    let rows = table
        .descendants()
        .filter_map(ElementRef::wrap)
        .filter(|element| element.value().name() == "tr");
    let mut cells: Vec<String> = Vec::new();
    for row in rows {
        let words = row
            .child_elements()
            .filter(is_cell)
            .map(|cell| tidy::line(&cell.text().collect::<String>()));
        let mut words = words.filter(|words| !words.is_empty());
        cells.extend(words.next());
        if words.next().is_some() || cells.len() > CELLS_MAX {
            return false;
        }
    }
    let last = cells.last().filter(|_| cells.len() > 1);
    last.is_some_and(|last| facts::only_date(last).is_some())
        && cells[..cells.len() - 1]
            .iter()
            .all(|cell| facts::issuers(cell).is_some())
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

/// A data table: rows as wide as the widest, and its merged cells. A cell that spans rows or columns is written once; the cells it
/// covers are empty. `inside` reads a cell.
pub fn grid(table: ElementRef<'_>, inside: impl Fn(ElementRef<'_>) -> Vec<Piece>) -> Grid {
    let (all, spans, _) = read(table, inside);
    let width = all.iter().map(Vec::len).max().unwrap_or(0);
    let is_kept = |row: &[String]| row.iter().any(|cell| !cell.is_empty());
    // How many rows that are kept stand before each row.
    let mut before = vec![0_u32];
    for row in &all {
        before.push(before[before.len() - 1] + u32::from(is_kept(row)));
    }
    let moved = spans
        .into_iter()
        .filter(|span| is_kept(&all[span.row as usize]));
    let moved = moved.map(|span| {
        let end = all.len().min((span.row + span.rows) as usize);
        Span {
            row: before[span.row as usize],
            rows: before[end] - before[span.row as usize],
            ..span
        }
    });
    let moved: Vec<Span> = moved.collect();
    let mut rows: Vec<Vec<String>> = all.into_iter().filter(|row| is_kept(row)).collect();
    rows.iter_mut()
        .for_each(|row| row.resize(width, String::new()));
    let spans = apart(&rows, width, moved);
    Grid { rows, spans }
}

/// The rows as they are, each with which of its places a cell to the left or above covers: one that lacks a cell is shorter than the others.
pub fn ragged(
    table: ElementRef<'_>,
    inside: impl Fn(ElementRef<'_>) -> Vec<Piece>,
) -> Vec<(Vec<String>, Vec<bool>)> {
    let (rows, _, joined) = read(table, inside);
    let mut rows: Vec<_> = rows.into_iter().zip(joined).collect();
    rows.retain(|(row, _)| row.iter().any(|cell| !cell.is_empty()));
    rows
}

/// Those that do what a merged cell may: sources say spans that run into each other, and over words of other cells.
fn apart(rows: &[Vec<String>], width: usize, spans: Vec<Span>) -> Vec<Span> {
    let mut taken = vec![
        false;
        if spans.is_empty() {
            0
        } else {
            rows.len() * width
        }
    ];
    let mut kept = Vec::new();
    for span in spans {
        let (row, column) = (span.row as usize, span.column as usize);
        let down = (span.rows as usize).min(rows.len() - row);
        let across = (span.columns as usize).min(width - column);
        if down * across < 2 {
            continue;
        }
        let cells =
            || (row..row + down).flat_map(|r| (column..column + across).map(move |c| (r, c)));
        let free = cells().all(|(r, c)| {
            !taken[r * width + c] && ((r, c) == (row, column) || rows[r][c].is_empty())
        });
        if free {
            cells().for_each(|(r, c)| taken[r * width + c] = true);
            kept.push(Span {
                rows: down as u32,
                columns: across as u32,
                ..span
            });
        }
    }
    kept
}

/// All rows, those without words among them, what is said to span, and which places of each row another cell covers.
fn read(
    table: ElementRef<'_>,
    inside: impl Fn(ElementRef<'_>) -> Vec<Piece>,
) -> (Vec<Vec<String>>, Vec<Span>, Vec<Vec<bool>>) {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut joined: Vec<Vec<bool>> = Vec::new();
    let mut spans = Vec::new();
    // For each column how many further rows a cell above covers.
    let mut covered: Vec<usize> = Vec::new();
    for node in table.descendants() {
        let Some(element) = ElementRef::wrap(node).filter(|e| e.value().name() == "tr") else {
            continue;
        };
        let mut row: Vec<String> = Vec::new();
        let mut own: Vec<usize> = Vec::new();
        for cell in element.child_elements().filter(is_cell) {
            skip_covered(&mut row, &mut covered);
            let said = |name: &str| cell.value().attr(name)?.trim().parse::<usize>().ok();
            let columns = said("colspan").unwrap_or(1).clamp(1, SPAN_MAX);
            // Zero: all rows that follow.
            let down = match said("rowspan") {
                Some(0) => feed::limits::TABLE_ROWS_MAX,
                down => down.unwrap_or(1).min(feed::limits::TABLE_ROWS_MAX),
            };
            // A table beyond the feed's limits is refused there, never cut: reading stops once it is too wide.
            if row.len() > feed::limits::TABLE_COLUMNS_MAX {
                break;
            }
            if columns > 1 || down > 1 {
                spans.push(Span {
                    row: rows.len() as u32,
                    column: row.len() as u32,
                    rows: down as u32,
                    columns: columns as u32,
                });
            }
            own.push(row.len());
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
        joined.push((0..row.len()).map(|at| !own.contains(&at)).collect());
        rows.push(row);
        if rows.len() > feed::limits::TABLE_ROWS_MAX {
            break;
        }
    }
    (rows, spans, joined)
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
