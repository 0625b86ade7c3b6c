//! What a device obeys the moment it arrives, wherever it stands among the data, and how it calls itself. Prints nothing.

use std::collections::VecDeque;

/// `DLE DC4` function 8: forget everything that was sent (Epson ESC/POS reference).
const CLEAR_BUFFERS: [u8; 10] = [0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8];
/// As many bytes are remembered as the longest command that is obeyed at once.
const RECENT_BYTES: usize = CLEAR_BUFFERS.len();

/// A command that does not wait for its turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtOnce {
    /// `DLE EOT n`
    Status(u8),
    /// `GS r 1`, on devices that answer it early.
    Paper,
    /// Forget everything that was sent.
    Clear,
}

/// The last bytes that arrived.
#[derive(Debug, Default)]
pub struct Recent(VecDeque<u8>);

impl Recent {
    /// Takes a byte; says which command it ends.
    pub fn take(&mut self, byte: u8) -> Option<AtOnce> {
        if self.0.len() == RECENT_BYTES {
            self.0.pop_front();
        }
        self.0.push_back(byte);
        if let Some(n) = (1..=4).find(|n| self.ends_with(&[0x10, 0x04, *n])) {
            return Some(AtOnce::Status(n));
        }
        if self.ends_with(&[0x1d, b'r', 1]) {
            return Some(AtOnce::Paper);
        }
        self.ends_with(&CLEAR_BUFFERS).then_some(AtOnce::Clear)
    }

    fn ends_with(&self, wanted: &[u8]) -> bool {
        let from = self.0.len().saturating_sub(wanted.len());
        self.0.iter().skip(from).eq(wanted)
    }
}

/// Answer to `GS I n`: maker and model, the model told by its paper.
pub fn name(n: u8, width: u32) -> Option<Vec<u8>> {
    let said = match n {
        66 => "VIRTUAL",
        67 if width <= 432 => "VIRTUAL-58",
        67 => "VIRTUAL-80",
        _ => return None,
    };
    let mut block = vec![b'_'];
    block.extend_from_slice(said.as_bytes());
    block.push(0);
    Some(block)
}
