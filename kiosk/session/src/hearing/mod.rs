//! Working by ear (听屏), as far as a session knows it: that it is on, what the finger does, what was said last. Knows no
//! widgets: what lies under a finger is found where they are, and comes back as words. Wiped with the visitor.

mod finger;
mod voice_state;

use crate::screen::listening::{SPEED_MAX, Tune, Tuned, VOLUME_MAX, Voice};

pub use finger::{Felt, Finger};
pub use voice_state::VoiceState;

/// By ear: idle times are so many times as long.
pub const PATIENCE: u64 = 3;
/// Longer words are not kept for repeating.
pub const SAID_BYTES_MAX: usize = 64 * 1024;

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hearing {
    /// What the finger on the glass has done so far.
    pub finger: Finger,
    /// The last words, for whoever wants them once more.
    pub said: String,
    /// How the voice sounds.
    pub voice: Voice,
    /// The curtain is drawn: nobody else reads along.
    pub curtain: bool,
    /// Since when a touch waits for an answer; nothing once something was said.
    pub owed_ms: Option<u64>,
    /// When the headphones were pulled out.
    pub unplugged_ms: Option<u64>,
}

/// Without headphones again for so long: whoever listened has gone, ms.
pub const UNPLUGGED_MS: u64 = 10_000;

/// A touch that nothing was said to is answered after this, ms: whoever sees nothing takes silence for a terminal that is broken.
const ANSWER_MS: u64 = 1_000;

impl Hearing {
    /// Whether a touch has waited long enough for an answer. True once for each touch.
    pub fn owes(&mut self, now_ms: u64) -> bool {
        let late = |since_ms: &mut u64| now_ms.saturating_sub(*since_ms) >= ANSWER_MS;
        self.owed_ms.take_if(late).is_some()
    }

    /// Changes the voice or the screen; tells what stands then.
    pub fn tune(&mut self, tune: Tune) -> Tuned {
        let step = |at: u8, up: bool, most: u8| match up {
            true => (at + 1).min(most),
            false => at.saturating_sub(1).max(1),
        };
        match tune {
            Tune::Speed { up } => {
                self.voice.speed = step(self.voice.speed, up, SPEED_MAX);
                Tuned::Speed(self.voice.speed)
            }
            Tune::Volume { up } => {
                self.voice.volume = step(self.voice.volume, up, VOLUME_MAX);
                Tuned::Volume(self.voice.volume)
            }
            Tune::Curtain { drawn } => {
                self.curtain = drawn.unwrap_or(!self.curtain);
                Tuned::Curtain(self.curtain)
            }
        }
    }
}
