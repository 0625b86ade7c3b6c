//! Register numbers (登记号) `<site>-<terminal>-<yyyymmdd>-<nnnn>` and the day they belong to. Pure; the clock is an argument.

use jiff::Timestamp;
use jiff::tz::Offset;

/// Days of the register are days of Asia/Shanghai, which has had one fixed offset since 1991; no tz database is needed.
const SHANGHAI: Offset = Offset::constant(8);

/// Fewest digits of the running number; it widens beyond 9999.
const ORDINAL_DIGITS: usize = 4;

/// Earliest day written: a clock before it is broken, and four-digit years keep the order of text the order of days.
const EARLIEST_DAY: &str = "19700101";

/// The register day `yyyymmdd` that `now` falls on.
pub fn day_of(now: Timestamp) -> String {
    let date = SHANGHAI.to_datetime(now).date();
    if date.year() < 1970 {
        return EARLIEST_DAY.to_owned();
    }
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// How long the numbers of a series go on before they begin at 1 again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// `L01-1-20181015-0027`.
    Day,
    /// `L01-1-S-2018-0042`.
    Year,
}

/// A register number, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub struct Number {
    /// `<site>-<terminal>`.
    pub prefix: String,
    /// `yyyymmdd`, or `yyyy` where numbers go on through a year.
    pub day: String,
    pub ordinal: u64,
}

impl Number {
    /// How long its series goes on.
    pub(crate) fn period(&self) -> Period {
        match self.day.len() {
            4 => Period::Year,
            _ => Period::Day,
        }
    }

    /// Takes `L01-1-20181015-0027` apart; `None` when it is no register number.
    pub fn parse(text: &str) -> Option<Number> {
        let mut parts = text.rsplitn(3, '-');
        let ordinal = parts.next()?;
        let day = parts.next()?;
        let prefix = parts.next()?;
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let well_formed = !prefix.is_empty()
            && matches!(day.len(), 4 | 8)
            && digits(day)
            && (ORDINAL_DIGITS..=18).contains(&ordinal.len())
            && digits(ordinal);
        let number = Number {
            prefix: prefix.to_owned(),
            day: day.to_owned(),
            ordinal: if well_formed {
                ordinal.parse().ok()?
            } else {
                return None;
            },
        };
        // One spelling per number: no extra zeros, no zero.
        (number.ordinal > 0 && number.to_string() == text).then_some(number)
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}-{}-{:0width$}",
            self.prefix,
            self.day,
            self.ordinal,
            width = ORDINAL_DIGITS
        )
    }
}

/// The last number given out: day and running number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Last {
    /// `yyyymmdd`, empty before the first.
    pub day: String,
    /// 0 before the first.
    pub ordinal: u64,
}

/// The day or year of `now`, as it stands in numbers.
pub(crate) fn period_of(period: Period, now: Timestamp) -> String {
    let mut day = day_of(now);
    if period == Period::Year {
        day.truncate(4);
    }
    day
}

/// Noon of a day `yyyymmdd` of the register; `None` for what is no day.
pub(crate) fn noon_of(day: &str) -> Option<Timestamp> {
    let part = |from: usize, to: usize| day.get(from..to)?.parse::<i16>().ok();
    let (year, month, date) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let date = jiff::civil::Date::new(year, month.try_into().ok()?, date.try_into().ok()?).ok()?;
    SHANGHAI.to_timestamp(date.at(12, 0, 0, 0)).ok()
}

/// The number after `last`, and whether it is now an earlier day or year than the register's.
pub(crate) fn next(prefix: &str, last: &Last, today: &str) -> (Number, bool) {
    let behind = *today < *last.day;
    let (day, ordinal) = if *today > *last.day {
        (today.to_owned(), 1)
    } else {
        (last.day.clone(), last.ordinal + 1)
    };
    let number = Number {
        prefix: prefix.to_owned(),
        day,
        ordinal,
    };
    (number, behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_day_changes_at_midnight_in_shanghai_not_in_utc() {
        assert_eq!(day_of(at("2018-10-14T15:59:59Z")), "20181014");
        assert_eq!(day_of(at("2018-10-14T16:00:00Z")), "20181015");
    }

    #[test]
    fn a_clock_before_1970_counts_as_its_first_day() {
        assert_eq!(day_of(at("0001-01-01T00:00:00Z")), "19700101");
        assert_eq!(day_of(Timestamp::MIN), "19700101");
    }

    #[test]
    fn the_far_end_of_time_still_has_a_day() {
        assert_eq!(day_of(Timestamp::MAX).len(), 8);
    }

    #[test]
    fn the_noon_of_a_day_is_of_that_day() {
        for day in ["20181015", "19700101", "20991231"] {
            assert_eq!(day_of(noon_of(day).unwrap()), day);
        }
        for bad in ["", "2018", "20181332", "yyyymmdd", "２０１８"] {
            assert_eq!(noon_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_new_day_begins_at_one() {
        let last = Last {
            day: "20181014".into(),
            ordinal: 27,
        };
        let (number, behind) = next("L01-1", &last, "20181015");
        assert_eq!(number.to_string(), "L01-1-20181015-0001");
        assert!(!behind);
    }

    #[test]
    fn a_clock_that_went_back_continues_the_last_day_and_says_so() {
        let last = Last {
            day: "20181015".into(),
            ordinal: 27,
        };
        let (number, behind) = next("L01-1", &last, "19700101");
        assert_eq!(number.to_string(), "L01-1-20181015-0028");
        assert!(behind);
    }

    #[test]
    fn the_running_number_widens_beyond_four_digits() {
        let last = Last {
            day: "20181015".into(),
            ordinal: 9999,
        };
        let (number, _) = next("L01-1", &last, "20181015");
        assert_eq!(number.to_string(), "L01-1-20181015-10000");
        assert_eq!(Number::parse("L01-1-20181015-10000"), Some(number));
    }

    #[test]
    fn only_the_one_spelling_of_a_number_is_read() {
        assert!(Number::parse("L01-1-20181015-0027").is_some());
        for bad in [
            "",
            "-",
            "---",
            "L01-1-20181015-27",
            "L01-1-20181015-00027",
            "L01-1-2018101-0027",
            "-20181015-0027",
            "L01-1-20181015-0000",
            "L01-1-20181015-99999999999999999999",
            "L01-1-2018１015-0027",
        ] {
            assert_eq!(Number::parse(bad), None, "{bad}");
        }
    }
}
