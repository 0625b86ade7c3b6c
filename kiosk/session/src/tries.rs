//! How the PIN of the attendant's desk was tried: three times a minute, whoever tries. So nobody guesses it, and no visitor can keep
//! the staff out for longer than a minute. Outlives the visitor who typed.

/// Tries that may be made in one minute.
const TRIES_PER_MINUTE: usize = 3;
const MINUTE_MS: u64 = 60_000;

/// What the terminal remembers of PINs that were typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tries {
    /// When the last ones were made, the oldest first; a try counts when it is made, so that leaving does not undo it.
    made_ms: [Option<u64>; TRIES_PER_MINUTE],
}

impl Tries {
    /// A PIN is typed and will be compared.
    pub fn tried(&mut self, now_ms: u64) {
        self.made_ms.rotate_left(1);
        self.made_ms[TRIES_PER_MINUTE - 1] = Some(now_ms);
    }

    /// So many wrong ones were typed before the program was started: nobody gains by a restart, they count as made now.
    pub fn remembered(&mut self, count: u32, now_ms: u64) {
        let known = usize::try_from(count).unwrap_or(usize::MAX);
        let made = self.made_ms.iter().flatten().count();
        for _ in made..known.min(TRIES_PER_MINUTE) {
            self.tried(now_ms);
        }
    }

    /// Seconds before a PIN is taken again; 0 when it is.
    pub fn wait_s(&self, now_ms: u64) -> u32 {
        let Some(oldest) = self.made_ms[0] else {
            return 0;
        };
        let left = (oldest + MINUTE_MS).saturating_sub(now_ms);
        u32::try_from(left.div_ceil(1000)).unwrap_or(u32::MAX)
    }
}
