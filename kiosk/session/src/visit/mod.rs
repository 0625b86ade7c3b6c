//! What one visitor has done so far, screen upon screen: all of it is dropped at the end of the session. A file per place;
//! [`Place`] only says which one it is.

mod attachment;
mod browse;
mod choices;
mod contents;
mod desk;
mod door;
mod help;
mod home;
mod outcome;
mod paging;
mod print;
mod printing;
mod reader;
mod saying;
mod search;
mod seeking;
mod services;
mod table;
mod tally;
mod turn;
mod visitor;

pub use attachment::pictures::pictured;
pub use attachment::{Attaching, Picking, Seeking, Sheet, Strip, Unlocking, ZOOM_MAX};
pub use browse::Browsing;
pub use contents::{Leafing, above, holds};
pub use desk::{
    About, Answering, At, Bringing, Checking, Counting, Daily, Desking, Erase, Erasing,
    ExportChoice, Grading, Handing, Last, Noting, Picture, Sheeting, Slips, may_correct, may_end,
    may_extend, papers_of,
};
pub use door::{Entering, Passed};
pub use help::AtHelp;
pub use home::AtHome;
pub use outcome::Ended;
pub use paging::Paging;
pub use print::{Choosing, Measured, day_left_mm};
pub use printing::Printing;
pub use reader::{Reading, Sought};
pub use saying::RowSaying;
pub use search::Searching;
pub use services::apply::{Asking, Received};
pub use services::draft::Draft;
pub use services::form::{Field, Filling};
pub use services::{Applying, Linking, Looking, Serving, Shelving, Speaking, call};
pub use table::Viewing;
pub use turn::{Duties, Go, Stay, Turn};
pub use visitor::{Calling, TEXT_PX_MAX, Visitor};

use mirror::AttachedRef;

use crate::screen::search::Touch as search_touch;
use crate::screen::services::{self as served, form};
use crate::screen::{Action, Notice};

/// Screens a visitor can go back through; older ones are forgotten.
pub const STACK_DEPTH_MAX: usize = 16;

/// One visitor's session.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Visit {
    /// Settings, and how much was printed.
    pub visitor: Visitor,
    /// The screen that shows.
    pub place: Place,
    /// The screens below it.
    pub stack: Vec<Place>,
    /// Message over the screen.
    pub notice: Option<Notice>,
    /// A document that was tapped and is being fetched.
    pub opening: Option<Opening>,
}

/// See [`Visit::opening`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Of the question.
    pub serial: u64,
    /// Article to open at; empty for the top.
    pub article_id: String,
    /// Words to mark in it.
    pub sought: Vec<String>,
    /// The page of an attachment to open above it.
    pub attached: Option<AttachedRef>,
}

/// A screen with what the visitor did on it.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum Place {
    Home(AtHome),
    /// How to use the terminal.
    Help(AtHelp),
    Browse(Browsing),
    Search(Searching),
    Reader(Reading),
    /// Its table of contents.
    Contents(Leafing),
    /// One table of it.
    Table(Viewing),
    /// One attachment of it.
    Attachment(Attaching),
    /// Choosing what to print.
    Print(Choosing),
    /// A job under way.
    Printing(Printing),
    /// What became of it.
    Outcome(Ended),
    /// The door of the attendant's desk.
    Door(Entering),
    /// The attendant's desk (工作台).
    Desk(Box<Desking>),
    /// What the point offers besides documents.
    Service(Serving),
}

impl Default for Place {
    fn default() -> Self {
        Place::Home(AtHome::default())
    }
}

impl Place {
    /// What the stack may ask of it.
    pub fn duties(&self) -> &dyn Duties {
        match self {
            Place::Home(place) => place,
            Place::Help(place) => place,
            Place::Browse(place) => place,
            Place::Search(place) => place,
            Place::Reader(place) => place,
            Place::Contents(place) => place,
            Place::Table(place) => place,
            Place::Attachment(place) => place,
            Place::Print(place) => place,
            Place::Printing(place) => place,
            Place::Outcome(place) => place,
            Place::Door(place) => place,
            Place::Desk(place) => place.as_ref(),
            Place::Service(place) => place,
        }
    }

    /// The same, to be changed.
    pub fn duties_mut(&mut self) -> &mut dyn Duties {
        match self {
            Place::Home(place) => place,
            Place::Help(place) => place,
            Place::Browse(place) => place,
            Place::Search(place) => place,
            Place::Reader(place) => place,
            Place::Contents(place) => place,
            Place::Table(place) => place,
            Place::Attachment(place) => place,
            Place::Print(place) => place,
            Place::Printing(place) => place,
            Place::Outcome(place) => place,
            Place::Door(place) => place,
            Place::Desk(place) => place.as_mut(),
            Place::Service(place) => place,
        }
    }

    /// Hands a touch to the place that it was made for; one of another screen changes nothing.
    pub(crate) fn touched(&mut self, action: Action, turn: &mut Turn) -> Option<Go> {
        match (self, action) {
            (Place::Home(place), Action::Home(touch)) => place.touched(touch),
            (Place::Help(place), Action::Help(touch)) => place.touched(touch, turn),
            (Place::Browse(place), Action::Browse(touch)) => place.touched(touch, turn),
            (Place::Search(place), Action::Search(touch)) => place.touched(touch, turn),
            (Place::Reader(place), Action::Reader(touch)) => place.touched(touch, turn),
            (Place::Contents(place), Action::Contents(touch)) => place.touched(touch),
            (Place::Table(place), Action::Table(touch)) => place.touched(touch, turn),
            (Place::Attachment(place), Action::Attachment(touch)) => place.touched(touch, turn),
            (Place::Attachment(place), Action::Reader(touch)) => place.touched_text(touch, turn),
            (Place::Attachment(place), Action::Service(served::Touch::Form(touch))) => {
                place.typed(touch, turn)
            }
            (Place::Attachment(place), Action::Candidate(text)) => {
                place.typed(form::Touch::Candidate { text }, turn)
            }
            (Place::Attachment(place), Action::Unfold) => place.typed(form::Touch::Unfold, turn),
            (Place::Reader(place), Action::Service(served::Touch::Form(touch))) => {
                place.typed(touch, turn)
            }
            (Place::Reader(place), Action::Candidate(text)) => {
                place.typed(form::Touch::Candidate { text }, turn)
            }
            (Place::Reader(place), Action::Unfold) => place.typed(form::Touch::Unfold, turn),
            (Place::Print(place), Action::Print(touch)) => place.touched(touch, turn),
            (Place::Printing(place), Action::Printing(touch)) => place.touched(touch, turn),
            (Place::Door(place), Action::Door(touch)) => place.touched(touch, turn),
            (Place::Desk(place), Action::Desk(touch)) => place.touched(touch, turn),
            (Place::Service(place), Action::Service(touch)) => place.touched(touch, turn),
            (Place::Service(place), Action::Candidate(text)) => {
                place.touched(form::Touch::Candidate { text }.into(), turn)
            }
            (Place::Desk(place), Action::Service(served::Touch::Form(touch))) => {
                place.typed(touch, turn);
                None
            }
            (Place::Desk(place), Action::Candidate(text)) => {
                place.typed(form::Touch::Candidate { text }, turn);
                None
            }
            (Place::Desk(place), Action::Unfold) => {
                place.typed(form::Touch::Unfold, turn);
                None
            }
            (Place::Service(place), Action::Unfold) => {
                place.touched(form::Touch::Unfold.into(), turn)
            }
            (Place::Search(place), Action::Candidate(text)) => {
                place.touched(search_touch::Candidate { text }, turn)
            }
            (Place::Search(place), Action::Unfold) => place.touched(search_touch::Unfold, turn),
            (place, Action::Key(key)) => place.duties_mut().key(key, turn),
            _ => None,
        }
    }
}

impl Visit {
    /// Puts a screen above the present one, if that can be gone back to, else in its place.
    pub(crate) fn push(&mut self, place: Place) {
        self.opening = None;
        let mut below = std::mem::replace(&mut self.place, place);
        match &mut below {
            Place::Reader(reading) => reading.aloud = None,
            Place::Attachment(attaching) => attaching.aloud = None,
            _ => {}
        }
        if below.duties().lies_below() {
            self.stack.push(below);
        }
        if self.stack.len() > STACK_DEPTH_MAX {
            self.stack.remove(0);
        }
    }

    /// Every screen, those below first.
    pub(crate) fn places(&self) -> impl Iterator<Item = &Place> {
        self.stack.iter().chain([&self.place])
    }

    /// The same, to be changed.
    pub(crate) fn places_mut(&mut self) -> impl Iterator<Item = &mut Place> {
        self.stack.iter_mut().chain([&mut self.place])
    }

    /// Puts a screen in the place of another, on top or below; false when that is not there.
    pub(crate) fn replace(&mut self, is_it: impl Fn(&Place) -> bool, by: Place) -> bool {
        match self.places_mut().find(|place| is_it(place)) {
            Some(place) => {
                *place = by;
                true
            }
            None => false,
        }
    }

    /// Leaves the present screen for the one below it.
    pub(crate) fn pop(&mut self) {
        self.opening = None;
        self.place = self.stack.pop().unwrap_or_default();
    }

    /// The screens below lose what they show of documents.
    pub(crate) fn forget_below(&mut self) {
        self.stack
            .retain_mut(|place| place.duties_mut().forget() == Stay::Stays);
    }

    /// A document was withdrawn: nothing of it stays, on the screen or below it. `None` when it was not on the screen.
    pub(crate) fn gone(&mut self, id: &str) -> Option<Stay> {
        self.stack
            .retain_mut(|place| place.duties_mut().gone(id) != Some(Stay::Leaves));
        let stay = self.place.duties_mut().gone(id)?;
        self.notice = Some(Notice::Withdrawn);
        // The way here may name it too: a title typed into the search field.
        self.stack.clear();
        Some(stay)
    }
}
