//! What the time is, for a machine whose clock may have no battery. Owns the floor below which no clock is believed.

use jiff::Timestamp;

/// 2026-11-01, before this version was made: where a clock without battery begins at the earliest.
const MADE_UNIX_S: i64 = 1_793_491_200;

/// What the time is, in whole seconds; nothing here is finer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock(pub Option<Timestamp>);

impl Clock {
    /// The given time, else that of this machine.
    pub fn now(self) -> Timestamp {
        let now = self.0.unwrap_or_else(Timestamp::now);
        Timestamp::from_second(now.as_second())
            .expect("a whole second of a valid time is a valid time")
    }
}

/// No clock before the latest signature, or before this program was made, is right.
pub fn not_before(now: Timestamp, floor: Option<Timestamp>) -> Timestamp {
    let made = Timestamp::from_second(MADE_UNIX_S).expect("a date of this century");
    floor.map_or(now, |floor| now.max(floor)).max(made)
}
