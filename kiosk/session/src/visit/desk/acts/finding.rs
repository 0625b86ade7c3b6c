//! An application looked for by the number of its receipt (凭编号查), also one that is over: an applicant who asks at the desk is told where it stands.

use crate::asks::Effect;
use crate::screen::desk::{Deed, Matter, MatterKind};
use crate::services::Standing;
use crate::visit::desk::answering::About;
use crate::visit::desk::{Answering, At, Desking};
use crate::visit::turn::Turn;

impl Desking {
    /// To the number, or to what stands under it.
    pub(in crate::visit::desk) fn act_on_finding(&mut self, deed: Deed, turn: &mut Turn) {
        match (deed, &mut self.at) {
            (Deed::FindOne, At::Applications) => {
                self.found = None;
                self.last = None;
                self.at = At::Answering(Answering::of_number());
            }
            (Deed::LookUp, At::Answering(answering)) if answering.about == About::Number => {
                answering.filling.away();
                let number = answering.filling.text_at(0);
                if !number.trim().is_empty() {
                    let serial = turn.next_serial();
                    self.finding = Some(serial);
                    turn.effects
                        .push(Effect::FindApplication { serial, number });
                }
            }
            _ => {}
        }
    }

    /// The register was looked through; an answer to an older question, or one that nobody waits for any longer, is dropped.
    pub fn found_one(&mut self, serial: u64, found: Option<Standing>) {
        let asked = self.finding.take_if(|asked| *asked == serial).is_some();
        let waits = matches!(&self.at, At::Answering(held) if held.about == About::Number);
        if !(asked && waits) {
            return;
        }
        match found {
            Some(found) => {
                self.dated = None;
                self.at = At::Application {
                    number: found.number.clone(),
                };
                self.found = Some(found);
            }
            None => {
                self.at = At::Applications;
                self.last = Some(Matter {
                    detail: Deed::LookUp.as_code().to_owned(),
                    ..Matter::of(MatterKind::NotDone)
                });
            }
        }
    }
}
