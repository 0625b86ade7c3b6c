//! From the number of a day to its date and time, in both systems that workbooks count in (ECMA-376, 18.17.4.1). Owns the day that
//! never was, 29 February 1900; writes nothing.

/// The last day of 9999, counted from 1900.
const DAY_MAX: i64 = 2_958_465;
/// Days from the beginning of one count to that of the other.
const FROM_1904: i64 = 1_462;
/// The day of the count from 1900 that no calendar has.
const LEAP_1900: i64 = 60;
const SECONDS_A_DAY: i64 = 86_400;

/// Which day is the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Era {
    /// 1 is 1 January 1900.
    #[default]
    From1900,
    /// 0 is 1 January 1904.
    From1904,
}

/// A moment, rounded to what is shown of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moment {
    pub(super) year: i64,
    pub(super) month: u32,
    pub(super) day: u32,
    /// Days since the last Sunday.
    pub(super) weekday: usize,
    /// Of the day.
    pub(super) second: i64,
    /// Parts of a second, as many as were asked for.
    pub(super) part: i64,
    /// Since the count began.
    pub(super) seconds: i64,
}

impl Moment {
    /// `None` where there is no such day; seconds keep so many places.
    pub(super) fn of(value: f64, era: Era, places: u32) -> Option<Moment> {
        if !(0.0..(DAY_MAX + 1) as f64).contains(&value) {
            return None;
        }
        let parts = 10_i64.pow(places);
        let all = (value * (SECONDS_A_DAY * parts) as f64).round() as i64;
        let seconds = all / parts;
        let mut serial = seconds / SECONDS_A_DAY;
        if era == Era::From1904 {
            serial += FROM_1904;
        }
        if serial > DAY_MAX {
            return None;
        }
        let (year, month, day) = match serial {
            0 => (1900, 1, 0),
            LEAP_1900 => (1900, 2, 29),
            // Before it the count is one short.
            _ => date(serial + i64::from(serial < LEAP_1900)),
        };
        Some(Moment {
            year,
            month,
            day,
            weekday: usize::try_from((serial + 6) % 7).ok()?,
            second: seconds % SECONDS_A_DAY,
            part: all % parts,
            seconds,
        })
    }
}

/// Of a day of the count from 1900, as if that year had been no leap year. Months begin with March, so that the odd day comes last.
fn date(serial: i64) -> (i64, u32, u32) {
    const MARCH_0000: i64 = 693_899;
    const CYCLE: i64 = 146_097;
    let days = serial + MARCH_0000;
    let (cycle, day) = (days / CYCLE, days % CYCLE);
    let year = (day - day / 1_460 + day / 36_524 - day / (CYCLE - 1)) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let is_next = month >= 10;
    let month = if is_next { month - 9 } else { month + 3 };
    let year = year + cycle * 400 + i64::from(is_next);
    (year, month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_office_program() {
        let of = |value, era| {
            let moment = Moment::of(value, era, 0).unwrap();
            (moment.year, moment.month, moment.day, moment.weekday)
        };
        for (serial, expected) in [
            (0.0, (1900, 1, 0, 6)),
            (1.0, (1900, 1, 1, 0)),
            (59.0, (1900, 2, 28, 2)),
            (60.0, (1900, 2, 29, 3)),
            (61.0, (1900, 3, 1, 4)),
            (36_526.0, (2000, 1, 1, 6)),
            (36_585.0, (2000, 2, 29, 2)),
            (45_351.0, (2024, 2, 29, 4)),
            (46_022.0, (2025, 12, 31, 3)),
            (2_958_465.0, (9999, 12, 31, 5)),
        ] {
            assert_eq!(of(serial, Era::From1900), expected, "{serial}");
        }
        assert_eq!(of(0.0, Era::From1904), (1904, 1, 1, 5));
        assert_eq!(of(44_560.0, Era::From1904), (2025, 12, 31, 3));
    }

    #[test]
    fn a_moment_is_rounded_before_it_is_parted() {
        let moment = Moment::of(45_351.999_999, Era::From1900, 0).unwrap();
        assert_eq!((moment.day, moment.month, moment.second), (1, 3, 0));
        let moment = Moment::of(0.395_833_333_333_333, Era::From1900, 0).unwrap();
        assert_eq!(moment.second, 9 * 3_600 + 30 * 60);
        let moment = Moment::of(1.5 / 86_400.0, Era::From1900, 1).unwrap();
        assert_eq!((moment.second, moment.part), (1, 5));
        for none in [-0.5, 2_958_466.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Moment::of(none, Era::From1900, 0), None);
        }
        assert_eq!(Moment::of(2_958_465.0, Era::From1904, 0), None);
    }
}
