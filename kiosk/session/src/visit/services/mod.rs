//! The pages of what the point offers besides documents, as one kind of place: which of them it is, and what each owes the stack.

pub mod apply;
pub mod call;
pub mod draft;
pub(in crate::visit) mod fields;
pub mod form;
mod holdings;
mod links;
pub mod opinions;
mod shapes;
mod shelf;

pub use apply::Applying;
pub use holdings::Looking;
pub use links::Linking;
pub use opinions::Speaking;
pub use shelf::Shelving;

use jiff::civil::Date;
use journal::{ApplicationWay, Role};

use super::turn::{Duties, Go, Stay, Turn};
use crate::keyboard::Key;
use crate::keyboard::typing::Spelled;
use crate::rules::Rules;
use crate::screen::services::{Door, Touch};
use crate::services::Taken;
use draft::Draft;
use form::Filling;

/// One of the pages, with what the visitor did there.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum Serving {
    Shelf(Shelving),
    Holdings(Looking),
    /// Links with QR.
    Links(Linking),
    /// Opinions and appraisal.
    Opinions(Box<Speaking>),
    /// Disclosure on application.
    Apply(Applying),
}

impl Serving {
    /// Opens a page.
    pub fn open(door: Door, turn: &mut Turn) -> Serving {
        match door {
            Door::Shelf => Serving::Shelf(Shelving::open(turn)),
            Door::Holdings => Serving::holdings(String::new()),
            Door::Links => Serving::Links(Linking::open(turn)),
            Door::Opinions => {
                let appraises = turn.terminal.appraises;
                Serving::Opinions(Box::new(Speaking::open(appraises, turn)))
            }
            Door::Apply => Serving::Apply(Applying::Guide),
        }
    }

    /// The paper holdings of one kind of the shelf; empty for all.
    pub fn holdings(kind: String) -> Serving {
        Serving::Holdings(Looking::open(kind))
    }

    /// An application that an attendant types.
    pub fn typed_by(way: ApplicationWay, by: Role, on: Option<Date>) -> Serving {
        let draft = Draft::typed_by(way, by, on);
        Serving::Apply(Applying::Fill(Box::new(draft)))
    }

    /// Answers a touch; one of another page changes nothing.
    pub fn touched(&mut self, touch: Touch, turn: &mut Turn) -> Option<Go> {
        match (&mut *self, touch) {
            (Serving::Shelf(shelf), Touch::Shelf(touch)) => return shelf.touched(touch),
            (Serving::Holdings(looking), Touch::Holdings(touch)) => looking.touched(touch),
            (Serving::Opinions(speaking), Touch::Opinions(touch)) => speaking.touched(touch, turn),
            (Serving::Apply(applying), Touch::Apply(touch)) => {
                return applying.touched(touch, turn);
            }
            (_, Touch::Form(touch)) => {
                if let Some(filling) = self.filling_mut() {
                    filling.touched(touch, turn);
                }
            }
            _ => {}
        }
        None
    }

    /// The fields of the page that shows.
    fn filling_mut(&mut self) -> Option<&mut Filling> {
        match self {
            Serving::Holdings(looking) => Some(&mut looking.filling),
            Serving::Opinions(speaking) => Some(&mut speaking.filling),
            Serving::Apply(applying) => applying.filling_mut(),
            Serving::Shelf(_) | Serving::Links(_) => None,
        }
    }

    /// Words came for the keys.
    pub fn spelled(&mut self, spelled: Spelled) {
        if let Some(filling) = self.filling_mut() {
            filling.spelled(spelled);
        }
    }

    /// Something stands in a register, or could not be written; false when it is another's.
    pub fn filed(&mut self, serial: u64, taken: Option<&Taken>, turn: &mut Turn) -> bool {
        let number = taken.map(|taken| taken.number.as_str());
        match self {
            Serving::Opinions(speaking) => speaking.filed(serial, number, turn),
            Serving::Apply(applying) => applying.filed(serial, taken, turn),
            Serving::Shelf(_) | Serving::Holdings(_) | Serving::Links(_) => false,
        }
    }
}

impl Duties for Serving {
    /// Titles on the shelf are asked for again with every change; no text of a document shows.
    fn document_id(&self) -> Option<&str> {
        None
    }

    /// What was typed and tapped stays; what the mirror said goes.
    fn forget(&mut self) -> Stay {
        match self {
            Serving::Shelf(shelf) => shelf.found = None,
            Serving::Holdings(_) | Serving::Links(_) | Serving::Opinions(_) | Serving::Apply(_) => {
            }
        }
        Stay::Stays
    }

    fn gone(&mut self, id: &str) -> Option<Stay> {
        match self {
            Serving::Shelf(shelf) => shelf.gone(id),
            Serving::Holdings(_) | Serving::Links(_) | Serving::Opinions(_) | Serving::Apply(_) => {
            }
        }
        // It is nobody's own document: the page goes on without its title.
        None
    }

    fn failed(&mut self, serial: u64) -> Option<Stay> {
        let asked = match self {
            Serving::Shelf(shelf) => shelf.serial,
            Serving::Links(linking) => linking.serial,
            Serving::Holdings(_) | Serving::Opinions(_) | Serving::Apply(_) => return None,
        };
        (asked == serial).then_some(Stay::Stays)
    }

    /// Whoever fills a form in looks for papers, and asks others.
    fn idle_ms(&self, rules: &Rules) -> Option<u64> {
        match self {
            Serving::Apply(Applying::Fill(_)) => Some(rules.reader_idle_ms),
            Serving::Opinions(speaking) if !speaking.filling.is_empty() => {
                Some(rules.reader_idle_ms)
            }
            _ => Some(rules.idle_ms),
        }
    }

    fn refresh(&mut self, turn: &mut Turn) {
        match self {
            Serving::Shelf(shelf) => shelf.refresh(turn),
            Serving::Links(linking) => linking.refresh(turn),
            Serving::Opinions(speaking) => speaking.refresh(turn),
            Serving::Holdings(_) | Serving::Apply(_) => {}
        }
    }

    fn key(&mut self, key: Key, turn: &mut Turn) -> Option<Go> {
        if let Some(filling) = self.filling_mut() {
            filling.key(key, turn);
        }
        None
    }

    fn lies_below(&self) -> bool {
        true
    }

    fn speaks(&self) -> Option<u64> {
        None
    }

    fn watches_printer(&self) -> bool {
        false
    }
}
