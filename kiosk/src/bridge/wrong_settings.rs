//! The window for settings that cannot be used. Shows lines that it is given; knows no session.

use slint::{ComponentHandle, ModelRc, SharedString, VecModel};

use super::alone::{Frames, WrongSettings};

/// The window, and which of its frames was drawn last.
pub struct Page {
    window: WrongSettings,
    frames: Frames,
}

impl Page {
    /// Makes the window for the settings in `file`.
    pub fn new(file: &str) -> Result<Page, slint::PlatformError> {
        let window = WrongSettings::new()?;
        let frames = Frames::default();
        window.on_frame_drawn(frames.seen());
        window.set_file(file.into());
        Ok(Page { window, frames })
    }

    /// Shows these lines, of so many.
    pub fn show(&self, lines: &[String], count: usize) {
        let lines: Vec<SharedString> = lines.iter().map(|line| line.as_str().into()).collect();
        self.window
            .set_problems(ModelRc::new(VecModel::from(lines)));
        self.window
            .set_count(i32::try_from(count).unwrap_or(i32::MAX));
    }

    /// The panel is higher than it is wide.
    pub fn is_standing(&self) -> bool {
        let size = self.window().size();
        size.height > size.width
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
