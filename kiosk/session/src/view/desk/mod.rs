//! The attendant's desk as a picture: which page, and what waits in each. Pure; shows numbers, titles and outcomes, never a document.

mod note;
mod register;
mod terms;
mod today;

use jiff::Timestamp;

use crate::screen::desk::{Desk, Page};
use crate::session::Session;
use crate::visit::{At, Desking};
use terms::{count, waits};

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
