//! The windows that show before there is a session, and how their frames are counted.

use std::cell::Cell;
use std::rc::Rc;

use slint::{Color, ComponentHandle};

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

pub use generated::{FirstPin, FontsMissing, WrongSettings};

/// A window that counts the frames it is asked for.
pub trait Counting: ComponentHandle {
    /// The number of the frame that it was asked for last.
    fn asked(&self) -> i32;
    /// Asks for the frame of this number.
    fn ask(&self, number: i32);
}

impl Counting for FirstPin {
    fn asked(&self) -> i32 {
        self.get_frame_asked()
    }

    fn ask(&self, number: i32) {
        self.set_frame_asked(number);
    }
}

impl Counting for FontsMissing {
    fn asked(&self) -> i32 {
        self.get_frame_asked()
    }

    fn ask(&self, number: i32) {
        self.set_frame_asked(number);
    }
}

impl Counting for WrongSettings {
    fn asked(&self) -> i32 {
        self.get_frame_asked()
    }

    fn ask(&self, number: i32) {
        self.set_frame_asked(number);
    }
}

/// Such a window, and which of its frames was drawn last.
pub struct Alone<W> {
    pub(super) window: W,
    pub(super) frames: Frames,
}

impl<W: Counting + 'static> Alone<W> {
    /// Asks for the next frame, if the last one came; whether it came.
    pub fn next_frame(&self) -> bool {
        let (came, next) = self.frames.next(self.window.asked());
        if let Some(next) = next {
            self.window.ask(next);
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

/// Which frame of a window was drawn last.
#[derive(Default)]
pub(super) struct Frames(Rc<Cell<i32>>);

impl Frames {
    /// What the window calls with the number of each frame that is drawn.
    pub(super) fn seen(&self) -> impl Fn(i32) -> Color + 'static {
        let drawn = self.0.clone();
        move |number| {
            drawn.set(number);
            Color::default()
        }
    }

    /// Whether the frame came that was asked for last, and which is to be asked for next, if any.
    pub(super) fn next(&self, asked: i32) -> (bool, Option<i32>) {
        let came = asked > 0 && self.0.get() == asked;
        let next = (came || asked == 0).then(|| asked.wrapping_add(1).max(1));
        (came, next)
    }
}
