//! What a run of the publisher did, as one page beside its REPORT.json. Owns the tables of that page.

use super::words::Words;
use super::{Chart, Report, Table};
use crate::feed::report::{self, Entry};

/// The page of a run.
pub fn report(run: &report::Report) -> Report {
    let words = Words::of("run");
    let counts = [
        ("published", run.published.len()),
        ("changed", run.changed.len()),
        ("withdrawn", run.withdrawn.len()),
        ("refused", run.refused.len()),
        ("conflicts", run.conflicts.len()),
    ];
    let table = |name, heads: &[&str], rows| Table {
        name,
        title: words.say(name),
        columns: words.heads(heads),
        rows,
    };
    let documents = |entries: &[Entry]| {
        let row = |entry: &Entry| {
            vec![
                entry.id.clone(),
                entry.title.clone(),
                entry.source.clone(),
                console::said(&entry.evidence),
            ]
        };
        entries.iter().map(row).collect::<Vec<_>>()
    };
    let heads = ["id", "name", "source", "evidence"];
    let refused = run.refused.iter().map(|refused| {
        let code = serde_json::to_value(refused.reason).ok();
        let code = code.and_then(|code| code.as_str().map(str::to_owned));
        vec![
            refused.source.clone(),
            code.unwrap_or_default(),
            console::said(&refused.detail),
        ]
    });
    let conflicts = run
        .conflicts
        .iter()
        .map(|conflict| vec![conflict.source.clone(), console::said(&conflict.detail)]);
    let differing = run.second_opinion.differing.iter().map(|page| {
        let counts = [page.opinion.ours, page.opinion.theirs, page.opinion.common];
        let counts = counts.iter().map(ToString::to_string);
        std::iter::once(page.source.clone()).chain(counts).collect()
    });
    let second = [
        ("compared", run.second_opinion.compared),
        ("differing", run.second_opinion.differing.len()),
    ];
    let summary = counts
        .iter()
        .chain(&second)
        .map(|(what, count)| vec![words.say(what), count.to_string()]);
    let bar = |(what, count): &(&str, usize)| {
        let length = u32::try_from(*count).unwrap_or(u32::MAX);
        (words.say(what), length)
    };
    Report {
        name: "run",
        title: words.say("title"),
        tables: vec![
            table("summary", &["what", "count"], summary.collect()),
            table(
                "refused",
                &["source", "reason", "detail"],
                refused.collect(),
            ),
            table("conflicts", &["source", "detail"], conflicts.collect()),
            table(
                "differing",
                &["source", "ours", "theirs", "common"],
                differing.collect(),
            ),
            table("withdrawn", &heads, documents(&run.withdrawn)),
            table("changed", &heads, documents(&run.changed)),
            table("published", &heads, documents(&run.published)),
        ],
        chart: Some(Chart {
            title: words.say("chart"),
            bars: counts.iter().map(bar).collect(),
        }),
        notes: Vec::new(),
    }
}
