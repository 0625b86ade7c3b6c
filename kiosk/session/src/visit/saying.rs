//! Reading aloud (朗读) of set text: it begins at a line or stops, and the mark follows the voice; and of one document of a list. Knows no place; silence after a
//! place was left is the session's.

use mirror::Document;

use super::turn::Turn;
use crate::asks::{Effect, Heard};
use crate::hearing::SAID_BYTES_MAX;
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
    if aloud.take().is_some() || !turn.aloud() {
        return;
    }
    let Some(document) = document else { return };
    let lines = spoken::lines(document, from);
    if lines.is_empty() {
        return;
    }
    let serial = speak(lines, turn);
    *aloud = Some(Saying {
        serial,
        heard: Aloud {
            line: from,
            ..Aloud::default()
        },
    });
}

fn speak(lines: Vec<(u32, String)>, turn: &mut Turn) -> u64 {
    let serial = turn.next_serial();
    turn.effects.push(Effect::Speak {
        serial,
        lines,
        voice: turn.visitor.hearing.voice,
        cue: None,
    });
    serial
}

/// A document of a list is being said (读给我听).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowSaying {
    /// Of the saying.
    pub serial: u64,
    /// The document of that row.
    pub id: String,
}

/// Says what stands on a document of a list, in the words of the screen; stops what is said of the same one.
pub fn toggle_row(aloud: &mut Option<RowSaying>, id: String, words: String, turn: &mut Turn) {
    if aloud.take().is_some_and(|said| said.id == id) || !turn.aloud() {
        return;
    }
    if words.trim().is_empty() || words.len() > SAID_BYTES_MAX {
        return;
    }
    let serial = speak(vec![(0, words)], turn);
    *aloud = Some(RowSaying { serial, id });
}

/// Follows the voice to its end.
pub fn follow_row(aloud: &mut Option<RowSaying>, heard: &Heard) {
    if let Heard::Over { serial } = heard {
        aloud.take_if(|said| said.serial == *serial);
    }
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
