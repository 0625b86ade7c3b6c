//! Judgements on single fields. Owns lengths, codes, dates, hashes and the characters that are refused everywhere.

use crate::document::Span;
use crate::fault::RecordError;
use crate::limits::*;

/// 64 lower-case hex digits.
pub(crate) fn is_sha256(hex: &str) -> bool {
    hex.len() == 64 && is_lower_hex(hex)
}

/// Nothing but lower-case hex digits.
pub(crate) fn is_lower_hex(hex: &str) -> bool {
    hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

pub(super) fn hash(field: &'static str, value: &str) -> Result<(), RecordError> {
    if is_sha256(value) {
        Ok(())
    } else {
        Err(RecordError::BadHash { field })
    }
}

pub(super) fn code(field: &'static str, value: &str, allowed: &[&str]) -> Result<(), RecordError> {
    if allowed.contains(&value) {
        Ok(())
    } else {
        Err(RecordError::BadCode {
            field,
            value: clip(value),
        })
    }
}

pub(super) fn date(field: &'static str, value: &str) -> Result<(), RecordError> {
    let shaped = value.len() == 10 && value.is_ascii();
    if shaped && value.parse::<jiff::civil::Date>().is_ok() {
        Ok(())
    } else {
        Err(RecordError::BadDate {
            field,
            value: clip(value),
        })
    }
}

pub(super) fn web_address(address: &str) -> Result<(), RecordError> {
    line("address", address, ADDRESS_BYTES_MAX)?;
    let lower = address.to_ascii_lowercase();
    let known = lower.starts_with("http://") || lower.starts_with("https://");
    if known && !address.contains(char::is_whitespace) {
        Ok(())
    } else {
        Err(RecordError::BadAddress(clip(address)))
    }
}

pub(super) fn table(
    index: usize,
    rows: &[Vec<String>],
    spans: &[Span],
) -> Result<usize, RecordError> {
    count("table rows", rows.len(), TABLE_ROWS_MAX)?;
    let columns = rows.first().map_or(0, Vec::len);
    count("table columns", columns, TABLE_COLUMNS_MAX)?;
    let mut chars = 0;
    for row in rows {
        if row.len() != columns {
            return Err(RecordError::RaggedTable { block: index });
        }
        for cell in row {
            chars += text("table cell", cell, BLOCK_CHARS_MAX)?;
        }
    }
    if spans_fit(rows, columns, spans) {
        Ok(chars)
    } else {
        Err(RecordError::BadSpan { block: index })
    }
}

/// Whether merged cells stand inside a table and apart from each other, and cover nothing but empty cells. Each cell is looked at
/// once: the first that is covered twice ends it.
fn spans_fit(rows: &[Vec<String>], columns: usize, spans: &[Span]) -> bool {
    if spans.is_empty() {
        return true;
    }
    let mut taken = vec![false; rows.len() * columns];
    spans.iter().all(|span| {
        let [row, column, down, across] = <[u32; 4]>::from(*span).map(|n| n as usize);
        let inside = |from: usize, count: usize, all: usize| {
            count > 0 && from.checked_add(count).is_some_and(|end| end <= all)
        };
        let sound = inside(row, down, rows.len())
            && inside(column, across, columns)
            && (down > 1 || across > 1);
        sound
            && (row..row + down).all(|r| {
                (column..column + across).all(|c| {
                    let fresh = !std::mem::replace(&mut taken[r * columns + c], true);
                    fresh && ((r, c) == (row, column) || rows[r][c].is_empty())
                })
            })
    })
}

pub(super) fn count(field: &'static str, have: usize, max: usize) -> Result<(), RecordError> {
    if have <= max {
        Ok(())
    } else {
        Err(RecordError::TooMany { field, max })
    }
}

/// A text of one line: no line breaks or tabs either. Answers its length in characters.
pub(super) fn line(field: &'static str, value: &str, max: usize) -> Result<usize, RecordError> {
    if let Some(c) = value.chars().find(|c| matches!(c, '\n' | '\t')) {
        return Err(RecordError::ControlCharacter {
            field,
            code: c.into(),
        });
    }
    text(field, value, max)
}

/// A text of any number of lines. Answers its length in characters.
pub(super) fn text(field: &'static str, value: &str, max: usize) -> Result<usize, RecordError> {
    let chars = value.chars().count();
    if chars > max {
        return Err(RecordError::TooLong { field, max });
    }
    let odd = value
        .chars()
        .find(|&c| (is_control(c) && !matches!(c, '\n' | '\t')) || is_direction_override(c));
    match odd {
        Some(c) => Err(RecordError::ControlCharacter {
            field,
            code: c.into(),
        }),
        None => Ok(chars),
    }
}

/// C0, DEL and C1: a printer in text mode would obey them.
pub(super) fn is_control(c: char) -> bool {
    c.is_control()
}

/// Bidirectional embeddings and overrides turn the reading order round: what is shown is not what is stored.
fn is_direction_override(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

pub(super) fn is_invisible(c: char) -> bool {
    is_direction_override(c) || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// The first 80 characters, so that a hostile value does not flood a log.
pub(super) fn clip(value: &str) -> String {
    value.chars().take(80).collect()
}
