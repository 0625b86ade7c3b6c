//! The register of slips at the desk as a picture.

use jiff::Timestamp;
use journal::{Content, DayOff};

use super::terms::{count, dashed, short};
use crate::moment;
use crate::printer_state::PrinterState;
use crate::register::Slip;
use crate::screen::desk::register::{DESK_ROWS, Days, DeskSlip, Register, Stick};
use crate::session::Session;
use crate::visit::Desking;

pub(super) fn register(session: &Session, desk: &Desking, now: Timestamp) -> Register {
    let slips = &desk.slips;
    let chosen = slips.chosen_slip();
    let first = (slips.page * DESK_ROWS) as usize;
    let page = slips.lines.iter().skip(first).take(DESK_ROWS as usize);
    Register {
        slips: page.map(|slip| line(slip, now)).collect(),
        page: slips.page + 1,
        pages: slips.pages(),
        chosen: chosen.map(|slip| line(slip, now)),
        may_settle: slips.job.is_none() && chosen.is_some_and(|slip| slip.may_settle),
        may_reprint: slips.job.is_none() && chosen.is_some_and(|slip| slip.may_reprint),
        can_reprint: slips.can_reprint(session.rules(), session.terminal()),
        printer: session.terminal().printer,
        unreached: session
            .terminal()
            .unreached
            .filter(|_| session.terminal().printer == PrinterState::Offline),
        day: desk.day.as_ref().map(days),
        percent: slips.job.map(|job| job.percent),
        stick: stick(session, now),
        drawn: slips.shown_picture().map(|picture| picture.drawn),
        preview: slips
            .shown_picture()
            .and_then(|picture| picture.preview.clone()),
    }
}

fn stick(session: &Session, now: Timestamp) -> Option<Stick> {
    let import = session.terminal().overview.as_ref()?.import.as_ref()?;
    Some(Stick {
        time: moment::parse(&import.at).map_or_else(String::new, |at| moment::near(at, now)),
        result: import.result,
        documents: count(import.put.saturating_add(import.removed)),
    })
}

fn days(off: &DayOff) -> Days {
    Days {
        register: dashed(&off.register),
        clock: dashed(&off.clock),
        may_set: off.may_set,
    }
}

fn line(slip: &Slip, now: Timestamp) -> DeskSlip {
    let articles = match &slip.content {
        Some(Content::Excerpt { articles }) => articles.len(),
        _ => 0,
    };
    DeskSlip {
        number: slip.number.clone(),
        short: short(&slip.number),
        time: moment::parse(&slip.at).map_or_else(String::new, |at| moment::near(at, now)),
        title: slip.title.clone(),
        extent: slip.content.as_ref().map(Into::into),
        articles: count(articles),
        length_mm: slip.length_mm,
        outcome: slip.outcome.clone(),
        found: slip.found,
        reprint: slip.reprint.clone(),
    }
}
