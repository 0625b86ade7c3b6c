//! What the time is, for a machine whose clock may have no battery. Owns the floor below which no clock is believed.

use jiff::{SignedDuration, Timestamp};

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

/// A clock so far beyond the latest signature is no clock: nobody leaves a terminal alone for so long.
const CLOCK_AHEAD_HOURS: i64 = 20 * 366 * 24;
/// Hours that a publication may be ahead of a clock that may be right: time zones, and clocks that are a little slow.
const ISSUED_AHEAD_HOURS: i64 = 24;
/// Hours that one publication may add to the floor, where no clock is to be had.
const FLOOR_STEP_HOURS: i64 = 400 * 24;

/// When a publication was signed, as far as that is believed: a publisher whose clock stood in 2100 must not make every later time
/// look wrong. `clock` is what this machine's says, `floor` the latest time that was believed before.
pub fn believed(issued: Timestamp, clock: Timestamp, floor: Option<Timestamp>) -> Timestamp {
    let floor = not_before(Timestamp::MIN, floor);
    let mut latest = later(floor, FLOOR_STEP_HOURS);
    if is_plausible(clock, Some(floor)) {
        latest = latest.min(later(clock, ISSUED_AHEAD_HOURS));
    }
    issued.min(latest)
}

/// Whether a clock may be right: not a day before what was signed already, and not decades behind it.
pub fn is_plausible(clock: Timestamp, floor: Option<Timestamp>) -> bool {
    let floor = not_before(Timestamp::MIN, floor);
    // A publisher that is a little ahead has raised the floor by as much.
    later(clock, ISSUED_AHEAD_HOURS) >= floor && clock <= later(floor, CLOCK_AHEAD_HOURS)
}

fn later(time: Timestamp, hours: i64) -> Timestamp {
    time.saturating_add(SignedDuration::from_hours(hours))
        .unwrap_or(Timestamp::MAX)
}

/// No clock before the latest signature, or before this program was made, is right.
pub fn not_before(now: Timestamp, floor: Option<Timestamp>) -> Timestamp {
    let made = Timestamp::from_second(MADE_UNIX_S).expect("a date of this century");
    floor.map_or(now, |floor| now.max(floor)).max(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_publication_of_2100_adds_a_day_to_a_right_clock_and_a_year_to_a_wrong_one() {
        let floor = Some(at("2026-11-22T00:00:00Z"));
        let far = at("2100-01-01T00:00:00Z");
        let now = at("2026-12-01T00:00:00Z");
        assert_eq!(believed(far, now, floor), at("2026-12-02T00:00:00Z"));
        let lost = at("1970-01-01T00:00:00Z");
        assert!(believed(far, lost, floor) < at("2028-01-01T00:00:00Z"));
        assert!(believed(far, far, floor) < at("2028-01-01T00:00:00Z"));
        // Nor with the next one, when the floor has become the day after.
        let floor = Some(at("2026-12-02T00:00:00Z"));
        assert_eq!(believed(far, now, floor), at("2026-12-02T00:00:00Z"));
        // What is right is believed as it is.
        assert_eq!(believed(now, now, floor), now);
        assert_eq!(believed(now, lost, None), now);
    }

    #[test]
    fn the_end_of_time_is_no_panic() {
        for time in [Timestamp::MAX, Timestamp::MIN, at("9999-12-30T22:00:00Z")] {
            for clock in [Timestamp::MAX, Timestamp::MIN] {
                believed(time, clock, Some(time));
                not_before(clock, Some(time));
                Clock(Some(clock)).now();
            }
        }
    }

    #[test]
    fn a_clock_decades_ahead_or_behind_the_floor_is_not_plausible() {
        let floor = Some(at("2026-11-22T00:00:00Z"));
        assert!(is_plausible(at("2029-01-01T00:00:00Z"), floor));
        assert!(is_plausible(at("2026-11-21T09:00:00Z"), floor));
        for wrong in [
            "2026-11-20T00:00:00Z",
            "2100-01-01T00:00:00Z",
            "1970-01-01T00:00:00Z",
        ] {
            assert!(!is_plausible(at(wrong), floor), "{wrong}");
        }
    }
}
