//! Compound files ([MS-CFB]) whose table of sectors goes on behind the end of the file, mended: some programs leave there what was in
//! their memory, and readers take the file for one that is cut. One that is cut stays so. Owns where the table lies; reads no stream.

/// Entries of the table that need no list of their own: the head names so many of its sectors.
const LISTED: usize = 109;
/// In the head: how large a sector is, of how many the table is made, where the directory begins, where the table lies.
const SIZE_AT: usize = 30;
const COUNT_AT: usize = 44;
const DIRECTORY_AT: usize = 48;
const LIST_AT: usize = 76;
/// Numbers from here on mean no sector; the last of them one that is free.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
const FREE: u32 = u32::MAX;
/// In an entry of the directory: what it is, where it begins, how long it is.
const ENTRY_BYTES: usize = 128;
const KIND_AT: usize = 66;
const START_AT: usize = 116;
const LENGTH_AT: usize = 120;
const STREAM: u8 = 2;
const ROOT: u8 = 5;
/// A shorter stream lies in another one.
const SHORT_BYTES: u32 = 4_096;

/// The file, mended where that is needed.
pub fn mended(mut file: Vec<u8>) -> Vec<u8> {
    for place in beyond(&file).unwrap_or_default() {
        file[place..place + 4].copy_from_slice(&FREE.to_le_bytes());
    }
    file
}

fn number(file: &[u8], at: usize) -> Option<u32> {
    let bytes = file.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

/// Where the table says something of sectors that are not there; `None` where something leads to them.
fn beyond(file: &[u8]) -> Option<Vec<usize>> {
    let size = match file.get(SIZE_AT..SIZE_AT + 2)? {
        [9, 0] => 512,
        [12, 0] => 4_096,
        _ => return None,
    };
    let count = number(file, COUNT_AT)? as usize;
    if count > LISTED {
        return None;
    }
    let sectors = file.len().div_ceil(size).checked_sub(1)?;
    let entries = count * (size / 4);
    let place = |entry: usize| {
        let list = LIST_AT + 4 * (entry / (size / 4));
        let sector = number(file, list)? as usize;
        let at = (sector.checked_add(1)?)
            .checked_mul(size)?
            .checked_add(4 * (entry % (size / 4)))?;
        (at + 4 <= file.len()).then_some(at)
    };
    let leads_beyond = |sector: u32| sector < NO_SECTOR && sector as usize >= sectors;
    for entry in 0..entries.min(sectors) {
        if leads_beyond(number(file, place(entry)?)?) {
            return None;
        }
    }
    let mut sector = number(file, DIRECTORY_AT)?;
    // A directory that runs in a ring comes to its end.
    for _ in 0..sectors {
        if sector >= NO_SECTOR {
            break;
        }
        let from = (sector as usize).checked_add(1)?.checked_mul(size)?;
        for entry in file.get(from..from + size)?.chunks_exact(ENTRY_BYTES) {
            let (start, length) = (number(entry, START_AT)?, number(entry, LENGTH_AT)?);
            let is_long = match entry[KIND_AT] {
                STREAM => length >= SHORT_BYTES,
                ROOT => length > 0,
                _ => false,
            };
            if is_long && leads_beyond(start) {
                return None;
            }
        }
        sector = number(file, place(sector as usize)?)?;
    }
    let lies = (sectors..entries).filter_map(place);
    Some(lies.filter(|at| number(file, *at) != Some(FREE)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};

    fn compound() -> Vec<u8> {
        let version = cfb::Version::V3;
        let mut compound =
            cfb::CompoundFile::create_with_version(version, Cursor::new(Vec::new())).unwrap();
        let mut stream = compound.create_stream("/WordDocument").unwrap();
        stream.write_all(&[7; 6_000]).unwrap();
        drop(stream);
        compound.into_inner().into_inner()
    }

    fn opens(file: &[u8]) -> bool {
        cfb::CompoundFile::open(Cursor::new(file)).is_ok()
    }

    #[test]
    fn what_the_table_says_of_sectors_that_are_not_there_is_left_out() {
        let whole = compound();
        assert_eq!(mended(whole.clone()), whole);
        let table = (number(&whole, LIST_AT).unwrap() as usize + 1) * 512;
        let mut littered = whole.clone();
        let last = whole.len() / 512 + 3;
        littered[table + 4 * last..][..4].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
        assert!(opens(&whole) && !opens(&littered));
        assert_eq!(mended(littered), whole);
    }

    #[test]
    fn a_file_that_is_cut_stays_cut() {
        let whole = compound();
        let cut = &whole[..whole.len() - 2_048];
        assert_eq!(mended(cut.to_vec()), cut);
        for bytes in [&b""[..], &[0xFF; 600], &whole[..80]] {
            assert_eq!(mended(bytes.to_vec()), bytes);
        }
    }
}
