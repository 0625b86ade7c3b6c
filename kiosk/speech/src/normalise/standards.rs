//! Standards as they are cited: GB/T 9704—2012, HJ 2.2-2018, T/CECS 100-2020. Knows no title of one.

use super::scan::{Found, Kind, Place, is_dash, is_year};
use super::token::{Pause, Said};
use super::units::is_latin;
use crate::numerals::digit_by_digit;

/// Bodies whose standards are cited without a year too.
const BODIES: [&str; 34] = [
    "GB", "GBZ", "GBJ", "DB", "JGJ", "CJJ", "CJ", "JG", "HJ", "JTG", "JT", "ISO", "IEC", "GA",
    "WS", "TSG", "AQ", "YY", "NY", "SL", "DL", "LY", "SB", "TD", "MZ", "RB", "XF", "JB", "HG",
    "YD", "DZ", "QX", "CH", "SF",
];
const BODY_LETTERS_MAX: usize = 5;
/// Letters behind a slash: T for recommended, the second body of a common one.
const KIND_LETTERS_MAX: usize = 6;
const NUMBER_DIGITS_MAX: usize = 6;

fn capitals(place: &Place<'_>, offset: usize, most: usize) -> usize {
    let rest = place.chars.get(place.at + offset..).unwrap_or_default();
    let len = rest
        .iter()
        .take(most + 1)
        .take_while(|c| c.is_ascii_uppercase())
        .count();
    if len > most { 0 } else { len }
}

/// The year behind the number and where it ends: -2018, —2012, :2015.
fn year(place: &Place<'_>, offset: usize) -> Option<(String, usize)> {
    let parted = place
        .get(offset)
        .is_some_and(|c| is_dash(c) || matches!(c, ':' | '：'));
    let ends = !place
        .get(offset + 5)
        .is_some_and(|c| matches!(c, '-' | '/' | '.' | '号'));
    (parted && place.digits(offset + 1) == 4 && is_year(place.value(offset + 1, 4)?) && ends)
        .then(|| (place.text(offset + 1, 4), offset + 5))
}

/// The letters, the number, the year. Letters of nobody known make one only with a slash or a space, and with a year.
pub(super) fn standard(place: &Place<'_>) -> Option<Found> {
    let letters = capitals(place, 0, BODY_LETTERS_MAX);
    let group = letters == 1 && place.starts(0, "T/");
    if letters < 2 && !group || place.previous().is_some_and(is_latin) {
        return None;
    }
    let body = place.text(0, letters);
    let mut used = letters;
    let mut said = vec![Said::Latin(super::latin::spelled(&body))];
    let region = place.digits(used);
    if region > 0 && place.get(used + region) == Some('/') {
        said.push(Said::Han(digit_by_digit(&place.text(used, region))));
        used += region;
    }
    let slash = place.get(used) == Some('/');
    if slash {
        let letters = capitals(place, used + 1, KIND_LETTERS_MAX);
        if letters == 0 {
            return None;
        }
        let kind = place.text(used + 1, letters);
        said.push(Said::Latin(super::latin::spelled(&kind)));
        used += 1 + letters;
    }
    let spaces = place.spaces(used);
    used += spaces;
    let mut number = String::new();
    loop {
        let digits = place.digits(used);
        if !(1..=NUMBER_DIGITS_MAX).contains(&digits) {
            return None;
        }
        number.push_str(&digit_by_digit(&place.text(used, digits)));
        used += digits;
        if place.get(used) != Some('.') || place.digits(used + 1) == 0 {
            break;
        }
        number.push('点');
        used += 1;
    }
    let known = BODIES.contains(&body.as_str());
    let year = year(place, used);
    if !known && (year.is_none() || !slash && spaces == 0)
        || known && year.is_none() && number.chars().count() < 2
    {
        return None;
    }
    said.push(Said::Han(number));
    if let Some((digits, end)) = year {
        said.push(Said::Pause(Pause::Comma));
        said.push(Said::Han(digit_by_digit(&digits)));
        used = end;
    }
    Found::new(used, Kind::Word, said)
}
