//! Gazettes (政府公报): which issues are there, which numbers are missing, and whether the next one is late by the gazette's own habit. No day
//! is fixed: half-monthly gazettes have double issues (第5、6期合刊) and extra ones.

use std::collections::{BTreeMap, BTreeSet};

use feed::Document;
use jiff::Timestamp;
use jiff::civil::Date;

use super::words::Words;
use super::{Chart, Report, Table};

/// Issues that a habit is read from.
const HABIT_ISSUES_MIN: usize = 3;
/// Times the usual pause after which an issue is overdue.
const OVERDUE_TIMES: i32 = 2;
/// Highest number of an issue in a year.
const ISSUE_MAX: u32 = 400;

#[derive(Default)]
struct Year {
    issues: BTreeSet<u32>,
    days: Vec<Date>,
}

/// Makes the report of the gazettes among `documents`.
pub fn report(documents: &[Document], now: Timestamp) -> Report {
    let words = Words::of("supply");
    let east = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    let today = now.to_zoned(east).date();
    let mut gazettes: BTreeMap<(String, i16), Year> = BTreeMap::new();
    for document in documents.iter().filter(|d| d.category == "gazette") {
        let Some((name, year, issues)) = issue(&document.title) else {
            continue;
        };
        let found = gazettes.entry((name, year)).or_default();
        found.issues.extend(issues);
        let day = document
            .published_on
            .as_ref()
            .or(document.issued_on.as_ref());
        found
            .days
            .extend(day.and_then(|day| day.parse::<Date>().ok()));
    }
    let mut chart = Chart {
        title: words.say("chart"),
        bars: Vec::new(),
    };
    let newest: BTreeMap<String, i16> = gazettes.keys().cloned().collect();
    let mut rows = Vec::new();
    for ((name, year), mut found) in gazettes {
        found.days.sort_unstable();
        found.days.dedup();
        let missing = missing(&found.issues);
        let last = found.days.last().copied();
        let since = last.map(|last| (today - last).get_days());
        let usual = habit(&found.days);
        let is_newest = newest.get(&name) == Some(&year);
        let overdue = is_newest
            && since
                .zip(usual)
                .is_some_and(|(since, usual)| since > usual.saturating_mul(OVERDUE_TIMES));
        let verdict = match (overdue, missing.is_empty(), last) {
            (true, _, _) => "overdue",
            (false, false, _) => "lacks",
            (false, true, None) => "undated",
            (false, true, Some(_)) => "whole",
        };
        if let Some(since) = since.filter(|_| is_newest) {
            let days = u32::try_from(since.max(0)).unwrap_or(0);
            chart.bars.push((name.clone(), days));
        }
        let number = |value: Option<i32>| value.map_or_else(String::new, |days| days.to_string());
        rows.push(vec![
            name,
            year.to_string(),
            list(&found.issues),
            list(&missing),
            last.map_or_else(String::new, |last| last.to_string()),
            number(since),
            number(usual),
            words.say(verdict),
        ]);
    }
    let heads = [
        "name", "year", "issues", "missing", "last", "since", "usual", "verdict",
    ];
    Report {
        name: "supply",
        title: words.say("title"),
        tables: vec![Table {
            name: "gazettes",
            title: words.say("gazettes"),
            columns: words.heads(&heads),
            rows,
        }],
        chart: Some(chart),
        notes: Vec::new(),
    }
}

/// 示例市人民政府公报 2018 年第 5、6 期（合刊）: name, year, issues.
fn issue(title: &str) -> Option<(String, i16, Vec<u32>)> {
    let bare: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    let end = bare.find("公报")? + "公报".len();
    let name = bare[..end].trim_start_matches(['《', '（']).to_owned();
    let digits = |text: &str| -> Option<i32> { text.parse().ok() };
    let year_at = bare.find('年')?;
    let year = bare
        .get(year_at.checked_sub(4)?..year_at)
        .and_then(digits)?;
    let rest = &bare[year_at..];
    let numbers = rest.split_once('第')?.1.split_once('期')?.0;
    let issues: Vec<u32> = numbers
        .split(['、', '，', ',', '和', '-', '—', '～', '~', '至'])
        .filter_map(|text| text.parse().ok())
        .filter(|n| (1..=ISSUE_MAX).contains(n))
        .collect();
    // 第5-6期 stands for all between.
    let runs = numbers.contains(['-', '—', '～', '~', '至']) && issues.len() == 2;
    let issues = match (runs, issues.first(), issues.last()) {
        (true, Some(first), Some(last)) if first < last => (*first..=*last).collect(),
        _ => issues,
    };
    (!issues.is_empty()).then_some((name, i16::try_from(year).ok()?, issues))
}

/// Numbers below the highest that are not there.
fn missing(issues: &BTreeSet<u32>) -> BTreeSet<u32> {
    let last = issues.last().copied().unwrap_or(0);
    (1..last).filter(|n| !issues.contains(n)).collect()
}

/// The middle pause between issues, days.
fn habit(days: &[Date]) -> Option<i32> {
    if days.len() < HABIT_ISSUES_MIN {
        return None;
    }
    let mut pauses: Vec<i32> = days
        .windows(2)
        .map(|two| (two[1] - two[0]).get_days())
        .collect();
    pauses.sort_unstable();
    pauses.get(pauses.len() / 2).copied()
}

fn list(numbers: &BTreeSet<u32>) -> String {
    let texts: Vec<String> = numbers.iter().map(u32::to_string).collect();
    texts.join("、")
}

#[cfg(test)]
mod tests {
    use super::super::timeliness::tests::document;
    use super::*;

    fn gazette(title: &str, day: &str) -> Document {
        let mut document = document(title, "示例市人民政府办公室", day, day);
        document.title = title.into();
        document.category = "gazette".into();
        document
    }

    #[test]
    fn missing_issues_and_a_gazette_that_is_overdue_are_told() {
        let documents = [
            gazette("示例市人民政府公报 2026 年第 1 期", "2026-01-15"),
            gazette("示例市人民政府公报2026年第2期", "2026-01-31"),
            gazette("示例市人民政府公报2026年第5、6期合刊", "2026-02-15"),
            gazette("示例市人民政府公报2025年第23-24期", "2025-12-31"),
        ];
        let at = |day: &str| {
            report(&documents, day.parse().unwrap())
                .tables
                .remove(0)
                .rows
        };
        let rows = at("2026-02-20T00:00:00Z");
        let told: Vec<[&str; 4]> = rows
            .iter()
            .map(|r| [r[1].as_str(), &r[2], &r[3], &r[7]])
            .collect();
        assert_eq!(told[1], ["2026", "1、2、5、6", "3、4", "有缺期"]);
        assert_eq!(told[0][1], "23、24");
        // The usual pause is 16 days; the year before is over.
        assert_eq!(rows[1][6], "16");
        let later = at("2026-04-01T00:00:00Z");
        assert_eq!(later[1][7], "逾期未到");
        assert_ne!(later[0][7], "逾期未到");
    }

    #[test]
    fn titles_that_are_no_issue_are_left_out() {
        for title in [
            "统计公报",
            "示例市人民政府公报",
            "公报年第期",
            "示例市公报2026年第0期",
            "年公报2026年第999999999999期",
        ] {
            assert_eq!(issue(title), None, "{title}");
        }
    }
}
