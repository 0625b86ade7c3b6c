//! The service shelf: asks the mirror for what is on the screen, and leads to it or to the paper.

use journal::ShelfKind;
use mirror::{Axis, Category};

use crate::asks::Question;
use crate::screen::services::Door;
use crate::screen::services::shelf::Touch;
use crate::services::OnShelf;
use crate::visit::turn::{Go, Turn};

/// See [`Serving::Shelf`](super::Serving::Shelf).
#[derive(Debug, Clone, PartialEq, Default)]
#[allow(missing_docs)]
pub struct Shelving {
    pub serial: u64,
    /// What the mirror holds, kind by kind; `None` while it is asked.
    pub found: Option<Vec<OnShelf>>,
}

impl Shelving {
    pub(super) fn open(turn: &mut Turn) -> Shelving {
        let mut shelving = Shelving::default();
        shelving.refresh(turn);
        shelving
    }

    pub(super) fn refresh(&mut self, turn: &mut Turn) {
        self.serial = turn.next_serial();
        turn.ask(Question::Shelf {
            serial: self.serial,
        });
    }

    /// The mirror answered; an answer to an older question is dropped.
    pub fn found(&mut self, serial: u64, found: Vec<OnShelf>) {
        if self.serial == serial {
            self.found = Some(found);
        }
    }

    /// A document was withdrawn: nothing of it stays.
    pub(super) fn gone(&mut self, id: &str) {
        for kind in self.found.iter_mut().flatten() {
            if kind.newest.as_ref().is_some_and(|head| head.id == id) {
                kind.newest = None;
                kind.documents = kind.documents.saturating_sub(1);
            }
        }
    }

    pub(super) fn touched(&mut self, touch: Touch) -> Option<Go> {
        let kind = match touch {
            Touch::Holdings => return Some(Go::Service(Door::Holdings)),
            Touch::Open(kind) => kind,
        };
        let on_shelf = self.found.as_ref()?.iter().find(|held| held.kind == kind)?;
        Some(match &on_shelf.newest {
            Some(head) if on_shelf.documents == 1 => Go::Open {
                id: head.id.clone(),
                article_id: String::new(),
            },
            Some(_) => Go::Browse {
                axis: Axis::Category,
                chosen: category(kind).as_code().to_owned(),
            },
            None => Go::Holdings {
                kind: kind.as_code().to_owned(),
            },
        })
    }
}

/// Where the documents of a kind stand in the catalogue.
fn category(kind: ShelfKind) -> Category {
    match kind {
        ShelfKind::Gazette => Category::Gazette,
        ShelfKind::Guide => Category::Guide,
        _ => Category::Shelf,
    }
}
