//! What became of a job, as a picture. Pure.

use crate::screen::outcome::Outcome;
use crate::visit::Ended;

pub(super) fn outcome(ended: &Ended) -> Outcome {
    Outcome {
        outcome: ended.outcome.clone(),
        number: ended.number.clone(),
        title: ended.title.clone(),
    }
}
