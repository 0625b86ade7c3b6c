//! The attendant's desk as a picture: which page, and what waits in each. Pure; shows numbers, titles and outcomes, never a document.

mod note;
mod register;
mod today;

use jiff::Timestamp;
use journal::Outcome;

use crate::register::Slip;
use crate::screen::desk::{Desk, Page};
use crate::session::Session;
use crate::visit::{At, Desking};

pub(super) fn desk(session: &Session, desk: &Desking, now: Timestamp) -> Desk {
    Desk {
        role: desk.by,
        unsettled: count(desk.slips.lines.iter().filter(|slip| waits(slip)).count()),
        shows: match &desk.at {
            At::Today => Page::Today(today::today(session, desk, now)),
            At::Register => Page::Register(register::register(session, desk, now)),
            At::Note(noting) => Page::Note(note::note(noting, now)),
        },
    }
}

/// Nobody knows what became of it, and nobody looked.
fn waits(slip: &Slip) -> bool {
    matches!(slip.outcome, Some(Outcome::Unknown { .. })) && slip.found.is_none()
}

/// Its count, as the desk calls it.
fn short(number: &str) -> String {
    number.rsplit('-').next().unwrap_or_default().to_owned()
}

/// More than fits is as good as the most that fits.
fn count(of: impl TryInto<u32>) -> u32 {
    of.try_into().unwrap_or(u32::MAX)
}
