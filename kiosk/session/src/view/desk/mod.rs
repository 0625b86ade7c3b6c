//! The attendant's desk as a picture: which page, and what waits in each. Pure; shows numbers, titles, outcomes and
//! the slip that should have come out.

mod answer;
mod appraisal;
mod asked;
mod checklist;
mod day_sheet;
mod device;
mod erasing;
mod forms;
mod handover;
mod holdings;
mod note;
mod office;
mod register;
mod sheet;
mod statistics;
mod story;
mod terms;
mod today;
mod yearly;

use jiff::Timestamp;

pub use checklist::{editions_behind, gazette_late, shelf_due};
pub use story::story as application_story;
pub use terms::dashed;
pub use today::{Near, application as application_matter, roll as roll_matter};

use crate::screen::desk::{Desk, Page};
use crate::session::Session;
use crate::visit::{At, Desking};
use terms::count;

pub(super) fn desk(session: &Session, desk: &Desking, now: Timestamp) -> Desk {
    Desk {
        role: desk.by,
        nobody: left(desk),
        unsettled: count(desk.slips.lines.iter().filter(|slip| slip.waits()).count()),
        due: today::due(session, desk, now),
        shows: match &desk.at {
            At::Today => Page::Today(today::today(session, desk, now)),
            At::Register => Page::Register(register::register(session, desk, now)),
            At::Note(noting) => Page::Note(note::note(noting, desk.affairs.as_ref(), now)),
            At::Answering(answering) => Page::Answer(answer::answer(answering, desk)),
            At::Handover(handing) => {
                Page::Handover(handover::handover(session, desk, handing, now))
            }
            _ => Page::Sheet(sheet::sheet(session, desk, now)),
        },
    }
}

/// The last handover of the day was to nobody.
fn left(desk: &Desking) -> bool {
    let duty = desk.affairs.as_ref().and_then(|held| held.duty.as_ref());
    duty.is_some_and(|duty| duty.to.is_none())
}
