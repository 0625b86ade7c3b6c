//! The window for settings that cannot be used. Shows lines that it is given; knows no session.

use slint::{ModelRc, SharedString, VecModel};

use super::alone::{Alone, Frames, WrongSettings};

/// The window with what is wrong.
pub type Page = Alone<WrongSettings>;

impl Alone<WrongSettings> {
    /// Makes the window for the settings in `file`.
    pub fn new(file: &str) -> Result<Self, slint::PlatformError> {
        let window = WrongSettings::new()?;
        let frames = Frames::default();
        window.on_frame_drawn(frames.seen());
        window.set_file(file.into());
        Ok(Alone { window, frames })
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
}
