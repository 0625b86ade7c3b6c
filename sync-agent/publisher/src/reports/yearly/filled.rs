//! The form of 国办公开办函〔2021〕30号 with what is known filled in, word for word, as a page and as a workbook. Owns adding up what several
//! terminals and people counted, and the layout; a cell that nobody counted stays empty, and a sum with an empty part too.

use anyhow::{Context, bail};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::super::words::Words;
use super::cell::{Cell, Figure};
use super::form::{ACTIVE, APPLICANTS, CORNER, ENDS, Form, HANDLED, PARTS, REVIEWS, ROWS, TOTAL};
use super::tables::{Applicants, REVIEW_CELLS, Tables};

/// A cell of the sheet: where it stands, how far it reaches, what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Box {
    row: u32,
    column: u16,
    rows: u32,
    columns: u16,
    cell: Cell,
}

/// Columns of the sheet: three of labels, seven of numbers, as wide as 表三; 表四 has fifteen.
const LABELS: u16 = 3;
/// Width of a column of numbers in characters.
const NUMBER_WIDTH: f64 = 9.0;
/// Width of the column with the longest labels.
const LABEL_WIDTH: f64 = 34.0;

/// Adds up what several files count; what only one of them has stays as it is.
pub fn sum(parts: &[(&str, &Tables)]) -> anyhow::Result<Tables> {
    let mut whole = Tables {
        form: Some(Form::Of2021),
        ..Tables::default()
    };
    for (file, part) in parts {
        let mut unread = part.unread.iter();
        const COUNTS: [&str; 3] = ["not-a-number", "cells-missing", "row-twice"];
        if let Some(bad) = unread.find(|unread| COUNTS.contains(&unread.why)) {
            bail!(
                "fill the form: {file}: table {}, row {}, column {}: {} ({})",
                bad.table,
                or_stroke(&bad.row),
                or_stroke(&bad.column),
                bad.why,
                bad.text
            );
        }
        for (key, cells) in &part.applications {
            match whole
                .applications
                .iter_mut()
                .find(|(known, _)| known == key)
            {
                Some((_, known)) => add(known, cells)?,
                None => whole.applications.push((key, cells.clone())),
            }
        }
        for (row, column, cell) in &part.active {
            match whole
                .active
                .iter_mut()
                .find(|(r, c, _)| r == row && c == column)
            {
                Some((.., known)) => add(std::slice::from_mut(known), std::slice::from_ref(cell))?,
                None => whole.active.push((row, column, cell.clone())),
            }
        }
        if let Some(cells) = &part.reviews {
            match &mut whole.reviews {
                Some(known) => add(known, cells)?,
                None => whole.reviews = Some(cells.clone()),
            }
        }
    }
    totals(&mut whole);
    Ok(whole)
}

fn or_stroke(name: &str) -> &str {
    match name {
        "" => "-",
        name => name,
    }
}

fn add(known: &mut [Cell], more: &[Cell]) -> anyhow::Result<()> {
    for (known, more) in known.iter_mut().zip(more) {
        if *more == Cell::Blank {
            continue;
        }
        let figures = known.figure().zip(more.figure());
        let (a, b) = figures.context("fill the form: a file holds a cell that is no number")?;
        *known = Cell::Number(a.plus(b));
    }
    Ok(())
}

/// Reckons 总计 and （七） anew where all their parts are known: what people add by hand stands in no total that a terminal wrote.
fn totals(tables: &mut Tables) {
    let known = |cells: &[Cell]| -> Option<Figure> {
        cells
            .iter()
            .try_fold(Figure::default(), |sum, cell| match cell {
                Cell::Number(figure) => Some(sum.plus(*figure)),
                _ => None,
            })
    };
    let results = ROWS
        .iter()
        .filter(|row| row.is_result() && row.is_of(Form::Of2021));
    let rows: Option<Vec<&Applicants>> = results.map(|row| tables.row(row.key)).collect();
    let handled: Option<Vec<Option<Figure>>> = rows.map(|rows| {
        let column = |at: usize| rows.iter().map(|row| row[at].clone()).collect::<Vec<_>>();
        (0..TOTAL).map(|at| known(&column(at))).collect()
    });
    if let Some(handled) = handled {
        if tables.row(HANDLED).is_none() {
            tables.applications.push((HANDLED, Applicants::default()));
        }
        let row = tables
            .applications
            .iter_mut()
            .find(|(key, _)| *key == HANDLED);
        let cells = row.into_iter().flat_map(|(_, cells)| cells);
        for (cell, figure) in cells.zip(handled) {
            if let Some(figure) = figure {
                *cell = Cell::Number(figure);
            }
        }
    }
    for (_, cells) in &mut tables.applications {
        if let Some(total) = known(&cells[..TOTAL]) {
            cells[TOTAL] = Cell::Number(total);
        }
    }
}

struct Sheet {
    boxes: Vec<Box>,
    row: u32,
}

impl Sheet {
    fn words(&mut self, column: u16, rows: u32, columns: u16, text: &str) {
        self.put(column, rows, columns, Cell::Words(text.to_owned()));
    }

    fn put(&mut self, column: u16, rows: u32, columns: u16, cell: Cell) {
        self.boxes.push(Box {
            row: self.row,
            column,
            rows,
            columns,
            cell,
        });
    }
}

/// The boxes of the whole form.
fn sheet(tables: &Tables) -> Vec<Box> {
    let mut sheet = Sheet {
        boxes: Vec::new(),
        row: 0,
    };
    let width = LABELS + 7;
    sheet.words(0, 1, width, PARTS[1]);
    sheet.row += 1;
    active(tables, &mut sheet);
    sheet.words(0, 1, width, PARTS[2]);
    sheet.row += 1;
    applications(tables, &mut sheet);
    sheet.words(0, 1, width, PARTS[3]);
    sheet.row += 1;
    reviews(tables, &mut sheet);
    sheet.boxes
}

fn active(tables: &Tables, sheet: &mut Sheet) {
    let mut part = "";
    for row in ACTIVE.iter().filter(|row| !row.of_2021.is_empty()) {
        let columns = row.of_2021;
        // Three columns of values, or one as wide as they are.
        let wide: u16 = if columns.len() == 3 { 2 } else { 7 };
        let place = |at: usize| LABELS + u16::try_from(at).unwrap_or_default() * wide;
        let last = |at: usize| if at == 2 { 3 } else { wide };
        if row.part != part {
            part = row.part;
            sheet.words(0, 1, LABELS + 7, part);
            sheet.row += 1;
            sheet.words(0, 1, LABELS, "信息内容");
            for (at, (head, _)) in columns.iter().enumerate() {
                sheet.words(place(at), 1, last(at), head);
            }
            sheet.row += 1;
        }
        sheet.words(0, 1, LABELS, row.label);
        for (at, (column, _)) in columns.iter().enumerate() {
            let cell = tables
                .active(row.label, column)
                .cloned()
                .unwrap_or_default();
            sheet.put(place(at), 1, last(at), cell);
        }
        sheet.row += 1;
    }
}

fn applications(tables: &Tables, sheet: &mut Sheet) {
    sheet.words(0, 3, LABELS, CORNER);
    sheet.words(LABELS, 1, 7, "申请人情况");
    sheet.row += 1;
    sheet.words(LABELS, 2, 1, APPLICANTS[0]);
    sheet.words(LABELS + 1, 1, 5, "法人或其他组织");
    sheet.words(LABELS + 6, 2, 1, APPLICANTS[TOTAL]);
    sheet.row += 1;
    for (at, applicant) in (1..).zip(&APPLICANTS[1..TOTAL]) {
        sheet.words(LABELS + at, 1, 1, applicant);
    }
    sheet.row += 1;
    let rows = || ROWS.iter().filter(|row| row.is_of(Form::Of2021));
    let span =
        |group: &str| u32::try_from(rows().filter(|row| row.group == group).count()).unwrap_or(1);
    let below_results = rows().filter(|row| row.key.starts_with("3.")).count();
    let mut group = "";
    for row in rows() {
        let is_result = row.key.starts_with("3.");
        if row.key == "3.1" {
            sheet.words(
                0,
                u32::try_from(below_results).unwrap_or(1),
                1,
                "三、本年度办理结果",
            );
        }
        match (is_result, row.group) {
            (false, _) => sheet.words(0, 1, LABELS, row.label),
            (true, "") => sheet.words(1, 1, 2, row.label),
            (true, named) => {
                if named != group {
                    sheet.words(1, span(named), 1, named);
                }
                sheet.words(2, 1, 1, row.label);
            }
        }
        group = row.group;
        let cells = tables.row(row.key).cloned().unwrap_or_default();
        for (at, cell) in (0..).zip(cells) {
            sheet.put(LABELS + at, 1, 1, cell);
        }
        sheet.row += 1;
    }
}

fn reviews(tables: &Tables, sheet: &mut Sheet) {
    sheet.words(0, 1, 5, REVIEWS[0]);
    sheet.words(5, 1, 10, "行政诉讼");
    sheet.row += 1;
    for (at, end) in (0..).zip(ENDS) {
        sheet.words(at, 2, 1, end);
    }
    sheet.words(5, 1, 5, "未经复议直接起诉");
    sheet.words(10, 1, 5, "复议后起诉");
    sheet.row += 1;
    for (at, end) in (5..).zip(ENDS.iter().chain(&ENDS)) {
        sheet.words(at, 1, 1, end);
    }
    sheet.row += 1;
    let cells: [Cell; REVIEW_CELLS] = tables.reviews.clone().unwrap_or_default();
    for (at, cell) in (0..).zip(cells) {
        sheet.put(at, 1, 1, cell);
    }
    sheet.row += 1;
}

/// The form as a page that needs nothing else.
pub fn html(tables: &Tables, title: &str) -> String {
    let mut page = format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>{0}</title><style>{STYLE}</style><h1>{0}</h1>",
        escaped(title)
    );
    let mut open = false;
    let mut row = u32::MAX;
    for cell in sheet(tables) {
        let text = match &cell.cell {
            Cell::Number(figure) => figure.to_string(),
            Cell::Words(words) => escaped(words),
            Cell::Blank => String::new(),
        };
        if PARTS.contains(&text.as_str()) {
            if open {
                page.push_str("</tr></table>");
            }
            page.push_str(&format!("<h2>{text}</h2><table border=\"1\">"));
            (open, row) = (true, u32::MAX);
            continue;
        }
        if cell.row != row {
            page.push_str(if row == u32::MAX { "<tr>" } else { "</tr><tr>" });
            row = cell.row;
        }
        page.push_str(&format!(
            "<td rowspan=\"{}\" colspan=\"{}\">{text}</td>",
            cell.rows, cell.columns
        ));
    }
    page.push_str("</tr></table></html>\n");
    page
}

const STYLE: &str = "body{font:16px/1.6 'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:2em auto;max-width:1100px}\
table{border-collapse:collapse;width:100%}td{border:1px solid #000;padding:.3em .5em;text-align:center}h1{text-align:center}";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The form as a workbook: numbers are numbers, words stay words.
pub fn xlsx(tables: &Tables) -> anyhow::Result<Vec<u8>> {
    let mut book = Workbook::new();
    let name = Words::of("yearly").say("sheet");
    let sheet_of = book.add_worksheet();
    draw(sheet_of, &name, tables).context("write the form as a workbook")?;
    book.save_to_buffer()
        .context("write the form as a workbook")
}

fn draw(page: &mut Worksheet, name: &str, tables: &Tables) -> Result<(), XlsxError> {
    page.set_name(name)?;
    page.set_landscape();
    page.set_print_fit_to_pages(1, 0);
    for column in 0..LABELS + 12 {
        page.set_column_width(
            column,
            if column == 2 {
                LABEL_WIDTH
            } else {
                NUMBER_WIDTH
            },
        )?;
    }
    let format = Format::new()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    for cell in sheet(tables) {
        let (row, column) = (cell.row, cell.column);
        if cell.rows > 1 || cell.columns > 1 {
            let (down, right) = (row + cell.rows - 1, column + cell.columns - 1);
            page.merge_range(row, column, down, right, "", &format)?;
        }
        match &cell.cell {
            Cell::Number(figure) => match figure.to_string().parse::<f64>() {
                Ok(number) => page.write_number_with_format(row, column, number, &format)?,
                Err(_) => {
                    page.write_string_with_format(row, column, figure.to_string(), &format)?
                }
            },
            Cell::Words(words) => page.write_string_with_format(row, column, words, &format)?,
            Cell::Blank => page.write_blank(row, column, &format)?,
        };
    }
    Ok(())
}
