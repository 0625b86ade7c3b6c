//! Calendar dates in every writing.

use super::numbers::strip_brackets;

use crate::reading::labels::{chinese_digit, chinese_numeral, decimal_digit};
use crate::reading::tidy::{is_blank, squeeze};

/// A calendar date at the start of `text` as `YYYY-MM-DD`, and what follows it. Reads 2018年3月2日, 2018-03-02,
/// 2018/3/2, 2018.3.2, 二〇一八年三月二日 and the circles typists use for zero.
pub fn leading_date(text: &str) -> Option<(String, String)> {
    let chars: Vec<char> = text.trim_start_matches(is_blank).chars().collect();
    let (year, at) = year(&chars)?;
    let at = skip_blank(&chars, at);
    let stop = chars.get(at)?;
    if !matches!(stop, '年' | '-' | '/' | '.' | '．' | '－') {
        return None;
    }
    let (month, at) = number(&chars, skip_blank(&chars, at + 1))?;
    let at = skip_blank(&chars, at);
    let stop = chars.get(at)?;
    if !matches!(stop, '月' | '-' | '/' | '.' | '．' | '－') {
        return None;
    }
    let (day, mut at) = number(&chars, skip_blank(&chars, at + 1))?;
    if *stop == '月' {
        at = skip_blank(&chars, at);
    }
    match chars.get(at) {
        Some('日' | '号') => at += 1,
        Some(_) | None if *stop == '月' => return None,
        _ => {}
    }
    let date = calendar_date(year, month, day)?;
    let rest: String = chars[at..].iter().collect();
    Some((date, squeeze(&rest)))
}

/// The date if `line` is nothing else (a time of day may follow).
pub fn only_date(line: &str) -> Option<String> {
    const DATE_BYTES_MAX: usize = 80;
    if line.len() > DATE_BYTES_MAX || !opens_date(line) {
        return None;
    }
    // Typists set dates wide (二 〇 一 八 年); a time of day needs its blank.
    let (date, rest) = leading_date(strip_brackets(line))
        .or_else(|| leading_date(strip_brackets(&squeeze(line))))?;
    let time = rest.chars().all(|c| c.is_ascii_digit() || c == ':');
    time.then_some(date)
}

fn opens_date(line: &str) -> bool {
    let first = line
        .chars()
        .find(|c| !is_blank(*c) && !matches!(c, '（' | '(' | '【' | '[' | '〔'));
    first.is_some_and(|c| decimal_digit(c).is_some() || chinese_digit(c).is_some())
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
        let opens = chars[start].is_ascii_digit() || chinese_digit(chars[start]).is_some();
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
    while let Some(digit) = chars.get(end).and_then(|c| decimal_digit(*c)) {
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
            ("2018-03-02 11:25", "2018-03-02"),
            ("二○一八年十二月三十一日", "2018-12-31"),
            ("一九九七年一月二十日", "1997-01-20"),
            ("二〇〇四年三月二日", "2004-03-02"),
            ("（2018.3.2）", "2018-03-02"),
        ] {
            assert_eq!(only_date(text).as_deref(), Some(date), "{text}");
        }
        for text in [
            "2018年13月2日",
            "2018年2月30日",
            "2018年3月",
            "3月2日",
            "2018年3月2日起施行",
        ] {
            assert_eq!(only_date(text), None, "{text}");
        }
        assert_eq!(
            find_date("发布日期:2019-02-12 11:25").as_deref(),
            Some("2019-02-12")
        );
    }
}
