//! Numbers that stand raised: 10³, 10⁻³, m². Knows no units.

use super::scan::Place;
use crate::numerals::{cardinal, digit_by_digit};

const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
/// A higher power is nobody's; its digits are said one by one.
const CARDINAL_DIGITS_MAX: usize = 3;

/// What stands raised at `offset`: whether below nothing, its number in words, and where it ends.
pub(super) fn raised(place: &Place<'_>, offset: usize) -> Option<(bool, String, usize)> {
    if place.get(offset) == Some('^') {
        return typed(place, offset + 1);
    }
    let below = place.get(offset) == Some('⁻');
    let from = offset + usize::from(matches!(place.get(offset), Some('⁻' | '⁺')));
    let digits: String = place
        .chars
        .get(place.at + from..)?
        .iter()
        .take(super::scan::DIGITS_MAX)
        .map_while(|c| RAISED.iter().position(|r| r == c))
        .map(|digit| digit.to_string())
        .collect();
    if digits.is_empty() {
        return None;
    }
    let said = if digits.len() <= CARDINAL_DIGITS_MAX {
        cardinal(digits.parse().unwrap_or(0))
    } else {
        digit_by_digit(&digits)
    };
    Some((below, said, from + digits.len()))
}

/// 10^6, 10^-3, as keyboards write it.
fn typed(place: &Place<'_>, offset: usize) -> Option<(bool, String, usize)> {
    let below = place.get(offset) == Some('-');
    let from = offset + usize::from(below);
    let digits = place.digits(from);
    (1..=CARDINAL_DIGITS_MAX).contains(&digits).then(|| {
        let said = cardinal(place.value(from, digits).unwrap_or(0));
        (below, said, from + digits)
    })
}

/// Behind a number: 的三次方.
pub(super) fn power(place: &Place<'_>, offset: usize) -> Option<(String, usize)> {
    let (below, said, end) = raised(place, offset)?;
    let sign = if below { "负" } else { "" };
    Some((format!("的{sign}{said}次方"), end))
}
