//! A report as an office has it (HTML, CSV or tab-separated, XLSX, copied text) taken apart into lines of words and rows of cells. Owns the
//! containers and what they may cost; knows no form. A cell that spans others is written once, what it covers is empty.

use std::io::{Cursor, Read};

use anyhow::{Context, bail, ensure};
use calamine::{Data, Dimensions, Reader as _, Sheets};
use scraper::{Html, Selector};

use super::super::separated;
use super::cell::{bare, is_figure};
use crate::formats::{charset, html};
use crate::reading::draft::Piece;

/// Bytes of a report.
const FILE_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Bytes of a workbook when it is unpacked.
const UNPACKED_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Rows of all tables together.
const ROWS_MAX: usize = 20_000;
/// Cells of a row.
const COLUMNS_MAX: usize = 256;
/// Sheets of a workbook that are read.
const SHEETS_MAX: usize = 16;

/// How far the cells of a row can be told from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cells {
    /// Each stands in its column; a row that is too short lost the empty ones at its end.
    Placed,
    /// Each stands in its column as long as none is missing.
    Exact,
    /// White space parts them: empty ones are lost, so only a row of all is one.
    Loose,
}

/// One line of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Line {
    Words(String),
    Row {
        cells: Vec<String>,
        /// Places that a cell to the left or above covers: what stands there is not known to be nothing.
        covered: Vec<bool>,
        told: Cells,
    },
}

/// Takes a file apart, by what its bytes are.
pub fn read(bytes: &[u8]) -> anyhow::Result<Vec<Line>> {
    ensure!(
        bytes.len() <= FILE_BYTES_MAX,
        "read the report: more than {FILE_BYTES_MAX} bytes"
    );
    let lines = match bytes {
        [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => workbook(bytes)?,
        _ => {
            let text = charset::decode(bytes).context("read the report")?;
            let text = text.trim_start_matches('\u{feff}');
            match text {
                text if is_html(text) => page(text)?,
                text if text.contains('\t') => table(text, '\t'),
                text if is_csv(text) => table(text, ','),
                text => copied(text),
            }
        }
    };
    let rows = lines.iter().filter(|line| matches!(line, Line::Row { .. }));
    ensure!(
        rows.count() <= ROWS_MAX,
        "read the report: more than {ROWS_MAX} rows"
    );
    Ok(lines)
}

/// The rows of a workbook or of the tables of a page; nothing of other files.
pub fn table_rows(bytes: &[u8]) -> anyhow::Result<Option<Vec<Vec<String>>>> {
    let lines = match bytes {
        [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => workbook(bytes)?,
        _ => match charset::decode(bytes)? {
            text if is_html(&text) => page(&text)?,
            _ => return Ok(None),
        },
    };
    let rows = lines.into_iter().filter_map(|line| match line {
        Line::Row { cells, .. } => Some(cells),
        Line::Words(_) => None,
    });
    Ok(Some(rows.collect()))
}

fn is_html(text: &str) -> bool {
    let head: String = text.chars().take(4096).collect::<String>().to_lowercase();
    ["<html", "<table", "<!doctype", "<div", "<p>", "<p "]
        .iter()
        .any(|tag| head.contains(tag))
}

/// Whether most lines that hold a number part it by commas. Chinese text parts its clauses by another sign.
fn is_csv(text: &str) -> bool {
    let (mut parted, mut others) = (0, 0);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match line.contains(',') {
            true => parted += 1,
            false => others += 1,
        }
    }
    parted > others
}

fn page(text: &str) -> anyhow::Result<Vec<Line>> {
    ensure!(
        !html::nests_too_deep(text),
        "read the report: its elements stand in each other too deeply"
    );
    let page = Html::parse_document(text);
    let mut lines = Vec::new();
    for title in page.select(&selector("title")) {
        lines.push(Line::Words(title.text().collect()));
    }
    // Words from everywhere, cells from the tables themselves: only there it shows whether a cell is missing.
    for piece in html::pieces(page.root_element()) {
        if let Piece::Line(line) = piece {
            lines.push(Line::Words(line.text));
        }
    }
    for table in page.select(&selector("table")) {
        if !html::is_data(table) {
            continue;
        }
        let exact = |(cells, covered)| Line::Row {
            cells,
            covered,
            told: Cells::Exact,
        };
        lines.extend(html::rows(table).into_iter().map(exact));
    }
    Ok(lines)
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).expect("selectors are constants")
}

fn table(text: &str, separator: char) -> Vec<Line> {
    let rows = separated::rows(text, separator).into_iter();
    rows.flat_map(|cells| placed(cells, Vec::new())).collect()
}

/// A row of a table; one that has words in a single cell is a line of the text around it as well.
fn placed(mut cells: Vec<String>, mut covered: Vec<bool>) -> Vec<Line> {
    cells.truncate(COLUMNS_MAX);
    covered.resize(cells.len(), false);
    let mut filled = cells.iter().filter(|cell| !cell.trim().is_empty());
    let words = match (filled.next(), filled.next()) {
        (None, _) => return Vec::new(),
        (Some(only), None) => Some(only.trim().to_owned()),
        _ => None,
    };
    let row = Line::Row {
        cells,
        covered,
        told: Cells::Placed,
    };
    words.map(Line::Words).into_iter().chain([row]).collect()
}

fn workbook(bytes: &[u8]) -> anyhow::Result<Vec<Line>> {
    unpacks(bytes)?;
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes))
        .context("read the report as a workbook")?;
    let mut lines = Vec::new();
    for name in book.sheet_names().into_iter().take(SHEETS_MAX) {
        let sheet = book
            .worksheet_range(&name)
            .with_context(|| format!("read sheet {name}"))?;
        ensure!(
            sheet.height() <= ROWS_MAX,
            "read sheet {name}: more than {ROWS_MAX} rows"
        );
        let formulas = book
            .worksheet_formula(&name)
            .with_context(|| format!("read the formulas of sheet {name}"))?;
        let merged = merged(&mut book, &name)?;
        let (top, left) = sheet.start().unwrap_or_default();
        for (y, row) in (top..).zip(sheet.rows()) {
            let places = || (left..).zip(row).take(COLUMNS_MAX);
            let cells = places().map(|(x, cell)| shown(cell, formulas.get_value((y, x))));
            let inside = |x: u32| merged.iter().any(|held| covers(held, (y, x)));
            let covered = places().map(|(x, _)| inside(x));
            lines.extend(placed(cells.collect(), covered.collect()));
        }
    }
    Ok(lines)
}

/// What a workbook holds is told by its packing only after unpacking: done once into nothing, up to a limit.
fn unpacks(bytes: &[u8]) -> anyhow::Result<()> {
    if !bytes.starts_with(b"PK") {
        return Ok(());
    }
    let mut pack = zip::ZipArchive::new(Cursor::new(bytes)).context("unpack the report")?;
    let mut left = UNPACKED_BYTES_MAX;
    for at in 0..pack.len() {
        let part = pack.by_index(at).context("unpack the report")?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
            .context("unpack the report")?;
        if read > left {
            bail!("unpack the report: more than {UNPACKED_BYTES_MAX} bytes");
        }
        left -= read;
    }
    Ok(())
}

/// Cells of a sheet that span others; formats that do not tell have none.
fn merged(book: &mut Sheets<Cursor<&[u8]>>, name: &str) -> anyhow::Result<Vec<Dimensions>> {
    match book {
        Sheets::Xlsx(book) => book
            .merge_cells_by_sheet_name(name)
            .with_context(|| format!("read the merged cells of sheet {name}")),
        Sheets::Xls(book) => Ok(book.merge_cells_by_sheet_name(name).unwrap_or_default()),
        Sheets::Xlsb(_) | Sheets::Ods(_) => Ok(Vec::new()),
    }
}

/// Whether a place lies below a merged cell and is not where that is written.
fn covers(held: &Dimensions, place: (u32, u32)) -> bool {
    let (from, to) = (held.start, held.end);
    place != from && (from.0..=to.0).contains(&place.0) && (from.1..=to.1).contains(&place.1)
}

/// A formula of which the program that wrote the file left no value is no empty cell: it stands there itself.
fn shown(cell: &Data, formula: Option<&String>) -> String {
    let text = match cell {
        Data::Empty => String::new(),
        other => other.to_string(),
    };
    match formula.filter(|formula| !formula.is_empty()) {
        Some(formula) if text.trim().is_empty() => format!("={formula}"),
        _ => text,
    }
}

/// Copied text: white space parts the cells. Words up to a run of numbers are its label.
fn copied(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| Line::Words(line.to_owned()))
        .collect();
    let mut row = vec![String::new()];
    for token in text.split(|c: char| c.is_whitespace() || c == '|') {
        if token.is_empty() {
            continue;
        }
        if is_figure(&bare(token)) {
            row.push(token.to_owned());
            continue;
        }
        if row.len() > 1 {
            lines.push(Line::Row {
                covered: vec![false; row.len()],
                cells: std::mem::replace(&mut row, vec![String::new()]),
                told: Cells::Loose,
            });
        }
        row[0].push_str(token);
    }
    lines.push(Line::Row {
        covered: vec![false; row.len()],
        cells: row,
        told: Cells::Loose,
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let lines = read(text.as_bytes()).unwrap().into_iter();
        lines
            .filter_map(|line| match line {
                Line::Row { cells, .. } => Some(cells),
                Line::Words(_) => None,
            })
            .collect()
    }

    #[test]
    fn each_container_is_known_by_what_stands_in_it() {
        let html = "<table><tr><td>甲</td><td rowspan=2>1</td></tr><tr><td>乙</td></tr></table>";
        assert_eq!(rows(html), [vec!["甲", "1"], vec!["乙", ""]]);
        assert_eq!(
            rows("甲,1,\n乙,\"2\n\",3\n"),
            [vec!["甲", "1", ""], vec!["乙", "2\n", "3"]]
        );
        assert_eq!(rows("甲\t1\t\n"), [["甲", "1", ""]]);
        assert_eq!(
            rows("甲 乙 1 2\n丙 / 3. 4"),
            [vec!["甲乙", "1", "2"], vec!["丙", "/"], vec!["3.", "4"]]
        );
    }

    #[test]
    fn what_is_no_report_is_refused() {
        assert!(read(b"PK\x03\x04 and nothing behind").is_err());
        assert!(read(b"\0\x01\x02").is_err());
        let deep = "<div>".repeat(100_000);
        assert!(read(format!("<html>{deep}").as_bytes()).is_err());
        let long = "甲\t1\n".repeat(ROWS_MAX + 1);
        assert!(read(long.as_bytes()).is_err());
    }
}
