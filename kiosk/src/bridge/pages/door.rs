//! The door of the attendant's desk.

use journal::Role;
use screens::{DoorData, MainWindow};
use session::screen::door::{Door, Touch};
use slint::ComponentHandle;

use crate::bridge::touches::Touches;

/// Lets the page call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<DoorData>();
    data.on_type(touches.with(|text| Touch::Type { text }));
    data.on_backspace(touches.plain(Touch::Backspace));
    data.on_clear(touches.plain(Touch::Clear));
    data.on_enter(touches.coded(|code| Role::from_code(code).map(Touch::Enter)));
}

/// Shows the page.
pub fn show(window: &MainWindow, door: &Door) {
    let data = window.global::<DoorData>();
    data.set_digits(i32::from(door.digits));
    data.set_wrong(door.wrong);
    data.set_checking(door.checking);
    data.set_wait(i32::try_from(door.wait_s).unwrap_or(i32::MAX));
}
