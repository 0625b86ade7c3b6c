//! Tables in text, rows of `|cell|cell|`: announced with their size, each cell with its heading. Knows no other form of a table.

use super::scan::{Found, Kind, Place};
use super::token::{Pause, Said, Token};
use crate::numerals::cardinal;

/// A longer heading is not repeated whole before each cell.
const HEADING_CHARS_MAX: usize = 20;
/// Cells of one line; a line of more is read as text.
const COLUMNS_MAX: usize = 64;

/// The lines from here on that are rows.
pub(super) fn table(place: &Place<'_>) -> Option<Found> {
    if place.get(0) != Some('|') || !place.at_line_start() {
        return None;
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut used = 0;
    loop {
        let line: &[char] = place.chars.get(place.at + used..)?;
        let indent = line.iter().take_while(|c| **c == ' ').count();
        if line.get(indent) != Some(&'|') {
            break;
        }
        let len = line.iter().position(|c| *c == '\n').unwrap_or(line.len());
        let row = cells(&line[indent..len]);
        // Bars of one cell are no table, and found out here, not after the whole block.
        if rows.is_empty() && !(2..=COLUMNS_MAX).contains(&row.len()) {
            return None;
        }
        if !row.iter().all(|cell| is_rule(cell)) {
            rows.push(row);
        }
        used += len;
        if place.get(used) != Some('\n') {
            break;
        }
        used += 1;
    }
    let columns = rows.iter().map(Vec::len).max()?;
    if rows.len() < 2 || !(2..=COLUMNS_MAX).contains(&columns) {
        return None;
    }
    Found::new(used, Kind::Pause, read(&rows, columns, place.inside))
}

fn cells(line: &[char]) -> Vec<String> {
    let text: String = line.iter().collect();
    let inner = text.trim().trim_start_matches('|');
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner
        .split('|')
        .map(|cell| cell.trim().to_owned())
        .collect()
}

/// The line below a heading: `|---|:--|`. A cell of one dash is an empty cell.
fn is_rule(cell: &str) -> bool {
    cell.len() >= 3 && cell.bytes().all(|b| matches!(b, b'-' | b':' | b' '))
}

/// Signs that stand in a cell for nothing.
const NOTHING: [&str; 8] = ["", "—", "——", "-", "/", "\\", "·", "~"];

fn count(value: usize) -> String {
    if value == 2 {
        "两".to_owned()
    } else {
        cardinal(value as u64)
    }
}

fn read(rows: &[Vec<String>], columns: usize, inside: fn(&str) -> Vec<Token>) -> Vec<Said> {
    let (headings, rows) = rows.split_first().expect("two rows at least");
    let mut said = vec![
        Said::Han("表格".to_owned()),
        Said::Pause(Pause::Comma),
        Said::Han(format!("{}列", count(columns))),
        Said::Pause(Pause::Comma),
        Said::Han(format!("{}行", count(rows.len()))),
        Said::Pause(Pause::Stop),
    ];
    for (i, row) in rows.iter().enumerate() {
        said.push(Said::Han(format!(
            "第{}行",
            cardinal(i as u64 + 1).replace('两', "二")
        )));
        for (column, cell) in row.iter().enumerate() {
            let heading = headings.get(column).map_or("", String::as_str);
            let heading: String = heading.chars().take(HEADING_CHARS_MAX).collect();
            let nothing = NOTHING.contains(&cell.as_str());
            said.push(Said::Pause(Pause::Comma));
            // Together, so that a heading (电话, 年度) tells what the cell is.
            let cell = if nothing { "" } else { cell.as_str() };
            if heading.is_empty() {
                said.extend(words(inside, cell));
            } else {
                said.extend(words(inside, &format!("{heading}：{cell}")));
            }
            if nothing {
                said.push(Said::Han("空".to_owned()));
            }
        }
        said.push(Said::Pause(Pause::Stop));
    }
    said
}

/// A cell has no line of its own, so no table can stand inside it.
fn words(inside: fn(&str) -> Vec<Token>, text: &str) -> impl Iterator<Item = Said> {
    inside(text).into_iter().map(|token| token.said)
}
