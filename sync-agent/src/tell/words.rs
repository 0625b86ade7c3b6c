//! The status in words, for the person in front of the machine. Pure; says nothing that the status does not.

use super::status::Status;
use crate::trust::Answer;
use std::fmt::Write;

/// Columns of a name.
const NAME_COLUMNS: usize = 12;
/// Refused records shown in words.
const SHOWN_MAX: usize = 10;

/// The status for people.
pub fn in_words(status: &Status) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: String| {
        let (name, value) = (console::said(name), console::said(&value));
        // A Chinese character is as wide as two letters.
        let wide: usize = name.chars().map(|c| 1 + usize::from(!c.is_ascii())).sum();
        let gap = " ".repeat(NAME_COLUMNS.saturating_sub(wide));
        writeln!(out, "{name}{gap}{value}").expect("a string takes any text");
    };
    line("feed", status.feed.clone());
    match (&status.mirror_error, status.filled) {
        (Some(error), _) => line("mirror", format!("cannot be read: {error}")),
        (None, false) => line("mirror", "none yet".into()),
        (None, true) => line(
            "mirror",
            format!(
                "{} documents, sequence {}",
                status.documents, status.sequence
            ),
        ),
    }
    if let Some(percent) = status.filling {
        line("filling", format!("{percent} %"));
    }
    let age = status.age_s.map_or("never".into(), age_in_words);
    let stale = if status.stale && status.age_s.is_some() {
        ", too old"
    } else {
        ""
    };
    line("confirmed", format!("{age}{stale}"));
    if !status.expires.is_empty() {
        let expired = if status.expired {
            " (EXPIRED: the publisher must sign again)"
        } else {
            ""
        };
        line(
            "signed",
            format!("{}, valid until {}{expired}", status.issued, status.expires),
        );
    }
    if !status.last_run.finished.is_empty() {
        let run = &status.last_run;
        line(
            "last run",
            format!(
                "{} at {}: {} put, {} removed, {} refused, {} attachments, {} bytes in {} requests",
                run.outcome,
                run.finished,
                run.put,
                run.removed,
                run.refused,
                run.blobs,
                run.bytes,
                run.requests
            ),
        );
    }
    if let Some(error) = &status.last_error {
        line(
            "last error",
            format!("{error} ({} in a row)", status.last_run.failures),
        );
    }
    for alarm in &status.alarms {
        line("ALARM", alarm.clone());
    }
    for held in &status.held_back {
        line("held back", held.clone());
    }
    if !status.clock.problem.is_empty() {
        line("clock", status.clock.problem.clone());
    }
    for waiting in &status.last_run.waiting {
        line("note", waiting.clone());
    }
    if let Some(import) = &status.last_import {
        let told = format!(
            "{} from {} at {}",
            import.outcome, import.feed, import.finished
        );
        line(
            "last import",
            match import.message.as_str() {
                "" => told,
                message => format!("{told}: {message}"),
            },
        );
    }
    if status.attachments.waiting > 0 {
        line(
            "attachments",
            format!("{} still to fetch", status.attachments.waiting),
        );
    }
    for (sha256, reason) in status.attachments.refused.iter().take(SHOWN_MAX) {
        line("attachment", format!("{sha256} refused: {reason}"));
    }
    if status.takedowns_waiting > 0 {
        line(
            "takedowns",
            format!("{} wait for the next run", status.takedowns_waiting),
        );
    }
    if status.upload.batch > 0 || !status.upload.error.is_empty() {
        let waiting = if status.upload.waiting.is_some() {
            ", one waits"
        } else {
            ""
        };
        line(
            "upload",
            format!(
                "{} batches{waiting}, last arrived {}",
                status.upload.batch, status.upload.arrived
            ),
        );
    }
    if !status.upload.error.is_empty() {
        line("upload", status.upload.error.clone());
    }
    if status.desk.number > 0 {
        let Answer {
            number,
            wish,
            outcome,
            answered,
            ..
        } = &status.desk;
        line(
            "desk",
            format!("request {number} ({wish}): {outcome} at {answered}"),
        );
    }
    if let Some(next) = &status.next_poll {
        line("next poll", next.clone());
    }
    for refused in status.refused.iter().take(SHOWN_MAX) {
        line(
            "refused",
            format!(
                "{} (sequence {}): {}",
                refused.id, refused.seq, refused.reason
            ),
        );
    }
    if status.refused.len() > SHOWN_MAX {
        line(
            "refused",
            format!("and {} more, see --json", status.refused.len() - SHOWN_MAX),
        );
    }
    out
}

fn age_in_words(age_s: i64) -> String {
    match age_s {
        i64::MIN..0 => "in the future: check the clock of this machine".into(),
        0..120 => format!("{age_s} s ago"),
        120..7_200 => format!("{} min ago", age_s / 60),
        7_200..172_800 => format!("{} h ago", age_s / 3_600),
        _ => format!("{} days ago", age_s / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_told_in_the_unit_people_use() {
        assert_eq!(
            [5, 600, 10_000, 200_000].map(age_in_words),
            ["5 s ago", "10 min ago", "2 h ago", "2 days ago"]
        );
        assert!(age_in_words(-5).contains("clock"));
    }
}
