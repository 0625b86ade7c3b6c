//! A workbook of the old kind (XLS) as its program would draw it: without the rows and columns that are hidden in it, and with its numbers as their
//! formats ask, as `drawn` does it for the new kind. Owns which cells are left out. What it does not understand stays.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use std::ops::RangeInclusive;

use super::figures;
use super::records::{BOF, FILE_PASS, MUL_RK, RK, RK_BYTES, Record, STREAMS, rebuilt, records};
use viewer::limits::PART_BYTES_MAX;

const ROW: u16 = 0x0208;
const COL_INFO: u16 = 0x007D;
const MUL_BLANK: u16 = 0x00BE;
/// The words that the formula before it came to.
const STRING: u16 = 0x0207;
/// Cells of one place: formula, label, number, truth or error, RK, rich label, label of the table of strings.
const CELLS: [u16; 7] = [0x0006, 0x0204, 0x0203, 0x0205, 0x027E, 0x00D6, 0x00FD];
/// Of a row's options: its height is nothing.
const ROW_HIDDEN: u16 = 0x0020;
/// Of a column's options.
const COLUMN_HIDDEN: u16 = 0x0001;

/// The file so; `None` where it already is, or it is not understood.
pub fn drawn(file: &[u8]) -> Option<Vec<u8>> {
    let mut compound = cfb::CompoundFile::open(Cursor::new(file.to_vec())).ok()?;
    let name = STREAMS.into_iter().find(|name| compound.is_stream(name))?;
    let mut book = Vec::new();
    let stream = compound.open_stream(name).ok()?;
    stream.take(PART_BYTES_MAX).read_to_end(&mut book).ok()?;
    let shown = without_hidden(&book);
    let written = figures::of_records::written(shown.as_deref().unwrap_or(&book));
    let book = written.or(shown)?;
    // The same name anew: its length differs.
    let mut stream = compound.create_stream(name).ok()?;
    stream.write_all(&book).ok()?;
    stream.flush().ok()?;
    drop(stream);
    Some(compound.into_inner().into_inner())
}

/// What one sheet hides.
#[derive(Default)]
struct Hidden {
    rows: BTreeSet<u16>,
    columns: Vec<RangeInclusive<u16>>,
}

impl Hidden {
    fn hides(&self, row: u16, column: u16) -> bool {
        self.rows.contains(&row) || self.columns.iter().any(|range| range.contains(&column))
    }
}

/// Of each sheet in the order in which they stand; the first is the book's own.
fn hidden(book: &[u8]) -> Option<Vec<Hidden>> {
    let mut sheets: Vec<Hidden> = Vec::new();
    for record in records(book) {
        match record.kind {
            BOF => sheets.push(Hidden::default()),
            FILE_PASS => return None,
            ROW if record.number(12)? & ROW_HIDDEN != 0 => {
                sheets.last_mut()?.rows.insert(record.number(0)?);
            }
            COL_INFO if record.number(8)? & COLUMN_HIDDEN != 0 => {
                let range = record.number(0)?..=record.number(2)?;
                sheets.last_mut()?.columns.push(range);
            }
            _ => {}
        }
    }
    let hides = |sheet: &Hidden| !(sheet.rows.is_empty() && sheet.columns.is_empty());
    sheets.iter().any(hides).then_some(sheets)
}

fn without_hidden(book: &[u8]) -> Option<Vec<u8>> {
    let sheets = hidden(book)?;
    let mut sheet = 0_usize;
    let mut cut = false;
    rebuilt(book, |record, whole, kept| {
        sheet += usize::from(record.kind == BOF);
        let hides = sheets.get(sheet.max(1) - 1)?;
        let is_cell = CELLS.contains(&record.kind);
        if is_cell {
            cut = hides.hides(record.number(0)?, record.number(2)?);
        }
        match record.kind {
            MUL_RK => singly(record, hides, kept)?,
            MUL_BLANK => {}
            _ if cut && (is_cell || record.kind == STRING) => {}
            _ => kept.extend_from_slice(whole),
        }
        Some(())
    })
}

/// Numbers that stand beside each other, each as a record of its own, those that show.
fn singly(record: &Record, hides: &Hidden, kept: &mut Vec<u8>) -> Option<()> {
    let (row, first) = (record.number(0)?, record.number(2)?);
    let cells = record.data.get(4..record.data.len().checked_sub(2)?)?;
    for (beside, cell) in (0u16..).zip(cells.chunks_exact(RK_BYTES)) {
        let column = first.checked_add(beside)?;
        if !hides.hides(row, column) {
            let length = (RK_BYTES + 4) as u16;
            for number in [RK, length, row, column] {
                kept.extend_from_slice(&number.to_le_bytes());
            }
            kept.extend_from_slice(cell);
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::records::made::{numbers, record};
    use super::super::records::{BOUND_SHEET, HEAD_BYTES};
    use super::*;

    fn book(sheet: &[Vec<u8>]) -> Vec<u8> {
        let mut book = record(BOF, &[0; 16]);
        let at = book.len() + HEAD_BYTES + 8 + HEAD_BYTES;
        let mut bound = (at as u32).to_le_bytes().to_vec();
        bound.extend_from_slice(b"\0\0\x01a");
        book.extend(record(BOUND_SHEET, &bound));
        book.extend(record(0x000A, &[]));
        assert_eq!(book.len(), at);
        book.extend(record(BOF, &[0; 16]));
        book.extend(sheet.concat());
        book.extend(record(0x000A, &[]));
        book
    }

    fn row(at: u16, options: u16) -> Vec<u8> {
        record(ROW, &numbers(&[at, 0, 3, 0, 0, 0, options, 0]))
    }

    fn cell(row: u16, column: u16) -> Vec<u8> {
        record(0x00FD, &numbers(&[row, column, 0, 0, 0]))
    }

    #[test]
    fn hidden_rows_and_columns_are_taken_out_and_nothing_else() {
        let hidden = row(1, ROW_HIDDEN);
        let column = record(COL_INFO, &numbers(&[2, 2, 0, 0, COLUMN_HIDDEN, 0]));
        let formula = |row, column| record(0x0006, &numbers(&[row, column, 0, 0]));
        let words = record(STRING, b"\x01\0\0x");
        let three = record(MUL_RK, &numbers(&[0, 1, 7, 1, 1, 7, 2, 2, 7, 3, 3, 3]));
        let one = |column: u16, n: u16| record(RK, &numbers(&[0, column, 7, n, n]));
        let all = [
            row(0, 0),
            hidden.clone(),
            column.clone(),
            cell(0, 0),
            cell(1, 0),
            cell(0, 2),
            formula(1, 1),
            words.clone(),
            formula(0, 1),
            words.clone(),
            three,
        ];
        let left = [
            row(0, 0),
            hidden,
            column,
            cell(0, 0),
            formula(0, 1),
            words,
            one(1, 1),
            one(3, 3),
        ];
        assert_eq!(without_hidden(&book(&all)), Some(book(&left)));
        assert_eq!(without_hidden(&book(&[row(0, 0), cell(0, 0)])), None);
    }

    #[test]
    fn the_place_of_a_sheet_is_told_anew() {
        let sheet = [row(0, ROW_HIDDEN), cell(0, 0)];
        let mut two = book(&sheet);
        // A second sheet behind the first, and the book says where.
        let at = two.len() as u32;
        two[24..28].copy_from_slice(&at.to_le_bytes());
        two.extend(record(BOF, &[0; 16]));
        two.extend(cell(0, 0));
        let kept = without_hidden(&two).unwrap();
        let now = u32::from_le_bytes([kept[24], kept[25], kept[26], kept[27]]);
        assert_eq!(now as usize, two.len() - cell(0, 0).len() * 2 - 20);
        assert_eq!(kept[now as usize..][..2], BOF.to_le_bytes());
        assert!(kept.ends_with(&cell(0, 0)), "it hides nothing itself");
    }

    #[test]
    fn what_is_not_understood_stays_as_it_is() {
        let locked = [record(FILE_PASS, &[0; 6]), row(0, ROW_HIDDEN), cell(0, 0)];
        let short = [record(ROW, &[0; 4])];
        for bad in [&locked[..], &short[..]] {
            assert_eq!(without_hidden(&book(bad)), None);
        }
        for bytes in [&b""[..], &[0xFF; 9], &[9, 8, 255, 255]] {
            assert_eq!(without_hidden(bytes), None);
            assert_eq!(drawn(bytes), None);
        }
    }
}
