//! The outcome of a check as tables in the words of the office. Owns the sentences; each names the check, the row, the column and both figures.

use super::super::words::Words;
use super::super::{Report, Table};
use super::checks::{Finding, Level};
use super::form::Form;
use super::outcome::Outcome;
use super::tables::Unread;

/// The outcome as a report: what does not agree, and what was not checked.
pub fn report(outcome: &Outcome) -> Report {
    let words = Words::of("yearly");
    let say = |key: &str| words.say(key);
    let findings = outcome.findings.iter().map(|finding| {
        vec![
            say(level(finding.level)),
            say(&format!("check_{}", finding.check.to_lowercase())),
            table(&words, finding.table),
            finding.row.clone(),
            finding.column.clone(),
            finding.stated.clone(),
            finding.reckoned.clone(),
            sentence(&words, finding),
        ]
    });
    let unread = outcome.not_checked.iter().map(|unread| {
        vec![
            table(&words, unread.table),
            unread.row.clone(),
            unread.column.clone(),
            unread.text.clone(),
            why(&words, unread),
        ]
    });
    let compared = outcome.compared.iter().map(|(check, count)| {
        vec![
            say(&format!("check_{}", check.to_lowercase())),
            count.to_string(),
        ]
    });
    let heads = [
        "level", "check", "table", "row", "column", "stated", "reckoned", "told",
    ];
    let made = |name, title: &str, heads: &[&str], rows: Vec<Vec<String>>| Table {
        name,
        title: say(title),
        columns: words.heads(heads),
        rows,
    };
    Report {
        name: "yearly",
        title: say("title"),
        tables: vec![
            made("findings", "findings", &heads, findings.collect()),
            made(
                "unread",
                "unread",
                &["table", "row", "column", "text", "why"],
                unread.collect(),
            ),
            made(
                "compared",
                "compared",
                &["check", "count"],
                compared.collect(),
            ),
        ],
        chart: None,
        notes: notes(&words, outcome),
    }
}

fn notes(words: &Words, outcome: &Outcome) -> Vec<String> {
    let form = match outcome.form {
        Form::Of2021 => "form_2021",
        Form::Of2019 => "form_2019",
        Form::Indicators => "form_before",
        Form::None => "form_none",
    };
    let year = outcome
        .year
        .map_or_else(|| words.say("year_unknown"), |year| year.to_string());
    let errors = outcome
        .findings
        .iter()
        .filter(|finding| finding.level == Level::Error)
        .count();
    let counts = [
        ("{agency}", outcome.agency.clone()),
        ("{year}", year),
        ("{form}", words.say(form)),
        ("{errors}", errors.to_string()),
        ("{hints}", (outcome.findings.len() - errors).to_string()),
        ("{unread}", outcome.not_checked.len().to_string()),
    ];
    ["about", "counts", "rule"]
        .iter()
        .map(|key| filled(words.say(key), &counts))
        .collect()
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
    }
}

fn table(words: &Words, table: &str) -> String {
    words.say(match table {
        "二" => "table_2",
        "三" => "table_3",
        "四" => "table_4",
        "统" => "table_indicators",
        _ => "table_words",
    })
}

fn why(words: &Words, unread: &Unread) -> String {
    words.say(&unread.why.replace('-', "_"))
}

/// One sentence with both figures.
fn sentence(words: &Words, finding: &Finding) -> String {
    let blank = words.say("blank");
    let stated = match finding.stated.is_empty() {
        true => blank,
        false => finding.stated.clone(),
    };
    // A sum of one part says nothing that the figure does not.
    let is_sum = finding.from.contains(['+', '-']);
    let from = if is_sum {
        format!("{}=", finding.from)
    } else {
        String::new()
    };
    let check = finding.check.to_lowercase();
    filled(
        words.say(&format!("told_{check}")),
        &[
            ("{row}", finding.row.clone()),
            ("{column}", finding.column.clone()),
            ("{stated}", stated),
            ("{reckoned}", format!("{from}{}", finding.reckoned)),
        ],
    )
}

fn filled(text: String, values: &[(&str, String)]) -> String {
    values
        .iter()
        .fold(text, |text, (key, value)| text.replace(key, value))
}
