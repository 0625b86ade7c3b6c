//! Attachments (附件), after the text: small ones first, never below the free-space reserve. A bad one refuses only itself, for this run
//! and this source: it is tried again after growing waits, at once from every other source and after every new publication. Only
//! what is over the cap is given up. A place that stops answering stops only this step, for the text is in the mirror already.

use super::apply::Store;
use super::fetch::{self, Place, Promised};
use crate::failure::{Failure, Outcome, io_failure};
use crate::terminal::Terminal;
use crate::trust::{Trust, Wanted};
use console::progress::Progress;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// Largest attachment a terminal takes.
pub const FILE_BYTES_MAX: u64 = feed::limits::TERMINAL_BLOB_BYTES_MAX;
/// First wait after a failed try, minutes; it doubles with each.
const RETRY_FIRST_MIN: i64 = 15;
/// Longest wait, minutes.
const RETRY_MAX_MIN: i64 = 24 * 60;
/// So many attachments in a row that the place does not bring end the step.
const SILENT_MAX: u32 = 3;

/// What became of the attachments.
#[derive(Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Files {
    pub stored: u64,
    /// Not brought by this source.
    pub refused: u64,
    /// What stopped, in words.
    pub waiting: Vec<String>,
    /// What somebody must look at.
    pub alarm: Option<String>,
}

/// What may be tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Patience {
    pub now: Timestamp,
    /// A person asked, or a new publication is there: all are tried.
    pub asked: bool,
}

/// What one try brought.
enum Tried {
    Stored,
    /// This source does not have it, or has something else.
    Refused(String),
    /// The source does not answer.
    Silent(String),
}

/// Fetches what documents name and the mirror does not hold.
pub async fn fetch_missing(
    terminal: &Terminal,
    place: &Place,
    trust: &mut Trust,
    store: &mut Store,
    patience: Patience,
) -> Outcome<Files> {
    let missing: BTreeSet<String> = store.missing_blobs()?.into_iter().collect();
    let known = trust.blobs()?;
    let done: Vec<String> = known
        .keys()
        .filter(|sha256| !missing.contains(*sha256))
        .cloned()
        .collect();
    trust.forget_blobs(&done)?;
    // A stick that is here now may be away tomorrow.
    let is_web = matches!(place, Place::Web(_));
    let due = |wanted: &Wanted| {
        let waits = wanted.retry_at.is_some_and(|at| at > patience.now);
        !wanted.given_up && (patience.asked || !is_web || !waits)
    };
    let queue = queue(&missing, &known, due, || lengths(&terminal.mirror_dir))?;
    let parts: Vec<String> = missing
        .iter()
        .map(|sha256| feed::blob_path(sha256))
        .collect();
    fetch::keep_only(&terminal.mirror_dir, &parts)
        .map_err(|e| io_failure(e, "clear", &terminal.mirror_dir.join(fetch::PARTS_DIR)))?;

    let mut files = Files::default();
    let mut silent = 0;
    let progress = Progress::of("sync-agent");
    progress.next("attaching", Some(queue.len()));
    for (place_in_queue, (length, sha256)) in queue.iter().enumerate() {
        progress.step();
        let waiting = queue.len() - place_in_queue;
        if *length > FILE_BYTES_MAX {
            let reason = format!("larger than {} MiB", FILE_BYTES_MAX >> 20);
            trust.want_blob(sha256, *length)?;
            trust.give_blob_up(sha256, &reason)?;
            files.refused += 1;
            continue;
        }
        // The part and the stored file exist side by side for a moment.
        if free_bytes(&terminal.mirror_dir)? < terminal.reserve_bytes.saturating_add(2 * length) {
            let reserve_mb = terminal.reserve_bytes / 1_000_000;
            files.waiting.push(format!(
                "{waiting} attachments: less than {reserve_mb} MB would stay free on the disk"
            ));
            break;
        }
        let tried = one(terminal, place, store, (*length, sha256)).await?;
        let (Tried::Refused(reason) | Tried::Silent(reason)) = &tried else {
            trust.forget_blobs(std::slice::from_ref(sha256))?;
            files.stored += 1;
            silent = 0;
            continue;
        };
        let tries = known.get(sha256).map_or(0, |wanted| wanted.tries);
        let retry_at = is_web.then(|| retry_at(patience.now, tries));
        trust.want_blob(sha256, *length)?;
        trust.blob_failed(sha256, reason, retry_at)?;
        match tried {
            Tried::Silent(reason) => {
                silent += 1;
                if silent == SILENT_MAX || waiting == 1 {
                    files.waiting.push(format!(
                        "{} attachments: {reason}",
                        waiting + silent as usize - 1
                    ));
                    break;
                }
            }
            _ => {
                silent = 0;
                files.refused += 1;
            }
        }
    }
    files.alarm = alarm(trust)?;
    Ok(files)
}

/// Fetches one, checks and stores it.
async fn one(
    terminal: &Terminal,
    place: &Place,
    store: &mut Store,
    (length, sha256): (u64, &str),
) -> Outcome<Tried> {
    let path = feed::blob_path(sha256);
    let promised = Promised {
        path: &path,
        length,
        sha256,
    };
    let bytes = match place.promised(&promised, &terminal.mirror_dir).await {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(Tried::Refused("the feed does not hold it".into())),
        // A file that is longer than promised is another one.
        Err(error @ feed::SourceError::TooLarge { .. }) => {
            return Ok(Tried::Refused(error.to_string()));
        }
        Err(error) => {
            let failure = Failure::from(feed::FeedError::Source(error));
            if failure.exit == crate::failure::Exit::DiskFull {
                return Err(failure);
            }
            return Ok(Tried::Silent(failure.line()));
        }
    };
    let named = feed::Attachment {
        name: String::new(),
        sha256: sha256.to_owned(),
        length,
        pages: None,
        address: None,
    };
    let checked = feed::check_blob(&named, &bytes);
    if checked.is_ok() {
        store.put_blob(sha256, &bytes)?;
    }
    fetch::discard(&terminal.mirror_dir, &path);
    Ok(match checked {
        Ok(()) => Tried::Stored,
        Err(error) => Tried::Refused(error.to_string()),
    })
}

/// When the feed is asked again after `tries` failed tries before this one.
fn retry_at(now: Timestamp, tries: u32) -> Timestamp {
    let minutes = (RETRY_FIRST_MIN << tries.min(16)).min(RETRY_MAX_MIN);
    now.saturating_add(SignedDuration::from_mins(minutes))
        .unwrap_or(Timestamp::MAX)
}

/// How many attachments could not be had, for a person to ask the publisher.
fn alarm(trust: &Trust) -> Outcome<Option<String>> {
    let wanted = trust.blobs()?;
    let given_up = wanted.values().filter(|w| w.given_up).count();
    let failed = wanted
        .values()
        .filter(|w| !w.given_up && !w.reason.is_empty())
        .count();
    let words = match (failed, given_up) {
        (0, 0) => return Ok(None),
        (failed, 0) => format!("{failed} attachments wait: no source has brought them yet"),
        (0, given_up) => format!("{given_up} attachments are too large for a terminal"),
        (failed, given_up) => format!(
            "{failed} attachments wait: no source has brought them yet; {given_up} are too large for a terminal"
        ),
    };
    Ok(Some(words))
}

/// What to fetch, smallest first.
fn queue(
    missing: &BTreeSet<String>,
    known: &HashMap<String, Wanted>,
    due: impl Fn(&Wanted) -> bool,
    lengths: impl FnOnce() -> Outcome<HashMap<String, u64>>,
) -> Outcome<Vec<(u64, String)>> {
    let mut queue = Vec::new();
    let mut unknown = Vec::new();
    for sha256 in missing {
        match known.get(sha256) {
            Some(wanted) if due(wanted) => queue.push((wanted.length, sha256.clone())),
            Some(_) => {}
            None => unknown.push(sha256),
        }
    }
    if !unknown.is_empty() {
        // The trust store was lost or is younger than the mirror; the documents themselves know.
        let lengths = lengths()?;
        let found = unknown
            .into_iter()
            .filter_map(|s| Some((*lengths.get(s)?, s.clone())));
        queue.extend(found);
    }
    queue.sort();
    Ok(queue)
}

fn lengths(dir: &Path) -> Outcome<HashMap<String, u64>> {
    let reader = mirror::Reader::open(dir)?;
    let mut lengths = HashMap::new();
    for (id, _) in reader.all_ids()? {
        let files = reader
            .document(&id)?
            .map(|d| d.attachments)
            .unwrap_or_default();
        lengths.extend(files.into_iter().map(|file| (file.sha256, file.length)));
    }
    Ok(lengths)
}

/// Space an ordinary user may still fill, bytes.
fn free_bytes(dir: &Path) -> Outcome<u64> {
    let disk =
        rustix::fs::statvfs(dir).map_err(|e| io_failure(e.into(), "ask the free space of", dir))?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[&str]) -> BTreeSet<String> {
        list.iter().map(|s| (*s).to_owned()).collect()
    }

    fn wanted(length: u64, given_up: bool) -> Wanted {
        Wanted {
            length,
            given_up,
            ..Wanted::default()
        }
    }

    #[test]
    fn small_attachments_come_first_and_refused_ones_not_again() {
        let known: HashMap<String, Wanted> = [
            ("a".to_owned(), wanted(30, false)),
            ("b".to_owned(), wanted(10, false)),
            ("c".to_owned(), wanted(5, true)),
            ("gone".to_owned(), wanted(1, false)),
        ]
        .into();
        let due = |wanted: &Wanted| !wanted.given_up;
        let queue = queue(&names(&["a", "b", "c"]), &known, due, || {
            panic!("all lengths are known")
        })
        .unwrap();
        assert_eq!(queue, [(10, "b".to_owned()), (30, "a".to_owned())]);
    }

    #[test]
    fn a_length_nobody_noted_is_taken_from_the_documents() {
        let queue = queue(
            &names(&["a", "x"]),
            &HashMap::new(),
            |_| true,
            || Ok([("a".to_owned(), 7)].into()),
        )
        .unwrap();
        assert_eq!(queue, [(7, "a".to_owned())]);
    }

    #[test]
    fn waits_grow_to_a_day_and_the_end_of_time_is_no_panic() {
        let now = "2026-11-22T00:00:00Z".parse::<Timestamp>().unwrap();
        let minutes = |tries| (retry_at(now, tries).as_second() - now.as_second()) / 60;
        assert_eq!(
            [0, 1, 2, 6, 7, u32::MAX].map(minutes),
            [15, 30, 60, 960, 1_440, 1_440]
        );
        assert_eq!(retry_at(Timestamp::MAX, 3), Timestamp::MAX);
    }
}
