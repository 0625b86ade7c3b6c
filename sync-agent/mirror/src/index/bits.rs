//! A set of documents of one run, a bit each. Pure.

/// A set of numbers below its size.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// An empty set of numbers below `size`.
    pub fn new(size: u32) -> Bits {
        Bits {
            words: vec![0; (size as usize).div_ceil(64)],
        }
    }

    /// Puts a number in; false if it is too large.
    pub fn put(&mut self, number: u32) -> bool {
        match self.words.get_mut(number as usize / 64) {
            Some(word) => {
                *word |= 1 << (number % 64);
                true
            }
            None => false,
        }
    }

    /// Whether a number is in.
    pub fn holds(&self, number: u32) -> bool {
        let word = self.words.get(number as usize / 64);
        word.is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Puts the numbers of a bitmap in, the lowest in the lowest bit of the first byte; false if one is too large.
    pub fn put_map(&mut self, map: &[u8]) -> bool {
        if map.len() > self.words.len() * 8 {
            return false;
        }
        for (word, bytes) in self.words.iter_mut().zip(map.chunks(8)) {
            let mut eight = [0; 8];
            eight[..bytes.len()].copy_from_slice(bytes);
            *word |= u64::from_le_bytes(eight);
        }
        true
    }

    /// Keeps what is in both; whether anything is left.
    pub fn keep(&mut self, other: &Bits) -> bool {
        let mut left = 0;
        for (word, also) in self.words.iter_mut().zip(&other.words) {
            *word &= also;
            left |= *word;
        }
        left != 0
    }

    /// Adds the other's.
    pub fn join(&mut self, other: &Bits) {
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
    }

    /// Gives every number, ascending.
    pub fn each(&self, mut take: impl FnMut(u32)) {
        for (at, word) in (0_u32..).zip(&self.words) {
            let mut left = *word;
            while left != 0 {
                take(at * 64 + left.trailing_zeros());
                left &= left - 1;
            }
        }
    }

    /// How many documents are in the set.
    pub fn count(&self) -> u64 {
        self.words
            .iter()
            .map(|word| u64::from(word.count_ones()))
            .sum()
    }

    /// The largest below `end`.
    pub fn before(&self, end: u32) -> Option<u32> {
        let mut at = end as usize / 64;
        let mut word = self
            .words
            .get(at)
            .map_or(0, |word| word & ((1 << (end % 64)) - 1));
        loop {
            if word != 0 {
                return Some((at * 64) as u32 + 63 - word.leading_zeros());
            }
            at = at.min(self.words.len()).checked_sub(1)?;
            word = self.words[at];
        }
    }

    /// Memory in words of 64 bits.
    pub fn words(&self) -> usize {
        self.words.len()
    }
}
