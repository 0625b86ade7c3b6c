//! The help page.

use screens::{HelpData, MainWindow};
use session::screen::help::{Help, Touch};
use slint::ComponentHandle;

use crate::bridge::touches::Touches;

/// Lets the page call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<HelpData>();
    data.on_door(touches.plain(Touch::Door));
}

/// Shows the page.
pub fn show(window: &MainWindow, help: &Help) {
    let data = window.global::<HelpData>();
    data.set_attendant(help.attendant.as_str().into());
    data.set_hours(help.hours.as_str().into());
    data.set_desk(help.desk);
}
