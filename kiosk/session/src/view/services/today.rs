//! Opening hours as people read them: today's end, the next opening, the holiday in between. Pure.

use config::calendar::{Calendar, Day};
use config::hours::{Opening, Span, clock};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::moment;
use crate::screen::services::closed::{Closed, Holiday, Light, Next};
use crate::screen::services::welcome::Today;
use crate::session::{Brightness, Session};
use crate::view::head::is_unset;

/// A holiday that is so near is told.
const HOLIDAY_DAYS_AHEAD: i32 = 14;

/// How long it is open today.
pub(in crate::view) fn today(session: &Session, now: Timestamp) -> Today {
    let rules = session.rules();
    // Of a clock that is not set nobody knows which day it is.
    if is_unset(session, now) {
        return Today::default();
    }
    let local = moment::local(now);
    match rules.opening.at(&session.terminal().calendar, local) {
        Opening::Open {
            until_min,
            again_min,
        } => Today {
            until: clock(until_min),
            again: again_min.map_or(String::new(), clock),
            spans: spans(&rules.opening.weekdays),
        },
        Opening::Always | Opening::Closed { .. } => Today::default(),
    }
}

/// Out of hours.
pub(in crate::view) fn closed(session: &Session, now: Timestamp) -> Closed {
    let rules = session.rules();
    let calendar = &session.terminal().calendar;
    let local = moment::local(now);
    let today = local.date();
    let next = match rules.opening.at(calendar, local) {
        Opening::Closed { next } => next,
        Opening::Always | Opening::Open { .. } => None,
    };
    Closed {
        next: next.map(|at| Next {
            month: at.month().unsigned_abs(),
            day: at.day().unsigned_abs(),
            weekday: at.weekday().to_monday_one_offset().unsigned_abs(),
            time: format!("{}:{:02}", at.hour(), at.minute()),
            in_days: u32::try_from((at.date() - today).get_days()).unwrap_or(0),
        }),
        holiday: holiday(calendar, today),
        unknown_year: !calendar.knows(today.year()),
        spans: spans(&rules.opening.weekdays),
        weekends: !rules.opening.saturday.is_empty() || !rules.opening.sunday.is_empty(),
        urgent: rules
            .urgent
            .to(session.visit().visitor.look.language)
            .to_owned(),
        portal_url: rules
            .links
            .first()
            .map_or(String::new(), |(_, url)| url.clone()),
        light: match session.brightness() {
            Brightness::Full => Light::Full,
            Brightness::Dim => Light::Dim,
            Brightness::Off => Light::Off,
        },
        hour: local.hour().unsigned_abs(),
    }
}

/// The one that keeps it closed, or the next one that is near.
fn holiday(calendar: &Calendar, today: Date) -> Option<Holiday> {
    let days = (0..=HOLIDAY_DAYS_AHEAD).filter_map(|ahead| today.checked_add(ahead.days()).ok());
    let holiday = days.into_iter().find_map(|day| match calendar.day(day) {
        Some(Day::Holiday(holiday)) => Some(holiday),
        _ => None,
    })?;
    // What is past helps nobody who stands before a closed door.
    let made_up = calendar.made_up_around(holiday).into_iter();
    let made_up = made_up.filter(|day| *day >= today);
    Some(Holiday {
        name: holiday.name.clone(),
        from: month_day(holiday.from),
        to: month_day(holiday.to),
        made_up: made_up.map(month_day).collect(),
    })
}

fn month_day(day: Date) -> (u8, u8) {
    (day.month().unsigned_abs(), day.day().unsigned_abs())
}

/// `9:00–12:00`, each.
pub(in crate::view) fn spans(spans: &[Span]) -> Vec<String> {
    let shown = spans
        .iter()
        .map(|span| format!("{}–{}", clock(span.from_min), clock(span.to_min)));
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_are_worked_instead_are_told_until_they_are_past() {
        let calendar = Calendar::parse(
            "[[year]]\nyear = 2031\nworkdays = [\"2031-09-28\", \"2031-10-11\"]\n\
             [[year.holiday]]\nname = \"国庆节\"\nfrom = \"2031-10-01\"\nto = \"2031-10-07\"\n",
        )
        .unwrap();
        let told = |day: &str| {
            let told = holiday(&calendar, day.parse().unwrap());
            told.map(|holiday| holiday.made_up).unwrap_or_default()
        };
        assert_eq!(told("2031-09-27"), [(9, 28), (10, 11)]);
        assert_eq!(told("2031-09-28"), [(9, 28), (10, 11)], "still to be used");
        assert_eq!(told("2031-09-29"), [(10, 11)]);
        assert_eq!(told("2031-10-07"), [(10, 11)]);
    }
}
