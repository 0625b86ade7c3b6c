//! Times as visitors read them: RFC 3339 in UTC on one side, the wall of the reading room on the other. Asks no clock.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_time_is_shown_in_the_reading_rooms_time() {
        let at = parse("2018-10-15T16:36:59Z").unwrap();
        assert_eq!(minute(at), "2018-10-16 00:36");
        assert_eq!(parse(""), None);
    }
}
