//! What the terminal waits for, as a picture. Pure.

use crate::asks::{Missing, Overview};
use crate::screen::not_filled::{Cause, NotFilled};

pub(super) fn not_filled(overview: Option<&Overview>, missing: Option<Missing>) -> NotFilled {
    let filling = overview.and_then(|o| o.filling);
    let state = match (missing, filling) {
        (Some(Missing::Damaged), _) => Cause::Damaged,
        (None, Some(_)) => Cause::Filling,
        _ => Cause::Waiting,
    };
    NotFilled {
        state,
        documents: overview.map_or(0, |o| o.documents),
        percent: filling.unwrap_or(0),
    }
}
