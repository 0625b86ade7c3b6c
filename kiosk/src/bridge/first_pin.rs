//! The window for the desk's first PIN. Shows how many digits were typed and what is said of them; knows no PIN.

use slint::ComponentHandle;

use super::alone::{FirstPin, Frames};

/// The window, and which of its frames was drawn last.
pub struct Page {
    window: FirstPin,
    frames: Frames,
}

impl Page {
    /// Makes the window.
    pub fn new() -> Result<Page, slint::PlatformError> {
        let window = FirstPin::new()?;
        let frames = Frames::default();
        window.on_frame_drawn(frames.seen());
        Ok(Page { window, frames })
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

    /// Asks for the next frame, if the last one came; whether it came.
    pub fn next_frame(&self) -> bool {
        let (came, next) = self.frames.next(self.window.get_frame_asked());
        if let Some(next) = next {
            self.window.set_frame_asked(next);
        }
        came
    }

    /// The Slint window: size, snapshots.
    pub fn window(&self) -> &slint::Window {
        self.window.window()
    }

    /// Runs until the event loop is ended.
    pub fn run(&self) -> Result<(), slint::PlatformError> {
        self.window.window().set_fullscreen(true);
        self.window.run()
    }
}
