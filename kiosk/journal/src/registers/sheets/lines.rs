//! Under which number of a paper form something can be entered, and which is the next. Writes nothing.

use super::Sheet;

/// Why nothing can be entered under a number of a paper form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFault {
    /// No sheet has it.
    Unknown,
    /// Something stands there already.
    Taken,
    /// Its sheet is sealed.
    Sealed,
}

impl Sheet {
    /// Why nothing can be entered under this number, if nothing can; `None` where it can.
    pub fn fault(sheets: &[Sheet], line: u64) -> Option<LineFault> {
        let held = sheets.iter().find_map(|sheet| {
            let held = sheet.lines.iter().find(|held| held.line == line)?;
            Some((sheet, held))
        });
        match held {
            None => Some(LineFault::Unknown),
            Some((_, held)) if held.entered.is_some() => Some(LineFault::Taken),
            Some((sheet, _)) if sheet.sealed => Some(LineFault::Sealed),
            Some(_) => None,
        }
    }

    /// The first line behind this one on which nothing stands and of which nothing was said; 0 for the first of all.
    pub fn free_line(sheets: &[Sheet], behind: u64) -> Option<u64> {
        let open = sheets.iter().filter(|sheet| !sheet.sealed);
        let lines = open.flat_map(|sheet| &sheet.lines);
        lines
            .filter(|held| {
                let free = held.entered.is_none() && !held.voided && held.found.is_none();
                held.line > behind && free
            })
            .map(|held| held.line)
            .min()
    }

    /// Where people go on writing (自动接着): behind the last line of an open form that something stands on; one that was left out is not filled later.
    pub fn next_line(sheets: &[Sheet]) -> Option<u64> {
        let open = sheets.iter().filter(|sheet| !sheet.sealed);
        let lines = open.flat_map(|sheet| &sheet.lines);
        let written = lines.filter(|held| held.entered.is_some() || held.voided);
        let last = written.map(|held| held.line).max();
        Sheet::free_line(sheets, last.unwrap_or(0))
    }
}
