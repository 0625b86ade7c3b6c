//! Dates and times of day. Reads no durations: those are quantities.

use super::scan::{Found, Kind, Place, is_year};
use crate::numerals::{cardinal, digit_by_digit};

fn month_or_day(value: u64) -> String {
    cardinal(value)
}

/// 2025-12-08, 2025/12/8, 2025.12.8; and 12-14 or 12.14 behind it as the end of a range. Also 12-08 18:30, as screens tell of a day of this year.
pub(super) fn date(place: &Place<'_>) -> Option<Found> {
    if !place.begins_number() {
        return None;
    }
    if place.digits(0) == 2 {
        return day_of_this_year(place);
    }
    if place.digits(0) != 4 || !is_year(place.value(0, 4)?) {
        return None;
    }
    let parted = place.get(4).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, day, end) = month_day(place, 5, parted)?;
    let said = format!(
        "{}年{}月{}日",
        digit_by_digit(&place.text(0, 4)),
        month_or_day(month),
        month_or_day(day)
    );
    Found::han(end, Kind::Quantity, said)
}

/// 12-08 before a time of day; alone it is a range.
fn day_of_this_year(place: &Place<'_>) -> Option<Found> {
    let (month, day, end) = month_day(place, 0, '-')?;
    let at = end + place.spaces(end);
    let hour = place.digits(at);
    let timed = at > end && (1..=2).contains(&hour) && place.get(at + hour) == Some(':');
    let said = format!("{}月{}日", month_or_day(month), month_or_day(day));
    // 2026-03-05至03-12: the year is the same.
    let ends = matches!(place.chars[..place.at], [.., day, '至' | '到'] if day.is_ascii_digit())
        && !super::units::has_unit(place, end);
    (timed && place.digits(at + hour + 1) == 2 || ends)
        .then(|| Found::han(end, Kind::Quantity, said))
        .flatten()
}

fn month_day(place: &Place<'_>, from: usize, parted: char) -> Option<(u64, u64, usize)> {
    let digits = place.digits(from);
    let month = place
        .value(from, digits.min(4))
        .filter(|m| (1..=12).contains(m))?;
    if digits > 2 || place.get(from + digits) != Some(parted) {
        return None;
    }
    let at = from + digits + 1;
    let digits = place.digits(at);
    let day = place
        .value(at, digits.min(4))
        .filter(|d| (1..=31).contains(d))?;
    let end = at + digits;
    let goes_on = place.get(end) == Some(parted) && place.digits(end + 1) > 0;
    if digits > 2 || goes_on {
        return None;
    }
    // 2025-12-08日 has its 日 already.
    Some((month, day, end + usize::from(place.get(end) == Some('日'))))
}

/// Hour, minute, perhaps second, and where they end.
fn clock(place: &Place<'_>) -> Option<(u64, u64, Option<u64>, usize)> {
    let hour_digits = place.digits(0);
    if !place.begins_number() || hour_digits == 0 || hour_digits > 2 {
        return None;
    }
    let hour = place.value(0, hour_digits).filter(|h| *h <= 24)?;
    if !matches!(place.get(hour_digits), Some(':' | '：')) || place.digits(hour_digits + 1) != 2 {
        return None;
    }
    let minute = place.value(hour_digits + 1, 2).filter(|m| *m < 60)?;
    let end = hour_digits + 3;
    if matches!(place.get(end), Some(':' | '：')) && place.digits(end + 1) == 2 {
        let second = place.value(end + 1, 2).filter(|s| *s < 60)?;
        return Some((hour, minute, Some(second), end + 3));
    }
    Some((hour, minute, None, end))
}

pub(super) fn is_time(place: &Place<'_>) -> bool {
    clock(place).is_some()
}

fn with_zero(value: u64) -> String {
    if value < 10 {
        format!("零{}", cardinal(value))
    } else {
        cardinal(value)
    }
}

/// 9:00, 17:30, 9:05:30.
pub(super) fn time(place: &Place<'_>) -> Option<Found> {
    let (hour, minute, second, end) = clock(place)?;
    let hour = if hour == 2 {
        "两".to_owned()
    } else {
        cardinal(hour)
    };
    let mut said = format!("{hour}点");
    match (minute, second) {
        (0, None | Some(0)) => {}
        (minute, None | Some(0)) => said.push_str(&format!("{}分", with_zero(minute))),
        (minute, Some(second)) => {
            said.push_str(&format!("{}分{}秒", with_zero(minute), with_zero(second)));
        }
    }
    // 8:30分 has its word already.
    let again = place.get(end) == Some('分') && place.get(end + 1) != Some('钟');
    Found::han(end + usize::from(again), Kind::Quantity, said)
}
