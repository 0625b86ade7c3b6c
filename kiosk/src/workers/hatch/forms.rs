//! Paper forms at the hatch (纸表核对): what the page is told of them, and what it may have written of their lines. The journal judges whether an entry
//! follows from what stands there; which line is one of which form, and whether a form is open, is looked up here.

use hatch::{Entry, Form, FormHead, FormLine, Forms, Why};
use journal::{DeskEntry, LineFault, Role, Sheet, SheetLine};
use session::view::dashed;

use super::entries::words;
use crate::workers::clerk::{affairs, read};
use crate::workers::shared::Shared;

/// What is told: all forms of two years, and the one that is asked for; `None` when the registers cannot be read.
pub fn told(shared: &Shared, number: &str) -> Option<Forms> {
    let sheets = sheets(shared)?;
    let named = sheets.iter().find(|sheet| sheet.number == number);
    let shown = named.or_else(|| next(&sheets));
    Some(Forms {
        forms: sheets.iter().map(head).collect(),
        shown: shown.map(form),
    })
}

/// Why nothing may be entered on that line of a paper form (纸表行号). A house that numbers forms of its own is not judged; `None` as well where the
/// registers cannot be read: then nothing is written either.
pub fn line_fault(shared: &Shared, form_no: &str) -> Option<LineFault> {
    let line: u64 = form_no.trim().parse().ok()?;
    let sheets = sheets(shared)?;
    match sheets.is_empty() {
        true => None,
        false => Sheet::fault(&sheets, line),
    }
}

/// What an entry about a form becomes; `None` for an entry about something else.
pub fn writing(shared: &Shared, entry: &Entry, by: Role) -> Option<Result<DeskEntry, Why>> {
    let (Entry::LineFound { number, .. }
    | Entry::LineExplained { number, .. }
    | Entry::FormCompared { number }
    | Entry::FormSealed { number }) = entry
    else {
        return None;
    };
    let Some(sheets) = sheets(shared) else {
        return Some(Err(Why::Unreadable));
    };
    let sheet = sheets.iter().find(|sheet| sheet.number == *number);
    Some(match sheet.filter(|sheet| !sheet.sealed) {
        None => Err(Why::NotAllowed),
        Some(sheet) => of_sheet(sheet, entry, by),
    })
}

fn of_sheet(sheet: &Sheet, entry: &Entry, by: Role) -> Result<DeskEntry, Why> {
    let held = |line: u64| {
        let held = sheet.lines.iter().find(|held| held.line == line);
        held.ok_or(Why::NotAllowed)
    };
    match entry {
        Entry::LineFound { line, found, .. } => {
            let may = told_line(held(*line)?).findings().contains(found);
            may.then(|| Sheet::found(&sheet.number, *line, *found, by))
                .ok_or(Why::NotAllowed)
        }
        Entry::LineExplained { line, word, .. } => {
            held(*line)?;
            let word = words(Some(word.clone())).flatten().ok_or(Why::NotAllowed)?;
            Ok(Sheet::explained(&sheet.number, *line, &word, by))
        }
        Entry::FormCompared { .. } => sheet.compare(by).ok_or(Why::FormOpen),
        Entry::FormSealed { .. } => sheet.seal(by).ok_or(Why::FormOpen),
        _ => Err(Why::NotAllowed),
    }
}

fn sheets(shared: &Shared) -> Option<Vec<Sheet>> {
    read(shared, |reader, today| {
        reader.sheets(&affairs::last_years(today))
    })
}

/// What is to be looked at next: a form with lines that do not agree, else the one that people write on, else the last.
fn next(sheets: &[Sheet]) -> Option<&Sheet> {
    let written_on = || {
        let line = Sheet::next_line(sheets)?;
        sheets
            .iter()
            .find(|sheet| sheet.lines.iter().any(|held| held.line == line))
    };
    sheets
        .iter()
        .find(|sheet| open_lines(sheet) > 0)
        .or_else(written_on)
        .or(sheets.last())
}

fn open_lines(sheet: &Sheet) -> u32 {
    let open = sheet.lines.iter().filter(|line| line.is_open()).count();
    u32::try_from(open).unwrap_or(u32::MAX)
}

fn head(sheet: &Sheet) -> FormHead {
    let ends = sheet.lines.first().zip(sheet.lines.last());
    let compared = sheet.compared.as_ref();
    FormHead {
        number: sheet.number.clone(),
        lines: ends.map_or((0, 0), |(first, last)| (first.line, last.line)),
        open: open_lines(sheet),
        sealed: sheet.sealed,
        compared: compared.map_or_else(String::new, |compared| dashed(&compared.on)),
    }
}

fn form(sheet: &Sheet) -> Form {
    Form {
        head: head(sheet),
        printed: dashed(&sheet.printed_on),
        lines: sheet.lines.iter().map(told_line).collect(),
    }
}

fn told_line(held: &SheetLine) -> FormLine {
    FormLine {
        line: held.line,
        state: held.state(),
        entered: held.entered,
        found: held.found,
    }
}
