//! The help page: calls an attendant, leads to the attendant's door and nowhere else. Has no state of its own: a call is the visitor's.

use super::services::call;
use super::turn::{Duties, Go, Stay, Turn};
use crate::keyboard::Key;
use crate::rules::Rules;
use crate::screen::help::Touch;

/// See [`Place::Help`](super::Place::Help).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AtHelp;

impl AtHelp {
    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch, turn: &mut Turn) -> Option<Go> {
        match touch {
            Touch::Call => {
                call::ring(turn);
                None
            }
            Touch::CallOff => {
                call::take_back(turn);
                None
            }
            Touch::Door => turn.rules.desk.then_some(Go::Door),
        }
    }
}

impl Duties for AtHelp {
    fn document_id(&self) -> Option<&str> {
        None
    }

    fn forget(&mut self) -> Stay {
        Stay::Stays
    }

    fn gone(&mut self, _: &str) -> Option<Stay> {
        None
    }

    fn failed(&mut self, _: u64) -> Option<Stay> {
        None
    }

    fn idle_ms(&self, rules: &Rules) -> Option<u64> {
        Some(rules.idle_ms)
    }

    fn refresh(&mut self, _: &mut Turn) {}

    fn key(&mut self, _: Key, _: &mut Turn) -> Option<Go> {
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
