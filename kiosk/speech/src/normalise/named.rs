//! Numbers that everybody says digit by digit because they are names: days that name an event, 985, hotlines, the rest of 1米75.
//! Knows no codes.

use super::scan::{Found, Kind, Place, is_hanzi};
use super::units::has_unit;
use crate::numerals::{cardinal, digit_by_digit, telephone};

/// Month and day parted by `sign`, and where they end.
fn day(place: &Place<'_>, sign: char) -> Option<(String, usize)> {
    let month = place.digits(0);
    if !place.begins_number() || !(1..=2).contains(&month) || place.get(month) != Some(sign) {
        return None;
    }
    let day = place.digits(month + 1);
    if !(1..=2).contains(&day) {
        return None;
    }
    let months = place.value(0, month)?;
    let days = place.value(month + 1, day)?;
    let real = (1..=12).contains(&months) && (1..=31).contains(&days);
    let said = match (months, days) {
        // 10·1 is 十一.
        (10, 1) => cardinal(months) + &cardinal(days),
        _ => digit_by_digit(&place.text(0, month)) + &digit_by_digit(&place.text(month + 1, day)),
    };
    (real || sign == '·').then_some((said, month + 1 + day))
}

/// What a day gives its name to, besides a day of remembrance.
const EVENTS: [&str; 28] = [
    "建军节",
    "国庆",
    "劳动节",
    "儿童节",
    "妇女节",
    "青年节",
    "建党节",
    "教师节",
    "记者节",
    "医师节",
    "丰收节",
    "运动",
    "暴雨",
    "抗洪",
    "事故",
    "事件",
    "事变",
    "专案",
    "大案",
    "要案",
    "晚会",
    "火灾",
    "地震",
    "爆炸",
    "坍塌",
    "沉船",
    "专项行动",
    "讲话",
];
/// 国家宪法日 ends with a day; 日均 and 日常 begin with one.
const NO_DAY_BEHIND: &str = "均常期内前后产用志报起";
const NAME_CHARS_MAX: usize = 12;

/// Whether what begins at `offset` is called after a day.
fn is_event(place: &Place<'_>, offset: usize) -> bool {
    let name: Vec<char> = place
        .chars
        .get(place.at + offset..)
        .unwrap_or_default()
        .iter()
        .take(NAME_CHARS_MAX)
        .take_while(|c| is_hanzi(**c))
        .copied()
        .collect();
    let text: String = name.iter().collect();
    let remembered = name.iter().enumerate().any(|(i, c)| {
        *c == '日'
            && i >= 2
            && name
                .get(i + 1)
                .is_none_or(|next| !NO_DAY_BEHIND.contains(*next))
    });
    remembered || EVENTS.iter().any(|event| text.contains(event))
}

/// 12·3, “9.18”, 12.4国家宪法日: a day that names an event.
pub(super) fn anniversary(place: &Place<'_>) -> Option<Found> {
    if let Some((said, end)) = day(place, '·') {
        return Found::han(end, Kind::Word, said);
    }
    let (said, end) = day(place, '.')?;
    let quoted = place.previous().is_some_and(|c| "“\"".contains(c))
        && place.get(end).is_some_and(|c| "”\"".contains(c));
    let behind = end + usize::from(quoted);
    let named = is_event(place, behind) && !has_unit(place, end);
    (quoted || named && place.before != Kind::Ordinal)
        .then(|| Found::han(end, Kind::Word, said))
        .flatten()
}

/// Numbers that name by themselves, and what they name.
const NAMES: [(&str, &[&str]); 6] = [
    ("996", &[]),
    ("007", &["工作", "加班"]),
    ("985", &["高校", "工程", "大学", "院校", "、", "”"]),
    ("211", &["高校", "工程", "大学", "院校", "、", "”"]),
    ("863", &["计划"]),
    ("973", &["计划"]),
];
/// Hotlines of government, banks and insurers have five digits and begin with these.
const HOTLINE_STARTS: [&str; 3] = ["123", "955", "956"];
const HOTLINE_DIGITS: usize = 5;

/// 996, “985”, 12345: digits that count nothing.
pub(super) fn name(place: &Place<'_>) -> Option<Found> {
    let digits = place.digits(0);
    if !place.begins_number()
        || !(3..=HOTLINE_DIGITS).contains(&digits)
        || place.before == Kind::Ordinal
        || place
            .previous()
            .is_some_and(|c| c.is_ascii_alphanumeric() || "-./+￥$".contains(c))
        || has_unit(place, digits)
        || place
            .get(digits)
            .is_some_and(|c| c.is_ascii_alphanumeric() || ".,-—~/:+".contains(c))
    {
        return None;
    }
    let text = place.text(0, digits);
    let known = NAMES.iter().any(|(number, behind)| {
        *number == text && (behind.is_empty() || behind.iter().any(|w| place.starts(digits, w)))
    });
    let quoted = digits < HOTLINE_DIGITS
        && place.previous() == Some('“')
        && place.get(digits) == Some('”')
        && !text.ends_with("00")
        && !has_unit(place, digits + 1);
    if known || quoted {
        return Found::han(digits, Kind::Word, digit_by_digit(&text));
    }
    (digits == HOTLINE_DIGITS && HOTLINE_STARTS.iter().any(|start| text.starts_with(start)))
        .then(|| Found::han(digits, Kind::Word, telephone(&text)))
        .flatten()
}

/// 1米75, 3块50: the rest of a measure, of which the unit is not written again.
pub(super) fn remainder(place: &Place<'_>) -> Option<Found> {
    let measured = matches!(
        place.chars[..place.at],
        [.., number, '米' | '块'] if number.is_ascii_digit()
    );
    let rest = place.digits(0) == 2 && !has_unit(place, 2) && place.get(2) != Some('.');
    (measured && rest)
        .then(|| Found::han(2, Kind::Quantity, digit_by_digit(&place.text(0, 2))))
        .flatten()
}

/// Signs that stand for the minutes and the seconds of a degree, straight or curled.
const MINUTES: &str = "'’‘′";
const SECONDS: &str = "\"”“″";
/// Minutes and seconds of an angle are fewer.
const SIXTY: u64 = 60;

/// 30'15" behind 28°: minutes and seconds, which elsewhere are quotation marks.
pub(super) fn minutes(place: &Place<'_>) -> Option<Found> {
    let digits = place.digits(0);
    if !(1..=2).contains(&digits) || place.value(0, digits)? >= SIXTY {
        return None;
    }
    let mut end = digits;
    let mut said = cardinal(place.value(0, digits)?);
    let part = place.digits(end + 1);
    if place.get(end) == Some('.') && part > 0 {
        said.push('点');
        said.push_str(&digit_by_digit(&place.text(end + 1, part)));
        end += 1 + part;
    }
    let before = place.previous()?;
    let sign = place.get(end)?;
    // A second of arc stands behind the sign of a minute only.
    let unit = if before == '°' && MINUTES.contains(sign) {
        "分"
    } else if MINUTES.contains(before) && place.before == Kind::Quantity && SECONDS.contains(sign) {
        "秒"
    } else {
        return None;
    };
    Found::han(end + 1, Kind::Quantity, said + unit)
}
