//! The tokens of one document as the index takes them: pairs of characters as numbers, and keys. Owns how a pair is one number.

use crate::words::mark::Mark;

/// The tokens of one document, each once: pairs of characters as numbers, and keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// See [`pair`] and [`marked`]; in any order.
    pub pairs: Vec<u64>,
    /// In any order.
    pub keys: Vec<String>,
}

impl Terms {
    /// As bytes, in order.
    pub fn sorted(&self) -> Vec<Vec<u8>> {
        let pairs = self.pairs.iter().map(|pair| {
            let (bytes, length) = pair_bytes(*pair);
            bytes[..length].to_vec()
        });
        let keys = self.keys.iter().map(|key| key.as_bytes().to_vec());
        let mut all: Vec<Vec<u8>> = pairs.chain(keys).collect();
        all.sort_unstable();
        all
    }
}

/// Bits of a character.
const CHAR_BITS: u32 = 21;
/// Bits of what a token begins with.
const LEAD_BITS: u32 = 7;
/// Bits of a pair; those above are free.
pub const PAIR_BITS: u32 = LEAD_BITS + 2 * CHAR_BITS;
/// Longest UTF-8 of a pair: a mark and two characters.
const PAIR_BYTES: usize = 9;
/// What a pair begins with whose first character is not of ASCII: behind all that is.
const LEAD_MAX: u32 = (1 << LEAD_BITS) - 1;

/// A character and the one behind it as a number; their order is the order of their UTF-8.
pub fn pair(first: char, second: Option<char>) -> u64 {
    u64::from(lead(first)) << (2 * CHAR_BITS)
        | u64::from(first) << CHAR_BITS
        | second.map_or(0, u64::from)
}

/// The pair behind a mark of one character of ASCII. It takes its place in the order by that.
pub fn marked(mark: Mark, pair: u64) -> u64 {
    let sign = mark.sign().as_bytes()[0];
    (pair & ((1 << (2 * CHAR_BITS)) - 1)) | u64::from(sign) << (2 * CHAR_BITS)
}

fn lead(first: char) -> u32 {
    u32::from(first).min(LEAD_MAX)
}

/// The characters of a pair.
pub fn chars(pair: u64) -> (Option<char>, Option<char>) {
    let character = |bits: u64| char::from_u32((bits & ((1 << CHAR_BITS) - 1)) as u32);
    (
        character(pair >> CHAR_BITS),
        character(pair).filter(|c| *c != '\0'),
    )
}

/// UTF-8 of a pair with its mark, and its length.
pub fn pair_bytes(pair: u64) -> ([u8; PAIR_BYTES], usize) {
    let mut bytes = [0; PAIR_BYTES];
    let mut length = 0;
    let (first, second) = chars(pair);
    let begins = (pair >> (2 * CHAR_BITS)) as u32;
    if first.is_some_and(|first| lead(first) != begins) {
        bytes[0] = begins as u8;
        length = 1;
    }
    for c in [first, second].into_iter().flatten() {
        length += c.encode_utf8(&mut bytes[length..]).len();
    }
    (bytes, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_the_order_of_their_bytes() {
        let chars = ['0', '9', 'a', 'z', '~', '¡', 'ß', '一', '政', '\u{20000}'];
        let pairs: Vec<u64> = chars
            .iter()
            .flat_map(|a| chars.iter().map(|b| pair(*a, Some(*b))))
            .chain(chars.iter().map(|a| pair(*a, None)))
            .collect();
        let often = |mark| {
            let pairs = pairs
                .iter()
                .filter(|pair| super::chars(**pair).0 > Some('~'));
            pairs
                .map(move |pair| marked(mark, *pair))
                .collect::<Vec<_>>()
        };
        let mut all = [pairs.clone(), often(Mark::Often), often(Mark::VeryOften)].concat();
        all.sort_unstable();
        let spelled: Vec<Vec<u8>> = all
            .iter()
            .map(|pair| {
                let (bytes, length) = pair_bytes(*pair);
                bytes[..length].to_vec()
            })
            .collect();
        assert!(spelled.is_sorted_by(|a, b| a < b));
        let often = marked(Mark::Often, pair('政', Some('务')));
        let (bytes, length) = pair_bytes(often);
        assert_eq!(&bytes[..length], Mark::Often.token("政务").as_bytes());
    }
}
