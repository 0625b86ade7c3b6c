//! What every writing command begins with: settings, lock, trust store. Owns their order: nothing is opened before the
//! lock is held.

use crate::checkup::Checkup;
use crate::desk::Desk;
use crate::failure::{Exit, Failure, Outcome};
use crate::fetch::{Limits, Way};
use crate::lock::{self, Lock};
use crate::poll::Terminal;
use crate::trust::{RunReport, Trust};
use config::Config;
use jiff::Timestamp;
use std::path::Path;
use std::time::Duration;
use url::Url;

/// The agent, ready to poll.
pub struct Session {
    /// Paths and limits.
    pub terminal: Terminal,
    /// Where the feed is.
    pub feed: Url,
    /// How to get there.
    pub way: Way,
    /// What the time is.
    pub clock: Clock,
    /// Where sticks are mounted.
    pub media: Option<std::path::PathBuf>,
    /// Minutes between polls.
    pub poll_min: u32,
    /// What is never forgotten.
    pub trust: Trust,
    /// What the desk wants.
    pub desk: Desk,
    /// When the mirror's file was last looked at.
    pub checkup: Checkup,
    _lock: Lock,
}

/// Reads and checks the settings.
pub fn settings(path: &Path) -> Outcome<Config> {
    config::load(path).map_err(|problems| Failure::words(Exit::BadConfig, problems))
}

/// Takes the lock and opens the trust store.
pub fn begin(config: &Config, clock: Clock) -> Outcome<Session> {
    let dir = &config.mirror.dir;
    let lock = lock::take(dir)?;
    let trust = Trust::open(dir, || floors_of_mirror(dir))?;
    Ok(Session {
        terminal: Terminal {
            mirror_dir: dir.clone(),
            root: config.sync.root.clone(),
            reserve_bytes: u64::from(config.sync.reserve_mb) * 1_000_000,
        },
        feed: config.sync.feed.clone(),
        way: Way {
            limits: Limits {
                connect: Duration::from_secs(config.sync.connect_timeout_s.into()),
                stall: Duration::from_secs(config.sync.stall_timeout_s.into()),
                transfer: Duration::from_secs(config.sync.transfer_timeout_s.into()),
            },
            proxy: config.sync.proxy.clone(),
        },
        clock,
        media: config.sync.media.clone(),
        poll_min: config.sync.poll_min,
        trust,
        desk: Desk::at(&config.journal.dir),
        checkup: Checkup::default(),
        _lock: lock,
    })
}

/// Where a mirror without a trust store stands: the lost floors were at least that high.
fn floors_of_mirror(dir: &Path) -> feed::Floors {
    let Ok(state) = mirror::Reader::open(dir).and_then(|reader| reader.state()) else {
        return feed::Floors::default();
    };
    feed::Floors {
        repository: state.cursor.repository,
        epoch: state.cursor.epoch,
        seq: state.cursor.seq,
        ..feed::Floors::default()
    }
}

/// What the time is, in whole seconds; nothing here is finer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock(pub Option<Timestamp>);

impl Clock {
    /// The given time, else that of this machine.
    pub fn now(self) -> Timestamp {
        let now = self.0.unwrap_or_else(Timestamp::now);
        Timestamp::from_second(now.as_second())
            .expect("a whole second of a valid time is a valid time")
    }
}

/// A finished run in one line.
pub fn summary(report: &RunReport) -> String {
    let mut line = format!(
        "{}: {} put, {} removed, {} refused, {} attachments; {} bytes in {} requests",
        report.feed,
        report.put,
        report.removed,
        report.refused,
        report.blobs,
        report.bytes,
        report.requests
    );
    for waiting in &report.waiting {
        line.push_str("\n  ");
        line.push_str(waiting);
    }
    line
}
