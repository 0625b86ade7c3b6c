//! Paper holdings of the point (纸质资料目录) as a CSV: what stands where. Owns columns and caps; reports every bad line. Knows no screen.
//!
//! The first line names the columns, in Chinese or in English, in any order: 类别 kind, 标题 title, 文号 doc_no, 版本 edition, 位置 place, 份数 copies,
//! 可取走 take_away. Title and place must be there. UTF-8, or GB 18030 as spreadsheets in China write it.

mod columns;
mod list;
mod problem;

pub use columns::{HOLDINGS_BYTES_MAX, HOLDINGS_FILE, HOLDINGS_MAX, Holding, SHELF_KINDS};
pub use list::parse;
pub use problem::{Fault, Problem, told};

use std::io::Write;
use std::path::Path;

use columns::{COLUMNS, GUARD, SHELF_NAMES, is_formula};

/// Reads the file; one that is not there is a point without paper.
pub fn load(path: &Path) -> Result<Vec<Holding>, Vec<Problem>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let unread = |error: String| vec![Problem::of(Fault::Unreadable, error)];
    let bytes = crate::file::bytes_capped(path, HOLDINGS_BYTES_MAX).map_err(unread)?;
    parse(&decoded(&bytes).map_err(|problem| vec![problem])?)
}

/// Reads a list that is to take the place of another: one without a title is none.
pub fn brought(path: &Path) -> Result<Vec<Holding>, Vec<Problem>> {
    let held = load(path)?;
    match held.is_empty() {
        true => Err(vec![Problem::of(Fault::Nothing, "holds no title")]),
        false => Ok(held),
    }
}

/// What the bytes say: spreadsheets in China write GB 18030 as readily as UTF-8.
fn decoded(bytes: &[u8]) -> Result<String, Problem> {
    let utf16 = [[0xff, 0xfe], [0xfe, 0xff]]
        .iter()
        .any(|mark| bytes.starts_with(mark));
    if utf16 || bytes.contains(&0) {
        let said = "is no CSV in UTF-8 or GB 18030 (perhaps a workbook, or \"Unicode text\")";
        return Err(Problem::of(Fault::NoText, said));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let text = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes);
    let text = text.map(std::borrow::Cow::into_owned);
    text.ok_or_else(|| Problem::of(Fault::NoText, "is neither UTF-8 nor GB 18030 text"))
}

/// A cell that no spreadsheet takes for a formula.
fn guarded(cell: &str) -> String {
    match is_formula(cell) {
        true => format!("{GUARD}{cell}"),
        false => cell.to_owned(),
    }
}

/// Writes the list as [`load`] reads it and spreadsheets open it: UTF-8 with its mark, names of the columns in Chinese.
pub fn write(held: &[Holding], out: &mut dyn Write) -> std::io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    table.write_record(COLUMNS.map(|(chinese, _)| chinese))?;
    for holding in held {
        let kinds = SHELF_KINDS.iter().zip(SHELF_NAMES);
        let mut kinds = kinds.filter(|(code, _)| **code == holding.kind);
        let copies = match holding.copies {
            0 => String::new(),
            copies => copies.to_string(),
        };
        table.write_record([
            kinds
                .next()
                .map_or_else(String::new, |(_, chinese)| chinese.to_owned()),
            guarded(&holding.title),
            guarded(&holding.doc_no),
            guarded(&holding.edition),
            guarded(&holding.place),
            copies,
            String::from(if holding.take_away { "是" } else { "" }),
        ])?;
    }
    table.flush()
}

#[cfg(test)]
mod tests;
