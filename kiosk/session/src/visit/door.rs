//! The door of the attendant's desk: in by PIN. Wrong ones are remembered by the terminal, past the visitor who typed them.

use journal::Role;

use super::turn::{Duties, Go, Stay, Turn};
use crate::asks::Effect;
use crate::keyboard::Key;
use crate::register::Pin;
use crate::rules::Rules;
use crate::screen::door::Touch;

/// See [`Place::Door`](super::Place::Door).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Entering {
    pub pin: Pin,
    /// The last one was wrong.
    pub wrong: bool,
    /// One is being compared.
    pub checking: Option<Passed>,
}

/// See [`Entering::checking`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    /// Of the question.
    pub serial: u64,
    /// Who comes in when it fits.
    pub by: Role,
}

impl Entering {
    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch, turn: &mut Turn) -> Option<Go> {
        if self.checking.is_some() {
            return None;
        }
        match touch {
            Touch::Type { text } => {
                self.wrong = false;
                self.pin.push(&text);
            }
            Touch::Backspace => self.pin.pop(),
            Touch::Clear => self.pin = Pin::default(),
            Touch::Enter(by) => {
                let shut = turn.terminal.tries.wait_s(turn.now_ms) > 0;
                if !shut && !self.pin.is_empty() {
                    let serial = turn.next_serial();
                    let pin = std::mem::take(&mut self.pin);
                    self.checking = Some(Passed { serial, by });
                    turn.terminal.tries.tried(turn.now_ms);
                    let by = Some(by);
                    turn.effects.push(Effect::Unlock { serial, by, pin });
                }
            }
        }
        None
    }

    /// The PIN was compared; an answer about an earlier one opens nothing.
    pub fn unlocked(&mut self, serial: u64, fits: bool, turn: &mut Turn) -> Option<Go> {
        let passed = self.checking.take_if(|asked| asked.serial == serial)?;
        self.wrong = !fits;
        if fits {
            turn.terminal.tries = Default::default();
        }
        fits.then_some(Go::Desk(passed.by))
    }
}

impl Duties for Entering {
    fn document_id(&self) -> Option<&str> {
        None
    }

    fn forget(&mut self) -> Stay {
        Stay::Leaves
    }

    fn gone(&mut self, _: &str) -> Option<Stay> {
        None
    }

    fn failed(&mut self, _: u64) -> Option<Stay> {
        None
    }

    fn idle_ms(&self, rules: &Rules) -> Option<u64> {
        Some(rules.idle_ms)
    }

    fn refresh(&mut self, _: &mut Turn) {}

    fn key(&mut self, key: Key, turn: &mut Turn) -> Option<Go> {
        match key {
            Key::Text(text) => self.touched(Touch::Type { text }, turn),
            Key::Backspace => self.touched(Touch::Backspace, turn),
            // Who comes in is said by a tap.
            Key::Enter => None,
        }
    }

    /// Whoever comes back may not be the one who typed.
    fn lies_below(&self) -> bool {
        false
    }

    fn speaks(&self) -> Option<u64> {
        None
    }

    fn watches_printer(&self) -> bool {
        false
    }
}
