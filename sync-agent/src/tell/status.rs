//! What the agent says of itself, from committed state only: a status is true also right after a power cut. Reads;
//! changes nothing, connects to nothing.

use crate::failure::Outcome;
use crate::trust::{Answer, Refused, RunReport, Trust, UploadState};
use config::Config;
use jiff::Timestamp;
use serde::Serialize;
use std::fmt::Write;
use std::path::Path;

/// Everything `status` tells.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Status {
    /// Where the feed is.
    pub feed: String,
    /// Whether there is a mirror that can be read.
    pub filled: bool,
    /// Why the mirror cannot be read, if there is one.
    pub mirror_error: Option<String>,
    /// Repository id the mirror follows.
    pub repository: String,
    /// Epoch of its log.
    pub epoch: u64,
    /// Last sequence number that is in the mirror.
    pub sequence: u64,
    /// Documents in the mirror.
    pub documents: u64,
    /// Percent of the first filling, while it goes on.
    pub filling: Option<u8>,
    /// When content last changed.
    pub changed: String,
    /// When the publisher last signed.
    pub issued: String,
    /// Until when that holds.
    pub expires: String,
    /// Whether it holds no longer.
    pub expired: bool,
    /// When the mirror was last confirmed to be what the feed is.
    pub checked: String,
    /// Seconds since then.
    pub age_s: Option<i64>,
    /// Older than `[sync] stale_after_h`.
    pub stale: bool,
    /// What went wrong in the last run, if anything.
    pub last_error: Option<String>,
    /// The account of the last run.
    pub last_run: RunReport,
    /// Bytes received in the last run.
    pub bytes: u64,
    /// When the running agent polls next.
    pub next_poll: Option<String>,
    /// Records that were refused, latest first.
    pub refused: Vec<Refused>,
    /// Attachments that are not stored.
    pub attachments: Attachments,
    /// Documents taken down in all.
    pub takedowns: u64,
    /// Takedowns that the mirror has not committed yet.
    pub takedowns_waiting: u64,
    /// The lowest feed that will be accepted.
    pub versions: Versions,
    /// How far the upload of the register is.
    pub upload: UploadState,
    /// What the desk was last answered.
    pub desk: Answer,
}

/// See [`Status::attachments`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Attachments {
    /// Still to be fetched.
    pub waiting: u64,
    /// Not fetched again: SHA-256 and reason.
    pub refused: Vec<(String, String)>,
}

/// See [`Status::versions`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Versions {
    /// Of timestamp.json.
    pub timestamp: u64,
    /// Of the snapshot.
    pub snapshot: u64,
    /// Of the targets.
    pub targets: u64,
    /// Sequence number of the log.
    pub sequence: u64,
    /// Root rotations since the shipped one.
    pub root_rotations: u64,
}

/// Reads the committed state of a terminal.
pub fn read(config: &Config, now: Timestamp) -> Outcome<Status> {
    let dir = &config.mirror.dir;
    let trust = Trust::look(dir)?;
    let floor = trust.as_ref().map_or(Ok(None), Trust::time_floor)?;
    let now = crate::clock::not_before(now, floor);
    let (mirror, mirror_error) = match mirror_state(dir) {
        Ok(state) => (state, None),
        Err(error) => (None, Some(format!("{:#}", anyhow::Error::from(error)))),
    };
    let filled = mirror.is_some();
    let mirror = mirror.unwrap_or_default();
    let mut status = Status {
        feed: config.sync.feed.to_string(),
        filled,
        mirror_error,
        repository: mirror.cursor.repository,
        epoch: mirror.cursor.epoch,
        sequence: mirror.cursor.seq,
        documents: mirror.documents,
        filling: mirror.filling,
        changed: mirror.changed,
        issued: mirror.mark.issued,
        expired: time(&mirror.mark.expires).is_some_and(|expires| expires <= now),
        expires: mirror.mark.expires,
        age_s: time(&mirror.mark.checked).map(|checked| now.as_second() - checked.as_second()),
        checked: mirror.mark.checked,
        stale: false,
        last_error: None,
        last_run: RunReport::default(),
        bytes: 0,
        next_poll: None,
        refused: Vec::new(),
        attachments: Attachments::default(),
        takedowns: 0,
        takedowns_waiting: 0,
        versions: Versions::default(),
        upload: UploadState::default(),
        desk: Answer::default(),
    };
    status.stale = status
        .age_s
        .is_none_or(|age| age > i64::from(config.sync.stale_after_h) * 3_600);
    if let Some(trust) = trust {
        add_trust(&mut status, &trust)?;
    }
    Ok(status)
}

fn mirror_state(dir: &Path) -> Result<Option<mirror::State>, mirror::Error> {
    match mirror::Reader::open(dir).and_then(|reader| reader.state()) {
        Ok(state) => Ok(Some(state)),
        Err(mirror::Error::Absent { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn add_trust(status: &mut Status, trust: &Trust) -> Outcome<()> {
    status.last_run = trust.last_run()?;
    status.upload = trust.upload()?;
    status.desk = trust.answer()?;
    status.bytes = status.last_run.bytes;
    status.last_error = Some(status.last_run.message.clone()).filter(|m| !m.is_empty());
    status.next_poll = trust.next_poll()?;
    status.refused = trust.refused(status.sequence)?;
    let mut refused = Vec::new();
    for (sha256, (_, reason)) in trust.blobs()? {
        if reason.is_empty() {
            status.attachments.waiting += 1;
        } else {
            refused.push((sha256, reason));
        }
    }
    refused.sort();
    status.attachments.refused = refused;
    let takedowns = trust.takedowns()?;
    status.takedowns = takedowns.all.len() as u64;
    status.takedowns_waiting = takedowns.waiting;
    let floors = trust.floors()?;
    status.versions = Versions {
        timestamp: floors.timestamp,
        snapshot: floors.snapshot,
        targets: floors.targets,
        sequence: floors.seq,
        root_rotations: floors.roots.len() as u64,
    };
    Ok(())
}

fn time(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

/// Refused records shown in words.
const SHOWN_MAX: usize = 10;

/// The status for people.
pub fn in_words(status: &Status) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: String| {
        writeln!(out, "{name:<12}{value}").expect("a string takes any text");
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
    for waiting in &status.last_run.waiting {
        line("note", waiting.clone());
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

    fn config(dir: &Path) -> Config {
        let text =
            Config::example().replace("/var/lib/terminal/mirror", &dir.display().to_string());
        Config::parse(&text, Path::new("/")).unwrap()
    }

    #[test]
    fn a_terminal_that_was_never_filled_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let status = read(&config(dir.path()), Timestamp::UNIX_EPOCH).unwrap();
        assert!(!status.filled && status.stale && !status.expired);
        assert!(in_words(&status).contains("none yet"));
        assert!(
            std::fs::read_dir(dir.path()).unwrap().next().is_none(),
            "a status made a file"
        );
    }

    #[test]
    fn the_last_error_is_told_with_its_count() {
        let dir = tempfile::tempdir().unwrap();
        let mut trust = Trust::open(dir.path(), feed::Floors::default).unwrap();
        let report = RunReport {
            message: "reach the feed".into(),
            failures: 3,
            ..RunReport::default()
        };
        trust.set_last_run(&report).unwrap();
        let status = read(&config(dir.path()), Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(status.last_error.as_deref(), Some("reach the feed"));
        assert!(in_words(&status).contains("reach the feed (3 in a row)"));
    }

    #[test]
    fn ages_are_told_in_the_unit_people_use() {
        assert_eq!(
            [5, 600, 10_000, 200_000].map(age_in_words),
            ["5 s ago", "10 min ago", "2 h ago", "2 days ago"]
        );
        assert!(age_in_words(-5).contains("clock"));
    }
}
