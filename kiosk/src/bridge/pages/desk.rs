//! The attendant's desk.

use journal::{Finding, Outcome};
use screens::{DeskData, DeskLine, MainWindow};
use session::Unreached;
use session::screen::desk::{Desk, DeskSlip, Touch};
use session::screen::print::Extent;
use slint::ComponentHandle;

use super::outcome::reason_code;
use crate::bridge::models::model;
use crate::bridge::touches::Touches;

/// Lets the page call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<DeskData>();
    data.on_page_prev(touches.plain(Touch::PagePrev));
    data.on_page_next(touches.plain(Touch::PageNext));
    data.on_choose(touches.with(|number| Touch::Choose { number }));
    data.on_settle(touches.coded(|code| Finding::from_code(code).map(Touch::Settle)));
    data.on_set_day(touches.plain(Touch::SetDay));
    data.on_print_again(touches.plain(Touch::Reprint));
    data.on_cancel(touches.plain(Touch::Cancel));
}

/// Shows the page.
pub fn show(window: &MainWindow, desk: &Desk) {
    let data = window.global::<DeskData>();
    data.set_role(desk.role.as_code().into());
    data.set_unsettled(desk.unsettled as i32);
    data.set_slips(model(desk.slips.iter().map(desk_line)));
    data.set_page(desk.page as i32);
    data.set_pages(desk.pages as i32);
    data.set_chosen(desk.chosen.as_ref().map(desk_line).unwrap_or_default());
    data.set_may_settle(desk.may_settle);
    data.set_may_reprint(desk.may_reprint);
    data.set_can_reprint(desk.can_reprint);
    data.set_printer(desk.printer.as_code().into());
    data.set_unreached(desk.unreached.map_or("", Unreached::as_code).into());
    let (register, clock) = match &desk.day {
        Some(days) => (days.register.as_str(), days.clock.as_str()),
        None => ("", ""),
    };
    data.set_register_day(register.into());
    data.set_clock_day(clock.into());
    data.set_percent(desk.percent.map_or(-1, i32::from));
    let stick = desk.stick.as_ref();
    data.set_stick(stick.map_or("", |stick| stick.result.as_code()).into());
    data.set_stick_time(stick.map_or("", |stick| &stick.time).into());
    data.set_stick_documents(stick.map_or(0, |stick| stick.documents as i32));
}

fn desk_line(slip: &DeskSlip) -> DeskLine {
    DeskLine {
        number: slip.number.as_str().into(),
        short: slip.short.as_str().into(),
        time: slip.time.as_str().into(),
        title: slip.title.as_str().into(),
        content: slip.extent.map_or("", Extent::as_code).into(),
        articles: slip.articles as i32,
        length_mm: slip.length_mm as i32,
        outcome: slip.outcome.as_ref().map_or("", Outcome::as_code).into(),
        reason: reason_code(slip.outcome.as_ref()).into(),
        found: slip.found.map_or("", Finding::as_code).into(),
        reprint: slip.reprint.as_ref().map_or("", Outcome::as_code).into(),
    }
}
