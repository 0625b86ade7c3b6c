//! The status as Prometheus text, for a node exporter's text file collector. Pure; the numbers are the status's.
//! Format: Prometheus exposition format 0.0.4.

use crate::tell::status::Status;
use std::fmt::Write;

/// All metrics of a terminal.
pub fn text(status: &Status) -> String {
    let mut out = String::new();
    let mut gauge = |name: &str, help: &str, value: f64| {
        writeln!(
            out,
            "# HELP terminal_{name} {help}\n# TYPE terminal_{name} gauge\nterminal_{name} {value}"
        )
        .expect("a string takes any text");
    };
    let flag = |on: bool| f64::from(u8::from(on));
    let count = |n: u64| n as f64;
    gauge(
        "mirror_filled",
        "1 if there is a mirror that can be read.",
        flag(status.filled && status.mirror_error.is_none()),
    );
    gauge(
        "mirror_documents",
        "Documents in the mirror.",
        count(status.documents),
    );
    gauge(
        "mirror_sequence",
        "Last sequence number in the mirror.",
        count(status.sequence),
    );
    gauge(
        "mirror_filling_percent",
        "Percent of the first filling; 100 when filled.",
        f64::from(status.filling.unwrap_or(100)),
    );
    if let Some(age) = status.age_s {
        gauge(
            "feed_age_seconds",
            "Seconds since the mirror was last confirmed current.",
            age as f64,
        );
    }
    gauge(
        "feed_stale",
        "1 if that is longer ago than the settings allow.",
        flag(status.stale),
    );
    gauge(
        "feed_expired",
        "1 if the publisher's signature has run out.",
        flag(status.expired),
    );
    gauge(
        "poll_failures",
        "Failed polls in a row.",
        f64::from(status.last_run.failures),
    );
    gauge(
        "poll_bytes",
        "Bytes received in the last poll.",
        count(status.last_run.bytes),
    );
    gauge(
        "poll_requests",
        "Requests of the last poll.",
        count(status.last_run.requests),
    );
    gauge(
        "attachments_waiting",
        "Attachments still to fetch.",
        count(status.attachments.waiting),
    );
    gauge(
        "attachments_given_up",
        "Attachments that are over the cap.",
        count(status.attachments.given_up),
    );
    gauge(
        "alarms",
        "What somebody must look at.",
        status.alarms.len() as f64,
    );
    gauge(
        "held_back",
        "What the feed offers and the terminal does not take.",
        status.held_back.len() as f64,
    );
    gauge(
        "clock_wrong",
        "1 if a time cannot be right: this machine's or the publisher's.",
        flag(!status.clock.problem.is_empty()),
    );
    gauge(
        "attachments_refused",
        "Attachments that no source has brought so far.",
        status.attachments.refused.len() as f64,
    );
    gauge(
        "records_refused",
        "Records refused.",
        status.refused.len() as f64,
    );
    gauge(
        "takedowns",
        "Documents ever taken down.",
        count(status.takedowns),
    );
    gauge(
        "takedowns_waiting",
        "Takedowns not carried out yet.",
        count(status.takedowns_waiting),
    );
    gauge(
        "upload_waiting",
        "1 if a batch has not arrived yet.",
        flag(status.upload.waiting.is_some()),
    );
    gauge(
        "upload_failing",
        "1 if the last upload failed.",
        flag(!status.upload.error.is_empty()),
    );
    gauge(
        "upload_batches",
        "Batches made.",
        count(status.upload.batch),
    );
    out
}
