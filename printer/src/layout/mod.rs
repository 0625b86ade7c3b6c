//! Where everything of a slip stands on the paper. Knows no bytes and no device.

/// Width of a half-width cell (an ASCII letter) in dots; a Chinese character takes two.
pub const CELL_DOTS: u32 = 12;
