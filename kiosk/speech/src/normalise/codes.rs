//! Digits that name and do not count: index numbers, ids, postcodes, rooms, roads. Adds nothing up.

use super::phones::spoken_code;
use super::scan::{Found, Kind, Place};
use super::token::{Pause, Said};
use super::units::has_unit;
use crate::numerals::{cardinal, digit_by_digit};

/// Words before digits that make them a name.
const CODE_WORDS: [&str; 24] = [
    "邮编",
    "邮政编码",
    "编码",
    "代码",
    "索引号",
    "编号",
    "文号",
    "案号",
    "证号",
    "账号",
    "帐号",
    "卡号",
    "受理号",
    "流水号",
    "登记号",
    "备案号",
    "许可证",
    "身份证",
    "号码",
    "验证码",
    "序列号",
    "批号",
    "单号",
    "统一社会信用",
];
/// Without a word, this many digits in one run are no number.
const NAME_DIGITS_MIN: usize = 7;
/// Letters and digits mixed, this many together.
const CODE_CHARS_MIN: usize = 10;
/// Longer runs are said in groups.
const GROUP_DIGITS: usize = 4;
const GROUPED_DIGITS_MIN: usize = 7;

/// Index and file numbers: 000014349/2018-00123, L01-1-20261127-0001.
pub(super) fn serial(place: &Place<'_>) -> Option<Found> {
    if !place.get(0)?.is_ascii_alphanumeric()
        || place.previous().is_some_and(|c| c.is_ascii_alphanumeric())
    {
        return None;
    }
    let (parts, end) = serial_parts(place);
    let longest = parts
        .iter()
        .map(|(_, part)| {
            if part.bytes().all(|b| b.is_ascii_digit()) {
                part.len()
            } else {
                0
            }
        })
        .max()?;
    let digits: usize = parts
        .iter()
        .map(|(_, p)| p.bytes().filter(u8::is_ascii_digit).count())
        .sum();
    // 3-2-101: house, staircase, flat.
    let flat = parts.len() == 3
        && parts
            .iter()
            .all(|(_, p)| p.bytes().all(|b| b.is_ascii_digit()))
        && parts[1..].iter().all(|(sign, _)| *sign == '-')
        && parts[2].1.len() == 3
        && parts[0].1.len() <= 2
        && parts[1].1.len() <= 2
        && !has_unit(place, end);
    let room = flat || place.one_of(end, &ROOMS).is_some();
    let zeros = parts
        .iter()
        .skip(1)
        .any(|(_, p)| p.len() > 2 && p.starts_with('0'));
    let named = place.told_before(&CODE_WORDS)
        || longest >= NAME_DIGITS_MIN
        || (zeros && parts.len() > 2)
        || (room && longest <= 4);
    // 91330100MA27X0001X: letters among many digits are a code without any word.
    let mixed = parts.len() == 1 && digits >= 4 && digits < end && (named || end >= CODE_CHARS_MIN);
    if (parts.len() < 2 && !mixed) || digits == 0 || !(named || mixed) {
        return None;
    }
    // Those have rules of their own.
    if !room && longest < NAME_DIGITS_MIN && super::dates::date(place).is_some()
        || super::phones::phone(place).is_some()
    {
        return None;
    }
    let mut said = Vec::new();
    for (i, (sign, part)) in parts.iter().enumerate() {
        if i > 0 {
            let name = match sign {
                '/' => "斜杠",
                '_' => "下划线",
                _ => "杠",
            };
            if room {
                said.push(Said::Han(name.to_owned()));
            } else {
                said.push(Said::Pause(Pause::Comma));
                said.push(Said::Han(name.to_owned()));
                said.push(Said::Pause(Pause::Comma));
            }
        }
        spell(part, &mut said);
    }
    Found::new(end, Kind::Word, said)
}

/// Runs of letters and digits, each with the sign before it.
pub(super) fn serial_parts(place: &Place<'_>) -> (Vec<(char, String)>, usize) {
    const PARTS_MAX: usize = 12;
    let mut parts = Vec::new();
    let mut at = 0;
    let mut sign = ' ';
    while parts.len() < PARTS_MAX {
        let len = place
            .rest()
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take(super::scan::DIGITS_MAX)
            .take_while(|c| c.is_ascii_alphanumeric())
            .count();
        if len == 0 {
            break;
        }
        parts.push((sign, place.text(at, len)));
        at += len;
        match place.get(at) {
            Some(c @ ('-' | '/' | '_'))
                if place.get(at + 1).is_some_and(|c| c.is_ascii_alphanumeric()) =>
            {
                sign = c;
                at += 1;
            }
            _ => break,
        }
    }
    (parts, at)
}

/// Letters one by one, digits one by one.
pub(super) fn spell(part: &str, said: &mut Vec<Said>) {
    let mut rest = part;
    while let Some(first) = rest.chars().next() {
        let digit = first.is_ascii_digit();
        let len = rest
            .find(|c: char| c.is_ascii_digit() != digit)
            .unwrap_or(rest.len());
        let (run, more) = rest.split_at(len);
        said.push(if digit {
            Said::Han(digit_by_digit(run))
        } else {
            Said::Latin(super::latin::spelled(run))
        });
        rest = more;
    }
}

const ROOMS: [&str; 8] = [
    "室",
    "房间",
    "房",
    "办公室",
    "会议室",
    "教室",
    "病房",
    "号房",
];
const HOUSES: [&str; 6] = ["楼", "座", "幢", "栋", "单元", "层"];

/// 205室; 3号楼205.
pub(super) fn room(place: &Place<'_>) -> Option<Found> {
    let digits = place.digits(0);
    if !place.begins_number() || !(3..=4).contains(&digits) {
        return None;
    }
    let named = place.one_of(digits, &ROOMS).is_some()
        || (place.previous().is_some_and(|_| {
            HOUSES.iter().any(|house| {
                let len = house.chars().count();
                place.at >= len
                    && place.chars[..place.at].ends_with(&house.chars().collect::<Vec<_>>())
            })
        }) && !has_unit(place, digits));
    if !named {
        return None;
    }
    Found::han(digits, Kind::Word, digit_by_digit(&place.text(0, digits)))
}

const ROADS: [&str; 5] = ["国道", "省道", "县道", "乡道", "高速"];
/// Letters that roads, trains and flights begin with; what stands behind says which.
const ROAD_LETTERS: &str = "GSXYCZDKTL";
const BEHIND_LETTER: [&str; 12] = [
    "国道", "省道", "县道", "乡道", "高速", "线", "公路", "次", "航班", "列车", "段", "沿线",
];

/// G107国道, S32高速, 107国道, G1234次.
pub(super) fn road(place: &Place<'_>) -> Option<Found> {
    let c = place.get(0)?;
    if place.previous().is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    if c.is_ascii_digit() {
        let digits = place.digits(0);
        place.one_of(digits, &ROADS)?;
        return (digits <= 4)
            .then(|| Found::han(digits, Kind::Word, spoken_code(&place.text(0, digits))))
            .flatten();
    }
    let digits = place.digits(1);
    if !ROAD_LETTERS.contains(c) || digits == 0 || digits > 4 {
        return None;
    }
    let behind = place.one_of(1 + digits, &BEHIND_LETTER).is_some();
    // G60 stands for a road wherever it stands; K12 and C1 do not.
    let road = matches!(c, 'G' | 'S') && digits >= 2;
    if !behind && !road {
        return None;
    }
    Found::new(
        1 + digits,
        Kind::Word,
        vec![
            Said::Latin(c.to_string()),
            Said::Han(spoken_code(&place.text(1, digits))),
        ],
    )
}

/// 3301 0000 1234 5678: a code as it is printed in groups.
pub(super) fn groups(place: &Place<'_>) -> Option<Found> {
    let first = place.digits(0);
    if !place.begins_number()
        || first < 3
        || place.get(first) != Some(' ')
        || !place.told_before(&CODE_WORDS)
    {
        return None;
    }
    let mut said = vec![Said::Han(digit_by_digit(&place.text(0, first)))];
    let mut used = first;
    while place.get(used) == Some(' ') && place.digits(used + 1) >= 3 {
        let digits = place.digits(used + 1);
        said.push(Said::Pause(Pause::Comma));
        said.push(Said::Han(digit_by_digit(&place.text(used + 1, digits))));
        used += 1 + digits;
    }
    (said.len() > 1)
        .then(|| Found::new(used, Kind::Word, said))
        .flatten()
}

/// Ids, postcodes and whatever has too many digits, or a zero in front, to be a number.
pub(super) fn digits(place: &Place<'_>) -> Option<Found> {
    let run = place.digits(0);
    if run == 0 || place.before == Kind::Ordinal {
        return None;
    }
    let decimal = place.get(run) == Some('.') && place.digits(run + 1) > 0;
    let measured = has_unit(place, run);
    let zero = run > 1 && place.get(0) == Some('0') && !decimal;
    let named = place.told_before(&CODE_WORDS)
        && run >= 3
        && !measured
        && !decimal
        && place.get(run) != Some('年');
    // 12345678号 numbers a file, however many things 号 may count.
    let long = run >= NAME_DIGITS_MIN && (!measured || place.get(run) == Some('号')) && !decimal;
    let named = named || place.previous() == Some('_');
    // 01月, 08时 are numbers written with two places.
    if zero && run == 2 && place.get(run).is_some_and(|c| "月日时分秒点".contains(c)) {
        return Found::han(run, Kind::Quantity, cardinal(place.value(0, run)?));
    }
    if !(zero || named || long) {
        return None;
    }
    let text = place.text(0, run);
    let kind = if zero && !named && !long {
        Kind::Quantity
    } else {
        Kind::Word
    };
    if run < GROUPED_DIGITS_MIN {
        return Found::han(run, kind, digit_by_digit(&text));
    }
    let mut said = Vec::new();
    for start in (0..run).step_by(GROUP_DIGITS) {
        if start > 0 {
            said.push(Said::Pause(Pause::Comma));
        }
        said.push(Said::Han(digit_by_digit(
            &text[start..run.min(start + GROUP_DIGITS)],
        )));
    }
    Found::new(run, kind, said)
}
