//! How the PIN of the attendant's desk was tried: from the third wrong one on everybody waits. Outlives the visitor who typed.

/// Wrong PINs before anybody has to wait.
const FREE_TRIES: u32 = 3;
/// The first wait; each further wrong PIN doubles it.
const WAIT_MS: u64 = 30_000;
/// The longest wait.
const WAIT_MS_MAX: u64 = 900_000;

/// What the terminal remembers of PINs that were typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tries {
    /// Since the last right one; a try counts when it is made, so that leaving does not undo it.
    count: u32,
    /// No PIN is taken before.
    shut_until_ms: u64,
}

impl Tries {
    /// A PIN is typed and will be compared.
    pub fn tried(&mut self, now_ms: u64) {
        self.count = self.count.saturating_add(1);
        if let Some(over) = self.count.checked_sub(FREE_TRIES) {
            let wait = WAIT_MS.saturating_mul(1 << over.min(16)).min(WAIT_MS_MAX);
            self.shut_until_ms = now_ms + wait;
        }
    }

    /// Seconds before a PIN is taken again; 0 when it is.
    pub fn wait_s(&self, now_ms: u64) -> u32 {
        let left = self.shut_until_ms.saturating_sub(now_ms);
        u32::try_from(left.div_ceil(1000)).unwrap_or(u32::MAX)
    }
}
