//! Times as visitors read them: RFC 3339 in UTC on one side, the wall of the reading room on the other. Asks no clock.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// All days are days of Asia/Shanghai, which has had no other offset since 1991.
const OFFSET_H: i8 = 8;

/// The wall clock of the reading room.
pub fn local(at: Timestamp) -> DateTime {
    TimeZone::fixed(Offset::constant(OFFSET_H)).to_datetime(at)
}

/// A stored time; `None` for an empty or unreadable one.
pub fn parse(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

/// `2018-10-15 14:36`.
pub fn minute(at: Timestamp) -> String {
    let at = local(at);
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute()
    )
}

/// Data that was confirmed current so long ago, or was to be believed only so long (both RFC 3339), is old at `now`.
pub fn is_old(checked: &str, expires: &str, old_after_h: u32, now: Timestamp) -> bool {
    let limit = SignedDuration::from_hours(i64::from(old_after_h));
    parse(checked).is_some_and(|at| now.duration_since(at) > limit)
        || parse(expires).is_some_and(|at| at < now)
}

/// No terminal stood anywhere before this year: a clock that lost its battery begins long before.
const YEAR_MIN: i16 = 2018;
/// How far what was signed elsewhere may be ahead of the clock here.
const AHEAD_S_MAX: i64 = 3_600;

/// Whether a clock can be right that shows `now`: what was signed or confirmed (RFC 3339) is not still to come.
pub fn is_set(now: Timestamp, told: &[&str]) -> bool {
    let ahead = |at: Timestamp| at.duration_since(now).as_secs() > AHEAD_S_MAX;
    local(now).year() >= YEAR_MIN && !told.iter().filter_map(|at| parse(at)).any(ahead)
}

/// A time as short as it stays clear; how month and day are said is each language's own. Written down as [`near`] says it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Near {
    /// `14:36`; the day `2017-10-14` in years before.
    pub text: String,
    /// Month and day that stand before it; none today, and in years before.
    pub day: Option<(u8, u8)>,
}

impl From<Near> for String {
    fn from(Near { text, day }: Near) -> String {
        match day {
            Some((month, day)) => format!("{month:02}-{day:02} {text}"),
            None => text,
        }
    }
}

impl From<String> for Near {
    fn from(text: String) -> Near {
        let day_and_clock = text.split_once(' ').and_then(|(day, clock)| {
            let (month, day) = day.split_once('-')?;
            Some(((month.parse().ok()?, day.parse().ok()?), clock.to_owned()))
        });
        match day_and_clock {
            Some((day, text)) => Near {
                text,
                day: Some(day),
            },
            None => Near { text, day: None },
        }
    }
}

/// A time in its parts, as somebody would say it at `now`.
pub fn parts(at: Timestamp, now: Timestamp) -> Near {
    let (at, now) = (local(at), local(now));
    let clock = format!("{:02}:{:02}", at.hour(), at.minute());
    let this_year = at.year() == now.year();
    let day = (at.month().unsigned_abs(), at.day().unsigned_abs());
    Near {
        text: match this_year {
            true => clock,
            false => at.date().to_string(),
        },
        day: (this_year && at.date() != now.date()).then_some(day),
    }
}

/// The same in figures alone: `14:36` today, `10-14 18:00` this year, `2017-10-14` before.
pub fn near(at: Timestamp, now: Timestamp) -> String {
    parts(at, now).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_time_is_shown_in_the_reading_rooms_time() {
        let at = parse("2018-10-15T16:36:59Z").unwrap();
        assert_eq!(minute(at), "2018-10-16 00:36");
        assert_eq!(parse(""), None);
    }

    #[test]
    fn a_clock_that_was_never_set_is_known_by_what_was_signed_since() {
        let set = |now: &str, told: &[&str]| is_set(parse(now).unwrap(), told);
        assert!(!set("1970-01-01T00:05:00Z", &[]));
        assert!(!set("2000-01-01T00:00:09Z", &["", "none"]));
        assert!(set("2031-05-04T08:00:00Z", &[]));
        assert!(set("2031-05-04T08:00:00Z", &["2031-05-04T07:00:00Z"]));
        // Two clocks are never quite alike.
        assert!(set("2031-05-04T08:00:00Z", &["2031-05-04T08:50:00Z"]));
        assert!(!set("2031-05-04T08:00:00Z", &["", "2031-05-04T09:30:00Z"]));
    }

    #[test]
    fn a_near_time_is_said_shortly() {
        let at = parse("2018-10-14T10:00:00Z").unwrap();
        let said = |now: &str| near(at, parse(now).unwrap());
        assert_eq!(said("2018-10-14T15:59:00Z"), "18:00");
        assert_eq!(said("2018-10-14T16:00:00Z"), "10-14 18:00");
        assert_eq!(said("2019-01-01T00:00:00Z"), "2018-10-14");
        for now in [
            "2018-10-14T15:59:00Z",
            "2018-10-14T16:00:00Z",
            "2019-01-01T00:00:00Z",
        ] {
            let parts = parts(at, parse(now).unwrap());
            assert_eq!(Near::from(said(now)), parts, "as it was written down");
        }
    }
}
