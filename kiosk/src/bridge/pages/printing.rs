//! A job under way.

use screens::{MainWindow, PrintingData};
use session::screen::printing::{Printing, Touch};
use slint::ComponentHandle;

use crate::bridge::touches::Touches;

/// Lets the page call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<PrintingData>();
    data.on_cancel(touches.plain(Touch::Cancel));
}

/// Shows the page.
pub fn show(window: &MainWindow, printing: &Printing) {
    let data = window.global::<PrintingData>();
    data.set_number(printing.number.as_str().into());
    data.set_title(printing.title.as_str().into());
    data.set_percent(i32::from(printing.percent.min(100)));
    data.set_cancelling(printing.cancelling);
}
