//! A composed slip.
use crate::{Profile, Receipt};

/// Fonts, loaded once.
pub struct Renderer {}
/// Why no slip can be composed at all.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    /// No Chinese font.
    #[error("find a chinese font: install fonts-noto-cjk or name the folder of one")]
    NoCjk,
}
/// Why this receipt makes no slip.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// Too many elements.
    #[error("compose slip: {0} elements, at most 20000")]
    TooManyItems(usize),
}
/// Which form the bytes take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Dots.
    Raster,
    /// GB 18030 text, dots where the device's font would not do.
    Text,
    /// Text on serial lines to devices that take it, else dots.
    Auto,
}
/// Bytes between two places where a job may be cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// What to send.
    pub bytes: Vec<u8>,
}
/// A slip, laid out and drawn.
#[derive(Clone, Debug)]
pub struct Slip {}
impl Renderer {
    /// Finds the fonts.
    pub fn new() -> Result<Renderer, FontError> {
        Ok(Renderer {})
    }
    /// Finds the fonts, looking into one more folder first.
    pub fn with_fonts(_dir: Option<&std::path::Path>) -> Result<Renderer, FontError> {
        Ok(Renderer {})
    }
    /// Lays out and draws.
    pub fn compose(&self, _r: &Receipt, _p: &Profile) -> Result<Slip, ComposeError> {
        Ok(Slip {})
    }
}
impl Slip {
    /// Millimetres of paper it costs.
    pub fn length_mm(&self) -> u32 {
        0
    }
    /// Characters that no font has.
    pub fn omitted(&self) -> u32 {
        0
    }
    /// Width, height and one byte a dot, 0 black, 255 white.
    pub fn grey(&self) -> (u32, u32, Vec<u8>) {
        (0, 0, Vec::new())
    }
    /// The bytes.
    pub fn encode(&self, _mode: Mode) -> Vec<Chunk> {
        Vec::new()
    }
}
