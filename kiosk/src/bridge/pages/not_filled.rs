//! Nothing to show yet.

use screens::{MainWindow, NotFilledData};
use session::screen::not_filled::{Cause, NotFilled};
use slint::ComponentHandle;

use crate::bridge::models::grouped;

/// Shows the page.
pub fn show(window: &MainWindow, filled: &NotFilled) {
    let data = window.global::<NotFilledData>();
    let cause = match filled.state {
        Cause::Waiting => "waiting",
        Cause::Filling => "filling",
        Cause::Damaged => "damaged",
    };
    data.set_state(cause.into());
    data.set_documents(grouped(filled.documents));
    data.set_one(filled.documents == 1);
    data.set_percent(i32::from(filled.percent.min(100)));
}
