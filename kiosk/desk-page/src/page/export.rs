//! The lines of a register as a file for a spreadsheet: what the page shows, and no more.

use hatch::{Day, Line};
use journal::Table;

use super::register::{amount, content, manner};
use super::state;
use super::wanted::Wanted;
use crate::words::Language;

/// Columns, by their words.
const COLUMNS: [&str; 10] = [
    "number", "time", "manner", "document", "doc-no", "content", "amount", "state", "reason",
    "form",
];

/// The lines that are wanted of a day, in the order of time (RFC 4180, with a byte order mark).
pub fn csv(words: &Language, wanted: &Wanted, day: &Day) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut table = Table::bare(&mut out)?;
    table.line(&COLUMNS.map(|column| words.say(&format!("column.{column}"))))?;
    for line in day.lines.iter().filter(|line| wanted.takes(line)) {
        table.line(&cells(words, line))?;
    }
    table.end()?;
    Ok(out)
}

fn cells(words: &Language, line: &Line) -> [String; 10] {
    let reason = match line.reason.as_str() {
        "" => "",
        reason => words.code("word.detail", reason),
    };
    [
        line.number.clone(),
        line.at.replace('T', " "),
        manner(words, line).to_owned(),
        line.title.clone(),
        line.doc_no.clone(),
        content(words, line),
        amount(words, line),
        state(words, line.state).to_owned(),
        reason.to_owned(),
        line.form_no.clone(),
    ]
}
