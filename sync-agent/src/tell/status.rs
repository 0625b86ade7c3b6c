//! What the agent says of itself, from committed state only: a status is true also right after a power cut. Reads;
//! changes nothing, connects to nothing.

use crate::clock;
use crate::failure::Outcome;
use crate::trust::{Answer, Refused, RunReport, Trust, UploadState};
use config::Config;
use jiff::Timestamp;
use serde::Serialize;
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
    /// The account of the last import from a stick or a folder.
    pub last_import: Option<RunReport>,
    /// What the feed offers and the terminal does not take.
    pub held_back: Vec<String>,
    /// What somebody must look at.
    pub alarms: Vec<String>,
    /// What this terminal makes of the time.
    pub clock: Clock,
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
    /// Never fetched: over the cap.
    pub given_up: u64,
    /// What could not be had so far: SHA-256 and reason.
    pub refused: Vec<(String, String)>,
}

/// See [`Status::clock`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Clock {
    /// The time that it goes by, RFC 3339 UTC.
    pub now: String,
    /// The latest time that a publisher has signed and that was believed; empty for none.
    pub floor: String,
    /// What is wrong with a time; empty if nothing.
    pub problem: String,
}

/// See [`Status::versions`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Versions {
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
    let said = now;
    let now = clock::not_before(now, floor);
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
        last_import: None,
        held_back: Vec::new(),
        alarms: Vec::new(),
        clock: Clock {
            now: now.to_string(),
            floor: floor.map_or(String::new(), |floor| floor.to_string()),
            problem: match clock::is_plausible(said, floor) {
                true => String::new(),
                false => format!("the clock says {said}, which cannot be right"),
            },
        },
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
    status.last_import = trust.last_import()?;
    status.held_back.clone_from(&status.last_run.held_back);
    status.alarms.clone_from(&status.last_run.alarms);
    if status.clock.problem.is_empty() {
        status.clock.problem.clone_from(&status.last_run.clock);
    }
    status.next_poll = trust.next_poll()?;
    status.refused = trust.refused(status.sequence)?;
    let mut refused = Vec::new();
    for (sha256, wanted) in trust.blobs()? {
        match wanted.given_up {
            true => status.attachments.given_up += 1,
            false => status.attachments.waiting += 1,
        }
        if !wanted.reason.is_empty() {
            refused.push((sha256, wanted.reason));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tell::words::in_words;

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
}
