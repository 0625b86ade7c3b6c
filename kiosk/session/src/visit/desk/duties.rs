//! What the attendant's desk owes the stack of screens: when it is left, what it forgets, which keys it takes.

use super::{At, Desking};
use crate::keyboard::Key;
use crate::rules::Rules;
use crate::visit::turn::{Duties, Go, Stay, Turn};

impl Duties for Desking {
    /// The register keeps titles of its own; they are no document.
    fn document_id(&self) -> Option<&str> {
        None
    }

    fn forget(&mut self) -> Stay {
        Stay::Leaves
    }

    fn gone(&mut self, _: &str) -> Option<Stay> {
        None
    }

    fn failed(&mut self, serial: u64) -> Option<Stay> {
        // Without its picture a slip is settled all the same: no message stands over the page for it.
        if self.slips.not_drawn(serial) {
            return None;
        }
        self.slips.opening.take_if(|asked| *asked == serial)?;
        Some(Stay::Stays)
    }

    /// Nobody is sent away while a slip is printed once more.
    fn idle_ms(&self, rules: &Rules) -> Option<u64> {
        let printing = self.slips.job.is_some();
        (!printing).then_some(rules.desk_idle_ms)
    }

    /// What a picture was made of may be withdrawn.
    fn refresh(&mut self, turn: &mut Turn) {
        if self.slips.picture.is_some() {
            self.slips.draw(turn);
        }
    }

    fn key(&mut self, key: Key, turn: &mut Turn) -> Option<Go> {
        match &mut self.at {
            At::Note(noting) => noting.key(&key, (self.by, self.affairs.as_ref()), turn),
            At::Handover(handing) => handing.key(key, turn),
            At::Answering(answering) => {
                answering.filling.key(key, turn);
            }
            _ => {}
        }
        None
    }

    /// Not back in without the PIN.
    fn lies_below(&self) -> bool {
        false
    }

    fn speaks(&self) -> Option<u64> {
        None
    }

    fn watches_printer(&self) -> bool {
        true
    }
}
