//! The links: asks what the agent's last check of them found.

use crate::asks::Question;
use crate::services::LinkCheck;
use crate::visit::turn::Turn;

/// See [`Serving::Links`](super::Serving::Links).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Linking {
    pub serial: u64,
    /// What the checks found, by address.
    pub checks: Vec<LinkCheck>,
}

impl Linking {
    pub(super) fn open(turn: &mut Turn) -> Linking {
        let mut linking = Linking::default();
        linking.refresh(turn);
        linking
    }

    pub(super) fn refresh(&mut self, turn: &mut Turn) {
        self.serial = turn.next_serial();
        turn.ask(Question::Links {
            serial: self.serial,
        });
    }

    /// The answer came; one to an older question is dropped.
    pub fn found(&mut self, serial: u64, checks: Vec<LinkCheck>) {
        if self.serial == serial {
            self.checks = checks;
        }
    }
}
