//! The table of terminals: one row each, what is wrong before what is measured. Owns its columns; on a narrow screen the last ones are left out by
//! the style.

use std::fmt::Write;

use batch::Status;
use jiff::Timestamp;

use super::sheet::{Page, escaped, local};
use crate::judge::{Finding, Judged};

/// Heads of the columns, in their order.
const COLUMNS: [&str; 8] = [
    "terminal", "findings", "reported", "frame", "mirror", "printer", "disk", "version",
];
/// Findings of one terminal that are named, the worst ones; nobody reads more before going there.
const FINDINGS_SHOWN_MAX: usize = 6;
const MB_PER_GB: f64 = 1_000.0;

impl Page<'_> {
    pub(super) fn table(&self, out: &mut String, rows: &[Judged<'_>]) {
        out.push_str("<table><tr>");
        for key in COLUMNS {
            let words = self.words.say(&format!("page.{key}"));
            write!(out, "<th>{words}").expect("a string takes any text");
        }
        for one in rows {
            self.row(out, one);
        }
        out.push_str("</table>");
    }

    fn row(&self, out: &mut String, one: &Judged<'_>) {
        let terminal = one.terminal;
        let id = &terminal.id;
        let class = one.level().as_code();
        write!(out, "<tr class={class} id={id}><td>{id}").expect("a string takes any text");
        if terminal.house != crate::intake::site(id) {
            write!(out, "<small>{}</small>", escaped(&terminal.house))
                .expect("a string takes any text");
        }
        out.push_str("<td>");
        for finding in one.findings.iter().take(FINDINGS_SHOWN_MAX) {
            self.finding(out, finding);
        }
        let more = one.findings.len().saturating_sub(FINDINGS_SHOWN_MAX);
        if more > 0 {
            let words = self
                .words
                .fill("page.more", &[("count", &more.to_string())]);
            write!(out, "<i>{words}</i>").expect("a string takes any text");
        }
        if let Some(refusal) = &terminal.refusal {
            let words = self.words.say(&format!("refusal.{}", refusal.code));
            write!(
                out,
                "<small title=\"{}\">{words}</small>",
                escaped(&refusal.detail)
            )
            .expect("a string takes any text");
        }
        let unknown = self.words.say("page.unknown");
        let Some(status) = &terminal.status else {
            write!(
                out,
                "<td>{}<td><td><td><td><td>",
                self.words.say("page.never")
            )
            .expect("a string takes any text");
            return;
        };
        let moment = |text: Option<&String>| {
            let time: Option<Timestamp> = text.and_then(|text| text.parse().ok());
            time.map_or(unknown.to_owned(), |time| self.moment(time))
        };
        let reported = moment(Some(&status.made));
        let frame = moment(status.frame.as_ref());
        let documents = self.words.fill(
            "page.documents",
            &[("count", &status.documents.to_string())],
        );
        write!(
            out,
            "<td>{reported}<td>{frame}<td>{documents}<small>{}</small><td>{}<td>{}<td>{}",
            status.sequence,
            self.printer(status),
            self.disk(status),
            status.agent,
        )
        .expect("a string takes any text");
    }

    fn finding(&self, out: &mut String, finding: &Finding) {
        let name = self.words.say(&format!("finding.{}.name", finding.code));
        let more = match (finding.amount, finding.since) {
            (Some(amount), _) => {
                let key = format!("amount.{}", finding.code);
                self.words.fill(&key, &[("count", &amount.to_string())])
            }
            // How long it has been over says less than since when.
            (None, Some(since)) if finding.code == "expired" => {
                let time = local(since, "%Y-%m-%d %H:%M");
                self.words.fill("amount.expired", &[("time", &time)])
            }
            (None, Some(since)) => {
                let seconds = self.now.as_second() - since.as_second();
                self.span(seconds.unsigned_abs())
            }
            (None, None) => String::new(),
        };
        let gap = if more.is_empty() { "" } else { " " };
        let class = finding.level.as_code();
        write!(out, "<i class={class}>{name}{gap}{more}</i>").expect("a string takes any text");
    }

    /// Today the time, else day and time.
    fn moment(&self, time: Timestamp) -> String {
        let day = "%Y-%m-%d";
        match local(time, day) == local(self.now, day) {
            true => local(time, "%H:%M"),
            false => local(time, "%m-%d %H:%M"),
        }
    }

    fn printer(&self, status: &Status) -> String {
        let words = self.words.say(&format!("printer.{}", status.printer));
        match status.paper_m {
            Some(left) => {
                let left = self
                    .words
                    .fill("page.metres", &[("count", &left.to_string())]);
                format!(
                    "{words}<small>{} {left}</small>",
                    self.words.say("page.paper")
                )
            }
            None => words.to_owned(),
        }
    }

    fn disk(&self, status: &Status) -> String {
        match status.disk_free_mb {
            Some(free_mb) if free_mb < MB_PER_GB as u64 => {
                let free = free_mb.to_string();
                self.words.fill("page.megabytes", &[("count", &free)])
            }
            Some(free_mb) => {
                let free = format!("{:.1}", free_mb as f64 / MB_PER_GB);
                self.words.fill("page.gigabytes", &[("count", &free)])
            }
            None => self.words.say("page.unknown").to_owned(),
        }
    }
}
