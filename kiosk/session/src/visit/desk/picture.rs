//! The slip that should have come out, as a picture to hold the paper against: made of the register's line and of the document that the slip was
//! made of. A document that is gone, or another revision of it, shows nothing. Holds dots, never words.

use crate::asks::{Effect, Opened, Question};
use crate::orders::{Measure, Stood};
use crate::register::Slip;
use crate::screen::desk::register::Drawn;
use crate::screen::print::Preview;
use crate::visit::turn::Turn;

/// See [`Slips::picture`](super::Slips::picture).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Picture {
    /// The slip it is of.
    pub number: String,
    /// Of the last question: first for the document, then for its dots.
    pub serial: u64,
    pub drawn: Drawn,
    pub preview: Option<Preview>,
}

impl Picture {
    /// Asks for the picture of a slip; of one whose end is known there is none.
    pub(super) fn of(slip: &Slip, turn: &mut Turn) -> Option<Picture> {
        if !slip.may_settle {
            return None;
        }
        let serial = turn.next_serial();
        let id = slip.document_id.clone();
        let drawn = match id {
            Some(_) => Drawn::Coming,
            None => Drawn::Gone,
        };
        if let Some(id) = id {
            turn.ask(Question::Open { serial, id });
        }
        Some(Picture {
            number: slip.number.clone(),
            serial,
            drawn,
            preview: None,
        })
    }

    /// The document of the slip came, or is gone.
    pub(super) fn document_came(
        &mut self,
        slip: Option<&Slip>,
        opened: Option<&Opened>,
        turn: &mut Turn,
    ) {
        let measure = slip
            .filter(|slip| slip.number == self.number)
            .zip(opened)
            .and_then(|(slip, opened)| measure(slip, opened, turn));
        match measure {
            Some(measure) => {
                self.serial = measure.serial;
                turn.effects.push(Effect::Measure(measure));
            }
            None => self.drawn = Drawn::Gone,
        }
    }

    /// The dots came, or none can be made.
    pub(super) fn dots_came(&mut self, preview: Option<Preview>) {
        self.drawn = match preview {
            Some(_) => Drawn::Shown,
            None => Drawn::Failed,
        };
        self.preview = preview;
    }
}

/// How a slip is laid out again; `None` of another revision, or where its line was redacted.
fn measure(slip: &Slip, opened: &Opened, turn: &mut Turn) -> Option<Measure> {
    let same = slip.document_rev == Some(opened.document.rev);
    let content = slip.content.clone().filter(|_| same)?;
    Some(Measure {
        serial: turn.next_serial(),
        document: opened.document.clone(),
        contents: vec![content],
        data_time: turn.terminal.data_time(),
        stood: Some(Stood {
            number: slip.number.clone(),
            at: slip.at.clone(),
        }),
    })
}
