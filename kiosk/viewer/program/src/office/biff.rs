//! A workbook of the old kind (XLS) as its program would draw it: without the rows and columns that are hidden in it, and with its numbers as their
//! formats ask, as `drawn` does it for the new kind. Owns which cells are left out and counted. What it does not understand stays.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

use super::figures;
use super::records::{
    BOF, BOUND_SHEET, EOF, FILE_PASS, MUL_RK, RK, RK_BYTES, Record, STREAMS, rebuilt, records,
    sheet_name,
};
use super::veiled::{Area, Layout, Veil};
use viewer::Hidden;
use viewer::limits::PART_BYTES_MAX;

const ROW: u16 = 0x0208;
const COL_INFO: u16 = 0x007D;
const MUL_BLANK: u16 = 0x00BE;
/// The words that the formula before it came to.
const STRING: u16 = 0x0207;
/// Cells of one place: formula, label, number, truth or error, RK, rich label, label of the table of strings.
const CELLS: [u16; 7] = [0x0006, 0x0204, 0x0203, 0x0205, 0x027E, 0x00D6, 0x00FD];
/// Cells that are one.
const MERGED: u16 = 0x00E5;
/// A filter of this sheet is on.
const FILTER_MODE: u16 = 0x009B;
/// A name, and of its options that the program gives it itself; of those names that of the cells that are filtered.
const NAME: u16 = 0x0018;
const BUILT_IN: u16 = 0x0020;
const FILTER_DATABASE: u8 = 0x0D;
/// An area of cells in a formula, whatever its class.
const AREA_3D: u8 = 0x1B;
/// Of a row's options: its height is nothing.
const ROW_HIDDEN: u16 = 0x0020;
/// Of a column's options.
const COLUMN_HIDDEN: u16 = 0x0001;

/// A workbook so.
#[derive(Default)]
pub struct Drawn {
    /// The file; `None` where it already is, or it is not understood.
    pub bytes: Option<Vec<u8>>,
    /// What each sheet hides, by its name.
    pub hidden: BTreeMap<String, Hidden>,
}

/// The file so.
pub fn drawn(file: &[u8]) -> Drawn {
    let mut hidden = BTreeMap::new();
    let bytes = rewritten(file, &mut hidden);
    Drawn { bytes, hidden }
}

fn rewritten(file: &[u8], hidden: &mut BTreeMap<String, Hidden>) -> Option<Vec<u8>> {
    let mut compound = cfb::CompoundFile::open(Cursor::new(file.to_vec())).ok()?;
    let name = STREAMS.into_iter().find(|name| compound.is_stream(name))?;
    let mut book = Vec::new();
    let stream = compound.open_stream(name).ok()?;
    stream.take(PART_BYTES_MAX).read_to_end(&mut book).ok()?;
    let shown = without_hidden(&book);
    let written = {
        let shown = shown.as_ref().map_or(&book, |(shown, _)| shown);
        figures::of_records::written(shown)
    };
    let shown = shown.map(|(shown, counted)| {
        *hidden = counted;
        shown
    });
    let book = written.or(shown)?;
    // The same name anew: its length differs.
    let mut stream = compound.create_stream(name).ok()?;
    stream.write_all(&book).ok()?;
    stream.flush().ok()?;
    drop(stream);
    Some(compound.into_inner().into_inner())
}

/// What is known of each sheet, by where it begins; `None` where the book is locked, or not understood.
fn layouts(book: &[u8]) -> Option<BTreeMap<usize, Layout>> {
    let mut layouts: BTreeMap<usize, Layout> = BTreeMap::new();
    let mut filtered = BTreeSet::new();
    let (mut inside, mut told) = (Inside::default(), Vec::new());
    let mut filters = Vec::new();
    for record in records(book) {
        inside.step(&record);
        let begins = inside.begins();
        match record.kind {
            FILE_PASS => return None,
            BOUND_SHEET => told.push(record.long(0)? as usize),
            NAME => filters.extend(filter(&record)),
            FILTER_MODE => {
                filtered.insert(begins);
            }
            ROW if record.number(12)? & ROW_HIDDEN != 0 => {
                let row = record.number(0)?.into();
                layouts.entry(begins).or_default().hide_row(row);
            }
            COL_INFO if record.number(8)? & COLUMN_HIDDEN != 0 => {
                let range = record.number(0)?.into()..=record.number(2)?.into();
                layouts.entry(begins).or_default().hide_columns(range);
            }
            MERGED => {
                let areas = record.data.get(2..).unwrap_or_default().chunks_exact(8);
                let layout = layouts.entry(begins).or_default();
                areas.filter_map(area).for_each(|area| layout.merge(area));
            }
            _ => {}
        }
    }
    for (sheet, area) in filters {
        let begins = told.get(sheet).filter(|begins| filtered.contains(*begins));
        if let Some(layout) = begins.and_then(|begins| layouts.get_mut(begins)) {
            layout.filter(area);
        }
    }
    Some(layouts)
}

/// First and last row, first and last column.
fn area(bytes: &[u8]) -> Option<Area> {
    let number = |at: usize| {
        let two = bytes.get(at..at + 2)?;
        Some(u32::from(u16::from_le_bytes([two[0], two[1]])))
    };
    Some(Area {
        top: number(0)?,
        bottom: number(2)?,
        left: number(4)?,
        right: number(6)?,
    })
}

/// The sheet, from 0, and the cells of a filter: a name that the program gives itself ([MS-XLS] 2.4.150), of one area.
fn filter(name: &Record) -> Option<(usize, Area)> {
    let is_filter = name.number(0)? & BUILT_IN != 0 && name.data.get(3) == Some(&1);
    let told = name.data.get(14..)?;
    if !is_filter || told.first() != Some(&0) || told.get(1) != Some(&FILTER_DATABASE) {
        return None;
    }
    let is_area = told.get(2).is_some_and(|kind| kind & 0x1F == AREA_3D);
    let sheet = usize::from(name.number(8)?).checked_sub(1)?;
    Some((sheet, area(told.get(5..)?).filter(|_| is_area)?))
}

/// Which sheet a record belongs to: drawings inside a sheet are books of their own.
#[derive(Default)]
struct Inside {
    open: Vec<usize>,
}

impl Inside {
    fn step(&mut self, record: &Record) {
        match record.kind {
            BOF => self.open.push(record.at),
            EOF => {
                self.open.pop();
            }
            _ => {}
        }
    }

    /// Where the innermost begins.
    fn begins(&self) -> usize {
        self.open.last().copied().unwrap_or(0)
    }
}

/// A book without what is hidden, and how much that is of each sheet; `None` where nothing is.
fn without_hidden(book: &[u8]) -> Option<(Vec<u8>, BTreeMap<String, Hidden>)> {
    let layouts = layouts(book)?.into_iter();
    let veils = layouts.filter_map(|(begins, layout)| Some((begins, layout.veil()?)));
    let mut veils: BTreeMap<usize, Veil> = veils.collect();
    if veils.is_empty() {
        return None;
    }
    let mut inside = Inside::default();
    let mut names = BTreeMap::new();
    let mut version = None;
    let mut cut = false;
    let kept = rebuilt(book, |record, whole, kept| {
        inside.step(record);
        match record.kind {
            BOF if version.is_none() => version = record.number(0),
            BOUND_SHEET => {
                let name = sheet_name(record.data.get(6..)?, version);
                names.insert(record.long(0)? as usize, name.unwrap_or_default());
            }
            _ => {}
        }
        let Some(veil) = veils.get_mut(&inside.begins()) else {
            cut = false;
            kept.extend_from_slice(whole);
            return Some(());
        };
        let is_cell = CELLS.contains(&record.kind);
        if is_cell {
            let (row, column) = (record.number(0)?.into(), record.number(2)?.into());
            cut = veil.hides(row, column);
            if cut {
                veil.lose(row, column);
            }
        }
        match record.kind {
            MUL_RK => singly(record, veil, kept)?,
            MUL_BLANK => {}
            _ if cut && (is_cell || record.kind == STRING) => {}
            _ => kept.extend_from_slice(whole),
        }
        Some(())
    })?;
    let hidden = veils.iter().filter_map(|(begins, veil)| {
        let name = names.get(begins)?.clone();
        Some((name, veil.count()))
    });
    Some((kept, hidden.collect()))
}

/// Numbers that stand beside each other, each as a record of its own, those that show.
fn singly(record: &Record, veil: &mut Veil, kept: &mut Vec<u8>) -> Option<()> {
    let (row, first) = (record.number(0)?, record.number(2)?);
    let cells = record.data.get(4..record.data.len().checked_sub(2)?)?;
    for (beside, cell) in (0u16..).zip(cells.chunks_exact(RK_BYTES)) {
        let column = first.checked_add(beside)?;
        if veil.hides(row.into(), column.into()) {
            veil.lose(row.into(), column.into());
        } else {
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
    use super::super::records::{BIFF8, HEAD_BYTES};
    use super::*;

    fn book(sheet: &[Vec<u8>]) -> Vec<u8> {
        let mut book = record(BOF, &numbers(&[BIFF8, 5, 0, 0, 0, 0, 0, 0]));
        let at = book.len() + HEAD_BYTES + 9 + HEAD_BYTES;
        let mut bound = (at as u32).to_le_bytes().to_vec();
        bound.extend_from_slice(b"\0\0\x01\0a");
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
        let hidden = Hidden {
            rows: 1,
            columns: 1,
            sheets: 0,
        };
        let counted = BTreeMap::from([("a".to_owned(), hidden)]);
        assert_eq!(without_hidden(&book(&all)), Some((book(&left), counted)));
        assert_eq!(without_hidden(&book(&[row(0, 0), cell(0, 0)])), None);
    }

    #[test]
    fn a_filter_is_a_view_and_a_merged_cell_shows_where_it_reaches() {
        let rows = [row(1, ROW_HIDDEN), row(4, ROW_HIDDEN)];
        let merged = record(MERGED, &numbers(&[1, 1, 2, 3, 3]));
        let cells = [cell(1, 3), cell(1, 4), cell(4, 0)];
        // A drawing inside the sheet, which begins and ends between its records.
        let drawing = [record(BOF, &[0; 16]), record(EOF, &[])].concat();
        let sheet = |on: &[u8], cells: &[Vec<u8>]| {
            let mut sheet = vec![on.to_vec()];
            sheet.extend(rows.iter().chain(cells).cloned());
            sheet.extend([drawing.clone(), merged.clone()]);
            sheet
        };
        let on = record(FILTER_MODE, &[]);
        let name = |sheet: u16| {
            let mut data = numbers(&[BUILT_IN, 0x0100, 11, 0, sheet, 0, 0]);
            data.extend_from_slice(&[0, FILTER_DATABASE, 0x3B]);
            data.extend(numbers(&[0, 3, 9, 0, 5]));
            record(NAME, &data)
        };
        let shown = |book: &[u8]| without_hidden(book).unwrap().0;
        let hidden = [name(1), book(&sheet(&on, &cells))].concat();
        let left = [name(1), book(&sheet(&on, &[cell(1, 3), cell(4, 0)]))].concat();
        assert_eq!(shown(&moved(&hidden)), moved(&left));
        // No filter of this sheet is on.
        for (name, on) in [(name(2), &on[..]), (name(1), &[])] {
            let hidden = [&name[..], &book(&sheet(on, &cells))].concat();
            let left = [&name[..], &book(&sheet(on, &[cell(1, 3)]))].concat();
            assert_eq!(shown(&moved(&hidden)), moved(&left));
        }
    }

    /// A book behind one more record: its sheet begins further behind.
    fn moved(book: &[u8]) -> Vec<u8> {
        let before = records(book).next().unwrap().data.len() + HEAD_BYTES;
        let mut book = book.to_vec();
        let at = before + 20 + HEAD_BYTES;
        let told = u32::from_le_bytes(book[at..at + 4].try_into().unwrap()) + before as u32;
        book[at..at + 4].copy_from_slice(&told.to_le_bytes());
        book
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
        let (kept, _) = without_hidden(&two).unwrap();
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
            assert_eq!(drawn(bytes).bytes, None);
        }
    }
}
