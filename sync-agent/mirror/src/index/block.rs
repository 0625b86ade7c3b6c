//! Bytes of a block: tokens in order, each with the numbers of the documents that hold it. Refuses bytes that are not such.
//!
//! Format: entries until the end. An entry: how many bytes the token shares with the one before (0 for the first), how many
//! follow, these; then length in bytes of the list times 2, plus 1 if it is a bitmap; then the list. A list that is no bitmap
//! holds the gaps: each number less the one before less 1, the first as it is. Numbers are varints of seven bits a byte,
//! lowest first, the eighth bit says that more follow.

use super::Bits;
use rusqlite::ffi;

/// The new number of a document that is gone.
pub const NOWHERE: u32 = u32::MAX;

/// Bytes that a token may have.
pub const TERM_BYTES_MAX: usize = 16 << 10;

/// A varint at `at`, which moves behind it; `None` if there is none.
pub fn varint(bytes: &[u8], at: &mut usize) -> Option<u32> {
    let mut value = 0_u32;
    for shift in [0, 7, 14, 21, 28] {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value |= u32::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return (shift < 28 || byte < 0x10).then_some(value);
        }
    }
    None
}

/// The reverse of [`varint`].
pub fn put_varint(mut value: u32, into: &mut Vec<u8>) {
    while value >= 0x80 {
        into.push(value as u8 | 0x80);
        value >>= 7;
    }
    into.push(value as u8);
}

/// The list of one token, as it is stored.
#[derive(Debug, Clone, Copy)]
pub struct List<'a> {
    is_map: bool,
    bytes: &'a [u8],
}

impl List<'_> {
    /// Puts every number into a set; it is broken if one is too large for the set.
    pub fn put_into(&self, set: &mut Bits) -> rusqlite::Result<()> {
        let fits = if self.is_map {
            set.put_map(self.bytes)
        } else {
            self.each(|number| set.put(number))
        };
        fits.then_some(()).ok_or_else(|| broken("list"))
    }

    /// Appends every number, ascending.
    pub fn numbers(&self, into: &mut Vec<u32>) -> rusqlite::Result<()> {
        if self.is_map {
            for (at, byte) in (0_u32..).zip(self.bytes) {
                let mut left = *byte;
                while left != 0 {
                    into.push(at * 8 + left.trailing_zeros());
                    left &= left - 1;
                }
            }
            return Ok(());
        }
        self.each(|number| {
            into.push(number);
            true
        })
        .then_some(())
        .ok_or_else(|| broken("list"))
    }

    /// Appends the places of every number; it is broken if one has none.
    pub fn places(&self, places: &[u32], into: &mut Vec<u32>) -> rusqlite::Result<()> {
        let from = into.len();
        self.numbers(into)?;
        for number in &mut into[from..] {
            let place = places.get(*number as usize).copied();
            *number = place
                .filter(|place| *place != NOWHERE)
                .ok_or_else(|| broken("a list names a document that is not there"))?;
        }
        Ok(())
    }

    /// Gives each number of a list of gaps; false if it is broken or `take` said so.
    fn each(&self, mut take: impl FnMut(u32) -> bool) -> bool {
        let mut at = 0;
        let mut next = 0_u32;
        while at < self.bytes.len() {
            // Nearly all gaps are one byte.
            let gap = match self.bytes[at] {
                byte if byte < 0x80 => {
                    at += 1;
                    u32::from(byte)
                }
                _ => match varint(self.bytes, &mut at) {
                    Some(gap) => gap,
                    None => return false,
                },
            };
            let Some(number) = next.checked_add(gap).filter(|n| *n < u32::MAX) else {
                return false;
            };
            if !take(number) {
                return false;
            }
            next = number + 1;
        }
        true
    }
}

/// Walks through a block that somebody else keeps.
#[derive(Debug, Default)]
pub struct Walk {
    at: usize,
    /// The token of the list that came last.
    pub term: Vec<u8>,
}

impl Walk {
    /// The next list; `None` at the end.
    pub fn next<'a>(&mut self, bytes: &'a [u8]) -> rusqlite::Result<Option<List<'a>>> {
        if self.at == bytes.len() {
            return Ok(None);
        }
        self.step(bytes).map(Some).ok_or_else(|| broken("block"))
    }

    fn step<'a>(&mut self, bytes: &'a [u8]) -> Option<List<'a>> {
        let shared = varint(bytes, &mut self.at)? as usize;
        let more = varint(bytes, &mut self.at)? as usize;
        if shared > self.term.len() || more > TERM_BYTES_MAX {
            return None;
        }
        self.term.truncate(shared);
        self.term
            .extend_from_slice(bytes.get(self.at..self.at + more)?);
        self.at += more;
        let length = varint(bytes, &mut self.at)?;
        let end = self.at + (length >> 1) as usize;
        let list = bytes.get(self.at..end)?;
        self.at = end;
        Some(List {
            is_map: length & 1 == 1,
            bytes: list,
        })
    }
}

/// Walks through a block.
pub struct Entries<'a> {
    bytes: &'a [u8],
    walk: Walk,
}

impl<'a> Entries<'a> {
    /// At its start.
    pub fn new(bytes: &'a [u8]) -> Entries<'a> {
        Entries {
            bytes,
            walk: Walk::default(),
        }
    }

    /// The token of the list that [`Entries::next`] gave last.
    pub fn term(&self) -> &[u8] {
        &self.walk.term
    }

    /// The next list; `None` at the end.
    pub fn next(&mut self) -> rusqlite::Result<Option<List<'a>>> {
        self.walk.next(self.bytes)
    }
}

/// Packs numbers, ascending, as a list with its length before it; the shorter of both ways.
pub fn pack(numbers: &[u32], gaps: &mut Vec<u8>, into: &mut Vec<u8>) {
    let Some(last) = numbers.last() else {
        put_varint(0, into);
        return;
    };
    let map_bytes = *last as usize / 8 + 1;
    // A gap takes a byte at least.
    if numbers.len() < map_bytes {
        gaps.clear();
        let mut next = 0;
        for number in numbers {
            put_varint(number - next, gaps);
            next = number + 1;
        }
        if gaps.len() < map_bytes {
            put_varint((gaps.len() as u32) << 1, into);
            into.extend_from_slice(gaps);
            return;
        }
    }
    put_varint((map_bytes as u32) << 1 | 1, into);
    let start = into.len();
    into.resize(start + map_bytes, 0);
    for number in numbers {
        into[start + *number as usize / 8] |= 1 << (number % 8);
    }
}

/// Bytes that no writer of ours made.
pub fn broken(what: &str) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(
        ffi::Error::new(ffi::SQLITE_CORRUPT),
        Some(format!("index: {what}")),
    )
}
