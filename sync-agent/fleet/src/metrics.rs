//! The fleet as Prometheus text, for a node exporter's text file collector or a web server. Pure; the numbers are the page's. Format: Prometheus
//! exposition format 0.0.4.

use std::collections::BTreeMap;
use std::fmt::Write;

use batch::Status;
use jiff::Timestamp;

use crate::intake::Fleet;
use crate::judge::Judged;
use crate::rules::Level;

/// Metric of each terminal: name, what it is, and where it stands in a status.
type Metric = (&'static str, &'static str, fn(&Status) -> Option<f64>);

const OF_TERMINAL: &[Metric] = &[
    (
        "reported_timestamp_seconds",
        "When the status that is believed was made.",
        |s| seconds(Some(&s.made)),
    ),
    (
        "frame_timestamp_seconds",
        "When the screen last drew a frame.",
        |s| seconds(s.frame.as_ref()),
    ),
    (
        "confirmed_timestamp_seconds",
        "When the mirror was last confirmed current.",
        |s| seconds(s.checked.as_ref()),
    ),
    ("sequence", "Last sequence number in the mirror.", |s| {
        Some(s.sequence as f64)
    }),
    ("documents", "Documents in the mirror.", |s| {
        Some(s.documents as f64)
    }),
    ("poll_failures", "Failed looks at the feed in a row.", |s| {
        Some(s.failures as f64)
    }),
    (
        "takedowns_waiting",
        "Takedowns not carried out by the agent.",
        |s| Some(s.takedowns_waiting as f64),
    ),
    (
        "takedowns_unseen",
        "Takedowns not followed by screen and print queue.",
        |s| s.takedowns_unseen.map(|n| n as f64),
    ),
    ("paper_metres", "Paper left on the roll.", |s| {
        s.paper_m.map(|n| n as f64)
    }),
    ("disk_free_bytes", "Free space on the fuller disk.", |s| {
        s.disk_free_mb.map(|n| n as f64 * 1e6)
    }),
];

/// All metrics of the fleet.
pub fn text(fleet: &Fleet, judged: &[Judged<'_>], now: Timestamp) -> String {
    let mut out = String::new();
    head(
        &mut out,
        "fleet_made_timestamp_seconds",
        "When this file was made.",
    );
    line(
        &mut out,
        "fleet_made_timestamp_seconds",
        &[],
        now.as_second() as f64,
    );
    head(
        &mut out,
        "fleet_terminals",
        "Terminals by the worst that was found.",
    );
    for level in [Level::Good, Level::Note, Level::Warn, Level::Alarm] {
        let count = judged.iter().filter(|one| one.level() == level).count();
        line(
            &mut out,
            "fleet_terminals",
            &[("level", level.as_code())],
            count as f64,
        );
    }
    head(
        &mut out,
        "fleet_strangers",
        "Files that belong to no terminal.",
    );
    let strangers = fleet.strangers.len() + fleet.strangers_more;
    line(&mut out, "fleet_strangers", &[], strangers as f64);
    let mut counts: BTreeMap<(&str, Level), usize> = BTreeMap::new();
    for finding in judged.iter().flat_map(|one| &one.findings) {
        *counts.entry((finding.code, finding.level)).or_default() += 1;
    }
    head(&mut out, "fleet_findings", "Terminals with this finding.");
    for ((code, level), count) in &counts {
        let labels = [("finding", *code), ("level", level.as_code())];
        line(&mut out, "fleet_findings", &labels, *count as f64);
    }
    head(
        &mut out,
        "fleet_terminal_finding",
        "1 for each finding of a terminal.",
    );
    let mut by_name: Vec<&Judged<'_>> = judged.iter().collect();
    by_name.sort_by_key(|one| &one.terminal.id);
    for one in &by_name {
        for finding in &one.findings {
            let labels = [
                ("terminal", one.terminal.id.as_str()),
                ("house", &one.terminal.house),
                ("finding", finding.code),
                ("level", finding.level.as_code()),
            ];
            line(&mut out, "fleet_terminal_finding", &labels, 1.0);
        }
    }
    head(
        &mut out,
        "fleet_terminal_refused",
        "1 for a terminal whose status was refused.",
    );
    for one in &by_name {
        if let Some(refusal) = &one.terminal.refusal {
            let labels = [
                ("terminal", one.terminal.id.as_str()),
                ("reason", refusal.code),
            ];
            line(&mut out, "fleet_terminal_refused", &labels, 1.0);
        }
    }
    for (name, help, value) in OF_TERMINAL {
        let name = format!("fleet_terminal_{name}");
        head(&mut out, &name, help);
        for one in &by_name {
            if let Some(value) = one.terminal.status.as_ref().and_then(value) {
                line(
                    &mut out,
                    &name,
                    &[("terminal", one.terminal.id.as_str())],
                    value,
                );
            }
        }
    }
    out
}

fn head(out: &mut String, name: &str, help: &str) {
    write!(out, "# HELP {name} {help}\n# TYPE {name} gauge\n").expect("a string takes any text");
}

fn line(out: &mut String, name: &str, labels: &[(&str, &str)], value: f64) {
    out.push_str(name);
    for (at, (label, text)) in labels.iter().enumerate() {
        let text = text
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace('\n', "\\n");
        let open = if at == 0 { '{' } else { ',' };
        write!(out, "{open}{label}=\"{text}\"").expect("a string takes any text");
    }
    if !labels.is_empty() {
        out.push('}');
    }
    writeln!(out, " {value}").expect("a string takes any text");
}

fn seconds(text: Option<&String>) -> Option<f64> {
    let time: Timestamp = text?.parse().ok()?;
    Some(time.as_second() as f64)
}
