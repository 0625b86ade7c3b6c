//! Paper holdings of the point (纸质资料目录) as a CSV: what stands where. Owns columns and caps; reports every bad line. Knows no screen.
//!
//! The first line names the columns, in Chinese or in English, in any order: 类别 kind, 标题 title, 文号 doc_no, 版本 edition, 位置 place, 份数 copies,
//! 可取走 take_away. Title and place must be there. UTF-8, or GB 18030 as spreadsheets in China write it.

mod list;
mod problem;

pub use list::parse;
pub use problem::{Fault, Problem, told};

use std::io::Write;
use std::path::Path;

/// Largest file, bytes.
pub const HOLDINGS_BYTES_MAX: u64 = 2 * 1024 * 1024;
/// A list of paper holdings with more lines than this is refused.
pub const HOLDINGS_MAX: usize = 10_000;
/// Name of the file on a stick (U盘), both ways. In letters that every file system keeps.
pub const HOLDINGS_FILE: &str = "holdings.csv";

/// The six kinds of the service shelf (便民服务栏), as files and registers call them.
pub const SHELF_KINDS: [&str; 6] = [
    "rules",
    "guide",
    "reading-flow",
    "apply-flow",
    "gazette",
    "policy",
];

/// The same in Chinese, as a file may say it.
const SHELF_NAMES: [&str; 6] = [
    "查阅点制度",
    "公开指南",
    "查阅流程图",
    "依申请公开流程图",
    "政府公报",
    "其他政策",
];

/// Columns: name in Chinese and in English.
const COLUMNS: [(&str, &str); 7] = [
    ("类别", "kind"),
    ("标题", "title"),
    ("文号", "doc_no"),
    ("版本", "edition"),
    ("位置", "place"),
    ("份数", "copies"),
    ("可取走", "take_away"),
];

/// One title on paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holding {
    /// One of [`SHELF_KINDS`]; empty for what belongs to none.
    pub kind: String,
    /// 标题.
    pub title: String,
    /// 文号; may be empty.
    pub doc_no: String,
    /// 版本, such as a year or an issue; may be empty.
    pub edition: String,
    /// 位置, where it stands.
    pub place: String,
    /// Copies; 0 when not told.
    pub copies: u32,
    /// Visitors may take a copy along.
    pub take_away: bool,
}

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

/// Before a cell that a spreadsheet would take for a formula; [`load`] takes it away again.
const GUARD: char = '\'';

/// Whether a spreadsheet would take a cell for a formula.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@'])
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
