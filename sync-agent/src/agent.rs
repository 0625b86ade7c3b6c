//! What every writing command begins with: settings, lock, trust store. Owns their order: nothing is opened before the
//! lock is held.

use crate::clock::Clock;
use crate::failure::{Exit, Failure, Outcome};
use crate::links::Links;
use crate::lock::{self, Lock};
use crate::pull::apply;
use crate::pull::checkup::Checkup;
use crate::pull::fetch::{Limits, Way};
use crate::pull::poll::Puller;
use crate::terminal::Terminal;
use crate::trust::{RunReport, Trust};
use crate::wishes::Wishes;
use config::Config;
use std::path::Path;
use std::time::Duration;
use url::Url;

/// The agent, ready to poll.
pub struct Agent {
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
    /// What the desk asks of the running agent.
    pub wishes: Wishes,
    /// When the mirror's file was last looked at.
    pub checkup: Checkup,
    /// The links of the point, if it has any.
    pub links: Option<Links>,
    _lock: Lock,
}

impl Agent {
    /// What a run now works on; `asked` says that a person asked for it.
    pub fn puller(&mut self, asked: bool) -> Puller<'_> {
        Puller {
            terminal: &self.terminal,
            trust: &mut self.trust,
            checkup: &mut self.checkup,
            now: self.clock.now(),
            asked,
        }
    }
}

/// Reads and checks the settings.
pub fn settings(path: &Path) -> Outcome<Config> {
    config::load(path).map_err(|problems| Failure::words(Exit::BadConfig, problems))
}

/// Takes the lock and opens the trust store.
pub fn begin(config: &Config, clock: Clock) -> Outcome<Agent> {
    let dir = &config.mirror.dir;
    let lock = lock::take(dir)?;
    let mut trust = Trust::open(dir, || floors_of_mirror(dir))?;
    match apply::take_down_known(dir, &mut trust) {
        Ok(0) => {}
        Ok(count) => log!("{count} documents that were taken down stood in the mirror, and went"),
        // The next run looks at the mirror whole, and fills it anew if it must.
        Err(failure) => log!("look for what was taken down: {failure}"),
    }
    Ok(Agent {
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
            ca: config.sync.ca.clone(),
            clock,
            floor: trust.time_floor()?,
        },
        clock,
        media: config.sync.media.clone(),
        poll_min: config.sync.poll_min,
        trust,
        wishes: Wishes::at(&config.journal.dir),
        checkup: Checkup::default(),
        links: Links::of(config),
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
