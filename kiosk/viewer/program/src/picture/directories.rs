//! The pages of a TIFF, by the chain of its directories (TIFF 6.0, section 2). Owns which directory is a page; decodes nothing.

use std::collections::HashSet;
use viewer::limits::PAGES_MAX;

/// Where the place of the first directory stands.
const FIRST_AT: usize = 4;
/// Bytes of an entry.
const ENTRY_BYTES: usize = 12;
/// Kind of picture: bit 0 says that it is another one made small.
const SUBFILE: u64 = 254;
const WIDTH: u64 = 256;
const HEIGHT: u64 = 257;
/// How it is held; from this value on width and height change places.
const ORIENTATION: u64 = 274;
const TURNED_FROM: u64 = 5;

/// One page of the file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Directory {
    at: usize,
    /// Its height divided by its width.
    pub proportion: f32,
}

/// Pages of a TIFF, and whether it has more than may be shown; none for other pictures.
pub fn pages(bytes: &[u8]) -> (Vec<Directory>, bool) {
    let mut pages = Vec::new();
    let mut seen = HashSet::new();
    if !(bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*")) {
        return (pages, false);
    }
    let next = |at: usize| usize::try_from(number(bytes, at, 4)?).ok();
    let mut directory = next(FIRST_AT);
    while let Some(at) = directory.filter(|at| *at != 0 && seen.insert(*at)) {
        let Some(entries) = number(bytes, at, 2).and_then(|n| usize::try_from(n).ok()) else {
            break;
        };
        let after = at.saturating_add(2 + ENTRY_BYTES * entries);
        // The first one counts whatever it says: something is shown.
        let is_small = value(bytes, at, entries, SUBFILE).is_some_and(|kind| kind & 1 != 0);
        if pages.is_empty() || !is_small {
            if pages.len() == PAGES_MAX as usize {
                return (pages, true);
            }
            let proportion = proportion(bytes, at, entries);
            pages.push(Directory { at, proportion });
        }
        directory = next(after);
    }
    (pages, false)
}

/// Makes a page the first one of its file.
pub fn lead_to(bytes: &mut [u8], page: &Directory) {
    let Ok(at) = u32::try_from(page.at) else {
        return;
    };
    let place = match bytes.starts_with(b"MM") {
        true => at.to_be_bytes(),
        false => at.to_le_bytes(),
    };
    if let Some(first) = bytes.get_mut(FIRST_AT..FIRST_AT + place.len()) {
        first.copy_from_slice(&place);
    }
}

fn proportion(bytes: &[u8], at: usize, entries: usize) -> f32 {
    let of = |tag| {
        value(bytes, at, entries, tag)
            .filter(|n| *n > 0)
            .unwrap_or(1) as f32
    };
    let turned = value(bytes, at, entries, ORIENTATION).is_some_and(|held| held >= TURNED_FROM);
    let (width, height) = match turned {
        true => (of(HEIGHT), of(WIDTH)),
        false => (of(WIDTH), of(HEIGHT)),
    };
    (height / width).clamp(0.001, 1_000.0)
}

/// The single number an entry holds.
fn value(bytes: &[u8], at: usize, entries: usize, tag: u64) -> Option<u64> {
    let place = |entry: usize| at.checked_add(2 + ENTRY_BYTES * entry);
    let entry = (0..entries)
        .filter_map(place)
        .find(|entry| number(bytes, *entry, 2) == Some(tag))?;
    // Two bytes or four.
    let length = match number(bytes, entry + 2, 2)? {
        3 => 2,
        4 => 4,
        _ => return None,
    };
    number(bytes, entry + 8, length)
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let part = bytes.get(at..at.checked_add(length)?)?;
    let add = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
    Some(match bytes.starts_with(b"MM") {
        true => part.iter().fold(0, add),
        false => part.iter().rev().fold(0, add),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory of one entry.
    fn directory(tag: u16, value: u16, next: u32) -> Vec<u8> {
        let mut bytes = vec![1, 0];
        bytes.extend_from_slice(&tag.to_le_bytes());
        bytes.extend_from_slice(&[3, 0, 1, 0, 0, 0]);
        bytes.extend_from_slice(&value.to_le_bytes());
        bytes.extend_from_slice(&[0, 0]);
        bytes.extend_from_slice(&next.to_le_bytes());
        bytes
    }

    fn file(tag: u16, value: u16, second: u32) -> Vec<u8> {
        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        bytes.extend(directory(257, 3, 26));
        bytes.extend(directory(tag, value, second));
        bytes
    }

    #[test]
    fn pages_are_those_of_the_chain_once_each() {
        let count = |bytes: &[u8]| pages(bytes).0.len();
        assert_eq!(count(&file(257, 2, 0)), 2);
        assert_eq!(count(&file(257, 2, 8)), 2, "a chain that bites its tail");
        assert_eq!(count(&file(257, 2, u32::MAX)), 2);
        assert_eq!(count(b"II*\0"), 0);
        assert_eq!(count(b"\x89PNG"), 0);
        let proportions: Vec<f32> = pages(&file(257, 2, 0))
            .0
            .iter()
            .map(|p| p.proportion)
            .collect();
        assert_eq!(proportions, [3.0, 2.0]);
    }

    #[test]
    fn a_page_made_small_is_no_page() {
        assert_eq!(pages(&file(254, 1, 0)).0.len(), 1);
        assert_eq!(pages(&file(254, 2, 0)).0.len(), 2);
    }

    #[test]
    fn a_page_becomes_the_first() {
        let mut bytes = file(257, 2, 0);
        let second = pages(&bytes).0[1];
        lead_to(&mut bytes, &second);
        assert_eq!(pages(&bytes).0, [second]);
    }
}
