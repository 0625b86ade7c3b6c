//! A voice for tests and journeys: says a tone as long as the clause would be, and remembers what it said. Starts no program.

use super::pinyin::lots;
use super::voice::{Ended, Engine, Fault, Hush, RATE, Speed};
use crate::clause::Clause;

/// Samples of one syllable at normal speed: four a second.
const SYLLABLE_SAMPLES: usize = RATE as usize / 4;
/// What it hands over at once: 10 ms.
const BLOCK_SAMPLES: usize = RATE as usize / 100;

/// The voice that is none.
#[derive(Debug, Default)]
pub struct Fake {
    /// What was begun, as lots of one language, joined by spaces.
    pub said: Vec<String>,
    /// Breaks at the next clause.
    pub broken: bool,
}

impl Engine for Fake {
    fn say(
        &mut self,
        clause: &Clause,
        _speed: Speed,
        hush: &Hush,
        take: &mut dyn FnMut(&[i16]),
    ) -> Result<Ended, Fault> {
        if self.broken {
            return Err(Fault::Broken {
                program: "fake".into(),
                what: "told to break".into(),
            });
        }
        let texts: Vec<String> = lots(clause).into_iter().map(|lot| lot.text).collect();
        self.said.push(texts.join(" "));
        let samples = clause.syllables().max(1) * SYLLABLE_SAMPLES;
        let block = [1000_i16; BLOCK_SAMPLES];
        for start in (0..samples).step_by(BLOCK_SAMPLES) {
            if hush.is_set() {
                return Ok(Ended::Cut);
            }
            take(&block[..BLOCK_SAMPLES.min(samples - start)]);
        }
        Ok(Ended::Whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_touch_cuts_it_between_two_blocks() {
        let clause = &crate::clause::clauses("应当公开")[0];
        let hush = Hush::default();
        let mut heard = 0;
        let cut = hush.clone();
        let ended = Fake::default()
            .say(clause, Speed::Normal, &hush, &mut |samples| {
                heard += samples.len();
                if heard > SYLLABLE_SAMPLES {
                    cut.now();
                }
            })
            .unwrap();
        assert_eq!(ended, Ended::Cut);
        assert!(heard <= SYLLABLE_SAMPLES + BLOCK_SAMPLES);
    }
}
