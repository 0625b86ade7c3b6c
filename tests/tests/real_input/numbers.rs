//! Document numbers (发文字号) of five governments, each put to the reader three times: behind its label, as a line of its own, and cited in a
//! sentence of another document. What is printed must be taken, in one writing; what is cited must not.

use crate::world::data;
use publisher::sources::folder;
use publisher::trial;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What the label of one of the tables prints before each number.
const LABEL: &str = "发文字号：";

/// Every number of the data set as it was scraped, its label left out; how many rows have none.
fn scraped() -> (Vec<String>, usize) {
    let (mut found, mut none) = (Vec::new(), 0);
    for entry in std::fs::read_dir(data().join("docnumbers")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for row in text.trim_start_matches('\u{FEFF}').lines().skip(1) {
            // No field of these tables is quoted; the number is the last.
            let value = row.rsplit(',').next().unwrap();
            let value = value.strip_prefix(LABEL).unwrap_or(value);
            match value.trim().is_empty() {
                true => none += 1,
                false => found.push(value.to_owned()),
            }
        }
    }
    (found, none)
}

/// A number in the one writing, and what about the scraped one is not it; none if it is no number as people print them.
fn written(scraped: &str) -> Option<(String, &'static str)> {
    let visible = |c: &char| *c != '\u{200B}';
    let mut kind = "as printed";
    let bare: String = scraped.chars().filter(visible).collect();
    if bare != scraped {
        kind = "an invisible character before it";
    }
    let tight: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
    if tight != bare {
        kind = "a blank in it";
    }
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap(),
        _ => c,
    };
    let wide = tight;
    let tight: String = wide.chars().map(narrow).collect();
    if tight != wide {
        kind = "a full-width digit";
    }
    let body = tight.strip_suffix('号')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if let Some((prefix, number)) = body.split_once("令第") {
        return (!prefix.is_empty() && digits(number)).then_some((tight, kind));
    }
    let (prefix, rest) = body.split_once(['〔', '[', '('])?;
    let (year, number) = rest.split_once(['〕', ']', ')'])?;
    if !tight.contains('〔') || !tight.contains('〕') {
        kind = "other brackets";
    }
    let sound = !prefix.is_empty() && digits(year) && year.len() == 4 && digits(number);
    sound.then(|| (format!("{prefix}〔{year}〕{number}号"), kind))
}

fn doc_no(dir: &Path, name: &str, words: &str) -> Option<String> {
    let path = dir.join(name);
    std::fs::write(&path, words).unwrap();
    let now = "2026-11-28T00:00:00Z".parse().unwrap();
    let item = folder::try_file(&path, &trial::lenient(), now).unwrap();
    let verdict = serde_json::to_value(trial::verdict(item)).unwrap();
    match &verdict["document"]["doc_no"] {
        Value::String(number) => Some(number.clone()),
        Value::Null if verdict["document"].is_object() => None,
        _ => panic!("{words}: {verdict}"),
    }
}

const TEXT: &str = "各市人民政府：\n现将有关事项通知如下，请认真贯彻执行。\n一、加强组织领导。\n二、抓好督促检查。";

fn behind_its_label(dir: &Path, number: &str) -> Option<String> {
    let text = TEXT.replace('\n', "</p><p>");
    let page = format!(
        "<meta charset=utf-8><title>关于示例工作的通知</title><table><tr><td>发文字号：</td><td>{number}</td></tr></table><div id=zoom><p>{text}</p></div>"
    );
    doc_no(dir, "a.html", &page)
}

fn on_its_line(dir: &Path, number: &str) -> Option<String> {
    doc_no(
        dir,
        "b.txt",
        &format!("关于示例工作的通知\n{number}\n{TEXT}\n"),
    )
}

fn cited(dir: &Path, number: &str) -> Option<String> {
    doc_no(
        dir,
        "c.txt",
        &format!(
            "关于示例工作的通知\n{TEXT}\n三、《关于另一工作的通知》（{number}）同时执行。\n四、按照{number}文件办理。\n"
        ),
    )
}

#[test]
fn every_number_is_taken_in_one_writing_and_none_is_invented() {
    let dir = tempfile::tempdir().unwrap();
    let (scraped, none) = scraped();
    assert!(
        scraped.len() > 16_000 && none > 1_000,
        "{} {none}",
        scraped.len()
    );
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for number in &scraped {
        let expected = written(number);
        let kind = expected
            .as_ref()
            .map_or("no number as printed", |(_, kind)| kind);
        *kinds.entry(kind).or_default() += 1;
        if !seen.insert(number) {
            continue;
        }
        let expected = expected.map(|(number, _)| number);
        let got = [
            behind_its_label(dir.path(), number),
            on_its_line(dir.path(), number),
        ];
        // What stands behind the label is kept as it stands, if it is no number as people print them.
        let stated = expected.clone().or(Some(number.clone()));
        if got != [stated, expected] {
            wrong.push(format!("{number}: {got:?}"));
        }
        if let Some(taken) = cited(dir.path(), number) {
            wrong.push(format!("{number}: only cited, taken as {taken}"));
        }
    }
    println!(
        "{} numbers, {} distinct, {none} rows without one",
        scraped.len(),
        seen.len()
    );
    for (kind, count) in &kinds {
        println!("{count:>6}  {kind}");
    }
    assert!(
        wrong.is_empty(),
        "{} wrong: {:#?}",
        wrong.len(),
        &wrong[..wrong.len().min(20)]
    );
    assert!(kinds["no number as printed"] <= 2, "{kinds:?}");
    assert_eq!(behind_its_label(dir.path(), ""), None);
}

#[test]
fn announcements_are_numbered_by_the_year() {
    let dir = tempfile::tempdir().unwrap();
    for number in ["公告2018年第3号", "示例部公告2018年第3号", "2018年第3号"] {
        assert_eq!(on_its_line(dir.path(), number).as_deref(), Some(number));
        assert_eq!(
            behind_its_label(dir.path(), number).as_deref(),
            Some(number)
        );
        assert_eq!(cited(dir.path(), number), None);
    }
}
