//! Telephone numbers and hotlines, digit by digit with 幺, in the groups people say. Dials nothing.

use super::scan::{Found, Kind, Place};
use super::token::{Pause, Said};
use crate::numerals::{cardinal, telephone};

/// Words before a number that make it one to dial.
const BEFORE: [&str; 14] = [
    "电话",
    "热线",
    "手机",
    "传真",
    "拨打",
    "致电",
    "联系方式",
    "来电",
    "客服",
    "咨询",
    "座机",
    "总机",
    "Tel",
    "TEL",
];
/// Words behind a number of three to six digits that do the same.
const BEHIND: [&str; 15] = [
    "热线",
    "电话",
    "报警",
    "急救",
    "火警",
    "平台",
    "指挥中心",
    "接警",
    "接处警",
    "服务台",
    "客服",
    "短信",
    "投诉",
    "派员",
    "出警",
];
/// Numbers in the neighbourhood of such words have at least so many digits.
const HOTLINE_DIGITS_MIN: usize = 3;

fn found(used: usize, groups: &[&str], extension: Option<&str>) -> Option<Found> {
    let mut said = Vec::new();
    for group in groups.iter().filter(|group| !group.is_empty()) {
        if !said.is_empty() {
            said.push(Said::Pause(Pause::Comma));
        }
        said.push(Said::Han(telephone(group)));
    }
    if let Some(extension) = extension {
        said.push(Said::Pause(Pause::Comma));
        said.push(Said::Han(format!("转{}", telephone(extension))));
    }
    Found::new(used, Kind::Word, said)
}

/// How a local number is said: eight digits 4-4, seven 3-4.
fn local(digits: &str) -> Vec<&str> {
    match digits.len() {
        7 => vec![&digits[..3], &digits[3..]],
        8 => vec![&digits[..4], &digits[4..]],
        _ => vec![digits],
    }
}

/// 010 and 02x have three digits, all others four.
fn area_digits(digits: &str) -> usize {
    if digits.starts_with("01") || digits.starts_with("02") {
        3
    } else {
        4
    }
}

/// The extension behind a number: -8001, 转8001.
fn extension(place: &Place<'_>, offset: usize) -> Option<(String, usize)> {
    let marker = match place.get(offset) {
        Some('-' | '转') => 1,
        _ => return None,
    };
    let digits = place.digits(offset + marker);
    (1..=6).contains(&digits).then(|| {
        (
            place.text(offset + marker, digits),
            offset + marker + digits,
        )
    })
}

/// Digits that may be parted once or more by single dashes or spaces: `88001234`, `8800 1234`, `138-0013-8000`.
fn parted(place: &Place<'_>, offset: usize) -> (String, usize) {
    let mut digits = String::new();
    let mut at = offset;
    loop {
        let run = place.digits(at);
        if run == 0 {
            break;
        }
        digits.push_str(&place.text(at, run));
        at += run;
        if run >= 3
            && matches!(place.get(at), Some('-' | ' ' | '—'))
            && place.digits(at + 1) >= 3
            && digits.len() < 12
        {
            at += 1;
        } else {
            return (digits, at);
        }
    }
    (digits, at)
}

/// A telephone number with its area code in brackets, （0571）88001234.
pub(super) fn bracketed(place: &Place<'_>) -> Option<Found> {
    if place.get(0) != Some('（') || place.get(1) != Some('0') {
        return None;
    }
    let area = place.digits(1);
    if !(3..=4).contains(&area) || place.get(1 + area) != Some('）') {
        return None;
    }
    let from = 2 + area + place.spaces(2 + area);
    let (digits, end) = parted(place, from);
    if !(7..=8).contains(&digits.len()) {
        return None;
    }
    let area = place.text(1, area);
    let mut groups = vec![area.as_str()];
    groups.extend(local(&digits));
    match extension(place, end) {
        Some((more, end)) => found(end, &groups, Some(&more)),
        None => found(end, &groups, None),
    }
}

/// The country before a number: +86, （+86）, 0086-.
pub(super) fn country(place: &Place<'_>) -> Option<Found> {
    let sign = match place.get(0)? {
        '+' => "加",
        '（' if place.get(1) == Some('+') => "加",
        '0' if place.starts(0, "00")
            && !place.previous().is_some_and(|c| c.is_ascii_alphanumeric()) =>
        {
            "零零"
        }
        _ => return None,
    };
    let opened = usize::from(place.get(0) == Some('（'));
    let from = if sign == "加" { 1 + opened } else { 2 };
    let digits = place.digits(from);
    let mut end = from + 2;
    if !place.starts(from, COUNTRY) {
        return None;
    }
    if opened > 0 {
        if place.get(end) != Some('）') {
            return None;
        }
        end += 1;
    }
    let parted = place.spaces(end) > 0 || place.get(end) == Some('-');
    let next = end
        + place
            .spaces(end)
            .max(usize::from(place.get(end) == Some('-')));
    // +8613800001234 in one run has eleven digits more.
    let whole = digits == 13 && sign == "加";
    if place.digits(next) < 2 || !(parted || opened > 0 || whole) {
        return None;
    }
    let (number, after) = parted_digits(place, next);
    // 571-88001234: the area code has lost its zero.
    let first = place.digits(next);
    let groups: Vec<&str> = match number.len() {
        11 if number.starts_with('1') => vec![&number[..3], &number[3..7], &number[7..]],
        9..=12 if first <= 4 => std::iter::once(&number[..first])
            .chain(local(&number[first..]))
            .collect(),
        7 | 8 => local(&number),
        _ => return None,
    };
    let mut said = vec![Said::Han(format!("{sign}{}", telephone(COUNTRY)))];
    for group in groups {
        said.push(Said::Pause(Pause::Comma));
        said.push(Said::Han(telephone(group)));
    }
    Found::new(after, Kind::Word, said)
}

/// The code of the country that numbers here have.
const COUNTRY: &str = "86";

/// Digits parted by strokes or spaces, however short their first run is: `571-88001234`.
fn parted_digits(place: &Place<'_>, offset: usize) -> (String, usize) {
    let first = place.digits(offset);
    if first < 3 && matches!(place.get(offset + first), Some('-' | ' ')) {
        let (rest, end) = parted(place, offset + first + 1);
        return (place.text(offset, first) + &rest, end);
    }
    parted(place, offset)
}

/// Numbers that are numbers to dial by their form, or by the words beside them.
pub(super) fn phone(place: &Place<'_>) -> Option<Found> {
    if !place.begins_number()
        || place
            .previous()
            .is_some_and(|c| c == '.' || c.is_ascii_alphabetic())
    {
        return None;
    }
    by_form(place).or_else(|| by_words(place))
}

fn by_form(place: &Place<'_>) -> Option<Found> {
    let run = place.digits(0);
    let (digits, end) = parted(place, 0);
    let first = place.text(0, run);
    let groups: Vec<&str> = match digits.len() {
        // An area code is parted from its number.
        10..=12 if first.starts_with('0') && run == area_digits(&digits) => {
            let (area, rest) = digits.split_at(run);
            if !(7..=8).contains(&rest.len()) {
                return None;
            }
            std::iter::once(area).chain(local(rest)).collect()
        }
        // 0571-12345: a hotline of another town.
        8 | 9
            if first.starts_with('0')
                && run == area_digits(&digits)
                && ["12", "96", "95"]
                    .iter()
                    .any(|start| digits[run..].starts_with(start))
                && digits.len() - run == 5 =>
        {
            vec![&digits[..run], &digits[run..]]
        }
        11 if digits.starts_with('1') && &digits[1..2] >= "3" => {
            vec![&digits[..3], &digits[3..7], &digits[7..]]
        }
        // 88001234转801.
        7 | 8 if place.get(end) == Some('转') && place.digits(end + 1) > 0 => local(&digits),
        10 if digits.starts_with("400") || digits.starts_with("800") => {
            vec![&digits[..3], &digits[3..6], &digits[6..]]
        }
        _ => return None,
    };
    // An extension belongs to a number that was parted before.
    match extension(place, end).filter(|_| run < digits.len() || place.get(end) == Some('转')) {
        Some((more, end)) => found(end, &groups, Some(&more)),
        None => found(end, &groups, None),
    }
}

/// Numbers in a list are what its first one is: 举报电话：12345、12369、12388.
const LIST_CHARS_MAX: usize = 120;

/// Where the list begins in which a number stands.
fn list<'a>(place: &Place<'a>) -> Place<'a> {
    let back = place.chars[..place.at]
        .iter()
        .rev()
        .take(LIST_CHARS_MAX)
        .take_while(|c| c.is_ascii_digit() || "、,，/ -—".contains(**c))
        .count();
    Place {
        at: place.at - back,
        ..*place
    }
}

fn by_words(place: &Place<'_>) -> Option<Found> {
    let run = place.digits(0);
    // 88001234/88001235 are two.
    let two = matches!(run, 7 | 8) && place.digits(run + 1) == run;
    let measured = place
        .get(run)
        .is_some_and(|c| "年月日.,:：%‰/".contains(c) && !(c == '/' && two))
        || super::units::has_unit(place, run);
    if run < HOTLINE_DIGITS_MIN || measured || place.before == Kind::Ordinal {
        return None;
    }
    let list = list(place);
    let dialled = list.at < place.at && list.begins_number() && by_form(&list).is_some();
    if dialled && matches!(run, 7 | 8) || list.told_before(&BEFORE) {
        // 88001234-801 has an extension; 8800 1234 is one number.
        if let Some((more, end)) = extension(place, run).filter(|_| matches!(run, 7 | 8)) {
            return found(end, &local(&place.text(0, run)), Some(&more));
        }
        let (digits, end) = parted(place, 0);
        let groups: Vec<&str> = match digits.len() {
            3..=6 => vec![digits.as_str()],
            7 | 8 => local(&digits),
            10..=12 if digits.starts_with('0') => {
                let (area, rest) = digits.split_at(area_digits(&digits));
                std::iter::once(area).chain(local(rest)).collect()
            }
            _ => return None,
        };
        return match extension(place, end) {
            Some((more, end)) => found(end, &groups, Some(&more)),
            None => found(end, &groups, None),
        };
    }
    let dialled = place.previous().is_some_and(|c| "拨打报呼".contains(c));
    if run <= 6 && (dialled || place.told_behind(run, &BEHIND)) && place.get(0) != Some('0') {
        return found(run, &[&place.text(0, run)], None);
    }
    None
}

/// Digits of a road or a train, as they are said there.
pub(super) fn spoken_code(digits: &str) -> String {
    match digits.len() {
        1 => cardinal(digits.parse().unwrap_or(0)),
        _ => telephone(digits),
    }
}
