//! The help page.

use screens::{HelpData, MainWindow};
use session::screen::help::{Help, Touch};
use slint::ComponentHandle;

use crate::bridge::touches::Touches;

/// Lets the page call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<HelpData>();
    data.on_door(touches.plain(Touch::Door));
    data.on_ring(touches.plain(Touch::Call));
    data.on_call_off(touches.plain(Touch::CallOff));
}

/// Shows the page.
pub fn show(window: &MainWindow, help: &Help) {
    let data = window.global::<HelpData>();
    data.set_attendant(help.attendant.as_str().into());
    data.set_hours(help.hours.as_str().into());
    data.set_spans(help.spans.join(" ").into());
    data.set_number(help.number.as_str().into());
    data.set_desk(help.desk);
    data.set_rings(help.rings);
    data.set_called(help.call.is_some());
    let call = help.call.clone().unwrap_or_default();
    data.set_called_at(call.at.as_str().into());
    data.set_again_s(i32::try_from(call.again_s).unwrap_or(i32::MAX));
    data.set_seen(call.seen);
}
