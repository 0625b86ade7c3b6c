//! The register of slips as a workbook (XLSX): the same lines as its CSV. Counts are numbers that a spreadsheet adds up, every other cell is text, so that
//! `=1+1` in a title stays a title.

use journal::Reader;
use rust_xlsxwriter::{Format, Workbook};

use crate::Error;
use crate::words::Words;

/// Narrowest and widest column in characters: a number of the register is seen whole, a long title is not.
const COLUMN_WIDTHS: (usize, usize) = (8, 40);
/// What stands beside the words of a column.
const COLUMN_MARGIN: f64 = 2.0;
/// The paper of the office, A4.
const PAPER_A4: u8 = 9;
/// What a cell of a workbook may hold; a longer one ends there, and the CSV has all of it.
const CELL_CHARS_MAX: usize = 32_767;

/// The register of a day, a month or a year (`yyyymmdd`, `yyyymm`, `yyyy`), or all of it, as bytes of a workbook.
pub fn workbook(reader: &Reader, period: Option<&str>) -> Result<Vec<u8>, Error> {
    let mut lines: Vec<Vec<String>> = Vec::new();
    reader.export_lines(period, &mut |cells| {
        lines.push(cells.to_vec());
        Ok(())
    })?;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(Words::get().fill("workbook", &[]))?;
    sheet.set_freeze_panes(1, 0)?;
    // On paper, which is what the day sheet is for: numbers and titles on each page.
    sheet.set_paper_size(PAPER_A4).set_landscape();
    sheet.set_repeat_rows(0, 0)?.set_repeat_columns(0, 0)?;
    let bold = Format::new().set_bold();
    let text = Format::new().set_num_format("@");
    for (row, cells) in (0_u32..).zip(&lines) {
        for (column, cell) in (0_u16..).zip(cells) {
            let format = if row == 0 { &bold } else { &text };
            let count = Reader::export_counts(column.into()) && row > 0;
            match cell.parse::<u32>().ok().filter(|_| count) {
                Some(count) => sheet.write_number(row, column, count)?,
                None => {
                    let cut: String = cell.chars().take(CELL_CHARS_MAX).collect();
                    sheet.write_string_with_format(row, column, cut, format)?
                }
            };
        }
    }
    for (column, at) in (0_u16..).zip(0..lines.first().map_or(0, Vec::len)) {
        let cells = lines.iter().filter_map(|cells| cells.get(at));
        let widest = cells.map(|cell| width(cell)).max().unwrap_or(0);
        let fitting = widest.clamp(COLUMN_WIDTHS.0, COLUMN_WIDTHS.1) as f64;
        sheet.set_column_width(column, fitting + COLUMN_MARGIN)?;
    }
    Ok(book.save_to_buffer()?)
}

/// Of its longest line, in characters as wide as a digit.
fn width(cell: &str) -> usize {
    let wide = |character: char| if character.is_ascii() { 1 } else { 2 };
    let lines = cell.lines().map(|line| line.chars().map(wide).sum());
    lines.max().unwrap_or(0)
}
