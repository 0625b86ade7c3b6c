//! What the feed shows, remembered beside the keys, so that a run need not read the whole log to change twenty documents. Owns when that is
//! believed: for exactly the log that our root verified, while its files lie there as they were, and for a week; then all is read again, so
//! that a disk that rots is noticed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use feed::Segment;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::feed::known::Numbers;
use crate::feed::state::Live;
use crate::feed::store::Store;
use crate::remembered;

/// Hours after which the log is read again from end to end.
const BELIEVED_HOURS: i64 = 7 * 24;

/// Length and time of each file of the log.
pub type Files = BTreeMap<String, (u64, u128)>;

#[derive(Debug, Serialize, Deserialize)]
enum Line {
    /// When everything was read, and how its files lay there.
    Read(Timestamp, Files),
    One(String, Box<Live>),
}

fn path(keys: &Path, repository: &str) -> PathBuf {
    keys.join(format!("shown-{repository}.zst"))
}

fn key(repository: &str, numbers: &Numbers) -> String {
    let Numbers {
        epoch,
        seq,
        checkpoint,
        ..
    } = numbers;
    format!("{repository} {epoch} {seq} {checkpoint}")
}

/// How the files of the log lie there.
pub fn files<'a>(store: &Store, segments: impl Iterator<Item = &'a Segment>) -> Files {
    let about = |segment: &Segment| {
        let path = segment.path();
        let about = std::fs::metadata(store.folder().root().join(&path)).ok()?;
        let time = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some((path, (about.len(), time.as_nanos())))
    };
    segments.filter_map(about).collect()
}

/// What is remembered of the log that ends at `numbers`, and when all of it was read.
pub fn read(
    keys: &Path,
    repository: &str,
    numbers: &Numbers,
    files: &Files,
    now: Timestamp,
) -> Option<(BTreeMap<String, Live>, Timestamp)> {
    if numbers.checkpoint.is_empty() {
        return None;
    }
    let lines: Vec<Line> = remembered::read(&path(keys, repository), &key(repository, numbers))?;
    let mut lines = lines.into_iter();
    let Some(Line::Read(read, lay)) = lines.next() else {
        return None;
    };
    let fresh =
        read <= now && now.duration_since(read) < SignedDuration::from_hours(BELIEVED_HOURS);
    if !fresh || lay != *files {
        return None;
    }
    let live = lines.map(|line| match line {
        Line::One(id, live) => Some((id, *live)),
        Line::Read(..) => None,
    });
    Some((live.collect::<Option<_>>()?, read))
}

/// Remembers what the log shows up to `numbers`.
///
/// # Errors
/// It cannot be written.
pub fn write(
    keys: &Path,
    repository: &str,
    numbers: &Numbers,
    files: Files,
    read: Timestamp,
    live: BTreeMap<String, Live>,
) -> anyhow::Result<()> {
    let first = std::iter::once(Line::Read(read, files));
    let rest = live
        .into_iter()
        .map(|(id, live)| Line::One(id, Box::new(live)));
    let lines: Vec<Line> = first.chain(rest).collect();
    remembered::write(&path(keys, repository), &key(repository, numbers), &lines)
}
