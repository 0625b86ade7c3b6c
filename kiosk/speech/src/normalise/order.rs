//! Numbers that put in order: 第n条, 〔2018〕31号, 1. and （一） and ① before a paragraph, Ⅲ类. Counts nothing.

use super::scan::{Found, Kind, Place, is_hanzi, is_year};
use super::token::{Pause, Said};
use crate::numerals::{cardinal, digit_by_digit};

/// What a range in written numerals ends and begins with: 周一—周五, 一月—三月.
pub(super) const WRITTEN_END: &str = "一二三四五六七八九十日天月年条款项号时点章节";
pub(super) const WRITTEN_START: &str = "一二三四五六七八九十两第";

/// Numbers of more digits than this, or with a zero in front, are no counting numbers.
const ORDINAL_DIGITS_MAX: usize = 6;

/// An ordinal: never 两.
fn ordinal_said(digits: &str) -> String {
    if digits.len() > ORDINAL_DIGITS_MAX || (digits.len() > 1 && digits.starts_with('0')) {
        return digit_by_digit(digits);
    }
    cardinal(digits.parse().unwrap_or(0)).replace('两', "二")
}

/// The parts of 第3.2.1条 behind the first.
fn points(place: &Place<'_>, offset: usize) -> (String, usize) {
    let mut said = String::new();
    let mut end = offset;
    while place.get(end) == Some('.') && (1..=3).contains(&place.digits(end + 1)) {
        let digits = place.digits(end + 1);
        said.push('点');
        said.push_str(&ordinal_said(&place.text(end + 1, digits)));
        end += 1 + digits;
    }
    (said, end)
}

/// What pages and places are counted by.
const OF_ALL: [&str; 7] = ["页", "屏", "处", "张", "步", "项", "条"];

/// How many there are and of what.
struct OfAll {
    counted: &'static str,
    all: String,
}

impl OfAll {
    fn between(self, which: String) -> Vec<Said> {
        vec![
            Said::Han(which + self.counted),
            Said::Pause(Pause::Comma),
            Said::Han(format!("共{}{}", self.all, self.counted)),
        ]
    }
}

fn all_said(digits: &str) -> String {
    match digits {
        "2" => "两".to_owned(),
        _ => cardinal(digits.parse().unwrap_or(0)),
    }
}

/// The ` / 10 页` of 第 1 / 10 页 and where it ends.
fn of_all(place: &Place<'_>, offset: usize) -> Option<(OfAll, usize)> {
    let slash = offset + place.spaces(offset);
    let from = slash + 1 + place.spaces(slash + 1);
    let digits = place.digits(from);
    if place.get(slash) != Some('/') || !(1..=ORDINAL_DIGITS_MAX).contains(&digits) {
        return None;
    }
    let word = from + digits + place.spaces(from + digits);
    let counted = place.one_of(word, &OF_ALL)?;
    let all = all_said(&place.text(from, digits));
    Some((OfAll { counted, all }, word + counted.chars().count()))
}

/// 1 / 2 on a line of its own, as screens say which page of how many is shown.
pub(super) fn pager(place: &Place<'_>) -> Option<Found> {
    let digits = place.digits(0);
    let spaces = place.spaces(digits);
    if !place.at_line_start()
        || digits == 0
        || spaces == 0
        || place.get(digits + spaces) != Some('/')
    {
        return None;
    }
    let from = digits + spaces + 1 + place.spaces(digits + spaces + 1);
    let all = place.digits(from);
    let end = from + all;
    let alone = place.get(end + place.spaces(end)).is_none_or(|c| c == '\n');
    if !alone || all == 0 || all > ORDINAL_DIGITS_MAX || digits > ORDINAL_DIGITS_MAX {
        return None;
    }
    let which = format!("第{}", ordinal_said(&place.text(0, digits)));
    let all = all_said(&place.text(from, all));
    Found::new(
        end,
        Kind::Pause,
        OfAll {
            counted: "页", all
        }
        .between(which),
    )
}

/// 第264条, 第（三）项, 第（3）项.
pub(super) fn ordinal(place: &Place<'_>) -> Option<Found> {
    if place.get(0) != Some('第') {
        return None;
    }
    let from = 1 + place.spaces(1);
    let digits = place.digits(from);
    // 第2026-03号 is of a year.
    let dash = from + digits;
    let second = place.digits(dash + 1);
    if digits == 4
        && is_year(place.value(from, 4)?)
        && place.get(dash) == Some('-')
        && second > 0
        && place.get(dash + 1 + second) == Some('号')
    {
        let year = digit_by_digit(&place.text(from, 4));
        let number = ordinal_said(&place.text(dash + 1, second));
        let said = format!("第{year}杠{number}");
        return Found::han(dash + 1 + second, Kind::Ordinal, said);
    }
    if digits > 0 {
        let said = format!("第{}", ordinal_said(&place.text(from, digits)));
        if let Some((more, end)) = of_all(place, from + digits) {
            return Found::new(end, Kind::Ordinal, more.between(said));
        }
        let (points, end) = points(place, from + digits);
        return Found::han(end, Kind::Ordinal, said + &points);
    }
    if place.get(from) != Some('（') {
        return None;
    }
    let inside = &place.rest()[from + 1..];
    let len = inside.iter().take(6).position(|c| *c == '）')?;
    if len == 0 {
        return None;
    }
    let said = if inside[..len].iter().all(char::is_ascii_digit) {
        ordinal_said(&place.text(from + 1, len))
    } else if inside[..len].iter().all(|c| is_hanzi(*c)) {
        place.text(from + 1, len)
    } else {
        return None;
    };
    Found::han(from + len + 2, Kind::Ordinal, format!("第{said}"))
}

/// What an item in brackets is called: 第（一）至（三）项.
const ITEM_BEHIND: [&str; 4] = ["项", "款", "目", "条"];

/// （二）、（三） behind 第（一）, and （三）项 after a word: no pauses around the number.
pub(super) fn bracketed_item(place: &Place<'_>) -> Option<Found> {
    if place.get(0) != Some('（') || place.at_line_start() {
        return None;
    }
    let len = place.rest()[1..].iter().take(5).position(|c| *c == '）')?;
    let inside = place.text(1, len);
    let digits = !inside.is_empty() && inside.chars().all(|c| c.is_ascii_digit());
    let numeral = !inside.is_empty() && inside.chars().all(|c| "一二三四五六七八九十".contains(c));
    let goes_on = place.before == Kind::Ordinal;
    let named =
        place.previous().is_some_and(is_hanzi) && place.one_of(len + 2, &ITEM_BEHIND).is_some();
    if !(digits || numeral) || !(goes_on || named) {
        return None;
    }
    let said = if digits {
        ordinal_said(&inside)
    } else {
        inside
    };
    Found::han(len + 2, Kind::Ordinal, said)
}

/// 〔2018〕31号, also in other brackets; the brackets are pauses.
pub(super) fn document_number(place: &Place<'_>) -> Option<Found> {
    let close = match place.get(0)? {
        '〔' => '〕',
        '[' => ']',
        '【' => '】',
        '（' => '）',
        '〈' => '〉',
        '﹝' => '﹞',
        _ => return None,
    };
    if place.digits(1) != 4 || !is_year(place.value(1, 4)?) {
        return None;
    }
    let mut used = 5;
    if place.get(used) == Some('年') {
        used += 1;
    }
    if place.get(used) != Some(close) {
        return None;
    }
    let mut year = digit_by_digit(&place.text(1, 4));
    if used == 6 {
        year.push('年');
    }
    used += 1;
    let mut said = vec![
        Said::Pause(Pause::Comma),
        Said::Han(year),
        Said::Pause(Pause::Comma),
    ];
    let from = used + place.spaces(used);
    let digits = place.digits(from);
    let from_first = from + usize::from(place.get(from) == Some('第'));
    if digits > 0 && place.get(from + digits) == Some('号') {
        said.push(Said::Han(format!(
            "{}号",
            ordinal_said(&place.text(from, digits))
        )));
        return Found::new(from + digits + 1, Kind::Ordinal, said);
    }
    if from_first > from && place.digits(from_first) > 0 {
        // 第n号 is the ordinal rule's.
        return Found::new(from, Kind::Pause, said);
    }
    Found::new(used, Kind::Pause, said)
}

/// 1、…；2、…, 附件：1.2018年名录: numbers of a list within a paragraph.
fn within(place: &Place<'_>) -> Option<Found> {
    let digits = place.digits(0);
    let behind_stop = place
        .previous_seen()
        .is_some_and(|c| matches!(c, '；' | ';' | '：' | ':' | '。'));
    if !place.begins_number() || !behind_stop || !(1..=2).contains(&digits) {
        return None;
    }
    let next = place.digits(digits + 1);
    let year =
        next == 4 && is_year(place.value(digits + 1, 4)?) && place.get(digits + 5) == Some('年');
    let heads = match place.get(digits)? {
        '、' => next == 0 || year,
        '.' => year,
        _ => false,
    };
    if !heads || place.told_before(&["电话", "热线"]) {
        return None;
    }
    let said = vec![
        Said::Han(ordinal_said(&place.text(0, digits))),
        Said::Pause(Pause::Comma),
    ];
    Found::new(digits + 1, Kind::Pause, said)
}

/// 1. 2、 3） 1.2 before a paragraph.
pub(super) fn section(place: &Place<'_>) -> Option<Found> {
    if !place.at_line_start() {
        return within(place);
    }
    let opened = usize::from(place.get(0) == Some('（'));
    let mut used = opened;
    let mut said = String::new();
    loop {
        let digits = place.digits(used);
        if digits == 0 || digits > 2 {
            return None;
        }
        if !said.is_empty() {
            said.push('点');
        }
        said.push_str(&ordinal_said(&place.text(used, digits)));
        used += digits;
        // 4.2024年度工作总结: a year begins the heading.
        if place.get(used) == Some('.') && (1..=2).contains(&place.digits(used + 1)) {
            used += 1;
        } else {
            break;
        }
    }
    let several = said.contains('点');
    // 1.2.3术语: nothing else has two points.
    let many = said.matches('点').count() > 1;
    match place.get(used) {
        Some('）') => used += 1,
        Some('.' | '、') if opened == 0 => used += 1,
        // 1.2 范围: a space is enough behind several numbers. 1.5倍 is a quantity.
        Some(' ' | '\u{3000}') if several && opened == 0 => {}
        Some(c) if many && opened == 0 && is_hanzi(c) => {}
        _ => return None,
    }
    used += place.spaces(used);
    Found::new(
        used,
        Kind::Pause,
        vec![Said::Han(said), Said::Pause(Pause::Comma)],
    )
}

/// ① ⑴ ⒈ ㈠ anywhere.
pub(super) fn circled(place: &Place<'_>) -> Option<Found> {
    let c = place.get(0)?;
    let value = |first: char| u64::from(c as u32 - first as u32) + 1;
    let number = match c {
        '①'..='⑳' => value('①'),
        '⑴'..='⒇' => value('⑴'),
        '⒈'..='⒛' => value('⒈'),
        '㈠'..='㈩' => value('㈠'),
        '㉑'..='㉟' => value('㉑') + 20,
        '㊱'..='㊿' => value('㊱') + 35,
        '❶'..='❿' => value('❶'),
        '⓫'..='⓴' => value('⓫') + 10,
        '⓵'..='⓾' => value('⓵'),
        '㊀'..='㊉' => value('㊀'),
        _ => return None,
    };
    let mut used = 1;
    used += usize::from(matches!(place.get(1), Some('.' | '、')));
    Found::new(
        used,
        Kind::Pause,
        vec![Said::Han(cardinal(number)), Said::Pause(Pause::Comma)],
    )
}

/// What a Roman numeral in Latin letters numbers.
const ROMAN_BEHIND: [&str; 14] = [
    "级", "类", "型", "期", "度", "等", "号", "部分", "段", "届", "卷", "章", "册", "篇",
];
const ROMAN_LETTERS: [&str; 12] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
];

/// Ⅲ类, IV级.
pub(super) fn roman(place: &Place<'_>) -> Option<Found> {
    let c = place.get(0)?;
    if matches!(c, 'Ⅰ'..='Ⅻ') {
        let mut said = cardinal(u64::from(c as u32 - 'Ⅰ' as u32) + 1);
        // Ⅱ-2类 is one of the second kind.
        let digits = place.digits(2);
        if place.get(1) == Some('-') && (1..=2).contains(&digits) {
            said.push('杠');
            said.push_str(&ordinal_said(&place.text(2, digits)));
            return Found::han(2 + digits, Kind::Word, said);
        }
        return Found::han(1, Kind::Quantity, said);
    }
    if matches!(c, 'ⅰ'..='ⅻ') {
        return Found::han(
            1,
            Kind::Quantity,
            cardinal(u64::from(c as u32 - 'ⅰ' as u32) + 1),
        );
    }
    if place.previous().is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let len = place
        .rest()
        .iter()
        .take(5)
        .take_while(|c| c.is_ascii_alphabetic())
        .count();
    let text = place.text(0, len);
    let value = ROMAN_LETTERS.iter().position(|r| *r == text)? + 1;
    // X型 and C类 are letters; a lone I or V counts.
    let counts = len > 1 || c == 'I' || c == 'V';
    // II—III类: the word stands behind the second.
    let dashes = usize::from(place.get(len).is_some_and(super::scan::is_dash));
    let other = place.rest()[len + dashes..]
        .iter()
        .take(5)
        .take_while(|c| c.is_ascii_alphabetic())
        .count();
    let ranged = dashes > 0
        && ROMAN_LETTERS.contains(&place.text(len + dashes, other).as_str())
        && place.one_of(len + dashes + other, &ROMAN_BEHIND).is_some();
    if !counts || place.one_of(len, &ROMAN_BEHIND).is_none() && !ranged {
        return None;
    }
    Found::han(len, Kind::Quantity, cardinal(value as u64))
}
