//! When the point is open (开放时间): spans by weekday, ruled by the working-day calendar. Pure: the time is an argument. Knows no screen.

use jiff::civil::{Date, DateTime, Time, Weekday};

use crate::calendar::{Calendar, Day};

/// Most spans of one day.
pub const SPANS_MAX: usize = 4;
/// Days that are looked through for the next opening.
const DAYS_AHEAD_MAX: u32 = 60;

/// A span of a day, minutes from midnight; the end is not part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub struct Span {
    pub from_min: u16,
    pub to_min: u16,
}

impl Span {
    /// `09:00-12:00`.
    pub fn parse(text: &str) -> Result<Span, String> {
        let allowed = "is no span such as \"09:00-12:00\"";
        let (from, to) = text.split_once('-').ok_or(allowed)?;
        let (from_min, to_min) = (minutes(from).ok_or(allowed)?, minutes(to).ok_or(allowed)?);
        match from_min < to_min {
            true => Ok(Span { from_min, to_min }),
            false => Err("ends before it begins".into()),
        }
    }
}

/// `24:00` is the end of the day.
fn minutes(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = |text: &str| {
        let fits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| text.parse::<u16>().ok()).flatten()
    };
    let (hour, minute) = (digits(hour)?, digits(minute)?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= 24 * 60).then_some(total)
}

/// Opening hours; with no span at all the point is always open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Hours {
    /// Spans of a working day (工作日), a weekend that is worked instead among them.
    pub weekdays: Vec<Span>,
    /// Saturdays that are no working days.
    pub saturday: Vec<Span>,
    /// Sundays that are no working days.
    pub sunday: Vec<Span>,
}

/// How it is at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Opening {
    /// No hours are configured.
    Always,
    Open {
        /// End of this span, minutes of the day.
        until_min: u16,
        /// When it opens again today after that; `None` when it is the day's last.
        again_min: Option<u16>,
    },
    Closed {
        /// Next opening; `None` when there is none within two months.
        next: Option<DateTime>,
    },
}

impl Opening {
    /// People may come in.
    pub fn is_open(self) -> bool {
        !matches!(self, Opening::Closed { .. })
    }
}

impl Hours {
    /// No hours are configured.
    pub fn always(&self) -> bool {
        self.weekdays.is_empty() && self.saturday.is_empty() && self.sunday.is_empty()
    }

    /// The spans of a day. Of a year without data the weekday decides.
    pub fn of_day(&self, calendar: &Calendar, date: Date) -> &[Span] {
        match calendar.day(date) {
            Some(Day::Holiday(_)) => &[],
            Some(Day::MadeUp | Day::Working) => &self.weekdays,
            Some(Day::Weekend) | None => match date.weekday() {
                Weekday::Saturday => &self.saturday,
                Weekday::Sunday => &self.sunday,
                _ => &self.weekdays,
            },
        }
    }

    /// How it is at a moment of the reading room's wall clock.
    pub fn at(&self, calendar: &Calendar, now: DateTime) -> Opening {
        if self.always() {
            return Opening::Always;
        }
        let minute = minute_of(now.time());
        let today = self.of_day(calendar, now.date());
        let open = today
            .iter()
            .find(|span| (span.from_min..span.to_min).contains(&minute));
        if let Some(span) = open {
            let later = today.iter().map(|span| span.from_min);
            return Opening::Open {
                until_min: span.to_min,
                again_min: later.filter(|from| *from >= span.to_min).min(),
            };
        }
        Opening::Closed {
            next: self.next(calendar, now),
        }
    }

    fn next(&self, calendar: &Calendar, now: DateTime) -> Option<DateTime> {
        let mut date = now.date();
        let mut after = minute_of(now.time());
        for _ in 0..DAYS_AHEAD_MAX {
            let spans = self.of_day(calendar, date).iter();
            let first = spans
                .map(|span| span.from_min)
                .filter(|from| *from > after || date > now.date())
                .min();
            if let Some(first) = first {
                let time = Time::new((first / 60) as i8, (first % 60) as i8, 0, 0).ok()?;
                return Some(date.to_datetime(time));
            }
            date = date.tomorrow().ok()?;
            after = 0;
        }
        None
    }
}

fn minute_of(time: Time) -> u16 {
    u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs())
}

/// `9:00`.
pub fn clock(minutes: u16) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        Calendar::parse(
            "[[year]]\nyear = 2018\nworkdays = [\"2018-09-29\", \"2018-09-30\"]\n\
             [[year.holiday]]\nname = \"国庆节\"\nfrom = \"2018-10-01\"\nto = \"2018-10-07\"\n",
        )
        .unwrap()
    }

    fn hours() -> Hours {
        let span = |text| Span::parse(text).unwrap();
        Hours {
            weekdays: vec![span("9:00-12:00"), span("13:30-17:30")],
            ..Hours::default()
        }
    }

    fn at(text: &str) -> Opening {
        hours().at(&calendar(), text.parse().unwrap())
    }

    fn closed_until(text: &str) -> Opening {
        Opening::Closed {
            next: Some(text.parse().unwrap()),
        }
    }

    #[test]
    fn a_day_opens_pauses_and_closes() {
        assert_eq!(at("2018-10-15T08:59"), closed_until("2018-10-15T09:00"));
        assert_eq!(
            at("2018-10-15T09:00"),
            Opening::Open {
                until_min: 720,
                again_min: Some(810)
            }
        );
        assert_eq!(at("2018-10-15T12:00"), closed_until("2018-10-15T13:30"));
        assert_eq!(
            at("2018-10-15T17:29"),
            Opening::Open {
                until_min: 1050,
                again_min: None
            }
        );
        assert_eq!(at("2018-10-15T17:30"), closed_until("2018-10-16T09:00"));
    }

    #[test]
    fn holidays_are_closed_and_make_up_days_are_open() {
        assert!(at("2018-09-30T10:00").is_open());
        assert_eq!(at("2018-09-30T18:42"), closed_until("2018-10-08T09:00"));
        assert_eq!(at("2018-10-03T10:00"), closed_until("2018-10-08T09:00"));
        assert_eq!(at("2018-10-13T10:00"), closed_until("2018-10-15T09:00"));
    }

    #[test]
    fn a_year_without_data_keeps_the_weekdays() {
        assert!(at("2019-10-02T10:00").is_open());
        assert_eq!(at("2019-10-05T10:00"), closed_until("2019-10-07T09:00"));
    }

    #[test]
    fn without_hours_it_is_always_open_and_without_an_opening_none_is_promised() {
        let now = "2018-10-15T03:00".parse().unwrap();
        assert_eq!(Hours::default().at(&calendar(), now), Opening::Always);
        let sundays = Hours {
            sunday: vec![Span::parse("00:00-24:00").unwrap()],
            ..Hours::default()
        };
        assert_eq!(
            sundays.at(&calendar(), now),
            closed_until("2018-10-21T00:00")
        );
    }

    #[test]
    fn what_is_no_span_is_refused() {
        for bad in [
            "",
            "9-12",
            "09:00",
            "12:00-09:00",
            "09:00-09:00",
            "09:60-10:00",
            "24:01-24:02",
            "99999:00-10:00",
            "a:b-c:d",
            "09:00-12:00-13:00",
            "-1:00-2:00",
        ] {
            assert!(Span::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(clock(540), "9:00");
    }
}
