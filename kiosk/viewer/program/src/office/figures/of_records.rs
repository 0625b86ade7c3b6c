//! Numbers of an old workbook (XLS) written as words: [MS-XLS] 2.4.353 (XF), 2.4.126 (Format), 2.4.77 (Date1904), 2.4.220 (RkRec).
//! Owns where they stand; what each looks like is the formats' matter.

use super::calendar::Era;
use super::formats::Formats;
use crate::office::records::{
    BIFF5, BIFF8, BOF, FILE_PASS, MUL_RK, RK, RK_BYTES, Record, rebuilt, records,
};

const DATE_1904: u16 = 0x0022;
const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;
const CODE_PAGE: u16 = 0x0042;
const NUMBER: u16 = 0x0203;
const FORMULA: u16 = 0x0006;
const LABEL: u16 = 0x0204;
/// More of the record before it.
const CONTINUE: u16 = 0x003C;
/// Code page of Chinese words.
const CHINESE: u16 = 936;
/// Written as they are by whoever reads.
const WHOLE_MAX: f64 = 1e11;
/// A record's most bytes, less the head of a label: of a book of the later kind, of one of the fifth.
const WORDS_BYTES_MAX: usize = 8_224 - 9;
const NARROW_BYTES_MAX: usize = 2_080 - 8;

/// The records so; `None` where no number changes, or they are not understood.
pub fn written(book: &[u8]) -> Option<Vec<u8>> {
    let (mut formats, signs) = formats(book)?;
    let mut changes = false;
    let mut was_written = false;
    let made = rebuilt(book, |record, whole, kept| {
        if record.kind == MUL_RK {
            singly(record, (&mut formats, signs), &mut changes, kept)?;
            was_written = false;
            return Some(());
        }
        if was_written && record.kind == CONTINUE {
            return Some(());
        }
        let label = number(record).and_then(|value| {
            let place = record.data.get(..6)?.try_into().ok()?;
            label(place, value, &mut formats, signs)
        });
        was_written = label.is_some();
        changes |= was_written;
        kept.extend_from_slice(label.as_deref().unwrap_or(whole));
        Some(())
    })?;
    changes.then_some(made)
}

/// How the words of a book are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Signs {
    /// Two bytes a sign (BIFF8).
    Wide,
    /// In this code page (BIFF5).
    Narrow(u16),
}

/// `None` where the book is locked, has no styles, or is of another kind.
fn formats(book: &[u8]) -> Option<(Formats, Signs)> {
    let mut formats = Formats::default();
    let (mut version, mut page) = (None, 0);
    for record in records(book) {
        match record.kind {
            FILE_PASS => return None,
            BOF if version.is_none() => version = record.number(0),
            CODE_PAGE => page = record.number(0)?,
            DATE_1904 if record.number(0) == Some(1) => formats.era = Era::From1904,
            XF => formats.of_style.push(record.number(2)?),
            FORMAT => {
                let code = match version {
                    Some(BIFF8) => wide(record.data.get(2..)?),
                    _ => narrow(record.data.get(2..)?, page),
                };
                // One that cannot be read is not known.
                formats
                    .own
                    .insert(record.number(0)?, code.unwrap_or_else(|| "[?]".to_owned()));
            }
            _ => {}
        }
    }
    let signs = match version? {
        BIFF8 => Signs::Wide,
        BIFF5 => Signs::Narrow(page),
        _ => return None,
    };
    (!formats.of_style.is_empty()).then_some((formats, signs))
}

/// Words of one or two bytes a sign, their number in front.
fn wide(data: &[u8]) -> Option<String> {
    let count = usize::from(u16::from_le_bytes([*data.first()?, *data.get(1)?]));
    let signs = data.get(3..)?;
    if data.get(2)? & 1 == 0 {
        let signs = signs.get(..count)?;
        return Some(signs.iter().map(|sign| char::from(*sign)).collect());
    }
    let signs = signs.get(..count * 2)?.chunks_exact(2);
    let units: Vec<u16> = signs
        .map(|two| u16::from_le_bytes([two[0], two[1]]))
        .collect();
    String::from_utf16(&units).ok()
}

/// Words in the book's code page, how many bytes in front.
fn narrow(data: &[u8], page: u16) -> Option<String> {
    let bytes = data.get(1..)?.get(..usize::from(*data.first()?))?;
    match page {
        CHINESE => {
            let (words, _, is_broken) = encoding_rs::GBK.decode(bytes);
            (!is_broken).then(|| words.into_owned())
        }
        _ if bytes.is_ascii() => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    }
}

/// The number that a cell holds, or its formula came to.
fn number(record: &Record) -> Option<f64> {
    let eight = || -> Option<[u8; 8]> { record.data.get(6..14)?.try_into().ok() };
    match record.kind {
        RK => Some(packed(record.data.get(6..10)?.try_into().ok()?)),
        NUMBER => Some(f64::from_le_bytes(eight()?)),
        // Words, truth or an error are marked by what no number ends with.
        FORMULA => Some(eight()?)
            .filter(|is| is[6..] != [0xFF; 2])
            .map(f64::from_le_bytes),
        _ => None,
    }
}

/// A number in four bytes: hundredths or not, whole or the upper half of a long one.
fn packed(bytes: [u8; 4]) -> f64 {
    let number = u32::from_le_bytes(bytes);
    let value = match number & 2 {
        0 => f64::from_bits(u64::from(number & !3) << 32),
        _ => f64::from(number as i32 >> 2),
    };
    match number & 1 {
        0 => value,
        _ => value / 100.0,
    }
}

/// The cell as words; `None` where its number is written like this anyway, or the book has no signs for them.
fn label(place: [u8; 6], value: f64, formats: &mut Formats, signs: Signs) -> Option<Vec<u8>> {
    let style = usize::from(u16::from_le_bytes([place[4], place[5]]));
    let words = formats.shown(value, style)?;
    let is_whole = value.fract() == 0.0 && value.abs() < WHOLE_MAX;
    if is_whole && formats.has_none(style) {
        return None;
    }
    let (count, words) = match signs {
        Signs::Wide => {
            let units: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let count = units.len() / 2;
            let is_short = units.len() <= WORDS_BYTES_MAX;
            // In front of the signs: they are wide.
            (count, is_short.then(|| [vec![1], units].concat())?)
        }
        Signs::Narrow(page) => {
            let bytes = in_page(&words, page)?;
            let is_short = bytes.len() <= NARROW_BYTES_MAX;
            (bytes.len(), is_short.then_some(bytes)?)
        }
    };
    let mut record = LABEL.to_le_bytes().to_vec();
    let length = place.len() + 2 + words.len();
    record.extend_from_slice(&u16::try_from(length).ok()?.to_le_bytes());
    record.extend_from_slice(&place);
    record.extend_from_slice(&u16::try_from(count).ok()?.to_le_bytes());
    record.extend_from_slice(&words);
    Some(record)
}

/// Words in a code page; `None` where it has no signs for them.
fn in_page(words: &str, page: u16) -> Option<Vec<u8>> {
    match page {
        CHINESE => {
            let (bytes, _, is_broken) = encoding_rs::GBK.encode(words);
            (!is_broken).then(|| bytes.into_owned())
        }
        _ => words.is_ascii().then(|| words.as_bytes().to_vec()),
    }
}

/// Numbers that stand beside each other, each as a record of its own.
fn singly(
    record: &Record,
    (formats, signs): (&mut Formats, Signs),
    changes: &mut bool,
    kept: &mut Vec<u8>,
) -> Option<()> {
    let (row, first) = (record.number(0)?, record.number(2)?);
    let cells = record.data.get(4..record.data.len().checked_sub(2)?)?;
    for (beside, cell) in (0u16..).zip(cells.chunks_exact(RK_BYTES)) {
        let column = first.checked_add(beside)?;
        let mut place = [0; RK_BYTES];
        place[..2].copy_from_slice(&row.to_le_bytes());
        place[2..4].copy_from_slice(&column.to_le_bytes());
        place[4..].copy_from_slice(&cell[..2]);
        let value = packed(cell[2..].try_into().ok()?);
        match label(place, value, formats, signs) {
            Some(label) => {
                *changes = true;
                kept.extend_from_slice(&label);
            }
            None => {
                kept.extend_from_slice(&RK.to_le_bytes());
                kept.extend_from_slice(&((RK_BYTES + 4) as u16).to_le_bytes());
                kept.extend_from_slice(&place);
                kept.extend_from_slice(&cell[2..]);
            }
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::records::made::{numbers, record};

    fn cell(kind: u16, place: [u16; 3], value: &[u8]) -> Vec<u8> {
        record(kind, &[numbers(&place), value.to_vec()].concat())
    }

    fn label_of(place: [u16; 3], words: &str) -> Vec<u8> {
        let units: Vec<u16> = words.encode_utf16().collect();
        let value = [numbers(&[units.len() as u16]), vec![1], numbers(&units)];
        cell(LABEL, place, &value.concat())
    }

    fn format(id: u16, code: &str) -> Vec<u8> {
        let units: Vec<u16> = code.encode_utf16().collect();
        let head = numbers(&[id, units.len() as u16]);
        record(FORMAT, &[head, vec![1], numbers(&units)].concat())
    }

    fn book(globals: &[Vec<u8>], sheet: &[Vec<u8>]) -> Vec<u8> {
        let mut book = record(BOF, &numbers(&[BIFF8, 5, 0, 0]));
        // Two styles of styles, then those of cells: the first three formats of the book.
        book.extend(globals.concat());
        for id in [0, 0, 164, 165, 9] {
            book.extend(record(XF, &numbers(&[0, id, 0, 0])));
        }
        book.extend(record(BOF, &numbers(&[BIFF8, 16, 0, 0])));
        book.extend(sheet.concat());
        book
    }

    #[test]
    fn numbers_of_every_kind_become_words_and_all_else_stays() {
        let globals = [
            record(DATE_1904, &numbers(&[1])),
            format(164, "yyyy\"年\"m\"月\"d\"日\""),
            format(165, "000"),
        ];
        let eight = |value: f64| value.to_le_bytes().to_vec();
        let more = |mut eight: Vec<u8>| {
            eight.extend_from_slice(&[0; 8]);
            eight
        };
        let words = more(vec![0, 0, 0, 0, 0, 0, 0xFF, 0xFF]);
        // Forty in hundredths; seven, whole; a half as the upper half of a long number.
        let (of_hundredths, seven) = (4_000_u32 << 2 | 3, 7_u32 << 2 | 2);
        let half = (0.5_f64.to_bits() >> 32) as u32;
        let rk = |number: u32| number.to_le_bytes().to_vec();
        let several = [
            numbers(&[4, 1, 3]),
            rk(seven),
            numbers(&[0]),
            rk(of_hundredths),
            numbers(&[2]),
        ];
        let sheet = [
            cell(NUMBER, [0, 0, 2], &eight(44_560.0)),
            cell(FORMULA, [1, 0, 3], &more(eight(7.0))),
            record(CONTINUE, b"more"),
            cell(FORMULA, [2, 0, 3], &words),
            record(CONTINUE, b"more"),
            cell(RK, [3, 0, 4], &rk(half)),
            record(MUL_RK, &several.concat()),
            cell(NUMBER, [5, 0, 0], &eight(0.1 + 0.2)),
            cell(NUMBER, [6, 0, 0], &eight(3.0)),
        ];
        let expected = [
            label_of([0, 0, 2], "2025年12月31日"),
            label_of([1, 0, 3], "007"),
            cell(FORMULA, [2, 0, 3], &words),
            record(CONTINUE, b"more"),
            label_of([3, 0, 4], "50%"),
            label_of([4, 1, 3], "007"),
            cell(RK, [4, 2, 0], &rk(of_hundredths)),
            label_of([5, 0, 0], "0.3"),
            cell(NUMBER, [6, 0, 0], &eight(3.0)),
        ];
        assert_eq!(
            written(&book(&globals, &sheet)),
            Some(book(&globals, &expected))
        );
        assert_eq!(written(&book(&globals, &sheet[8..])), None);
    }

    #[test]
    fn words_of_the_fifth_kind_are_written_in_its_code_page() {
        let book = |version: u16, page: u16, sheet: &[Vec<u8>]| {
            let mut book = record(BOF, &numbers(&[version, 5]));
            book.extend(record(CODE_PAGE, &numbers(&[page])));
            let code = encoding_rs::GBK.encode("0\"元\"").0;
            let code = [&numbers(&[164]), &[code.len() as u8][..], &code].concat();
            book.extend(record(FORMAT, &code));
            for id in [0, 10, 164] {
                book.extend(record(XF, &numbers(&[0, id])));
            }
            book.extend(record(BOF, &numbers(&[version, 16])));
            book.extend(sheet.concat());
            book
        };
        let cells = [
            cell(NUMBER, [0, 0, 1], &0.125_f64.to_le_bytes()),
            cell(NUMBER, [1, 0, 2], &7.0_f64.to_le_bytes()),
        ];
        let narrow = |place: [u16; 3], words: &str| {
            let words = encoding_rs::GBK.encode(words).0;
            let value = [&numbers(&[words.len() as u16]), &words[..]].concat();
            cell(LABEL, place, &value)
        };
        let both = [narrow([0, 0, 1], "12.50%"), narrow([1, 0, 2], "7元")];
        let made = written(&book(BIFF5, CHINESE, &cells));
        assert_eq!(made, Some(book(BIFF5, CHINESE, &both)));
        // A format that cannot be read is not known; what has no signs stays a number.
        let western = [narrow([0, 0, 1], "12.50%"), narrow([1, 0, 2], "7")];
        let made = written(&book(BIFF5, 1_252, &cells));
        assert_eq!(made, Some(book(BIFF5, 1_252, &western)));
        assert_eq!(in_page("7元", 1_252), None);
        assert_eq!(written(&book(0x0400, CHINESE, &cells)), None);
    }

    #[test]
    fn what_is_not_understood_stays_as_it_is() {
        let of = [cell(NUMBER, [0, 0, 3], &7.0_f64.to_le_bytes())];
        let code = [format(165, "000")];
        assert!(written(&book(&code, &of)).is_some());
        let locked = [code[0].clone(), record(FILE_PASS, &[0; 6])];
        assert_eq!(written(&book(&locked, &of)), None);
        // A format that cannot be read is not known.
        let broken = [record(FORMAT, &numbers(&[165, 99, 1]))];
        let as_it_is = [label_of([0, 0, 3], "7")];
        assert_eq!(written(&book(&broken, &of)), Some(book(&broken, &as_it_is)));
        let short = [cell(NUMBER, [0, 0, 3], &[0; 3])];
        assert_eq!(written(&book(&code, &short)), None);
        for bytes in [&b""[..], &[0xFF; 9], &[9, 8, 255, 255]] {
            assert_eq!(written(bytes), None);
        }
    }

    #[test]
    fn codes_of_the_fifth_kind_are_in_its_code_page() {
        let code = [&b"\x07"[..], &encoding_rs::GBK.encode("0\"人\"").0].concat();
        assert_eq!(narrow(&code[..], 936), None, "the last is missing");
        let code = [&b"\x05"[..], &code[1..]].concat();
        assert_eq!(narrow(&code, 936).as_deref(), Some("0\"人\""));
        assert_eq!(narrow(&code, 1_252), None);
        assert_eq!(narrow(b"\x02hh", 1_252).as_deref(), Some("hh"));
    }
}
