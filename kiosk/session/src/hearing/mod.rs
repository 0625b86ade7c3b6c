//! Working by ear (听屏), as far as a session knows it: that it is on, what the finger does, what was said last. Knows no
//! widgets: what lies under a finger is found where they are, and comes back as words. Wiped with the visitor.

mod finger;

pub use finger::{Felt, Finger};

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
}
