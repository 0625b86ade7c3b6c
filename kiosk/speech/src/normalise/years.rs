//! Years, whole and short, ranges and decades of them, months of a year. Reads no days: those are dates.

use super::scan::{Found, Kind, Place, is_dash, is_year};
use super::units::has_unit;
use crate::numerals::{cardinal, digit_by_digit};

/// What a pair of years counts: 2021—2025年, 2018-2019学年, 2019至2022.
pub(super) fn year_range(place: &Place<'_>) -> Option<Found> {
    if !place.begins_number() || place.digits(0) != 4 {
        return None;
    }
    let first = place.value(0, 4)?;
    let at = 4 + place.spaces(4);
    let rest = place.rest().get(at..)?;
    let dashes = rest.iter().take(2).take_while(|c| is_dash(**c)).count();
    // 2018/2019学年; 2019至2022 as it stands.
    let slash = usize::from(place.get(at) == Some('/'));
    let word = place.get(at).filter(|c| "至到".contains(*c));
    let parts = dashes + slash + usize::from(word.is_some());
    if parts == 0 {
        return None;
    }
    let from = at + parts + place.spaces(at + parts);
    let digits = place.digits(from);
    let end = from + digits;
    let schooled = place.one_of(end, &["学年", "年度"]).is_some();
    let short = digits == 2 && schooled && word.is_none();
    // 1368—1644年 is history; without the word only years of documents are years.
    let of_documents = is_year(first) && digits == 4 && is_year(place.value(from, 4)?);
    let historic = digits == 4 && place.get(end) == Some('年') && (1000..2999).contains(&first);
    if !(short && is_year(first) || of_documents || historic) || slash > 0 && !schooled {
        return None;
    }
    if place.get(end) == Some('-') && place.digits(end + 1) > 0 {
        return None;
    }
    // 1900-2000元 is an amount.
    if place.get(end) != Some('年') && !short && has_unit(place, end) {
        return None;
    }
    let said = format!(
        "{}{}{}",
        digit_by_digit(&place.text(0, 4)),
        word.unwrap_or('到'),
        digit_by_digit(&place.text(from, digits))
    );
    Found::han(end, Kind::Quantity, said)
}

/// Words that a bare year stands behind.
const YEAR_BEFORE: [&str; 5] = ["截至", "截止", "截止到", "截至到", "截止至"];
/// And what stands behind one that 自 or 从 begins.
const SINCE: [&str; 6] = ["起", "以来", "开始", "至", "到", "—"];

/// 截至2009，自2021起: four digits where only a year can be meant.
fn told(place: &Place<'_>) -> bool {
    let before = &place.chars[..place.at];
    let ends = |word: &str| before.ends_with(&word.chars().collect::<Vec<_>>());
    let last = place
        .get(4)
        .is_none_or(|c| "，、。；：）” \n—-".contains(c));
    YEAR_BEFORE.iter().any(|word| ends(word)) && last
        || (ends("自") || ends("从")) && place.one_of(4, &SINCE).is_some()
}

/// Words before an amount, which 2026.3 may be as well.
const AMOUNT_BEFORE: [&str; 22] = [
    "元", "金额", "面积", "总", "计", "共", "约", "达", "值", "量", "率", "价", "收入", "支出",
    "增加", "减少", "平方", "指数", "得分", "公里", "版本", "余额",
];

/// Whether the words before, in the same clause, ask for an amount.
fn is_amount(place: &Place<'_>) -> bool {
    let comma = place.chars[..place.at]
        .iter()
        .rposition(|c| "，。；".contains(*c));
    let chars = &place.chars[comma.map_or(0, |at| at + 1)..];
    let clause = Place {
        chars,
        at: place.at - (place.chars.len() - chars.len()),
        ..*place
    };
    clause.told_before(&AMOUNT_BEFORE)
}

/// 2026-03, 2026/03, 2026.3: a month of a year.
pub(super) fn month(place: &Place<'_>) -> Option<Found> {
    if !place.begins_number()
        || place.previous().is_some_and(|c| {
            c.is_ascii_alphabetic() || ".-/".contains(c) && place.before != Kind::Quantity
        })
        || place.digits(0) != 4
        || !is_year(place.value(0, 4)?)
    {
        return None;
    }
    let sign = place.get(4).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let digits = place.digits(5);
    if !(1..=2).contains(&digits) {
        return None;
    }
    let month = place.value(5, digits).filter(|m| (1..=12).contains(m))?;
    let end = 5 + digits;
    let named = place.get(end) == Some('月');
    let next = place.get(end);
    let goes_on = next == Some(sign) && place.digits(end + 1) > 0 && place.digits(end + 1) != 4
        || next.is_some_and(|c| c.is_ascii_alphabetic() || "%‰#".contains(c));
    let amount = sign == '.' && is_amount(place)
        || sign == '/' && digits == 1
        || sign == '-' && digits == 1 && next.is_some_and(super::scan::is_hanzi);
    if goes_on || amount || !named && has_unit(place, end) {
        return None;
    }
    let said = format!(
        "{}年{}月",
        digit_by_digit(&place.text(0, 4)),
        cardinal(month)
    );
    Found::han(end + usize::from(named), Kind::Quantity, said)
}

/// What a short year stands before that no length of time does.
const SHORT_BEHIND: [&str; 14] = [
    "底", "初", "末", "春", "夏", "秋", "冬", "版", "款", "出生", "毕业", "建成", "颁布", "大修",
];
/// A length of time is spoken of.
const LASTING_BEFORE: [&str; 24] = [
    "满",
    "近",
    "约",
    "超",
    "历经",
    "历时",
    "经过",
    "长达",
    "达",
    "建党",
    "建国",
    "建军",
    "建校",
    "成立",
    "走过",
    "用了",
    "共",
    "距今",
    "已有",
    "等了",
    "使用权",
    "产权",
    "期限",
    "为期",
];
const LASTING_BEHIND: [&str; 20] = [
    "来", "间", "历程", "历史", "之久", "以上", "以下", "以内", "内", "产权", "期", "左右", "多",
    "的", "里", "后", "使用", "光辉", "租", "经验",
];
/// Born in such a decade: 80后, 95后, 00后.
const BORN: [&str; 11] = [
    "50", "60", "70", "75", "80", "85", "90", "95", "00", "05", "10",
];
/// Years up to here are of this century.
const NEW_YEARS_MAX: u64 = 35;

/// 98年, 15年6月, 97级, 80后: two digits of a year, said one by one.
pub(super) fn short(place: &Place<'_>) -> Option<Found> {
    if !place.begins_number() || place.digits(0) != 2 || place.before == Kind::Ordinal {
        return None;
    }
    if place
        .previous()
        .is_some_and(|c| c.is_alphanumeric() && !super::scan::is_hanzi(c) || ".,-".contains(c))
    {
        return None;
    }
    let value = place.value(0, 2)?;
    let said = digit_by_digit(&place.text(0, 2));
    let lasts = |end: usize| {
        let from = place.at.saturating_sub(4);
        let near: String = place.chars[from..place.at].iter().collect();
        LASTING_BEFORE.iter().any(|w| near.contains(w))
            || place.one_of(end, &LASTING_BEHIND).is_some()
    };
    match place.get(2)? {
        '年' => {
            let month =
                (1..=2).contains(&place.digits(3)) && place.get(3 + place.digits(3)) == Some('月');
            let old = value >= 76 && value % 5 != 0 && !lasts(3);
            let told = value >= 50 || value <= NEW_YEARS_MAX;
            // 92年至95年.
            let begins = place
                .get(3)
                .is_some_and(|c| is_dash(c) || "至到".contains(c))
                && place.digits(4) == 2
                && place.get(6) == Some('年');
            let ends = matches!(place.chars[..place.at], [.., '年', c] if is_dash(c) || "至到".contains(c));
            let ranged = value >= 60 && (begins || ends) && !lasts(3);
            let sure = place.one_of(3, &SHORT_BEHIND).is_some() && !lasts(3);
            (value < 10 && place.get(0) == Some('0') || old || told && (month || sure || ranged))
                .then(|| Found::han(3, Kind::Quantity, said + "年"))
                .flatten()
        }
        '后' if BORN.contains(&place.text(0, 2).as_str()) => {
            let aged = place.previous().is_some_and(|c| "满达过第".contains(c));
            (!aged).then(|| Found::han(2, Kind::Word, said)).flatten()
        }
        '级' if value >= 70 => Found::han(2, Kind::Quantity, said),
        '版' if value >= 80 => Found::han(2, Kind::Quantity, said),
        '届' if place.told_behind(3, &["毕业", "学生", "高中", "初中", "校友"]) => {
            Found::han(2, Kind::Quantity, said)
        }
        _ => None,
    }
}

/// What makes four digits a year.
const BEHIND_YEAR: [&str; 22] = [
    "Q1",
    "Q2",
    "Q3",
    "Q4",
    "年",
    "届",
    "级",
    "版",
    "学年",
    "底",
    "初",
    "末",
    "春季",
    "夏季",
    "秋季",
    "冬季",
    "上半年",
    "下半年",
    "财年",
    "第一季度",
    "第二季度",
    "全年",
];
/// 2000级台阶 are steps.
const STEPS: [&str; 2] = ["级台阶", "级石阶"];

/// 2026年, 2026 年度. 1000年 may be a time span and is no year of a document.
pub(super) fn year(place: &Place<'_>) -> Option<Found> {
    if !place.begins_number() || place.digits(0) != 4 {
        return None;
    }
    let value = place.value(0, 4)?;
    let spaces = place.spaces(4);
    // 年度：2026, as cells of a table are read.
    let alone =
        matches!(place.previous_seen(), Some('：' | ':')) && place.told_before(&["年度", "年份"]);
    if alone
        && is_year(value)
        && !place
            .get(4)
            .is_some_and(|c| c == '.' || c == '-' || c == '年')
    {
        return Found::han(4, Kind::Quantity, digit_by_digit(&place.text(0, 4)));
    }
    if is_year(value) && told(place) {
        return Found::han(4, Kind::Quantity, digit_by_digit(&place.text(0, 4)));
    }
    let word = place.one_of(4 + spaces, &BEHIND_YEAR)?;
    if place.one_of(4 + spaces, &STEPS).is_some() {
        return None;
    }
    if word != "年" && !is_year(value)
        || !(1000..=2999).contains(&value)
        || place.text(0, 4).ends_with("000") && value != 2000
    {
        return None;
    }
    let mut said = digit_by_digit(&place.text(0, 4));
    // 1990年代 reads 一九九零年代.
    let used = if word == "年" {
        5 + spaces
    } else {
        4 + spaces
    };
    if word == "年" {
        said.push('年');
    }
    Found::han(used, Kind::Quantity, said)
}

/// 20世纪90年代, 90年代.
pub(super) fn decade(place: &Place<'_>) -> Option<Found> {
    if !place.begins_number() {
        return None;
    }
    let digits = place.digits(0);
    if digits != 2 || !place.starts(2, "年代") {
        return None;
    }
    Found::han(2, Kind::Quantity, cardinal(place.value(0, 2)?))
}

/// 公元前221年, 公元618年: said as years are, however few their digits.
pub(super) fn era(place: &Place<'_>) -> Option<Found> {
    let digits = place.digits(0);
    let before = &place.chars[..place.at];
    let named = ["公元", "公元前"]
        .iter()
        .any(|word| before.ends_with(&word.chars().collect::<Vec<_>>()));
    let year =
        place.begins_number() && (1..=4).contains(&digits) && place.get(digits) == Some('年');
    (named && year && digits > 1)
        .then(|| {
            Found::han(
                digits + 1,
                Kind::Quantity,
                digit_by_digit(&place.text(0, digits)) + "年",
            )
        })
        .flatten()
}
