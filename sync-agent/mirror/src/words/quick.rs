//! Maps and sets that are quick for small keys. Not for keys that somebody outside could choose by the million: they do not
//! defend themselves against keys that all meet; what one batch brings is capped.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map whose keys are ours, so that no hash flood is to be feared.
pub type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<Mixer>>;
/// A set whose keys are ours, so that no hash flood is to be feared.
pub type QuickSet<K> = HashSet<K, BuildHasherDefault<Mixer>>;

/// Mixes eight bytes at a time.
#[derive(Default)]
pub struct Mixer(u64);

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut eight = [0; 8];
            eight[..part.len()].copy_from_slice(part);
            self.write_u64(u64::from_le_bytes(eight));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0 ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 29;
    }

    fn finish(&self) -> u64 {
        // The table takes its place from the low bits and its tag from the high ones.
        (self.0 ^ (self.0 >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93)
    }
}

/// Collects the distinct numbers of one text after the other, and how often each was there; quicker than sorting them.
pub struct Distinct {
    slots: Vec<u64>,
    /// Beside each slot.
    counts: Vec<u32>,
    found: Vec<u64>,
}

impl Default for Distinct {
    fn default() -> Distinct {
        Distinct {
            slots: vec![0; SLOTS_MIN],
            counts: vec![0; SLOTS_MIN],
            found: Vec::new(),
        }
    }
}

/// Slots to begin with; a power of two.
const SLOTS_MIN: usize = 1 << 13;

impl Distinct {
    /// Adds a number that is not 0.
    pub fn add(&mut self, number: u64) {
        if self.found.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let at = place(&self.slots, number);
        if self.slots[at] == 0 {
            self.slots[at] = number;
            self.found.push(number);
        }
        self.counts[at] += 1;
    }

    fn grow(&mut self) {
        let mut slots = vec![0; self.slots.len() * 2];
        let mut counts = vec![0; slots.len()];
        for number in &self.found {
            let at = place(&slots, *number);
            slots[at] = *number;
            counts[at] = self.counts[place(&self.slots, *number)];
        }
        (self.slots, self.counts) = (slots, counts);
    }

    /// What was added at least `often` times, in the order in which it came.
    pub fn frequent(&self, often: u32) -> impl Iterator<Item = u64> + '_ {
        let is_frequent = move |number: &u64| self.counts[place(&self.slots, *number)] >= often;
        self.found.iter().copied().filter(is_frequent)
    }

    /// Gives what was added, each number once, and begins anew.
    pub fn take(&mut self) -> Vec<u64> {
        self.slots.fill(0);
        self.counts.fill(0);
        let found = self.found.clone();
        self.found.clear();
        found
    }
}

/// Where a number is, or would be put.
fn place(slots: &[u64], number: u64) -> usize {
    let mask = slots.len() - 1;
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut at = (mixed >> 40) as usize & mask;
    while slots[at] != 0 && slots[at] != number {
        at = (at + 1) & mask;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_once_however_many() {
        let mut distinct = Distinct::default();
        for many in [10_u64, 100_000, 3] {
            for number in (1..=many).chain(1..=many) {
                distinct.add(number << 20 | 5);
            }
            let wanted: Vec<u64> = (1..=many).map(|number| number << 20 | 5).collect();
            distinct.add(wanted[0]);
            assert_eq!(distinct.frequent(3).collect::<Vec<_>>(), wanted[..1]);
            assert_eq!(distinct.frequent(2).count(), wanted.len());
            assert_eq!(distinct.take(), wanted);
            assert_eq!(distinct.frequent(1).count(), 0);
        }
    }
}
