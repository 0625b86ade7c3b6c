//! How long a document is in force (有效期): the last day that a field or a line of its own names, or that years from its beginning give.

use jiff::civil::Date;

use super::THIS;
use crate::reading::facts;
use crate::reading::labels::{self, chinese_numeral, decimal_digit};
use crate::reading::tidy::squeeze;

/// The name of such a span.
const TERM: &str = "有效期";

/// 2021-03-04至2026-03-03: the last date of a span, or the only one; the day on which it begins is none.
pub fn last_date(value: &str) -> Option<String> {
    const BEGINS: &[&str] = &["起", "施行", "实施", "生效", "开始", "执行"];
    let mut parts = value.split(['至', '到', '~', '～', '—']);
    let part = parts.rfind(|part| facts::find_date(part).is_some())?;
    let begins = (0..part.len())
        .filter(|at| part.is_char_boundary(*at))
        .find_map(|at| facts::leading_date(&part[at..]))
        .is_some_and(|(_, rest)| BEGINS.iter().any(|word| rest.starts_with(word)));
    (!begins).then(|| facts::find_date(part))?
}

/// The last day of a document by what its lines say of it: 本文件有效期至2020年12月31日, 本办法自2016年1月1日起施行，有效期5年. `issued` is the day
/// from which it counts where the line says 自印发之日起.
pub fn last_day<'l>(
    mut lines: impl Iterator<Item = &'l str>,
    issued: Option<&str>,
) -> Option<String> {
    lines.find_map(|line| of_line(line, issued))
}

fn of_line(line: &str, issued: Option<&str>) -> Option<String> {
    const LINE_CHARS_MAX: usize = 120;
    if !line.contains(TERM) || line.chars().count() > LINE_CHARS_MAX {
        return None;
    }
    let label = labels::label(line);
    let rest = label.map_or_else(|| line.to_owned(), |label| label.rest);
    of_this(&squeeze(&rest), issued)
}

fn of_this(line: &str, issued: Option<&str>) -> Option<String> {
    // The last sentence of a paragraph may say it.
    let sentence = line.split('。').find(|sentence| sentence.contains(TERM))?;
    let speaks = sentence.starts_with('自') || THIS.iter().any(|name| sentence.starts_with(name));
    let (before, behind) = sentence.split_once(TERM)?;
    if !speaks || before.contains("同时") {
        return None;
    }
    let behind = behind.trim_start_matches(['限', '为', '是', '：', ':', '暂', '定']);
    if behind.starts_with(['至', '到', '自']) {
        return last_date(behind);
    }
    let (years, rest) = years(behind)?;
    if !rest.starts_with('年') {
        return None;
    }
    let begins = match facts::find_date(before) {
        Some(date) => date,
        None if before.contains("之日起") => issued?.to_owned(),
        None => return None,
    };
    let begins: Date = begins.parse().ok()?;
    let ends = begins
        .checked_add(jiff::Span::new().try_years(years).ok()?)
        .ok()?;
    Some(ends.yesterday().ok()?.to_string())
}

/// 5, 五, 十: the years, and what stands behind them.
fn years(text: &str) -> Option<(i64, String)> {
    const YEARS: std::ops::RangeInclusive<i64> = 1..=50;
    let chars: Vec<char> = text.chars().collect();
    let digits = chars.iter().map_while(|c| decimal_digit(*c));
    let digits: Vec<u32> = digits.take(3).collect();
    let (value, end) = match digits.is_empty() {
        false => (digits.iter().fold(0, |n, d| n * 10 + d), digits.len()),
        true => chinese_numeral(&chars, 0)?,
    };
    let years = Some(i64::from(value)).filter(|years| YEARS.contains(years))?;
    Some((years, chars[end..].iter().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_on_which_a_span_begins_is_not_its_end() {
        for (value, expected) in [
            ("2021-03-04至2026-03-03", Some("2026-03-03")),
            ("2016.1.1—2020.12.31", Some("2020-12-31")),
            ("至2020年12月31日", Some("2020-12-31")),
            ("2020年12月31日", Some("2020-12-31")),
            ("自2021年1月1日起至2025年12月31日止", Some("2025-12-31")),
            ("自2021年1月1日起", None),
            ("2021年1月1日起施行", None),
            ("2021年1月1日施行", None),
            ("长期", None),
        ] {
            assert_eq!(last_date(value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn years_are_counted_from_the_day_that_a_line_names() {
        let last = |line: &'static str| last_day([line].into_iter(), Some("2010-05-06"));
        for (line, expected) in [
            ("本文件有效期至2020年12月31日。", Some("2020-12-31")),
            (
                "本办法自2016年1月1日起施行，有效期5年。",
                Some("2020-12-31"),
            ),
            (
                "第三十条　本办法自2016年1月1日起施行，有效期五年。",
                Some("2020-12-31"),
            ),
            ("本通知自印发之日起施行，有效期为三年。", Some("2013-05-05")),
            (
                "自2016年1月1日起施行，有效期至2018年12月31日。",
                Some("2018-12-31"),
            ),
            ("营业执照有效期5年。", None),
            ("许可证自2016年1月1日起有效，有效期5年。", None),
            ("本办法所称有效期，是指五年。", None),
            ("本办法有效期满前应当评估。", None),
            ("本办法自2016年1月1日起施行。", None),
        ] {
            assert_eq!(last(line).as_deref(), expected, "{line}");
        }
    }
}
