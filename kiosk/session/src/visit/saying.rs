//! Reading aloud (朗读) of set text: it begins at a line or stops, and the mark follows the voice. Knows no place; silence after a
//! place was left is the session's.

use mirror::Document;

use super::turn::Turn;
use crate::asks::{Effect, Heard};
use crate::screen::reader::Aloud;
use crate::spoken;

/// What is being said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saying {
    /// Of the saying.
    pub serial: u64,
    /// The clause that is heard.
    pub heard: Aloud,
}

/// Stops what is said; where nothing was, begins at a line of the document.
pub fn toggle(aloud: &mut Option<Saying>, document: Option<&Document>, from: u32, turn: &mut Turn) {
    if aloud.take().is_some() || !turn.rules.aloud {
        return;
    }
    let Some(document) = document else { return };
    let lines = spoken::lines(document, from);
    if lines.is_empty() {
        return;
    }
    let serial = turn.next_serial();
    *aloud = Some(Saying {
        serial,
        heard: Aloud {
            line: from,
            ..Aloud::default()
        },
    });
    turn.effects.push(Effect::Speak { serial, lines });
}

/// Follows the voice.
pub fn follow(aloud: &mut Option<Saying>, heard: &Heard) {
    let Some(saying) = aloud else { return };
    match heard {
        Heard::Clause { serial, line, span } if *serial == saying.serial => {
            saying.heard = Aloud {
                line: *line,
                from: span.start,
                to: span.end,
            };
        }
        Heard::Over { serial } if *serial == saying.serial => *aloud = None,
        _ => {}
    }
}
