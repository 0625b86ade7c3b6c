//! The window of a machine without Chinese fonts. Shows one picture; draws no text.

use super::alone::{Alone, FontsMissing, Frames};

/// The window with the notice.
pub type Page = Alone<FontsMissing>;

impl Alone<FontsMissing> {
    /// Makes the window.
    pub fn new() -> Result<Self, slint::PlatformError> {
        let window = FontsMissing::new()?;
        let frames = Frames::default();
        window.on_frame_drawn(frames.seen());
        Ok(Alone { window, frames })
    }
}
