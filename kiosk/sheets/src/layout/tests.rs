//! Pages of made sheets.

use super::*;
use crate::cells::{CELL_LINES_MAX, broken};
use crate::day::DayLine;

/// Every character one em, as hanzi are.
fn square(text: &str, _: Face) -> f32 {
    text.chars()
        .map(|c| if c.is_ascii() { 0.5 } else { 1.0 })
        .sum()
}

fn sheet(lines: usize, title: &str) -> DaySheet {
    let line = |n: usize| DayLine {
        number: format!("{n:04}"),
        title: title.to_owned(),
        doc_no: "示政办发〔2026〕31号".to_owned(),
        outcome: "未打印".to_owned(),
        remark: "卡纸".to_owned(),
        ..DayLine::default()
    };
    DaySheet {
        site: "示例市图书馆政务公开查阅点".to_owned(),
        terminal: String::new(),
        date: String::new(),
        range: String::new(),
        lines: (1..=lines).map(line).collect(),
        totals: Default::default(),
        forms: "纸表：0401—0425（本日 3 行，未封存）".repeat(3),
        head_before: None,
        head: "ABCD ".repeat(16),
        code: String::new(),
        checked: "从头核过 12 条，没有改动".to_owned(),
        broken: false,
        made: String::new(),
    }
}

fn texts(page: &[Mark]) -> Vec<&str> {
    let texts = page.iter().filter_map(|mark| match mark {
        Mark::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

#[test]
fn no_line_of_a_long_day_is_lost_and_nothing_leaves_the_page() {
    for lines in [0, 1, 22, 23, 24, 25, 26, 27, 300] {
        let pages = pages(&sheet(lines, "住房公积金提取办法"), &square);
        let mut found = Vec::new();
        for page in &pages {
            let all = texts(page);
            assert!(
                all.contains(&"示例市图书馆政务公开查阅点") && all.contains(&"登记号"),
                "each page has its head"
            );
            found.extend(
                all.iter()
                    .filter(|text| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()))
                    .map(|n| (*n).to_owned()),
            );
            for mark in page {
                let lowest = match mark {
                    Mark::Text { baseline, .. } => *baseline,
                    Mark::Line { to, .. } => to.1,
                    Mark::Shade { y, height, .. } => y + height,
                    Mark::Code { y, .. } => y + CODE_MM,
                };
                assert!(lowest < PAGE_MM.1 - 5.0, "{lines}: {mark:?}");
            }
        }
        let want: Vec<String> = (1..=lines).map(|n| format!("{n:04}")).collect();
        assert_eq!(found, want, "{lines}");
        let codes = pages
            .iter()
            .flatten()
            .filter(|mark| matches!(mark, Mark::Code { .. }))
            .count();
        assert_eq!(codes, 1, "{lines}");
        let last = format!("第 {0} 页 共 {0} 页", pages.len());
        assert!(texts(pages.last().unwrap()).contains(&last.as_str()));
    }
}

#[test]
fn a_broken_chain_is_said_on_each_page_and_below_the_lines() {
    for lines in [1, 60] {
        let whole = sheet(lines, "住房公积金提取办法");
        let broken = DaySheet {
            checked: "核对不通过：从 L01-1-20261014-0002 起有问题，共 3 处".to_owned(),
            broken: true,
            ..whole.clone()
        };
        let said = |page: &[Mark]| {
            let all = texts(page);
            all.contains(&"登记链核对不通过，本表不能作凭据")
        };
        assert!(!pages(&whole, &square).iter().any(|page| said(page)));
        let told = pages(&broken, &square);
        assert!(told.iter().all(|page| said(page)), "{lines}");
        let last = texts(told.last().unwrap());
        let why = last.iter().any(|text| text.contains(&broken.checked));
        assert!(why, "{last:?}");
    }
}

#[test]
fn a_long_title_is_broken_and_in_the_end_cut_where_it_shows() {
    let long = "关于".repeat(30);
    let lines = broken(&long, 67.0, TEXT_PT, &square);
    assert_eq!(lines.concat(), long);
    assert!(
        lines.len() > 1
            && lines
                .iter()
                .all(|line| square(line, Face::Text) <= 67.0 / (TEXT_PT * 0.3528))
    );
    let endless = "关于".repeat(500);
    let lines = broken(&endless, 67.0, TEXT_PT, &square);
    assert_eq!(lines.len(), CELL_LINES_MAX);
    assert!(lines[CELL_LINES_MAX - 1].ends_with('…'));
}

#[test]
fn twenty_two_lines_stand_on_one_page_with_totals_signatures_and_code() {
    for (lines, want) in [(1, 1), (21, 1), (22, 1), (60, 3)] {
        let pages = pages(&sheet(lines, "住房公积金提取办法"), &square);
        assert_eq!(pages.len(), want, "{lines}");
    }
}

#[test]
fn no_page_is_signed_on_which_no_line_stands() {
    for lines in 1..=90 {
        for title in ["住房公积金提取办法", &"关于".repeat(30)] {
            let sheet = sheet(lines, title);
            let pages = pages(&sheet, &square);
            let last = pages.last().unwrap();
            let signed = |page: &[Mark]| page.iter().any(|mark| matches!(mark, Mark::Code { .. }));
            assert!(signed(last), "{lines}");
            let numbers = texts(last).into_iter();
            let on_it = numbers.filter(|text| *text == format!("{lines:04}"));
            assert_eq!(
                on_it.count(),
                1,
                "{lines}: the last line stands where it is signed"
            );
        }
    }
}
