//! The trait of a voice, and what every voice shares: speed, faults, the hush of a touch. Says nothing itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::clause::Clause;

/// Samples a second of every voice, mono.
pub const RATE: u32 = 22_050;

/// How fast it speaks, five steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[allow(missing_docs)]
pub enum Speed {
    /// About three syllables a second.
    Slowest,
    /// About four, as news are read.
    #[default]
    Normal,
    Brisk,
    /// About six and a half.
    Fast,
    /// About eight, for trained ears.
    Fastest,
}

impl Speed {
    /// From slow to fast.
    pub const ALL: [Self; 5] = [
        Self::Slowest,
        Self::Normal,
        Self::Brisk,
        Self::Fast,
        Self::Fastest,
    ];

    /// Its place in `ALL`, from 1: what a listener is told.
    #[must_use]
    pub fn step(self) -> u8 {
        self as u8 + 1
    }

    /// The next one up, or itself.
    #[must_use]
    pub fn faster(self) -> Self {
        let next = usize::from(self.step());
        Self::ALL.get(next).copied().unwrap_or(self)
    }

    /// The next one down, or itself.
    #[must_use]
    pub fn slower(self) -> Self {
        usize::from(self.step())
            .checked_sub(2)
            .map_or(self, |i| Self::ALL[i])
    }
}

/// Why a voice does not speak.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The program of the voice cannot be started.
    #[error("start voice {program}")]
    Missing {
        /// What was started.
        program: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// It ended early, said nothing, or sent what is no sound.
    #[error("voice {program}: {what}")]
    Broken {
        /// What was started.
        program: String,
        /// What was wrong.
        what: String,
    },
    /// Talking to it failed.
    #[error("talk to voice {program}")]
    Pipe {
        /// What was started.
        program: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

/// How a clause ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Everything was said.
    Whole,
    /// `Hush` cut it.
    Cut,
}

/// Cuts speech from another thread: set at a touch, seen by the voice within `HUSH_SEEN_MS`.
#[derive(Debug, Clone, Default)]
pub struct Hush(Arc<AtomicBool>);

/// A voice looks at its `Hush` at least so often, ms.
pub const HUSH_SEEN_MS: i64 = 5;

impl Hush {
    /// Cuts what is being said.
    pub fn now(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Lets the next clause be said.
    pub fn lift(&self) {
        self.0.store(false, Ordering::SeqCst);
    }

    /// Whether speech is cut.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// A voice. Says one clause at a time; silence between clauses is the player's.
pub trait Engine {
    /// Hands the samples of `clause` to `take` as they come, mono at `RATE`, until all are there or `hush` is set.
    ///
    /// # Errors
    /// When the voice is missing or breaks; the next clause may go well again.
    fn say(
        &mut self,
        clause: &Clause,
        speed: Speed,
        hush: &Hush,
        take: &mut dyn FnMut(&[i16]),
    ) -> Result<Ended, Fault>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speed_has_five_steps_and_stops_at_both_ends() {
        assert_eq!(Speed::default().step(), 2);
        assert_eq!(Speed::Fastest.faster(), Speed::Fastest);
        assert_eq!(Speed::Slowest.slower(), Speed::Slowest);
        for pair in Speed::ALL.windows(2) {
            assert_eq!(pair[0].faster(), pair[1]);
            assert_eq!(pair[1].slower(), pair[0]);
        }
    }
}
