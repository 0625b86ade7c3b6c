//! The window for the desk's first PIN. Shows how many digits were typed and what is said of them; knows no PIN.

use super::alone::{Alone, FirstPin, Frames};

/// The window with the keys.
pub type Page = Alone<FirstPin>;

impl Alone<FirstPin> {
    /// Makes the window.
    pub fn new() -> Result<Self, slint::PlatformError> {
        let window = FirstPin::new()?;
        let frames = Frames::default();
        window.on_frame_drawn(frames.seen());
        Ok(Alone { window, frames })
    }

    /// Calls this with each key: a digit, `back` or `enter`.
    pub fn on_pressed(&self, pressed: impl Fn(&str) + 'static) {
        self.window.on_pressed(move |key| pressed(&key));
    }

    /// Shows so many digits, and what is said.
    pub fn show(&self, digits: usize, says: &str) {
        self.window.set_dots("\u{25cf}".repeat(digits).into());
        self.window.set_says(says.into());
    }
}
