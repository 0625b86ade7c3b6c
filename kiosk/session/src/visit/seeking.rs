//! The field for words that are looked for in an open text, of the document or of a file of it. Owns the field; marks nothing.

use super::services::form::{Filling, Kind};
use super::turn::Turn;
use crate::screen::services::form::Touch;

/// The field for what is looked for.
pub const FIND: [Kind; 1] = [Kind::words("find", 40).optional()];

/// Answers a touch on the field and its keyboard; gives the words once they are all there, and the field goes away.
pub fn typed(finding: &mut Option<Filling>, touch: Touch, turn: &mut Turn) -> Option<Vec<String>> {
    let filling = finding.as_mut()?;
    filling.touched(touch, turn);
    if filling.at.is_some() {
        return None;
    }
    let text = filling.text(FIND[0].code);
    *finding = None;
    Some(text.split_whitespace().map(str::to_owned).collect())
}
