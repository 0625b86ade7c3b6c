//! From the registers of two terminals to the yearly report of the office: `kiosk yearly` writes what each counted, `publisher report yearly` adds it up
//! in the form and holds it against the form's own sums.

use e2e::process::run;
use e2e::programs::Program;
use e2e::terminal::{Settings, Terminal};
use journal::{Answer, Applicant, Application, ApplicationWay, Role, Writer};
use std::path::{Path, PathBuf};
use std::process::Command;

const OFFICE: &str = "示例市人民政府办公室";

/// Who applied and what the office answered; the last one of each terminal is still open.
const LIVED: [&[(Applicant, Option<Answer>)]; 2] = [
    &[
        (Applicant::Person, Some(Answer::Open)),
        (Applicant::Person, Some(Answer::ToBeMade)),
        (Applicant::Enterprise, Some(Answer::Partly)),
        (Applicant::Person, None),
    ],
    &[
        (Applicant::Person, Some(Answer::Open)),
        (Applicant::Legal, Some(Answer::Repeated)),
        (Applicant::Research, None),
    ],
];

fn terminal(dir: &Path, lived: &[(Applicant, Option<Answer>)]) -> Terminal {
    std::fs::create_dir_all(dir).unwrap();
    let root = dir.join("shipped.json");
    std::fs::write(&root, "{}").unwrap();
    let terminal = Terminal::set_up(
        &dir.join("terminal"),
        &Settings {
            feed: "http://127.0.0.1:9/",
            root_json: &root,
            printer: "none",
            more: "",
        },
    );
    let at = |day: &str| format!("2026-{day}T02:00:00Z").parse().unwrap();
    let received = at("03-02");
    let mut writer = Writer::open(&terminal.journal_dir(), "L01", "1", received).unwrap();
    for (applicant, answer) in lived {
        let application = Application {
            way: ApplicationWay::Oral,
            applicant: *applicant,
            received_on: "20260302".into(),
            to_office: OFFICE.into(),
            content_sealed: "sealed".into(),
            contact_sealed: "sealed".into(),
        };
        let entry = application.received(Role::A);
        let number = writer.enter(&entry, received).unwrap();
        if let Some(answer) = answer {
            let answered = Application::answered(&number, "20260320", *answer, Role::B);
            writer.enter(&answered, at("03-20")).unwrap();
        }
    }
    terminal
}

/// The cells of a row of the page, by the words with which the row begins.
fn row(page: &str, words: &str) -> Vec<String> {
    let rows = page.split("<tr>").map(|row| {
        let cells = row
            .split("</td>")
            .filter_map(|cell| cell.rsplit('>').next());
        cells.map(str::to_owned).collect::<Vec<String>>()
    });
    let found: Vec<Vec<String>> = rows
        .filter_map(|cells| {
            let at = cells.iter().position(|cell| cell == words)?;
            Some(cells[at + 1..].iter().take(7).cloned().collect())
        })
        .collect();
    assert_eq!(found.len(), 1, "{words}: {found:?}");
    found.into_iter().next().unwrap()
}

#[test]
fn what_two_terminals_counted_stands_in_the_form_of_the_office_and_its_sums_hold() {
    let dir = tempfile::tempdir().unwrap();
    let counted: Vec<PathBuf> = (1..)
        .zip(LIVED)
        .map(|(at, lived)| {
            let terminal = terminal(&dir.path().join(at.to_string()), lived);
            let out = dir.path().join(format!("counted-{at}.csv"));
            terminal
                .kiosk(&["yearly", "--year", "2026", "--out", out.to_str().unwrap()])
                .ok();
            out
        })
        .collect();
    let out = dir.path().join("report");
    let mut publisher = Command::new(Program::Publisher.path());
    publisher.args(["report", "yearly", "--agency", OFFICE, "--year", "2026"]);
    for file in &counted {
        publisher.arg("--fill").arg(file);
    }
    run(publisher.arg("--out").arg(&out)).ok();
    let page = std::fs::read_to_string(out.join("yearly-form.html")).unwrap();
    assert!(page.contains(OFFICE), "whose form it is");
    // 自然人, five kinds of organisations, 总计.
    for (words, cells) in [
        (
            "一、本年新收政府信息公开申请数量",
            ["4", "1", "1", "0", "1", "0", "7"],
        ),
        (
            "二、上年结转政府信息公开申请数量",
            ["0", "0", "0", "0", "0", "0", "0"],
        ),
        ("（一）予以公开", ["2", "0", "0", "0", "0", "0", "2"]),
        (
            "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
            ["0", "1", "0", "0", "0", "0", "1"],
        ),
        (
            "2.没有现成信息需要另行制作",
            ["1", "0", "0", "0", "0", "0", "1"],
        ),
        ("2.重复申请", ["0", "0", "0", "0", "1", "0", "1"]),
        ("（七）总计", ["3", "1", "0", "0", "1", "0", "5"]),
        (
            "四、结转下年度继续办理",
            ["1", "0", "1", "0", "0", "0", "2"],
        ),
    ] {
        assert_eq!(row(&page, words), cells, "{words}");
    }
    let outcome = std::fs::read(out.join("yearly.json")).unwrap();
    let outcome: serde_json::Value = serde_json::from_slice(&outcome).unwrap();
    for (check, times) in [("C1", 7), ("C2", 7), ("C3", 25)] {
        assert_eq!(outcome["compared"][check], times, "{check}: {outcome}");
    }
    let wrong = outcome["findings"].as_array().unwrap();
    let of_sums = wrong.iter().filter(|finding| {
        ["C1", "C2", "C3"].contains(&finding["check"].as_str().unwrap_or_default())
    });
    assert_eq!(of_sums.count(), 0, "{outcome}");
    assert!(out.join("yearly-form.xlsx").exists());
    // One cell changed by hand: the same check names it.
    let torn = std::fs::read_to_string(&counted[0]).unwrap();
    let changed = torn.replace("（一）予以公开,1,", "（一）予以公开,6,");
    assert_ne!(torn, changed, "there is such a cell: {torn}");
    let report = dir.path().join("changed.csv");
    std::fs::write(&report, changed).unwrap();
    let mut check = Command::new(Program::Publisher.path());
    check.args(["report", "yearly", "--check"]).arg(&report);
    run(check.arg("--out").arg(&out));
    let outcome = std::fs::read(out.join("yearly.json")).unwrap();
    let outcome: serde_json::Value = serde_json::from_slice(&outcome).unwrap();
    let named: Vec<&str> = outcome["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|finding| finding["check"].as_str())
        .collect();
    assert!(
        named.contains(&"C2") && named.contains(&"C3"),
        "column and row: {named:?}"
    );
}
