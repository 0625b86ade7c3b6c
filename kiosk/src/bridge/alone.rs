//! The windows that show before there is a session, and how their frames are counted.

use std::cell::Cell;
use std::rc::Rc;

use slint::Color;

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

pub(super) use generated::{FirstPin, WrongSettings};

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
