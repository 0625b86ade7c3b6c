//! The tokens of one document as the index takes them: pairs of characters as numbers, and keys. Owns how a pair is one number.

/// The tokens of one document, each once: pairs of characters as numbers, and keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// See [`pair`]; in any order.
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

/// A character and the one behind it as a number; their order is the order of their UTF-8.
pub fn pair(first: char, second: Option<char>) -> u64 {
    u64::from(first) << CHAR_BITS | second.map_or(0, u64::from)
}

/// The characters of a pair.
pub fn chars(pair: u64) -> (Option<char>, Option<char>) {
    let second = (pair & ((1 << CHAR_BITS) - 1)) as u32;
    (
        char::from_u32((pair >> CHAR_BITS) as u32),
        char::from_u32(second).filter(|c| *c != '\0'),
    )
}

/// UTF-8 of a pair, and its length.
pub fn pair_bytes(pair: u64) -> ([u8; 8], usize) {
    let mut bytes = [0; 8];
    let mut length = 0;
    let second = (pair & ((1 << CHAR_BITS) - 1)) as u32;
    for code in [(pair >> CHAR_BITS) as u32, second] {
        if let Some(c) = char::from_u32(code).filter(|c| *c != '\0') {
            length += c.encode_utf8(&mut bytes[length..]).len();
        }
    }
    (bytes, length)
}
