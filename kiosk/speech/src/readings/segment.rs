//! Cuts text into words: as few as possible. Knows no frequencies.

use super::lexicon;
use super::overlay::overlay;

/// A word: where it begins, how long it is, its reading if the table gives one.
pub(super) struct Cut {
    pub(super) from: usize,
    pub(super) len: usize,
    pub(super) reading: Option<&'static str>,
}

/// A word costs this; of equal cuts the one whose single characters are function words is right more often.
const WORD_COST: u32 = 100;
const FUNCTION_CHARACTER_COST: u32 = 97;
/// A word of the overlay was put there because others cut wrongly.
const OUR_WORD_COST: u32 = 90;

#[derive(Clone, Copy)]
struct Step {
    cost: u32,
    len: usize,
    reading: Option<&'static str>,
}

/// Least cost from each place to the end, then forward along it: so of equal cuts the longer word comes first.
pub(super) fn cut(chars: &[char]) -> Vec<Cut> {
    let mut steps = vec![
        Step {
            cost: 0,
            len: 0,
            reading: None,
        };
        chars.len() + 1
    ];
    let mut found = Vec::new();
    for at in (0..chars.len()).rev() {
        let single = if overlay().is_function(chars[at]) {
            FUNCTION_CHARACTER_COST
        } else {
            WORD_COST
        };
        let mut best = Step {
            cost: steps[at + 1].cost.saturating_add(single),
            len: 1,
            reading: None,
        };
        lexicon::words_at(&chars[at..], &mut found);
        for (len, reading) in &found {
            let own = if overlay().has_word(&chars[at..at + len]) {
                OUR_WORD_COST
            } else {
                WORD_COST
            };
            let cost = steps[at + len].cost.saturating_add(own);
            if cost < best.cost || (cost == best.cost && *len > best.len) {
                best = Step {
                    cost,
                    len: *len,
                    reading: *reading,
                };
            }
        }
        steps[at] = best;
    }
    let mut cuts = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let step = steps[at];
        cuts.push(Cut {
            from: at,
            len: step.len,
            reading: step.reading,
        });
        at += step.len;
    }
    cuts
}
