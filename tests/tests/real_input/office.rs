//! Yearly reports and directories of real offices, as the data set has them: sums that hold give no finding, published errors are named, and
//! one changed cell is told with nothing else. Tuned to no file: every report of the folder is read.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::world::data;
use publisher::reports::yearly::{Finding, Form, Outcome, Yearly, check};

/// Columns of 表三.
const COLUMNS: usize = 7;

fn folder(name: &str) -> PathBuf {
    data().join("office").join(name)
}

/// Every whole report: its name and its text.
fn reports() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder("yearly")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // Excerpts of reports are no reports.
        if name.ends_with(".tsv") && name != "partial.tsv" {
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
    assert!(found.len() >= 5, "the data set has whole reports");
    found
}

fn read(name: &str, text: &str) -> Yearly {
    Yearly::read(text.as_bytes(), name).unwrap()
}

fn checked(name: &str, text: &str) -> Outcome {
    check(&read(name, text), None).unwrap()
}

fn told(findings: &[Finding]) -> BTreeSet<(String, String, String)> {
    let place = |f: &Finding| (f.check.to_owned(), f.row.clone(), f.column.clone());
    findings.iter().map(place).collect()
}

#[test]
fn published_reports_are_read_whole_and_their_errors_named() {
    for (name, text) in reports() {
        let outcome = checked(&name, &text);
        let old = text.contains("对外公开总数量");
        let (form, rows) = if old {
            (Form::Of2019, 23)
        } else {
            (Form::Of2021, 25)
        };
        assert_eq!(outcome.form, form, "{name}");
        assert_eq!(outcome.compared["C1"], 7, "{name}");
        assert_eq!(outcome.compared["C3"], rows, "{name}");
        assert_eq!(outcome.compared["C4"], 3, "{name}");
        let unread = outcome
            .not_checked
            .iter()
            .filter(|unread| unread.table != "二");
        assert_eq!(unread.count(), 0, "{name}: {:?}", outcome.not_checked);
        // One office left the total of eleven rows blank; every other sum holds.
        let blank = outcome
            .findings
            .iter()
            .filter(|f| f.check == "C3" && f.stated.is_empty());
        let blank = blank.count();
        assert!(blank == 0 || blank == 11, "{name}: {blank}");
        assert_eq!(
            outcome.findings.len(),
            blank,
            "{name}: {:?}",
            outcome.findings
        );
    }
}

#[test]
fn each_cell_that_is_changed_is_told_with_the_sums_that_it_belongs_to() {
    for (name, text) in reports() {
        let before = told(&checked(&name, &text).findings);
        let lines: Vec<&str> = text.lines().collect();
        let mut tried = 0;
        for (at, line) in lines.iter().enumerate() {
            let cells: Vec<&str> = line.split('\t').collect();
            let is_row =
                cells.len() == COLUMNS + 1 && !cells[0].is_empty() && !line.contains("自然人");
            if !is_row {
                continue;
            }
            for column in 1..=COLUMNS {
                let Ok(number) = cells[column].parse::<u32>() else {
                    continue;
                };
                let mut changed = cells.clone();
                let more = (number + 3).to_string();
                changed[column] = &more;
                let mut all: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
                all[at] = changed.join("\t");
                let outcome = checked(&name, &(all.join("\n") + "\n"));
                let after = told(&outcome.findings);
                let new: Vec<_> = after.difference(&before).collect();
                assert!(before.is_subset(&after), "{name}: {line}");
                assert!(!new.is_empty() && new.len() <= 3, "{name}: {line}: {new:?}");
                let checks: BTreeSet<&str> = new.iter().map(|(check, ..)| check.as_str()).collect();
                let top = ["一、", "二、", "四、"]
                    .iter()
                    .any(|top| cells[0].starts_with(top));
                let total = cells[0].contains("（七）");
                assert_eq!(
                    checks.contains("C1"),
                    top || total,
                    "{name}: {line}: {new:?}"
                );
                assert!(
                    checks
                        .iter()
                        .all(|check| ["C1", "C2", "C3"].contains(check)),
                    "{new:?}"
                );
                tried += 1;
            }
        }
        assert!(tried > 20, "{name}: {tried} cells");
    }
}

#[test]
fn what_one_year_leaves_over_is_what_the_next_one_begins_with() {
    let all = reports();
    let mut pairs = 0;
    for (name, text) in &all {
        let Some(year) = checked(name, text).year else {
            continue;
        };
        let next = name.replace(&year.to_string(), &(year + 1).to_string());
        let Some((next, later)) = all
            .iter()
            .find(|(other, _)| *other == next && other != name)
        else {
            continue;
        };
        pairs += 1;
        let outcome = check(&read(next, later), Some(&read(name, text))).unwrap();
        assert_eq!(outcome.compared["C5"], 7, "{next}");
        assert!(
            outcome
                .findings
                .iter()
                .all(|f| ["C3", "C6", "C8"].contains(&f.check)),
            "{next}: {:?}",
            outcome.findings
        );
    }
    assert!(pairs >= 2, "{pairs} years that follow each other");
}

#[test]
fn rows_with_the_box_of_the_reading_point_are_found_in_every_directory() {
    use publisher::reports::{coverage::is_ticked, directory::items};
    let text = std::fs::read_to_string(folder("directory").join("directories.tsv")).unwrap();
    let items = items(text.as_bytes()).unwrap();
    assert_eq!(items.len(), text.lines().count() - 1, "a row is an item");
    for item in &items {
        let cell: String = item
            .channels
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        let by_eye = ["■公开查阅点", "t公开查阅点", "√公开查阅点"]
            .iter()
            .any(|box_| cell.contains(box_));
        assert_eq!(is_ticked(&item.channels), by_eye, "{cell}");
    }
    let ticked = items
        .iter()
        .filter(|item| is_ticked(&item.channels))
        .count();
    assert!(
        ticked >= 6 && ticked < items.len(),
        "{ticked} of {}",
        items.len()
    );
}
