//! State -> the one value a picture depends on. Pure: the wall time is an argument. Makes no decision and asks nobody.

mod attachment;
mod browse;
mod contents;
mod desk;
mod door;
mod head;
mod help;
mod history;
mod home;
mod not_filled;
mod outcome;
mod print;
mod printing;
mod reader;
mod rows;
mod search;
mod services;
mod stations;
mod table;
#[cfg(test)]
mod tests;

use jiff::Timestamp;

pub use desk::{
    Near, application_matter, application_story, dashed, editions_behind, gazette_late,
    roll_matter, shelf_due,
};

use crate::screen::{Look, Screen, Service, View};
use crate::session::Session;
use crate::visit::{Place, TEXT_PX_MAX, Visitor};

/// Added to the reader's text size by large print.
const LARGE_PRINT_PX: u16 = 12;
/// And by care mode.
const CARE_PX: u16 = 24;

/// The picture of this moment.
pub fn view(session: &Session, now: Timestamp) -> View {
    let visit = session.visit();
    View {
        head: head::head(session, now),
        look: Look {
            curtain: visit.visitor.hearing.curtain,
            headphones: session.terminal().headphones,
            mute: session.terminal().voice.lacks(),
            private: session.terminal().headphones && session.rules().private,
            ..visit.visitor.look
        },
        screen: screen(session, now),
        notice: visit.notice,
        countdown_s: session.countdown_s(),
    }
}

fn screen(session: &Session, now: Timestamp) -> Screen {
    let visit = session.visit();
    if session.is_shut() {
        return Screen::Service(Service::Closed(services::closed(session, now)));
    }
    match &visit.place {
        Place::Home(at) => home::home(session, at, now),
        Place::Help(_) => Screen::Help(help::help(session, now)),
        Place::Browse(browse) => Screen::Browse(browse::browsing(browse, now)),
        Place::Search(search) => Screen::Search(search::searching(search)),
        Place::Reader(reading) => {
            let text_px = text_px(&visit.visitor);
            Screen::Reader(reader::reader(reading, text_px, session))
        }
        Place::Contents(leafing) => Screen::Contents(contents::contents(leafing)),
        Place::Table(viewing) => Screen::Table(table::table(viewing, session.rules())),
        Place::Attachment(attaching) => {
            let text_px = text_px(&visit.visitor);
            Screen::Attachment(attachment::attachment(attaching, text_px, session))
        }
        Place::Print(choosing) => Screen::Print(print::print(session, choosing)),
        Place::Printing(printing) => Screen::Printing(printing::printing(printing)),
        Place::Outcome(ended) => Screen::Outcome(outcome::outcome(ended)),
        Place::Door(entering) => Screen::Door(door::door(session, entering)),
        Place::Desk(desking) => Screen::Desk(desk::desk(session, desking, now)),
        Place::Service(serving) => Screen::Service(services::serving(session, serving, now)),
    }
}

fn text_px(visitor: &Visitor) -> u16 {
    let larger = match visitor.look {
        look if look.care => CARE_PX,
        look if look.large => LARGE_PRINT_PX,
        _ => 0,
    };
    (visitor.text_px + larger).min(TEXT_PX_MAX)
}
