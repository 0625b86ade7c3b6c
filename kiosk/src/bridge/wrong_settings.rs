//! The window for settings that cannot be used. Shows lines that it is given; knows no session.

use std::cell::Cell;
use std::rc::Rc;

use slint::{Color, ComponentHandle, ModelRc, SharedString, VecModel};

// What the Slint compiler writes is not ours to polish.
#[allow(
    missing_docs,
    unused_qualifications,
    clippy::all,
    clippy::unwrap_used,
    clippy::todo
)]
mod generated {
    slint::include_modules!();
}

use generated::WrongSettings;

/// The window, and which of its frames was drawn last.
pub struct Page {
    window: WrongSettings,
    drawn: Rc<Cell<i32>>,
}

impl Page {
    /// Makes the window for the settings in `file`.
    pub fn new(file: &str) -> Result<Page, slint::PlatformError> {
        let window = WrongSettings::new()?;
        let drawn = Rc::new(Cell::new(0));
        let seen = drawn.clone();
        window.on_frame_drawn(move |number| {
            seen.set(number);
            Color::default()
        });
        window.set_file(file.into());
        Ok(Page { window, drawn })
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
        let asked = self.window.get_frame_asked();
        let came = asked > 0 && self.drawn.get() == asked;
        if came || asked == 0 {
            self.window.set_frame_asked(asked.wrapping_add(1).max(1));
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
