//! What the terminal is told of its point: hours, calendar, paper. Ends a visit that goes on after closing, gently; minds light and calls.

use super::Session;
use crate::asks::Effect;
use crate::screen::Notice;
use crate::services::Told;
use crate::visit::{Place, Visit, call};

/// How long a visit may go on after the point closed.
const CLOSING_MS: u64 = 600_000;
/// Out of hours: after so long without a touch the screen is dark.
const DIM_AFTER_MS: u64 = 60_000;
/// After so long the panel's own light is off.
const OFF_AFTER_MS: u64 = 1_800_000;
/// Where nobody came since the start, or somebody touched home and went: so long home waits for whoever comes next, then people are invited.
const REST_MS: u64 = 30_000;

/// How bright the screen is out of hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brightness {
    /// Somebody was there a moment ago.
    Full,
    /// Nobody for a minute.
    Dim,
    /// Nobody for half an hour.
    Off,
}

impl Session {
    pub(super) fn told(&mut self, told: Told) {
        match told {
            Told::Calendar(calendar) => self.terminal.calendar = calendar,
            Told::Headphones { inside } => self.plugged(inside),
            Told::Voice(state) => self.voice_is(state),
            Told::Holdings(holdings) => self.terminal.holdings = holdings,
            Told::Today { open, appraises } => {
                self.terminal.appraises = appraises;
                let closes = self.terminal.open && !open;
                self.terminal.open = open;
                if open {
                    self.closing_ms = None;
                } else if closes && self.visited() {
                    self.closing_ms = Some(self.now_ms + CLOSING_MS);
                    self.visit.notice = Some(Notice::Closing);
                }
            }
        }
    }

    /// A visitor is there; those who work here are none.
    fn visited(&self) -> bool {
        let staff = matches!(self.visit.place, Place::Door(_) | Place::Desk(_));
        self.visit != Visit::default() && !staff
    }

    /// Out of hours, and nobody is left.
    pub fn is_shut(&self) -> bool {
        !self.terminal.open && self.visit == Visit::default()
    }

    /// A visit ended, or nobody has been there for a while: people are invited.
    pub fn is_resting(&self) -> bool {
        let quiet_ms = self.rules.idle_ms + self.rules.countdown_ms + REST_MS;
        let alone = self.left || self.idle_for_ms() >= quiet_ms;
        self.terminal.open && self.visit == Visit::default() && alone
    }

    /// How bright the screen is out of hours.
    pub fn brightness(&self) -> Brightness {
        match self.idle_for_ms() {
            idle_ms if idle_ms >= OFF_AFTER_MS => Brightness::Off,
            idle_ms if idle_ms >= DIM_AFTER_MS => Brightness::Dim,
            _ => Brightness::Full,
        }
    }

    /// Seconds before a visit that outlasted the hours is ended; told within the last of them.
    pub(super) fn closing_s(&self) -> Option<u8> {
        let left_ms = self.closing_ms?.saturating_sub(self.now_ms);
        let left_s = left_ms.div_ceil(1000);
        (left_ms <= self.rules.countdown_ms).then(|| u8::try_from(left_s).unwrap_or(u8::MAX))
    }

    pub(super) fn mind_the_light(&mut self) {
        let lit = !(self.is_shut() && self.brightness() == Brightness::Off);
        if lit != self.lit {
            self.lit = lit;
            self.effects.push(Effect::Light(lit));
        }
    }

    /// The visitor goes: nobody has to come any more.
    pub(super) fn leave_the_call(&mut self) {
        let Some(call) = self.visit.visitor.call.take() else {
            return;
        };
        match call.number {
            Some(number) => self.turn(|_, turn| call::lapse(&number, turn)),
            None => self.lost_calls.push(call.serial),
        }
    }

    /// The session's clock.
    pub fn now_ms(&self) -> u64 {
        self.now_ms
    }
}
