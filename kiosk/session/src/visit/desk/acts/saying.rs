//! A word for who takes over (捎句话): typed on a page of its own, written with the handover and printed on its paper. Writes nothing itself.

use crate::register::Pin;
use crate::screen::desk::Deed;
use crate::visit::desk::answering::About;
use crate::visit::desk::{Answering, At, Desking};

impl Desking {
    /// It is typed, taken, or left as it was. What was typed of the PIN is forgotten meanwhile.
    pub(in crate::visit::desk) fn act_on_word(&mut self, deed: Deed) {
        match (deed, &mut self.at) {
            (Deed::Word, At::Handover(handing)) if !handing.busy() => {
                handing.pin = Pin::default();
                self.at = At::Answering(Answering::of_handover(handing.clone()));
            }
            (Deed::SayIt | Deed::BackToHandover, At::Answering(answering)) => {
                let said = answering.said();
                if let About::Handover(handing) = &mut answering.about {
                    if deed == Deed::SayIt {
                        handing.word = said;
                    }
                    self.at = At::Handover((**handing).clone());
                }
            }
            _ => {}
        }
    }
}
