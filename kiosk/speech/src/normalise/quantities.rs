//! Numbers that count or measure: with units, as percentages, fractions, ratios, money, ranges. Leaves codes and dates to their rules.

use super::powers::power;
use super::scan::{Found, Kind, Place, is_dash};
use super::units::{has_unit, is_latin, per, powered, unit_at, unit_behind};
use crate::numerals::{Number, cardinal};

/// The number that stands at `offset`: 1,280.00 or 12.5 or 3.
pub(super) fn number_at(place: &Place<'_>, offset: usize) -> Option<Number> {
    let first = place.digits(offset);
    if first == 0 {
        return None;
    }
    let mut whole = place.text(offset, first);
    let mut used = first;
    if first <= 3 {
        while place.get(offset + used) == Some(',') && place.digits(offset + used + 1) == 3 {
            whole.push_str(&place.text(offset + used + 1, 3));
            used += 4;
        }
        // 10 000元: a space groups only what has a unit.
        if used == first
            && place.get(used + offset) == Some(' ')
            && place.digits(offset + used + 1) == 3
            && has_unit(place, offset + used + 4)
        {
            whole.push_str(&place.text(offset + used + 1, 3));
            used += 4;
        }
    }
    let mut fraction = String::new();
    if place.get(offset + used) == Some('.') {
        let digits = place.digits(offset + used + 1);
        // 1.2.3 numbers a section, and is no decimal.
        let another = place.get(offset + used + 1 + digits) == Some('.')
            && place.digits(offset + used + 2 + digits) > 0;
        if digits > 0 && !another {
            fraction = place.text(offset + used + 1, digits);
            used += 1 + digits;
        }
    }
    Some(Number {
        whole,
        fraction,
        used,
    })
}

/// 两 or 二, for a 2 whose unit stands at `offset` or behind another number of the range.
fn counted(place: &Place<'_>, number: &Number, offset: usize) -> String {
    if !number.is_two() || place.before == Kind::Ordinal {
        return number.said();
    }
    if is_day(place, offset) || is_named(place, offset) {
        return number.said();
    }
    let mut at = offset;
    if place
        .get(at)
        .is_some_and(|c| is_dash(c) || "至到或、".contains(c))
        && let Some(other) = number_at(place, at + 1)
    {
        at += 1 + other.used;
    }
    let takes_liang = place.get(at).is_some_and(|c| "万亿千".contains(c))
        || unit_behind(place, at).is_some_and(|(unit, _)| unit.takes_liang)
        || (place.get(at) == Some('大')
            && unit_at(place, at + 1).is_some_and(|u| u.written != ['学']));
    if takes_liang {
        "两".to_owned()
    } else {
        number.said()
    }
}

/// What stands behind a day of a month that is named, and not behind days that are counted.
const BEHIND_DAY: [&str; 10] = [
    "起", "止", "上午", "下午", "晚", "早", "凌晨", "中午", "清晨", "夜间",
];

/// 7月2日, 4月1、2日, 12月2—4日, 2日至5日, 2日起, 2日9时 are days of a month; 2日内 counts them.
fn is_day(place: &Place<'_>, offset: usize) -> bool {
    let mut last = offset;
    while place.get(last).is_some_and(|c| "、-—~至和".contains(c)) && place.digits(last + 1) > 0
    {
        last += 1 + place.digits(last + 1);
    }
    let days = place.get(last).is_some_and(|c| "日号".contains(c));
    let before = &place.chars[..place.at];
    let listed = before
        .iter()
        .rev()
        .take(LIST_CHARS_MAX)
        .take_while(|c| c.is_ascii_digit() || "日、—-~至和 ".contains(**c))
        .count();
    // 3个月、2日 counts both.
    let in_month = matches!(before[..before.len() - listed], [.., month, '月'] if month != '个' && month != '/');
    if days && in_month {
        return true;
    }
    if !place.get(offset).is_some_and(|c| "日号".contains(c)) {
        return false;
    }
    let behind = offset + 1;
    let hour = place.digits(behind);
    place.get(behind).is_some_and(|c| "至到—-~".contains(c))
        // 满2日起 counts them.
        || place.one_of(behind, &BEHIND_DAY).is_some()
            && !place.previous().is_some_and(|c| "满逾过足期".contains(c))
        || (1..=2).contains(&hour)
            && place
                .get(behind + hour)
                .is_some_and(|c| "时点:：".contains(c))
}

/// A list of days is no longer.
const LIST_CHARS_MAX: usize = 24;

/// 3年2班 and 2代身份证: the second one, not two.
fn is_named(place: &Place<'_>, offset: usize) -> bool {
    place.get(offset) == Some('班') && place.previous().is_some_and(|c| "年级".contains(c))
        || place.starts(offset, "代身份证")
        || place.starts(offset, "代证")
}

/// Amounts of these lose decimals that are nothing.
const MONEY: [&str; 5] = ["元", "美元", "港元", "欧元", "人民币"];

/// A number with what stands directly behind it.
pub(super) fn quantity(place: &Place<'_>) -> Option<Found> {
    let number = number_at(place, 0)?;
    let behind =
        number.used + usize::from(place.get(number.used).is_some_and(|c| "万亿".contains(c)));
    let money = MONEY.iter().any(|name| place.starts(behind, name));
    let number = if money { number.amount() } else { number };
    let mut said = counted(place, &number, number.used);
    let mut used = number.used;
    // 3×10⁴m³.
    if let Some((raised, end)) = power(place, used) {
        said.push_str(&raised);
        used = end;
        // 10⁹/L counts without a word.
        if let Some((per, end)) = per(place, used) {
            said.push_str(&per);
            used = end;
        }
    }
    let kind = match place.before {
        Kind::Ordinal => Kind::Ordinal,
        _ => Kind::Quantity,
    };
    if let Some(multiple) = place.get(used).filter(|c| "万亿".contains(*c)) {
        said.push(multiple);
        used += 1;
        if multiple == '万' && place.get(used) == Some('亿') {
            said.push('亿');
            used += 1;
        }
    }
    if let Some((unit, end)) = unit_behind(place, used) {
        let (name, end, _) = powered(place, unit, end);
        said.push_str(&name);
        used = end;
        if let Some((per, end)) = per(place, end) {
            said.push_str(&per);
            used = end;
        }
    }
    Found::han(used, kind, said)
}

/// 12.5%, 5‰, also as a range with one sign: 5—10%.
pub(super) fn percent(place: &Place<'_>) -> Option<Found> {
    let number = number_at(place, 0)?;
    let name = |c: Option<char>| match c {
        Some('%') => Some("百分之"),
        Some('‰') => Some("千分之"),
        Some('‱') => Some("万分之"),
        _ => None,
    };
    let spaces = place.spaces(number.used);
    if let Some(of) = name(place.get(number.used + spaces)) {
        let mut said = format!("{of}{}", number.said().replace('两', "二"));
        let mut used = number.used + spaces + 1;
        // 5%/年.
        if let Some((per, end)) = per(place, used) {
            said.push_str(&per);
            used = end;
        }
        return Found::han(used, Kind::Quantity, said);
    }
    if !place.get(number.used).is_some_and(is_dash) {
        return None;
    }
    let other = number_at(place, number.used + 1)?;
    let used = number.used + 1 + other.used;
    let of = name(place.get(used))?;
    let said = format!("{of}{}到{of}{}", number.said(), other.said());
    Found::han(used + 1, Kind::Quantity, said)
}

/// What is parted into more is no fraction that is said.
const BELOW_DIGITS_MAX: usize = 6;

/// 2/3: 三分之二.
pub(super) fn fraction(place: &Place<'_>) -> Option<Found> {
    let above = place.digits(0);
    if !place.begins_number() || above == 0 || above > 3 || place.get(above) != Some('/') {
        return None;
    }
    let below = place.digits(above + 1);
    let used = above + 1 + below;
    let next = place.get(used);
    // 5/6月 are two months.
    let named = next.is_some_and(|c| matches!(c, '/' | '.' | '月' | '号') || is_latin(c));
    if below == 0 || below > BELOW_DIGITS_MAX || named {
        return None;
    }
    let of = cardinal(place.value(above + 1, below)?).replace('两', "二");
    // 1/10000 is 万分之一.
    let of = match of.strip_prefix('一') {
        Some(power @ ("百" | "千" | "万")) => power,
        _ => &of,
    };
    let said = format!(
        "{of}分之{}",
        cardinal(place.value(0, above)?).replace('两', "二")
    );
    Found::han(used, Kind::Quantity, said)
}

/// What is compared, drawn or mixed, and no time of day.
const RATIO_BEFORE: [&str; 6] = ["比例", "配比", "之比", "地图", "图纸", "赔率"];
const RATIO_BEHIND: [&str; 9] = [
    "比例", "配备", "配置", "折算", "搭配", "稀释", "缴存", "混合", "兑",
];

/// A ratio or a scale, 1:500 or 3：2, said with 比.
pub(super) fn ratio(place: &Place<'_>) -> Option<Found> {
    if !place.begins_number() {
        return None;
    }
    let first = number_at(place, 0)?;
    if !matches!(place.get(first.used), Some(':' | '：')) {
        return None;
    }
    let second = number_at(place, first.used + 1)?;
    let used = first.used + 1 + second.used;
    let compared = place.told_before(&RATIO_BEFORE) || place.told_behind(used, &RATIO_BEHIND);
    if super::dates::is_time(place) && !compared {
        return None;
    }
    // 表1：2018年 is no ratio.
    if place.get(used) == Some('年') {
        return None;
    }
    Found::han(
        used,
        Kind::Quantity,
        format!("{}比{}", first.said(), second.said()),
    )
}

/// Signs of currencies and what they are called.
const CURRENCIES: [(&str, &str); 10] = [
    ("USD", "美元"),
    ("CNY", "元"),
    ("EUR", "欧元"),
    ("£", "英镑"),
    ("￥", "元"),
    ("RMB", "元"),
    ("HK$", "港元"),
    ("US$", "美元"),
    ("$", "美元"),
    ("€", "欧元"),
];

/// An amount behind its sign, ￥1,280.00, said with 元 behind it.
pub(super) fn money(place: &Place<'_>) -> Option<Found> {
    let (sign, name) = CURRENCIES.iter().find(|(sign, _)| place.starts(0, sign))?;
    let from = sign.chars().count();
    let from = from + place.spaces(from);
    let number = number_at(place, from)?.amount();
    let mut used = from + number.used;
    let mut said = if number.is_two() {
        "两".to_owned()
    } else {
        number.said()
    };
    while let Some(multiple) = place.get(used).filter(|c| "万亿".contains(*c)) {
        said.push(multiple);
        used += 1;
    }
    if place.get(used) == Some('元') {
        used += 1;
    }
    said.push_str(name);
    Found::han(used, Kind::Quantity, said)
}

/// What is numbered in two steps: 图2-1.
const NUMBERED: [&str; 5] = ["图", "表", "附件", "附录", "附图"];

/// What stands before the hour that ends a range, and before a written number of a day or a class.
const DAYPARTS: [&str; 10] = [
    "上午", "下午", "晚上", "晚", "次日", "翌日", "中午", "凌晨", "夜间", "傍晚",
];
const WRITTEN_DAYS: [&str; 6] = ["周", "星期", "礼拜", "初一", "初二", "初三"];

/// A dash between two numbers is 到.
pub(super) fn range(place: &Place<'_>) -> Option<Found> {
    // 0～-5℃: the second is a minus.
    if !place.get(0).is_some_and(is_dash) || place.previous().is_some_and(is_dash) {
        return None;
    }
    let number = place.chars[..place.at]
        .iter()
        .rev()
        .take_while(|c| c.is_ascii_digit())
        .count();
    let named = &place.chars[..place.at - number];
    let numbered = number > 0
        && NUMBERED
            .iter()
            .any(|name| named.ends_with(&name.chars().collect::<Vec<_>>()));
    let stepped = numbered && (1..=2).contains(&place.digits(1));
    if place.get(0) == Some('-') && (stepped || falls(place)) {
        return Found::han(1, Kind::Quantity, "杠");
    }
    // —— is one sign, ~- is a range that ends below nothing.
    let dashes = 1 + usize::from(place.get(0) == Some('—') && place.get(1) == Some('—'));
    let spaces = place.spaces(dashes);
    let next = place.get(dashes + spaces)?;
    let behind = dashes + spaces;
    // 8:30—晚17:30, K0+000—K3+500.
    let daypart = place
        .one_of(behind, &DAYPARTS)
        .is_some_and(|word| place.digits(behind + word.chars().count()) > 0);
    let stake = (0..3).any(|letters| {
        place.starts(behind + letters, "K")
            && place.digits(behind + letters + 1) > 0
            && place.rest()[behind..behind + letters]
                .iter()
                .all(char::is_ascii_uppercase)
    });
    let numbers = matches!(place.before, Kind::Quantity | Kind::Ordinal)
        && (next.is_ascii_digit()
            || daypart
            || stake
            || "第￥-".contains(next)
            || matches!(next, 'Ⅰ'..='Ⅻ' | 'I' | 'V' | 'X'));
    let written = place
        .previous_seen()
        .is_some_and(|c| super::order::WRITTEN_END.contains(c))
        && (super::order::WRITTEN_START.contains(next)
            || place.one_of(behind, &WRITTEN_DAYS).is_some());
    // 附件一——名单 is a title and its matter.
    if numbers || (written && dashes == 1) {
        let kind = place.before;
        return Found::han(dashes, kind, "到");
    }
    None
}

/// What a house, a flat or a thing is numbered by in two steps.
const HOUSES: [&str; 9] = ["号", "#", "幢", "栋", "室", "单元", "地块", "楼", "铺"];

/// 128-3号, 18-1幢, 图3.1-2: the second number is not larger, so that it is no range.
fn falls(place: &Place<'_>) -> bool {
    let before = place.chars[..place.at].iter().rev();
    let first: String = before
        .take_while(|c| c.is_ascii_digit() || **c == '.')
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let digits = place.digits(1);
    let (Ok(first), Some(second)) = (first.parse::<f64>(), place.value(1, digits.min(9))) else {
        return false;
    };
    let houses = place.one_of(1 + digits, &HOUSES).is_some();
    let numbered = place.told_before(&["图", "表", "代号", "编号"]);
    digits > 0 && (houses || numbered) && first >= second as f64
}
