//! A job under way, as its visitor sees it. The job itself goes on whoever looks.

use super::print::Choosing;
use super::turn::{Duties, Go, Stay, Turn};
use crate::asks::Effect;
use crate::keyboard::Key;
use crate::rules::Rules;
use crate::screen::printing::Touch;

/// See [`Place::Printing`](super::Place::Printing).
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Printing {
    pub job: u64,
    /// Register number, once the row stands.
    pub number: String,
    /// 0 to 100.
    pub percent: u8,
    /// Asked to stop.
    pub cancelling: bool,
    /// The document was withdrawn meanwhile: its title no longer shows.
    pub withdrawn: bool,
    /// The print screen, should the job not be taken.
    pub choosing: Choosing,
}

impl Printing {
    /// The job that was ordered out of `choosing`.
    pub fn of(job: u64, choosing: Choosing) -> Printing {
        Printing {
            job,
            number: String::new(),
            percent: 0,
            cancelling: false,
            withdrawn: false,
            choosing,
        }
    }

    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch, turn: &mut Turn) -> Option<Go> {
        match touch {
            Touch::Cancel if !self.cancelling => {
                self.cancelling = true;
                turn.effects.push(Effect::Stop { job: self.job });
            }
            Touch::Cancel => {}
        }
        None
    }

    /// The register row stands.
    pub fn begun(&mut self, job: u64, number: &str) {
        if self.job == job {
            number.clone_into(&mut self.number);
        }
    }

    /// Bytes are going out.
    pub fn progress(&mut self, job: u64, percent: u8) {
        if self.job == job {
            self.percent = percent.min(100);
        }
    }
}

impl Duties for Printing {
    fn document_id(&self) -> Option<&str> {
        Some(&self.choosing.opened.document.id)
    }

    /// Its document is asked about as long as the job runs.
    fn forget(&mut self) -> Stay {
        Stay::Stays
    }

    /// What became of the paper is still said.
    fn gone(&mut self, id: &str) -> Option<Stay> {
        (self.choosing.opened.document.id == id).then(|| {
            self.withdrawn = true;
            Stay::Stays
        })
    }

    fn failed(&mut self, _: u64) -> Option<Stay> {
        None
    }

    /// Printing counts as use.
    fn idle_ms(&self, _: &Rules) -> Option<u64> {
        None
    }

    fn refresh(&mut self, _: &mut Turn) {}

    fn key(&mut self, _: Key, _: &mut Turn) -> Option<Go> {
        None
    }

    /// Whoever asks for help comes back to the job, or to what became of it.
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
