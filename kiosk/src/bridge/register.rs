//! Sets the properties of the attendant's pages: the door and the register.

use slint::ComponentHandle;

use super::shown::model;
use screens::{DeskData, DeskLine, MainWindow, PinData};
use session::screen;

pub(super) fn show_pin(window: &MainWindow, pin: &screen::Pin) {
    let data = window.global::<PinData>();
    data.set_digits(i32::from(pin.digits));
    data.set_wrong(pin.wrong);
    data.set_checking(pin.checking);
    data.set_wait(i32::try_from(pin.wait_s).unwrap_or(i32::MAX));
}

pub(super) fn show_desk(window: &MainWindow, desk: &screen::Desk) {
    let data = window.global::<DeskData>();
    data.set_role(desk.role.as_str().into());
    data.set_unsettled(desk.unsettled as i32);
    data.set_slips(model(desk.slips.iter().map(desk_line)));
    data.set_page(desk.page as i32);
    data.set_pages(desk.pages as i32);
    data.set_chosen(desk.chosen.as_ref().map(desk_line).unwrap_or_default());
    data.set_may_settle(desk.may_settle);
    data.set_may_reprint(desk.may_reprint);
    data.set_can_reprint(desk.can_reprint);
    data.set_printer(desk.printer.as_str().into());
    data.set_percent(desk.percent.map_or(-1, i32::from));
}

fn desk_line(slip: &screen::DeskSlip) -> DeskLine {
    DeskLine {
        number: slip.number.as_str().into(),
        short: slip.short.as_str().into(),
        time: slip.time.as_str().into(),
        title: slip.title.as_str().into(),
        content: slip.content.as_str().into(),
        articles: slip.articles as i32,
        length_mm: slip.length_mm as i32,
        outcome: slip.outcome.as_str().into(),
        reason: slip.reason.as_str().into(),
        found: slip.found.as_str().into(),
        reprint: slip.reprint.as_str().into(),
    }
}
