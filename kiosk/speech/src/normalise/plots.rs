//! Names put together from letters and numbers by signs: plots, stakes of a road, number plates, versions, addresses of machines. Measures no land.

use super::codes::{serial_parts, spell};
use super::scan::{Found, Kind, Place};
use super::token::Said;
use crate::numerals::{cardinal, digit_by_digit};

/// What a plot is called behind its code.
const PLOTS: [&str; 10] = [
    "地块",
    "号地块",
    "#地块",
    "宗地",
    "号宗地",
    "街区",
    "街坊",
    "管理单元",
    "编制单元",
    "规划单元",
];

/// A-12-3地块, XD-02-03地块: the strokes are said, the digits one by one.
pub(super) fn plot(place: &Place<'_>) -> Option<Found> {
    if !place.get(0)?.is_ascii_alphanumeric()
        || place
            .previous()
            .is_some_and(|c| c.is_ascii_alphanumeric() || c == '-')
    {
        return None;
    }
    let (parts, end) = serial_parts(place);
    let strokes = parts.iter().skip(1).all(|(sign, _)| *sign == '-');
    let letters = parts.first()?.1.bytes().all(|b| b.is_ascii_alphabetic());
    let zero = parts.iter().any(|(_, p)| p.len() > 1 && p.starts_with('0'));
    let behind = end + place.spaces(end);
    let named = place.one_of(behind, &PLOTS).is_some()
        || letters && parts.len() > 2 && place.told_before(&["地块", "宗地"]);
    // 2-3号地块 may be two of them.
    if parts.len() < 2 || !strokes || !named || !(letters || zero || parts.len() > 2) {
        return None;
    }
    let mut said = Vec::new();
    for (i, (_, part)) in parts.iter().enumerate() {
        if i > 0 {
            said.push(Said::Han("杠".to_owned()));
        }
        spell(part, &mut said);
    }
    Found::new(end, Kind::Word, said)
}

/// Digits behind the plus of a stake: metres.
const STAKE_METRES: usize = 3;

/// K12+300, YK0+000: a place along a road.
pub(super) fn stake(place: &Place<'_>) -> Option<Found> {
    if place.previous().is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let letters = place
        .rest()
        .iter()
        .take(3)
        .take_while(|c| c.is_ascii_uppercase())
        .count();
    let kilometres = place.digits(letters);
    let plus = letters + kilometres;
    if letters == 0
        || place.get(letters - 1) != Some('K')
        || !(1..=4).contains(&kilometres)
        || place.get(plus) != Some('+')
        || place.digits(plus + 1) != STAKE_METRES
    {
        return None;
    }
    let mut end = plus + 1 + STAKE_METRES;
    let metres = place.text(plus + 1, STAKE_METRES);
    let mut number = cardinal(place.value(letters, kilometres)?) + "加";
    number += &if metres.starts_with('0') {
        digit_by_digit(&metres)
    } else {
        cardinal(metres.parse().unwrap_or(0))
    };
    let part = place.digits(end + 1);
    if place.get(end) == Some('.') && part > 0 {
        number += "点";
        number += &digit_by_digit(&place.text(end + 1, part));
        end += 1 + part;
    }
    let said = vec![
        Said::Latin(super::latin::spelled(&place.text(0, letters))),
        Said::Han(number),
    ];
    Found::new(end, Kind::Quantity, said)
}

/// Provinces on plates.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼示";
/// Behind the letter of the place: five, or six on the plates of new energy.
const PLATE_CHARS: [usize; 2] = [5, 6];

/// 京A·12345: what stands behind the province.
pub(super) fn plate(place: &Place<'_>) -> Option<Found> {
    let letter = place.get(0).filter(char::is_ascii_uppercase)?;
    if !place.previous().is_some_and(|c| PROVINCES.contains(c)) {
        return None;
    }
    let from = 1 + usize::from(matches!(place.get(1), Some('·' | '-' | ' ')));
    let len = place.rest()[from..]
        .iter()
        .take(8)
        .take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        .count();
    let text = place.text(from, len);
    if !PLATE_CHARS.contains(&len) || text.bytes().filter(u8::is_ascii_digit).count() < 3 {
        return None;
    }
    let mut said = vec![Said::Latin(letter.to_string())];
    spell(&text, &mut said);
    Found::new(from + len, Kind::Word, said)
}

/// A part of more digits than this is no number of a version.
const PART_DIGITS_MAX: usize = 5;
const ADDRESS_PARTS: usize = 4;

/// 192.168.0.1, 2.3.1, 第3.2.1条: the points are said.
pub(super) fn dotted(place: &Place<'_>) -> Option<Found> {
    if !place.begins_number() || place.previous() == Some('.') {
        return None;
    }
    let mut parts = Vec::new();
    let mut end = 0;
    loop {
        let digits = place.digits(end);
        if digits == 0 || digits > PART_DIGITS_MAX {
            return None;
        }
        parts.push(place.text(end, digits));
        end += digits;
        if place.get(end) != Some('.') || place.digits(end + 1) == 0 {
            break;
        }
        end += 1;
    }
    let date = super::dates::date(place).is_some();
    if parts.len() < 3 || date {
        return None;
    }
    let machine = parts.len() == ADDRESS_PARTS
        && (parts.iter().any(|p| p == "0" || p.len() == 3)
            || place.told_before(&["IP", "地址", "网关"]));
    let each = |part: &String| {
        if machine || part.len() > 2 || part.len() > 1 && part.starts_with('0') {
            digit_by_digit(part)
        } else {
            cardinal(part.parse().unwrap_or(0))
        }
    };
    let mut said = parts.iter().map(each).collect::<Vec<_>>().join("点");
    let port = place.digits(end + 1);
    if machine && matches!(place.get(end), Some(':' | '：')) && (2..=5).contains(&port) {
        said += "冒号";
        said += &digit_by_digit(&place.text(end + 1, port));
        end += 1 + port;
    }
    let kind = if place.before == Kind::Ordinal {
        Kind::Ordinal
    } else {
        Kind::Word
    };
    Found::han(end, kind, said)
}
