//! What became of a job.

use screens::{MainWindow, OutcomeData};
use session::screen::outcome::Outcome;
use slint::ComponentHandle;

/// Shows the page.
pub fn show(window: &MainWindow, ended: &Outcome) {
    let data = window.global::<OutcomeData>();
    data.set_outcome(ended.outcome.as_code().into());
    data.set_reason(reason_code(Some(&ended.outcome)).into());
    data.set_number(ended.number.as_str().into());
    let (begin, end) = ended.number.split_at(short_from(&ended.number));
    data.set_number_begin(begin.into());
    data.set_number_end(end.into());
    data.set_title(ended.title.as_str().into());
}

/// Where the part of a register number begins that is said aloud: behind its last dash.
pub fn short_from(number: &str) -> usize {
    number.rfind('-').map_or(0, |dash| dash + 1)
}

/// Why nothing came out or nothing is certain; empty for what needs no reason.
pub fn reason_code(outcome: Option<&journal::Outcome>) -> &str {
    match outcome {
        Some(journal::Outcome::Refused { reason } | journal::Outcome::Unknown { reason }) => reason,
        _ => "",
    }
}
