//! Whether the sounds of a word fit to typed keys, and how well. Pure; the one place that knows what a good reading costs.

use crate::KEYS_MAX;
use crate::spelling::MARK;
use crate::syllables::{Syllable, Syllables, initial_letters};

/// How a word fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    /// How many of the keys it takes.
    pub used: usize,
    /// Syllables of the word that were not typed yet.
    pub missing: usize,
    /// Whether every syllable was typed in full, but for those that are missing.
    pub full: bool,
    /// Lower is better.
    pub cost: u32,
    /// The part of the cost that comes from syllables not typed in full.
    pub parts: u32,
}

/// A syllable of which only the initial or a part was typed.
const COST_PART: u32 = 3;
/// The last keys are the beginning of the syllable: the visitor is still typing it.
const COST_BEGUN: u32 = 1;
/// A syllable that was not typed.
const COST_MISSING: u32 = 2;
/// Beyond so many missing ones a word is as far away as any.
const MISSING_COUNTED_MAX: usize = 3;
/// A reading of a character that is not its most common one.
const COST_RARE_READING: u32 = 1;

/// Cheapest cost to reach each place, and whether a way there had every syllable in full.
struct Reached {
    costs: [u32; KEYS_MAX + 1],
    full: u64,
    first: usize,
    last: usize,
}

impl Reached {
    fn nothing() -> Reached {
        Reached {
            costs: [u32::MAX; KEYS_MAX + 1],
            full: 0,
            first: KEYS_MAX,
            last: 0,
        }
    }

    fn reach(&mut self, place: usize, cost: u32, full: bool) {
        self.costs[place] = self.costs[place].min(cost);
        self.full |= u64::from(full) << place;
        self.first = self.first.min(place);
        self.last = self.last.max(place);
    }
}

/// Fits the sounds of a word, each with its readings, to `keys` (letters and single marks, at most [`KEYS_MAX`]).
pub fn fit<'a>(
    keys: &[u8],
    word: impl ExactSizeIterator<Item = &'a [Syllable]>,
    syllables: &Syllables,
) -> Option<Fit> {
    debug_assert!(keys.len() <= KEYS_MAX && KEYS_MAX < 64);
    let length = word.len();
    let mut reached = Reached::nothing();
    reached.reach(0, 0, true);
    let mut best: Option<Fit> = None;
    let mut leading: Option<Fit> = None;
    for (index, readings) in word.enumerate() {
        let mut next = Reached::nothing();
        for place in reached.first..=reached.last.min(keys.len().saturating_sub(1)) {
            if reached.costs[place] == u32::MAX {
                continue;
            }
            let full = reached.full >> place & 1 == 1;
            step(
                keys,
                place,
                (reached.costs[place], full),
                readings,
                syllables,
                &mut next,
            );
        }
        if next.last == 0 {
            leading = None;
            break;
        }
        let missing = length - index - 1;
        if next.costs[keys.len()] != u32::MAX {
            let far = u32::try_from(missing.min(MISSING_COUNTED_MAX)).expect("a few");
            let whole = Fit {
                used: keys.len(),
                missing,
                full: next.full >> keys.len() & 1 == 1,
                cost: next.costs[keys.len()] + COST_MISSING * far,
                parts: next.costs[keys.len()],
            };
            if best.is_none_or(|best| whole.cost < best.cost) {
                best = Some(whole);
            }
        }
        if missing == 0 {
            leading = longest(&next);
        }
        reached = next;
    }
    best.or(leading)
}

/// The longest beginning of the keys that the whole word takes, in full where that is possible at all.
fn longest(reached: &Reached) -> Option<Fit> {
    let full = reached.full != 0;
    let used = if full {
        (u64::BITS - 1 - reached.full.leading_zeros()) as usize
    } else {
        reached.last
    };
    Some(Fit {
        used,
        missing: 0,
        full,
        cost: reached.costs[used],
        parts: reached.costs[used],
    })
}

fn step(
    keys: &[u8],
    place: usize,
    (cost, full): (u32, bool),
    readings: &[Syllable],
    syllables: &Syllables,
    next: &mut Reached,
) {
    let start = place + usize::from(place > 0 && keys[place] == MARK as u8);
    let rest = &keys[start..];
    for (order, reading) in readings.iter().enumerate() {
        let sound = syllables.text(*reading).as_bytes();
        let same = sound.iter().zip(rest).take_while(|(a, b)| a == b).count();
        let cost = cost + COST_RARE_READING * u32::from(order > 0);
        for length in 1..=same {
            if length == sound.len() {
                next.reach(start + length, cost, full);
            } else if length == rest.len() {
                // Initials at the end are initials; more is a syllable that is still being typed.
                let price = if length <= initial_letters(sound) && !full {
                    COST_PART
                } else {
                    COST_BEGUN
                };
                next.reach(start + length, cost + price, false);
            } else if length <= initial_letters(sound) || rest[length] == MARK as u8 {
                next.reach(start + length, cost + COST_PART, false);
            }
        }
    }
}
