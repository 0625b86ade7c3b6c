//! What was published, kept beside the keys (`KEYS/published.json`): the feed's folder can be lost or come back from an old copy, and
//! then says less than terminals know. Owns that memory and the judgement of a folder by it; refuses to go on below it unless
//! a person asks for a new epoch.
//!
//! Decisions:
//! - It is written twice in a publication: before the timestamp shows with what is about to be said, after it with what was said. So
//!   it never is below what a terminal can have seen, and a run that was cut short is no restored backup.
//! - What a person withdrew by hand stands in it too: the folder that says so may be the one that is lost.
//! - After a change of keys the time counts from new, as terminals do it.

use crate::keys::KeySet;
use anyhow::{Context, bail, ensure};
use feed::Takedown;
use feed::limits::TAKEDOWN_BYTES_MAX;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::io::Write as _;
use std::path::Path;

/// File name beside root.json.
pub const FILE: &str = "published.json";
/// A time so far behind the last publication is a wrong clock.
const AHEAD_HOURS_MAX: i64 = 5 * 366 * 24;

/// Everything that these keys have published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Known {
    /// By repository id.
    pub feeds: BTreeMap<String, Published>,
}

/// What the keys' folder knows of one feed, whatever became of its files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Published {
    pub shown: Numbers,
    /// What was about to show when this was written.
    pub next: Option<Numbers>,
    /// When the last publication was signed; none after a change of keys.
    pub issued: Option<Timestamp>,
    /// What a person withdrew by hand.
    pub held: Vec<Takedown>,
}

/// How far a publication is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Numbers {
    /// Epoch of the log.
    pub epoch: u64,
    /// Last sequence number.
    pub seq: u64,
    /// The checkpoint there.
    pub checkpoint: String,
    /// Version of the timestamp.
    pub timestamp: u64,
    /// Version of the snapshot.
    pub snapshot: u64,
    /// Version of the targets.
    pub targets: u64,
}

impl Numbers {
    /// The numbers of a feed as it was verified.
    pub fn of(floors: &feed::Floors) -> Numbers {
        Numbers {
            epoch: floors.epoch,
            seq: floors.seq,
            checkpoint: floors.checkpoint.clone(),
            timestamp: floors.timestamp,
            snapshot: floors.snapshot,
            targets: floors.targets,
        }
    }

    /// Whether a feed at `self` says less than one at `known`, or something else.
    fn is_behind(&self, known: &Numbers) -> bool {
        let place = |n: &Numbers| (n.epoch, n.seq);
        let forked = place(self) == place(known)
            && !self.checkpoint.is_empty()
            && !known.checkpoint.is_empty()
            && self.checkpoint != known.checkpoint;
        place(self) < place(known)
            || self.timestamp < known.timestamp
            || self.snapshot < known.snapshot
            || self.targets < known.targets
            || forked
    }

    fn raise(&mut self, other: &Numbers) {
        self.timestamp = self.timestamp.max(other.timestamp);
        self.snapshot = self.snapshot.max(other.snapshot);
        self.targets = self.targets.max(other.targets);
        self.epoch = self.epoch.max(other.epoch);
    }
}

impl Published {
    /// The highest of everything that can have been seen.
    pub fn highest(&self) -> Numbers {
        let mut highest = self.shown.clone();
        if let Some(next) = &self.next {
            highest.raise(next);
        }
        highest
    }

    /// Whether a folder at `numbers` says less than was published. One that shows what was about to show does not.
    pub fn is_ahead_of(&self, numbers: &Numbers) -> bool {
        numbers.is_behind(&self.shown)
    }

    /// Refuses a time before the last publication, and one far behind it.
    pub fn check_time(&self, now: Timestamp) -> anyhow::Result<()> {
        let Some(issued) = self.issued else {
            return Ok(());
        };
        check_time(issued, now)
    }
}

/// Refuses a time that cannot follow a publication signed at `issued`.
pub fn check_time(issued: Timestamp, now: Timestamp) -> anyhow::Result<()> {
    // Metadata has whole seconds.
    ensure!(
        now.as_second() >= issued.as_second(),
        "sign at {now}: the last publication was signed at {issued}; set the clock of this machine"
    );
    let limit = issued
        .saturating_add(SignedDuration::from_hours(AHEAD_HOURS_MAX))
        .unwrap_or(Timestamp::MAX);
    ensure!(
        now <= limit,
        "sign at {now}: that is years behind the last publication of {issued}, and terminals would show it; set the clock of this \
         machine, or say --confirm-time"
    );
    Ok(())
}

impl Known {
    /// Reads what is kept; nothing is an empty memory, something unreadable is an error.
    pub fn load(keys: &Path) -> anyhow::Result<Known> {
        let path = keys.join(FILE);
        let mut bytes = Vec::new();
        match File::open(&path) {
            Ok(file) => file
                .take(4 * TAKEDOWN_BYTES_MAX)
                .read_to_end(&mut bytes)
                .with_context(|| format!("read {}", path.display()))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Known::default());
            }
            Err(error) => return Err(error).with_context(|| format!("read {}", path.display())),
        };
        serde_json::from_slice(&bytes).with_context(|| {
            format!(
                "read {}: it says what terminals have seen; restore it from a copy",
                path.display()
            )
        })
    }

    /// Writes beside and renames, so that a power cut leaves the old memory or the new one.
    pub fn save(&self, keys: &Path) -> anyhow::Result<()> {
        let path = keys.join(FILE);
        let fresh = keys.join(format!("{FILE}.new"));
        let json = serde_json::to_vec(self).context("encode what was published")?;
        let write = || -> std::io::Result<()> {
            let mut file = File::create(&fresh)?;
            file.write_all(&json)?;
            file.sync_all()?;
            fs::rename(&fresh, &path)?;
            File::open(keys)?.sync_all()
        };
        write().with_context(|| {
            format!(
                "write {}: the publisher keeps there what terminals have seen",
                path.display()
            )
        })
    }

    /// The feed that goes on when its folder is lost.
    pub fn only(&self) -> anyhow::Result<Option<(&String, &Published)>> {
        let mut feeds = self.feeds.iter();
        let first = feeds.next();
        if feeds.next().is_some() {
            bail!(
                "go on with a lost feed: these keys have published several ({}); restore the folder from a copy",
                self.feeds.keys().cloned().collect::<Vec<_>>().join(", ")
            );
        }
        Ok(first)
    }
}

/// Notes what is about to show.
pub fn announce(
    keys: &KeySet,
    repository: &str,
    numbers: Numbers,
    held: &[Takedown],
) -> anyhow::Result<()> {
    let mut known = Known::load(keys.dir())?;
    let feed = known.feeds.entry(repository.to_owned()).or_default();
    feed.next = Some(numbers);
    feed.held = held.iter().filter(|entry| entry.held).cloned().collect();
    known.save(keys.dir())
}

/// Notes that it shows.
pub fn shown(
    keys: &KeySet,
    repository: &str,
    numbers: Numbers,
    issued: Option<Timestamp>,
) -> anyhow::Result<()> {
    let mut known = Known::load(keys.dir())?;
    let feed = known.feeds.entry(repository.to_owned()).or_default();
    feed.shown = numbers;
    feed.next = None;
    feed.issued = issued;
    known.save(keys.dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(epoch: u64, seq: u64, timestamp: u64) -> Numbers {
        Numbers {
            epoch,
            seq,
            timestamp,
            snapshot: timestamp,
            targets: timestamp,
            checkpoint: String::new(),
        }
    }

    #[test]
    fn a_folder_is_behind_by_any_of_its_numbers_and_by_another_content() {
        let known = Published {
            shown: numbers(1, 9, 4),
            next: Some(numbers(1, 12, 5)),
            ..Published::default()
        };
        assert!(!known.is_ahead_of(&numbers(1, 9, 4)), "as it was");
        assert!(
            !known.is_ahead_of(&numbers(1, 12, 5)),
            "the run was cut short after it showed"
        );
        assert!(known.is_ahead_of(&numbers(1, 8, 4)));
        assert!(known.is_ahead_of(&numbers(1, 9, 3)));
        assert!(!known.is_ahead_of(&numbers(2, 1, 6)));
        let of = |checkpoint: &str| Numbers {
            checkpoint: checkpoint.into(),
            ..numbers(1, 9, 4)
        };
        assert!(of("a").is_behind(&of("b")));
        assert_eq!(known.highest().timestamp, 5);
    }

    #[test]
    fn a_clock_that_went_back_or_far_ahead_signs_nothing() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let known = Published {
            issued: Some(at("2026-11-22T00:00:00Z")),
            ..Published::default()
        };
        assert!(known.check_time(at("2026-11-22T00:00:00Z")).is_ok());
        assert!(known.check_time(at("2027-12-22T00:00:00Z")).is_ok());
        assert!(known.check_time(at("2026-11-21T23:59:59Z")).is_err());
        assert!(known.check_time(at("2100-01-01T00:00:00Z")).is_err());
        assert!(known.check_time(Timestamp::MAX).is_err());
    }

    #[test]
    fn what_is_kept_comes_back_and_what_cannot_be_read_is_no_empty_memory() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Known::load(dir.path()).unwrap(), Known::default());
        let mut known = Known::default();
        known.feeds.entry("r".into()).or_default().shown = numbers(1, 9, 4);
        known.save(dir.path()).unwrap();
        assert_eq!(Known::load(dir.path()).unwrap(), known);
        fs::write(dir.path().join(FILE), "{").unwrap();
        assert!(Known::load(dir.path()).is_err());
    }
}
