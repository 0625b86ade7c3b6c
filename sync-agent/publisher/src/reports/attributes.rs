//! Disclosure attributes (公开属性) for the yearly review: what shows that documents are public, which of them a person should look at again,
//! and what stopped being public. A changed attribute comes with the next publication, both ways.

use std::collections::BTreeMap;

use feed::{DelReason, Document, Takedown};
use jiff::{SignedDuration, Timestamp};

use super::words::Words;
use super::{Chart, Report, Table};

/// Hours after which an attribute is looked at again: a year.
const REVIEW_HOURS: i64 = 365 * 24;

/// Kinds of evidence, by how the gate words them.
fn kind(evidence: &str) -> &'static str {
    match evidence {
        text if text.starts_with("tail mark") || text.starts_with("文末标注") => "mark",
        text if text.starts_with("field ") => "field",
        _ => "channel",
    }
}

/// Makes the report.
pub fn report(documents: &[Document], takedowns: &[Takedown], now: Timestamp) -> Report {
    let words = Words::of("attributes");
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut due = Vec::new();
    for document in documents {
        let kind = kind(&document.disclosure.evidence);
        *counts.entry((&document.agency, kind)).or_default() += 1;
        let fetched = document.provenance.fetched.parse::<Timestamp>().ok();
        let is_old = fetched
            .is_none_or(|at| now.duration_since(at) > SignedDuration::from_hours(REVIEW_HOURS));
        let why = match (is_old, kind) {
            (true, _) => "old",
            (false, "channel") => "declared",
            (false, _) => continue,
        };
        due.push(vec![
            document.agency.clone(),
            document.id.clone(),
            document.title.clone(),
            document.disclosure.evidence.clone(),
            document.provenance.fetched.chars().take(10).collect(),
            words.say(why),
        ]);
    }
    let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
    for ((_, kind), count) in &counts {
        let all = kinds.entry(kind).or_default();
        *all = all.saturating_add(u32::try_from(*count).unwrap_or(u32::MAX));
    }
    let agencies = counts
        .into_iter()
        .map(|((agency, kind), count)| vec![agency.to_owned(), words.say(kind), count.to_string()]);
    let taken = takedowns.iter().map(|entry| {
        let reason = match &entry.reason {
            DelReason::Withdrawn if entry.held => "by_hand",
            DelReason::Withdrawn => "withdrawn",
            DelReason::Purged => "purged",
            DelReason::MergedInto { .. } => "merged",
        };
        vec![entry.id.clone(), entry.rev.to_string(), words.say(reason)]
    });
    let table = |name, title: &str, heads: &[&str], rows| Table {
        name,
        title: words.say(title),
        columns: words.heads(heads),
        rows,
    };
    Report {
        name: "attributes",
        title: words.say("title"),
        tables: vec![
            table(
                "agencies",
                "agencies",
                &["agency", "kind", "count"],
                agencies.collect(),
            ),
            table(
                "due",
                "due",
                &["agency", "id", "name", "evidence", "checked", "why"],
                due,
            ),
            table("taken", "taken", &["id", "rev", "reason"], taken.collect()),
        ],
        chart: Some(Chart {
            title: words.say("chart"),
            bars: kinds
                .into_iter()
                .map(|(kind, count)| (words.say(kind), count))
                .collect(),
        }),
        notes: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::timeliness::tests::document;
    use super::*;

    #[test]
    fn evidence_review_and_what_was_taken_away_are_told() {
        let mut declared = document("b", "甲局", "2026-01-01", "2026-01-02");
        declared.disclosure.evidence = "channel demo: https://example.invalid/".into();
        let mut old = document("c", "甲局", "2020-01-01", "2020-01-02");
        old.provenance.fetched = "2020-01-02T00:00:00Z".into();
        let documents = [
            document("a", "甲局", "2026-01-01", "2026-01-02"),
            declared,
            old,
        ];
        let taken = |id: &str, reason, held| Takedown {
            id: id.into(),
            rev: 2,
            reason,
            held,
        };
        let takedowns = [
            taken("x", DelReason::Purged, false),
            taken("y", DelReason::Withdrawn, true),
        ];
        let report = report(
            &documents,
            &takedowns,
            "2026-06-01T00:00:00Z".parse().unwrap(),
        );
        let counts: Vec<&[String]> = report.tables[0].rows.iter().map(Vec::as_slice).collect();
        assert_eq!(
            counts,
            [["甲局", "栏目声明", "1"], ["甲局", "文中标注", "2"]]
        );
        let due: Vec<(&str, &str)> = report.tables[1]
            .rows
            .iter()
            .map(|row| (row[1].as_str(), row[5].as_str()))
            .collect();
        assert_eq!(due, [("b", "只有栏目声明"), ("c", "一年未复核")]);
        assert_eq!(report.tables[2].rows[0][2], "清除（改为不公开）");
        assert_eq!(report.tables[2].rows[1][2], "人工撤下");
    }
}
