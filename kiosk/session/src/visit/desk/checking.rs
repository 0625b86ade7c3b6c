//! How the shelf (便民服务栏) is found, kind by kind, before it is written down.

use journal::{ShelfKind, ShelfState};

use crate::affairs::Affairs;

/// See [`At::Checklist`](super::At::Checklist).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checking {
    /// How each kind is found, in the order of [`ShelfKind::ALL`].
    pub shelf: [ShelfState; 6],
}

impl Checking {
    /// Begins with what was found last, so that only differences are tapped.
    pub(super) fn open(affairs: Option<&Affairs>) -> Checking {
        let last = affairs.and_then(|affairs| affairs.shelf.as_ref());
        Checking {
            shelf: last.map_or([ShelfState::There; 6], |last| last.states),
        }
    }

    /// How one kind is found.
    pub(super) fn state(&mut self, kind: ShelfKind) -> Option<&mut ShelfState> {
        let at = ShelfKind::ALL.iter().position(|known| *known == kind)?;
        self.shelf.get_mut(at)
    }

    /// Another tap on a kind: there, stale, missing, there again.
    pub(super) fn turn_on(&mut self, kind: ShelfKind) {
        if let Some(state) = self.state(kind) {
            *state = match *state {
                ShelfState::There => ShelfState::Stale,
                ShelfState::Stale => ShelfState::Missing,
                ShelfState::Missing => ShelfState::There,
            };
        }
    }
}
