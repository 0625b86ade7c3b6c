//! The records of a workbook of the old kind (XLS): [MS-XLS] 2.3 and 2.4. Owns where they lie in the file, and where sheets begin when
//! records change; knows nothing of what they say.

use std::io::{Cursor, Read};

use viewer::limits::PART_BYTES_MAX;

#[cfg(test)]
pub(super) mod made;

/// Names of the stream that holds the records: of BIFF8, of BIFF5.
pub(super) const STREAMS: [&str; 2] = ["/Workbook", "/Book"];
/// Bytes before the data of a record: which one, how many.
pub(super) const HEAD_BYTES: usize = 4;

pub(super) const BOF: u16 = 0x0809;
pub(super) const EOF: u16 = 0x000A;
pub(super) const BOUND_SHEET: u16 = 0x0085;
pub(super) const FILE_PASS: u16 = 0x002F;
pub(super) const MUL_RK: u16 = 0x00BD;
/// Version of a book whose words are two bytes a sign, as BOF has it.
pub(super) const BIFF8: u16 = 0x0600;
/// Of one whose words are of a code page.
pub(super) const BIFF5: u16 = 0x0500;
/// A number in four bytes.
pub(super) const RK: u16 = 0x027E;
/// One cell of several numbers: its format, its number.
pub(super) const RK_BYTES: usize = 6;

/// The records of a file; `None` where it holds none.
pub(super) fn book(file: &[u8]) -> Option<Vec<u8>> {
    let mut compound = cfb::CompoundFile::open(Cursor::new(file)).ok()?;
    let name = STREAMS.into_iter().find(|name| compound.is_stream(name))?;
    let mut book = Vec::new();
    let stream = compound.open_stream(name).ok()?;
    stream.take(PART_BYTES_MAX).read_to_end(&mut book).ok()?;
    Some(book)
}

/// One record: where it begins, which it is, its data.
pub(super) struct Record<'b> {
    pub(super) at: usize,
    pub(super) kind: u16,
    pub(super) data: &'b [u8],
}

impl Record<'_> {
    pub(super) fn number(&self, at: usize) -> Option<u16> {
        let bytes = self.data.get(at..at + 2)?;
        Some(u16::from_le_bytes([bytes[0], bytes[1]]))
    }

    /// A number of four bytes.
    pub(super) fn long(&self, at: usize) -> Option<u32> {
        let bytes = self.data.get(at..at + 4)?;
        Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }
}

/// As far as they are whole.
pub(super) fn records(book: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let head = book.get(at..at + HEAD_BYTES)?;
        let kind = u16::from_le_bytes([head[0], head[1]]);
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let data = book.get(at + HEAD_BYTES..at + HEAD_BYTES + length)?;
        let record = Record { at, kind, data };
        at += HEAD_BYTES + length;
        Some(record)
    })
}

/// What a sheet is called: how many signs, and in books of the later kind how wide they are.
pub(super) fn sheet_name(data: &[u8], version: Option<u16>) -> Option<String> {
    let (count, rest) = data.split_first()?;
    let count = usize::from(*count);
    if version != Some(BIFF8) {
        let (name, _, is_broken) = encoding_rs::GBK.decode(rest.get(..count)?);
        return (!is_broken).then(|| name.into_owned());
    }
    let (wide, signs) = rest.split_first()?;
    if wide & 1 == 0 {
        return Some(
            signs
                .get(..count)?
                .iter()
                .map(|sign| char::from(*sign))
                .collect(),
        );
    }
    let signs = signs.get(..count * 2)?.chunks_exact(2);
    let units: Vec<u16> = signs
        .map(|two| u16::from_le_bytes([two[0], two[1]]))
        .collect();
    String::from_utf16(&units).ok()
}

/// A book with what is written for each of its records; where its sheets begin is told anew.
pub(super) fn rebuilt(
    book: &[u8],
    mut write: impl FnMut(&Record, &[u8], &mut Vec<u8>) -> Option<()>,
) -> Option<Vec<u8>> {
    let mut kept = Vec::with_capacity(book.len());
    // Where each sheet began, and begins; where the book says so.
    let (mut moved, mut told) = (Vec::new(), Vec::new());
    let mut end = 0;
    for record in records(book) {
        end = record.at + HEAD_BYTES + record.data.len();
        match record.kind {
            BOF => moved.push((record.at, kept.len())),
            BOUND_SHEET => told.push(kept.len() + HEAD_BYTES),
            _ => {}
        }
        write(&record, &book[record.at..end], &mut kept)?;
    }
    // What follows the last whole record.
    kept.extend_from_slice(&book[end..]);
    for at in told {
        let place = kept.get_mut(at..at + 4)?;
        let before = u32::from_le_bytes([place[0], place[1], place[2], place[3]]);
        let sheet = moved.iter().find(|(from, _)| *from == before as usize);
        let (_, now) = sheet?;
        place.copy_from_slice(&u32::try_from(*now).ok()?.to_le_bytes());
    }
    Some(kept)
}
