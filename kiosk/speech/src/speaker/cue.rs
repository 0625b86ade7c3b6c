//! Short tones before the words: something was found, something does nothing now, another page stands there, a second is over. Made, not
//! recorded; softer than the voice.

use crate::engine::RATE;

/// What a tone means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
    /// The finger found something; in the countdown: a second is over.
    Tick,
    /// What was pressed does nothing now.
    Refused,
    /// Another page stands there now.
    Page,
}

/// A tone: pitch, hertz, and length, ms. A pitch of nothing is silence.
type Tone = (f32, u32);

/// How loud, of 1.
const LOUD: f32 = 0.35;
/// So long a tone grows and fades, ms: without it, it would click.
const EDGE_MS: u32 = 4;

impl Cue {
    fn tones(self) -> &'static [Tone] {
        match self {
            Cue::Tick => &[(1_500.0, 14)],
            Cue::Refused => &[(220.0, 90), (0.0, 40), (180.0, 120)],
            Cue::Page => &[(600.0, 50), (900.0, 60)],
        }
    }

    /// Its samples, at the rate of every voice.
    pub(super) fn samples(self) -> Vec<i16> {
        let mut samples = Vec::new();
        for (pitch_hz, length_ms) in self.tones() {
            let count = RATE * length_ms / 1_000;
            let edge = (RATE * EDGE_MS / 1_000) as f32;
            samples.extend((0..count).map(|at| {
                let from_edge = at.min(count - 1 - at) as f32;
                let grown = (from_edge / edge).min(1.0);
                let turn = at as f32 / RATE as f32 * pitch_hz * std::f32::consts::TAU;
                (turn.sin() * grown * LOUD * f32::from(i16::MAX)) as i16
            }));
        }
        samples
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_are_short_begin_and_end_in_silence_and_do_not_clip() {
        for (cue, longest_ms) in [(Cue::Tick, 20), (Cue::Refused, 260), (Cue::Page, 120)] {
            let samples = cue.samples();
            assert!(
                samples.len() <= (RATE * longest_ms / 1_000) as usize,
                "{cue:?}"
            );
            let loudest = samples.iter().map(|s| s.unsigned_abs()).max().unwrap();
            assert!((8_000..13_000).contains(&loudest), "{cue:?}: {loudest}");
            assert!(
                samples[0].unsigned_abs() < 500 && samples[samples.len() - 1].unsigned_abs() < 500
            );
        }
    }
}
