//! Fingers that tremble (手抖): in care mode what touches again at once is one touch. The second contact of a trembling finger falls on the same
//! button, or on what stands in its place since.

use super::Session;
use crate::screen::services::{self, form};
use crate::screen::{Action, frame, search};

/// A touch so soon after another is the same finger, ms. A steady hand takes longer to decide.
const BOUNCE_MS: u64 = 400;

impl Session {
    /// Whether a touch is another contact of the last one.
    pub(super) fn bounces(&mut self, action: &Action) -> bool {
        let no_button = matches!(
            action,
            Action::Frame(frame::Touch::Touched) | Action::Key(_)
        );
        if no_button || !self.visit.visitor.look.care {
            return false;
        }
        let bounces = self.pressed.as_ref().is_some_and(|(at_ms, last)| {
            let soon = self.now_ms.saturating_sub(*at_ms) < BOUNCE_MS;
            // Nobody's finger falls on two keys that stand apart.
            let keys = key(last).zip(key(action));
            soon && keys.is_none_or(|(last, next)| last == next)
        });
        if !bounces {
            self.pressed = Some((self.now_ms, action.clone()));
        }
        bounces
    }
}

/// The key of our keyboard that a touch is.
fn key(action: &Action) -> Option<&str> {
    match action {
        Action::Search(search::Touch::Type { text })
        | Action::Service(services::Touch::Form(form::Touch::Type { text })) => Some(text),
        _ => None,
    }
}
