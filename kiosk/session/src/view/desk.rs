//! The attendant's desk as a picture. Pure; shows numbers, titles and outcomes, never a document.

use jiff::Timestamp;

use crate::moment;
use crate::screen::{DESK_ROWS, Desk, DeskSlip, Pin};
use crate::session::{Content, Desking, Entering, Session, Slip};

pub(super) fn pin(session: &Session, entering: &Entering) -> Pin {
    Pin {
        digits: u8::try_from(entering.pin.len()).unwrap_or(u8::MAX),
        wrong: entering.wrong,
        checking: entering.checking.is_some(),
        wait_s: session.pin_wait_s(),
    }
}

pub(super) fn desk(session: &Session, desk: &Desking, now: Timestamp) -> Desk {
    let chosen = desk.chosen_slip();
    let first = (desk.page * DESK_ROWS) as usize;
    let page = desk.slips.iter().skip(first).take(DESK_ROWS as usize);
    Desk {
        role: desk.by.as_code().into(),
        unsettled: waiting(&desk.slips),
        slips: page.map(|slip| line(slip, now)).collect(),
        page: desk.page + 1,
        pages: desk.pages(),
        chosen: chosen.map(|slip| line(slip, now)),
        may_settle: desk.job.is_none() && chosen.is_some_and(|slip| slip.may_settle),
        may_reprint: desk.job.is_none() && chosen.is_some_and(|slip| slip.may_reprint),
        can_reprint: session.can_reprint(desk),
        printer: session.terminal().printer.clone(),
        percent: desk.job.map(|job| job.percent),
    }
}

fn waiting(slips: &[Slip]) -> u32 {
    let open = |slip: &&Slip| slip.outcome == "unknown" && slip.found.is_empty();
    u32::try_from(slips.iter().filter(open).count()).unwrap_or(u32::MAX)
}

fn line(slip: &Slip, now: Timestamp) -> DeskSlip {
    let articles = match &slip.content {
        Some(Content::Excerpt(articles)) => articles.len(),
        _ => 0,
    };
    DeskSlip {
        number: slip.number.clone(),
        short: slip.number.rsplit('-').next().unwrap_or_default().into(),
        time: moment::parse(&slip.at).map_or_else(String::new, |at| moment::near(at, now)),
        title: slip.title.clone(),
        content: slip.content.as_ref().map_or("", Content::code).into(),
        articles: u32::try_from(articles).unwrap_or(u32::MAX),
        length_mm: slip.length_mm,
        outcome: slip.outcome.clone(),
        reason: slip.reason.clone(),
        found: slip.found.clone(),
        reprint: slip.reprint.clone(),
    }
}
