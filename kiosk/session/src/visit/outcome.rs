//! What became of a job, until the visitor goes on. Leads nowhere by itself.

use journal::Outcome;

use super::turn::{Duties, Go, Stay, Turn};
use crate::keyboard::Key;
use crate::rules::Rules;

/// See [`Place::Outcome`](super::Place::Outcome).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Ended {
    /// What the device said.
    pub outcome: Outcome,
    pub number: String,
    /// Title; empty when the document was withdrawn.
    pub title: String,
    pub document_id: String,
}

impl Duties for Ended {
    fn document_id(&self) -> Option<&str> {
        Some(&self.document_id)
    }

    /// The number stays until the visitor dismisses it; the title is the document's.
    fn forget(&mut self) -> Stay {
        self.title.clear();
        Stay::Stays
    }

    /// What became of the paper is still said.
    fn gone(&mut self, id: &str) -> Option<Stay> {
        (self.document_id == id).then(|| {
            self.title.clear();
            Stay::Stays
        })
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

    /// Whoever asks for help comes back to the number.
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
