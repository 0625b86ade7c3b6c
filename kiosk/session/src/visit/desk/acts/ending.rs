//! An application that ends without an answer (撤回、作废): the applicant withdraws it, or it was taken in by mistake, with the reason. Asked once more before
//! anything is written; what was answered already ends otherwise.

use journal::Application;

use crate::screen::desk::Deed;
use crate::services::Standing;
use crate::visit::desk::answering::About;
use crate::visit::desk::{Answering, At, Desking};
use crate::visit::turn::Turn;

/// Whether it can still end so: nobody answered it.
pub fn may_end(standing: &Standing) -> bool {
    matches!(
        standing.state.as_str(),
        "received" | "forwarded" | "to-be-corrected" | "clock-stopped"
    )
}

impl Desking {
    /// To the question, to the reason, or back to the application.
    pub(in crate::visit::desk) fn act_on_ending(&mut self, deed: Deed, turn: &mut Turn) {
        match (deed, &mut self.at) {
            (Deed::Ending, At::Application { number }) => {
                let number = number.clone();
                if self.application().is_some_and(may_end) {
                    self.dated = None;
                    self.at = At::Ending { number };
                }
            }
            (Deed::OtherWhy, At::Ending { number }) => {
                self.at = At::Answering(Answering::of_void(number.clone()));
            }
            (Deed::VoidIt, At::Answering(answering)) => {
                if matches!(answering.about, About::Void(_))
                    && let Some(what) = answering.filing(false, self.by)
                {
                    self.file_what(what, turn);
                }
            }
            (Deed::GoOn, At::Ending { number }) => {
                self.dated = None;
                self.at = At::Application {
                    number: number.clone(),
                };
            }
            (Deed::GoOn, At::Answering(answering)) => {
                if let About::Void(number) = &answering.about {
                    self.at = At::Ending {
                        number: number.clone(),
                    };
                }
            }
            _ => self.act_on_asked(deed, turn),
        }
    }

    /// It was asked once more, and nobody answered the application meanwhile.
    pub(in crate::visit::desk) fn may_end_here(&self) -> bool {
        matches!(self.at, At::Ending { .. }) && self.application().is_some_and(may_end)
    }

    /// It was taken in by mistake; the word says why.
    pub(in crate::visit::desk) fn void_application(&mut self, word: &str, turn: &mut Turn) {
        if let At::Ending { number } = &self.at
            && self.may_end_here()
        {
            let entry = Application::void(number, Some(word), self.by);
            self.file(entry, turn);
        }
    }
}
