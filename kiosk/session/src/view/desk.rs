//! The attendant's desk as a picture. Pure; shows numbers, titles and outcomes, never a document.

use jiff::Timestamp;
use journal::{Content, DayOff, Outcome};

use crate::moment;
use crate::printer_state::PrinterState;
use crate::register::Slip;
use crate::screen::desk::{DESK_ROWS, Days, Desk, DeskSlip, Stick};
use crate::session::Session;
use crate::visit::Desking;

pub(super) fn desk(session: &Session, desk: &Desking, now: Timestamp) -> Desk {
    let chosen = desk.chosen_slip();
    let first = (desk.page * DESK_ROWS) as usize;
    let page = desk.slips.iter().skip(first).take(DESK_ROWS as usize);
    Desk {
        role: desk.by,
        unsettled: waiting(&desk.slips),
        slips: page.map(|slip| line(slip, now)).collect(),
        page: desk.page + 1,
        pages: desk.pages(),
        chosen: chosen.map(|slip| line(slip, now)),
        may_settle: desk.job.is_none() && chosen.is_some_and(|slip| slip.may_settle),
        may_reprint: desk.job.is_none() && chosen.is_some_and(|slip| slip.may_reprint),
        can_reprint: desk.can_reprint(session.rules(), session.terminal()),
        printer: session.terminal().printer,
        unreached: session
            .terminal()
            .unreached
            .filter(|_| session.terminal().printer == PrinterState::Offline),
        day: desk.day.as_ref().map(days),
        percent: desk.job.map(|job| job.percent),
        stick: stick(session, now),
    }
}

fn stick(session: &Session, now: Timestamp) -> Option<Stick> {
    let import = session.terminal().overview.as_ref()?.import.as_ref()?;
    Some(Stick {
        time: moment::parse(&import.at).map_or_else(String::new, |at| moment::near(at, now)),
        result: import.result,
        documents: u32::try_from(import.put.saturating_add(import.removed)).unwrap_or(u32::MAX),
    })
}

fn days(off: &DayOff) -> Days {
    let dashed = |day: &str| match (day.get(..4), day.get(4..6), day.get(6..)) {
        (Some(year), Some(month), Some(date)) => format!("{year}-{month}-{date}"),
        _ => day.to_owned(),
    };
    Days {
        register: dashed(&off.register),
        clock: dashed(&off.clock),
    }
}

fn waiting(slips: &[Slip]) -> u32 {
    let open = |slip: &&Slip| {
        matches!(slip.outcome, Some(Outcome::Unknown { .. })) && slip.found.is_none()
    };
    u32::try_from(slips.iter().filter(open).count()).unwrap_or(u32::MAX)
}

fn line(slip: &Slip, now: Timestamp) -> DeskSlip {
    let articles = match &slip.content {
        Some(Content::Excerpt { articles }) => articles.len(),
        _ => 0,
    };
    DeskSlip {
        number: slip.number.clone(),
        short: slip.number.rsplit('-').next().unwrap_or_default().into(),
        time: moment::parse(&slip.at).map_or_else(String::new, |at| moment::near(at, now)),
        title: slip.title.clone(),
        extent: slip.content.as_ref().map(Into::into),
        articles: u32::try_from(articles).unwrap_or(u32::MAX),
        length_mm: slip.length_mm,
        outcome: slip.outcome.clone(),
        found: slip.found,
        reprint: slip.reprint.clone(),
    }
}
