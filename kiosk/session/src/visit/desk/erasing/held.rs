//! What of a day can be deleted by hand, and the one number that is meant. Holds what the register said; deletes nothing.

use journal::{Erasable, RedactReason};

use crate::asks::Effect;
use crate::visit::turn::Turn;

/// See [`At::Erasing`](crate::visit::At::Erasing).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Erasing {
    /// `yyyymmdd`.
    pub day: String,
    /// Of the last question.
    pub serial: u64,
    /// Numbers of which something can be deleted, once the register said so.
    pub held: Option<Vec<Erasable>>,
}

/// See [`At::Erase`](crate::visit::At::Erase).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Erase {
    pub number: String,
    /// Name of its register.
    pub register: String,
    /// Of the list that it stands in.
    pub day: String,
    /// Why, once that was said.
    pub why: Option<RedactReason>,
}

impl Erasing {
    /// Asks for what can be deleted of a day.
    pub(in crate::visit::desk) fn open(day: String, turn: &mut Turn) -> Erasing {
        let serial = turn.next_serial();
        turn.effects.push(Effect::ReadErasable {
            serial,
            day: day.clone(),
        });
        Erasing {
            day,
            serial,
            held: None,
        }
    }
}
