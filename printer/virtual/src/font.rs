//! What the virtual printer asks of a font. Holds none: the program that starts the printer brings its own.

/// Draws characters as the font in a device would: 24 dots high, on cells of 12 dots.
pub trait Font: Send + Sync {
    /// One picture for each character and whether it is bold, in order; `None` where the font has none.
    fn draw(&self, characters: &[(char, bool)]) -> Vec<Option<Picture>>;
}

/// A character as dots; `left` and `top` count from the upper left corner of its cell.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Picture {
    pub left: i32,
    pub top: i32,
    /// The leftmost dot in the highest bit.
    pub rows: Vec<u64>,
}
