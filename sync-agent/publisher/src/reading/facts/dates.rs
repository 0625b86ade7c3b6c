//! Calendar dates in every writing.

use super::brackets::strip_brackets;

use crate::reading::labels::{chinese_digit, chinese_numeral, decimal_digit};
use crate::reading::tidy::{is_blank, squeeze};

/// How typists write a nought: the circle, the letter, the large circle.
const NOUGHTS: &[char] = &['〇', '零', '○', '◯', '⭘', 'O', 'o', 'Ｏ', 'ｏ', '０'];

/// What stands between the parts of a date: strokes of every length, strokes that lean, dots.
const DASHES: &[char] = &['-', '－', '‐', '‑', '–', '—', '−', '/', '／', '.', '．'];

/// Financial numerals (大写), each before the plain one.
const FINANCIAL: &str = "壹一贰二貳二叁三參三肆四伍五陆六陸六柒七捌八玖九拾十";

/// A character of a date as the plain numeral it stands for; 廿 and 卅 are two.
fn plain(c: char) -> [Option<char>; 2] {
    let whole = |c: char| [Some(c), None];
    if NOUGHTS.contains(&c) {
        return whole('〇');
    }
    let mut pairs = FINANCIAL.chars();
    while let (Some(written), Some(means)) = (pairs.next(), pairs.next()) {
        if written == c {
            return whole(means);
        }
    }
    match c {
        '廿' => [Some('二'), Some('十')],
        '卅' => [Some('三'), Some('十')],
        '元' => whole('一'),
        _ => whole(c),
    }
}

/// Whether a typist writes nought so.
pub fn is_nought(c: char) -> bool {
    NOUGHTS.contains(&c)
}

/// A calendar date at the start of `text` as `YYYY-MM-DD`, and what follows it. Reads 2018年3月2日, 2018-03-02,
/// 2018/3/2, 2018.3.2, 二〇一八年三月二日, 贰零零捌年, 廿六日, and the letters and circles that typists use for nought.
pub fn leading_date(text: &str) -> Option<(String, String)> {
    const DATE_CHARS_MAX: usize = 40;
    let text = text.trim_start_matches(is_blank);
    let text = text.strip_prefix("公元").unwrap_or(text);
    // Only what may be the date is rewritten; each plain numeral knows which character it came from.
    let mut chars = Vec::new();
    let mut from = Vec::new();
    for (at, c) in text.char_indices().take(DATE_CHARS_MAX) {
        for c in plain(c).into_iter().flatten() {
            chars.push(c);
            from.push(at);
        }
    }
    let (date, end) = calendar(&chars)?;
    let rest = from.get(end).copied().unwrap_or_else(|| {
        text.char_indices()
            .nth(DATE_CHARS_MAX)
            .map_or(text.len(), |(at, _)| at)
    });
    Some((date, squeeze(&text[rest..])))
}

fn calendar(chars: &[char]) -> Option<(String, usize)> {
    let (year, at) = year(chars)?;
    let at = skip_blank(chars, at);
    let stop = chars.get(at)?;
    if *stop != '年' && !DASHES.contains(stop) {
        return None;
    }
    let (month, at) = number(chars, skip_blank(chars, at + 1))?;
    let at = skip_blank(chars, at);
    let stop = chars.get(at)?;
    if *stop != '月' && !DASHES.contains(stop) {
        return None;
    }
    let (day, mut at) = number(chars, skip_blank(chars, at + 1))?;
    if *stop == '月' {
        at = skip_blank(chars, at);
    }
    match chars.get(at) {
        Some('日' | '号') => at += 1,
        Some(_) | None if *stop == '月' => return None,
        _ => {}
    }
    Some((calendar_date(year, month, day)?, at))
}

/// The date if `line` is nothing else; a time of day, a day of the week or a lunar date may follow.
pub fn only_date(line: &str) -> Option<String> {
    const DATE_BYTES_MAX: usize = 100;
    if line.len() > DATE_BYTES_MAX || !opens_date(line) {
        return None;
    }
    if let Some(date) = run_together(line) {
        return Some(date);
    }
    // Typists set dates wide (二 〇 一 八 年); a time of day needs its blank.
    let (date, rest) = leading_date(strip_brackets(line))
        .or_else(|| leading_date(strip_brackets(&squeeze(line))))?;
    // Below each of two offices on one line.
    let again = || only_date(rest.trim_start_matches(is_blank)).is_some_and(|other| other == date);
    (goes_with_a_date(&rest) || again()).then_some(date)
}

/// A day whose figures stand together: `20080506`.
fn run_together(line: &str) -> Option<String> {
    let bare = line.trim_matches(is_blank);
    let figures = bare.len() == 8 && bare.bytes().all(|b| b.is_ascii_digit());
    let part = |from: usize, to: usize| bare.get(from..to)?.parse().ok();
    figures
        .then(|| calendar_date(part(0, 4)?, part(4, 6)?, part(6, 8)?))
        .flatten()
}

/// 11:25, 星期二, （农历四月初二）, （甲辰年二月初五）, 上午.
fn goes_with_a_date(rest: &str) -> bool {
    let inner = strip_brackets(rest);
    let names = ["星期", "周", "礼拜", "农历", "夏历", "阴历"];
    let of_cycle = inner
        .split_once('年')
        .is_some_and(|(year, _)| is_cyclic(year));
    let named = of_cycle || names.iter().any(|name| inner.starts_with(name));
    let short = inner.chars().count() <= 12 && !inner.contains(['。', '，', '；', '起', '施']);
    let time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '：' | '时' | '分' | '秒' | '点');
    let hours = ["上午", "下午", "晚上", "中午"]
        .iter()
        .find_map(|part| rest.strip_prefix(part))
        .unwrap_or(rest);
    let nothing = [
        "此页无正文",
        "本页无正文",
        "以下无正文",
        "盖章",
        "公章",
        "印章",
    ];
    (named && short) || nothing.contains(&inner) || hours.chars().all(time)
}

/// Whether a short line says when, although not on which day: 2008年5月, 08年5月6日, 2018年2月30日. Above it stands a
/// signature as above any date; no date is made of it.
pub fn says_when(line: &str) -> bool {
    const LINE_CHARS_MAX: usize = 24;
    if only_date(line).is_some() {
        return true;
    }
    let bare = squeeze(line);
    let bare = strip_brackets(bare.strip_suffix("印发").unwrap_or(&bare));
    let lunar = ["农历", "夏历", "阴历"];
    let told = lunar.iter().find_map(|name| bare.strip_prefix(name));
    let bare = told.unwrap_or(bare);
    let Some((year, rest)) = bare.split_once('年') else {
        return false;
    };
    let numeral = |c: char| {
        plain(c)
            .into_iter()
            .flatten()
            .all(|c| decimal_digit(c).is_some() || chinese_digit(c).is_some() || c == '十')
    };
    let counted = |words: &str| !words.is_empty() && words.chars().all(numeral);
    let Some((month, day)) = rest.split_once('月') else {
        return false;
    };
    let day_ends = day
        .split_once(['日', '号'])
        .is_some_and(|(day, after)| counted(day) && goes_with_a_date(after));
    // 五月廿七, 六月二十, 五月初三: a day without its 日.
    const DAY_CHARS_MAX: usize = 3;
    let bare_day = counted(day.trim_start_matches('初')) && day.chars().count() <= DAY_CHARS_MAX;
    let month = month.trim_start_matches('闰');
    let month_counts = counted(month) || told.is_some() && ["正", "冬", "腊"].contains(&month);
    bare.chars().count() <= LINE_CHARS_MAX
        && (counted(year) || is_cyclic(year))
        && (month_counts || is_cyclic(year) && ["正", "冬", "腊"].contains(&month))
        && (day.is_empty() || day_ends || bare_day)
}

/// 戊子: a year of the cycle of sixty.
fn is_cyclic(year: &str) -> bool {
    const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
    const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";
    let mut chars = year.chars();
    let pair = (chars.next(), chars.next(), chars.next());
    matches!(pair, (Some(stem), Some(branch), None) if STEMS.contains(stem) && BRANCHES.contains(branch))
}

fn opens_date(line: &str) -> bool {
    let line = line.trim_start_matches(|c| is_blank(c) || matches!(c, '（' | '(' | '【'));
    let line = line.strip_prefix("公元").unwrap_or(line);
    let first = line
        .chars()
        .find(|c| !is_blank(*c) && !matches!(c, '（' | '(' | '【' | '[' | '〔'));
    first.is_some_and(is_date_numeral)
}

/// Whether a date may open with it.
pub fn is_date_numeral(c: char) -> bool {
    let [first, _] = plain(c);
    !matches!(c, 'O' | 'o' | 'Ｏ' | 'ｏ' | '元' | '廿' | '卅')
        && first.is_some_and(|c| decimal_digit(c).is_some() || chinese_digit(c).is_some())
}

fn skip_blank(chars: &[char], mut at: usize) -> usize {
    while chars.get(at).is_some_and(|c| is_blank(*c)) {
        at += 1;
    }
    at
}

/// The first date anywhere in `text`.
pub fn find_date(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    (0..chars.len()).find_map(|start| {
        let opens = is_date_numeral(chars[start]);
        let inside = start > 0 && chars[start - 1].is_ascii_digit();
        if !opens || inside {
            return None;
        }
        let end = chars.len().min(start + 24);
        leading_date(&chars[start..end].iter().collect::<String>()).map(|(date, _)| date)
    })
}

/// Documents older or later than this are misread.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;

fn calendar_date(year: u32, month: u32, day: u32) -> Option<String> {
    let year = YEARS.contains(&year).then(|| i16::try_from(year).ok())??;
    let date =
        jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(date.to_string())
}

fn year(chars: &[char]) -> Option<(u32, usize)> {
    // 二千零八年, 一千九百九十八年.
    if chars.get(1) == Some(&'千') {
        return chinese_numeral(chars, 0);
    }
    let digits: Option<Vec<u32>> = chars
        .iter()
        .take(4)
        .map(|&c| decimal_digit(c).or_else(|| chinese_digit(c)))
        .collect();
    let digits = digits.filter(|d| d.len() == 4)?;
    Some((digits.iter().fold(0, |n, d| n * 10 + d), 4))
}

fn number(chars: &[char], at: usize) -> Option<(u32, usize)> {
    let mut end = at;
    let mut value = 0;
    // A full-width nought among figures was taken for the circle.
    let nought = |end: usize| {
        let figure = |at: usize| chars.get(at).is_some_and(|c| decimal_digit(*c).is_some());
        (chars.get(end) == Some(&'〇') && (end > at || figure(end + 1))).then_some(0)
    };
    while let Some(digit) = chars
        .get(end)
        .and_then(|c| decimal_digit(*c))
        .or_else(|| nought(end))
    {
        if end - at == 2 {
            return None;
        }
        value = value * 10 + digit;
        end += 1;
    }
    if end > at {
        return Some((value, end));
    }
    chinese_numeral(chars, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_every_writing_are_read() {
        for (text, date) in [
            ("2018年3月2日", "2018-03-02"),
            ("２０１８年１２月３１日", "2018-12-31"),
            ("２０１８年１０月０５日", "2018-10-05"),
            ("２０１８．０３．０２", "2018-03-02"),
            ("二千零一十八年三月二日", "2018-03-02"),
            ("一千九百九十八年十二月十日", "1998-12-10"),
            ("2018-03-02 11:25", "2018-03-02"),
            ("二○一八年十二月三十一日", "2018-12-31"),
            ("一九九七年一月二十日", "1997-01-20"),
            ("二〇〇四年三月二日", "2004-03-02"),
            ("（2018.3.2）", "2018-03-02"),
            ("二OO八年五月六日", "2008-05-06"),
            ("二ＯＯ八年五月六日", "2008-05-06"),
            ("二00八年五月六日", "2008-05-06"),
            ("二零零八年五月六日", "2008-05-06"),
            ("二◯◯八年五月六日", "2008-05-06"),
            ("二o一八年一月二日", "2018-01-02"),
            ("贰零零捌年伍月陆日", "2008-05-06"),
            ("2008年5月六日", "2008-05-06"),
            ("二〇〇八年五月廿六日", "2008-05-26"),
            ("二〇〇八年五月卅日", "2008-05-30"),
            ("二〇〇八年元月三日", "2008-01-03"),
            ("2008年5月6日（农历四月初二）", "2008-05-06"),
            ("2008年05月06日　星期二", "2008-05-06"),
            ("2018年3月2日　上午", "2018-03-02"),
            ("公元2008年5月6日", "2008-05-06"),
            ("2008—05—06", "2008-05-06"),
            ("2008／5／6", "2008-05-06"),
            ("二〇〇八年五月六日（此页无正文）", "2008-05-06"),
            ("2008年5月6日　　2008年5月6日", "2008-05-06"),
            ("二〇〇八年五月六日　　2008年5月6日", "2008-05-06"),
        ] {
            assert_eq!(only_date(text).as_deref(), Some(date), "{text}");
        }
        for text in ["2008年5月", "08年5月6日", "零八年五月六日", "2018年2月30日"] {
            assert_eq!(only_date(text), None, "{text}");
            assert!(says_when(text), "{text}");
        }
        for text in [
            "二〇〇八年六月二十",
            "戊子年五月廿七",
            "农历二〇〇八年五月廿七",
            "农历二〇〇八年五月廿七日",
            "农历戊子年腊月初三",
            "（戊子年正月初一）",
        ] {
            assert_eq!(only_date(text), None, "{text}");
            assert!(says_when(text), "{text}");
        }
        assert!(says_when("（2008年5月6日）"));
        assert!(!says_when("2008年5月6日起施行") && !says_when("今年5月"));
        assert_eq!(
            leading_date("2018年3月2日 OPEN").unwrap().1,
            "OPEN",
            "what follows stays as it is"
        );
        for text in [
            "2018年13月2日",
            "2018年2月30日",
            "2018年3月",
            "3月2日",
            "2018年3月2日起施行",
            "2018年3月2日　2018年3月3日",
        ] {
            assert_eq!(only_date(text), None, "{text}");
        }
        assert_eq!(
            find_date("发布日期:2019-02-12 11:25").as_deref(),
            Some("2019-02-12")
        );
    }
}
