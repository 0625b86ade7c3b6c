//! How the PIN of the attendant's desk was tried: three wrong ones are a slip of the finger, each further one makes everybody wait longer, up to a
//! quarter of an hour (`config::pin` says how long). So a night alone with the terminal is too short to guess, and no visitor keeps the
//! staff out for longer than that. Outlives the visitor who typed; only the right PIN forgets.

use config::pin;

/// What the terminal remembers of PINs that were typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tries {
    /// Since the last right one. A try counts when it is made, so that leaving does not undo it.
    count: u32,
    /// When the last one was made, or heard of.
    last_ms: u64,
}

impl Tries {
    /// A PIN is typed and will be compared.
    pub fn tried(&mut self, now_ms: u64) {
        self.count = self.count.saturating_add(1);
        self.last_ms = now_ms;
    }

    /// So many wrong ones were typed before the program was started: nobody gains by a restart, the last one counts as made now.
    pub fn remembered(&mut self, count: u32, now_ms: u64) {
        self.count = self.count.max(count);
        self.last_ms = now_ms;
    }

    /// Seconds before a PIN is taken again; 0 when it is.
    pub fn wait_s(&self, now_ms: u64) -> u32 {
        let left = (self.last_ms + wait_ms(self.count)).saturating_sub(now_ms);
        match wait_ms(self.count) {
            0 => 0,
            _ => u32::try_from(left.div_ceil(1000)).unwrap_or(u32::MAX),
        }
    }
}

/// What so many wrong ones cost together.
fn wait_ms(count: u32) -> u64 {
    u64::from(pin::wait_s(count)) * 1_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_runs_from_the_last_one_and_a_restart_begins_it_anew() {
        let mut tries = Tries::default();
        for at in [0, 10_000, 20_000] {
            assert_eq!(tries.wait_s(at), 0);
            tries.tried(at);
        }
        assert_eq!(tries.wait_s(20_000), 60);
        assert_eq!(tries.wait_s(79_001), 1);
        assert_eq!(tries.wait_s(80_000), 0);
        tries.remembered(4, 80_000);
        assert_eq!(tries.wait_s(80_000), 120);
        // An older count takes nothing back.
        tries.remembered(1, 90_000);
        assert_eq!(tries.wait_s(90_000), 120);
    }
}
