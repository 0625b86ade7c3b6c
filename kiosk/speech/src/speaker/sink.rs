//! Where samples go. Makes none.

use crate::engine::{Fault, Hush};

/// Takes samples, mono at [`crate::engine::RATE`].
pub trait Sink {
    /// Plays samples; comes back when almost all of them were heard, at the latest soon after `hush` is set.
    ///
    /// # Errors
    /// When no sound comes out.
    fn play(&mut self, samples: &[i16], hush: &Hush) -> Result<(), Fault>;

    /// Silence at once: what was taken and not heard yet is dropped.
    fn cut(&mut self);
}

/// Takes everything and plays nothing, in no time: for journeys, which go by a clock of their own.
#[derive(Debug, Default, Clone, Copy)]
pub struct Swallow;

impl Sink for Swallow {
    fn play(&mut self, _samples: &[i16], _hush: &Hush) -> Result<(), Fault> {
        Ok(())
    }

    fn cut(&mut self) {}
}
