//! The register of slips as a workbook (XLSX): the same lines as its CSV. Every cell is text, so that `=1+1` in a title stays a title.

use journal::Reader;
use rust_xlsxwriter::{Format, Workbook};

use crate::Error;
use crate::words::Words;

/// Width of a column in characters.
const COLUMN_WIDTH: f64 = 16.0;
/// What a cell of a workbook may hold; a longer one ends there, and the CSV has all of it.
const CELL_CHARS_MAX: usize = 32_767;

/// The register of a month, `yyyymm`, or all of it, as bytes of a workbook.
pub fn workbook(reader: &Reader, month: Option<&str>) -> Result<Vec<u8>, Error> {
    let mut lines: Vec<Vec<String>> = Vec::new();
    reader.export_lines(month, &mut |cells| {
        lines.push(cells.to_vec());
        Ok(())
    })?;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(Words::get().fill("workbook", &[]))?;
    sheet.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    let text = Format::new().set_num_format("@");
    for (row, cells) in (0_u32..).zip(&lines) {
        for (column, cell) in (0_u16..).zip(cells) {
            let format = if row == 0 { &bold } else { &text };
            let cut: String = cell.chars().take(CELL_CHARS_MAX).collect();
            sheet.write_string_with_format(row, column, cut, format)?;
        }
    }
    for (column, _) in (0_u16..).zip(lines.first().into_iter().flatten()) {
        sheet.set_column_width(column, COLUMN_WIDTH)?;
    }
    Ok(book.save_to_buffer()?)
}
