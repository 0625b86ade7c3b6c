//! What is being written down as a picture.

use jiff::Timestamp;

use super::terms::{dashed, short};
use crate::affairs::Affairs;
use crate::moment;
use crate::screen::desk::note::{Note, Noted};
use crate::visit::{Last, Noting};

pub(super) fn note(noting: &Noting, affairs: Option<&Affairs>, now: Timestamp) -> Note {
    let late = noting.late.as_ref();
    Note {
        kind: noting.kind,
        about: noting.about.as_deref().map_or_else(String::new, short),
        form: late.map_or_else(String::new, |late| format!("{:04}", late.line)),
        written_on: late.map_or_else(String::new, |late| dashed(&late.written_on)),
        figure: noting.figure,
        fresh: noting.fresh,
        purpose: noting.purpose,
        on_line: noting
            .line
            .map_or_else(String::new, |line| format!("{line:04}")),
        typing_line: noting.typing_line.is_some(),
        line_fault: noting.line_fault(affairs),
        lined: noting.lined(affairs),
        busy: noting.filing.is_some(),
        last: noting.last.as_ref().map(|last| noted(last, now)),
    }
}

fn noted(last: &Last, now: Timestamp) -> Noted {
    let at = moment::parse(&last.taken.at);
    Noted {
        short: short(&last.taken.number),
        time: at.map_or_else(String::new, |at| moment::near(at, now)),
        kind: last.kind,
        figure: last.figure,
        void: last.void,
    }
}
