//! One look at the feed: verify, keep the floors, take down, apply, fetch attachments. Owns the order of these steps and
//! the refusals that need more than the feed itself: another repository, a newer agent, a mirror ahead of its feed.

use crate::clock::not_before;
use crate::failure::io_failure;
use crate::failure::{Exit, Failure, Outcome};
use crate::pull::apply::{self, Apply, Done, Store};
use crate::pull::attach;
use crate::pull::checkup::Checkup;
use crate::pull::fetch::{self, Place, Promised};
use crate::terminal::Terminal;
use crate::trust::{RunReport, Trust};
use feed::{FeedError, FeedVerifier, Segment, Verified, VerifiedSegment};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::Path;

/// This version, as `least_agent` counts.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What a run works on.
pub struct Puller<'a> {
    /// Paths and limits.
    pub terminal: &'a Terminal,
    /// What is never forgotten.
    pub trust: &'a mut Trust,
    /// When the mirror's file was last looked at.
    pub checkup: &'a mut Checkup,
    /// What the clock says.
    pub now: Timestamp,
}

/// Looks at the feed once and writes the account of it into the trust store.
pub async fn once(puller: Puller<'_>, place: &Place, feed_name: &str) -> (RunReport, Outcome<()>) {
    let Puller {
        terminal,
        trust,
        checkup,
        now,
    } = puller;
    let mut report = RunReport {
        feed: feed_name.to_owned(),
        ..RunReport::default()
    };
    let result = run(terminal, place, (trust, checkup), now, &mut report).await;
    report.finished = now.to_string();
    report.bytes = place.traffic().bytes();
    report.requests = place.traffic().requests();
    report.retry_after_s = place.retry_after().map(|wait| wait.as_secs());
    match &result {
        Ok(()) => report.outcome = "done".into(),
        Err(failure) => {
            report.outcome = failure.exit.as_code().into();
            report.message = failure.line();
            report.failures = trust
                .last_run()
                .map_or(1, |last| last.failures.saturating_add(1));
        }
    }
    // With a full disk this fails too; the exit code and the message still say what happened.
    let _ = trust.set_last_run(&report);
    (report, result)
}

async fn run(
    terminal: &Terminal,
    place: &Place,
    (trust, checkup): (&mut Trust, &mut Checkup),
    now: Timestamp,
    report: &mut RunReport,
) -> Outcome<()> {
    let now = not_before(now, trust.time_floor()?);
    let root = read_root(&terminal.root)?;
    let verified = verify(&root, place, trust, now).await?;
    // The feed itself says how late it is at least.
    let now = now.max(verified.issued());
    let root_sha256 = hex::encode(Sha256::digest(&root));
    check_policy(&verified, trust, &root_sha256)?;
    if let Some(seq) = mirror_ahead(&terminal.mirror_dir, &verified) {
        let words = format!(
            "accept sequence number {}: the mirror stands at {seq} already",
            verified.tip().seq
        );
        return Err(Failure::words(Exit::Refused, words)
            .advise("this feed is older than what the terminal has seen; use the current one"));
    }
    trust.accept(&verified, &root_sha256)?;
    if let Some(answer) = place.to_remember() {
        trust.remember(&answer)?;
    }

    let filled = match checkup.run(&terminal.mirror_dir, now).await {
        Ok(()) => fill(terminal, place, trust, &verified, now, report).await,
        Err(failure) => Err(failure),
    };
    let mut store = match filled {
        Err(failure) if apply::is_damaged(&failure) => {
            let aside = Store::set_aside(&terminal.mirror_dir, now)?;
            let store = fill(terminal, place, trust, &verified, now, report).await?;
            checkup.settled(now);
            // Gone already if it held something that was taken down.
            let kept = aside.filter(|path| path.exists());
            let kept = kept.map_or(String::new(), |path| {
                format!("; it is kept as {}", path.display())
            });
            report.waiting.push(format!(
                "the mirror was damaged and was filled anew ({}){kept}",
                failure.line()
            ));
            store
        }
        other => other?,
    };
    let files = attach::fetch_missing(terminal, place, trust, &mut store).await?;
    report.blobs = files.stored;
    report.refused += files.refused;
    report.waiting.extend(files.waiting);
    Ok(())
}

fn read_root(path: &Path) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| {
            file.take(feed::limits::ROOT_BYTES_MAX + 1)
                .read_to_end(&mut bytes)
        })
        .map_err(|e| {
            let mut failure = io_failure(e, "read [sync] root", path);
            failure.exit = Exit::BadConfig;
            failure.advise(
                "bring the publisher's root.json to the terminal and name it in terminal.toml",
            )
        })?;
    Ok(bytes)
}

async fn verify(
    root: &[u8],
    place: &Place,
    trust: &mut Trust,
    now: Timestamp,
) -> Outcome<Verified> {
    let floors = trust.floors()?;
    let known_roots = floors.roots.len();
    let mut verifier = FeedVerifier::new(root, floors)?;
    match verifier.refresh(place, now).await {
        Ok(verified) => Ok(verified),
        Err(error) => {
            // A rotation that was verified counts, whatever is wrong with the rest.
            if verifier.floors().roots.len() > known_roots {
                trust.keep_roots(verifier.floors())?;
            }
            Err(error.into())
        }
    }
}

/// What the signatures alone cannot decide.
fn check_policy(verified: &Verified, trust: &Trust, root_sha256: &str) -> Outcome<()> {
    let tip = verified.tip();
    let (Some(needed), Some(ours)) = (version(&tip.least_agent), version(VERSION)) else {
        let words = format!("read the least agent version {:?}", tip.least_agent);
        return Err(Failure::words(Exit::Refused, words).advise("tell the publisher"));
    };
    if needed > ours {
        let words = format!(
            "read this feed: it needs sync-agent {}, this is {VERSION}",
            tip.least_agent
        );
        return Err(Failure::words(Exit::Refused, words)
            .advise("update the terminal; until then it shows what it has"));
    }
    let known = trust.floors()?;
    let other = !known.repository.is_empty() && known.repository != tip.repository;
    let same_root = trust
        .root_sha256()?
        .is_none_or(|sha256| sha256 == root_sha256);
    let rotated = verified.floors().roots.len() > known.roots.len();
    if other && same_root && !rotated {
        let words = format!(
            "accept repository {}: this terminal follows {}",
            tip.repository, known.repository
        );
        return Err(Failure::words(Exit::Refused, words).advise(
            "another feed lies at this address; if it is meant to replace the old one, bring its new root.json to the terminal",
        ));
    }
    Ok(())
}

/// `major.minor.patch`.
fn version(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.split('.').map(|part| part.parse::<u32>().ok());
    let version = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(version)
}

/// The mirror's place in the same log, if it is beyond the feed's. A mirror that cannot be read is seen to later.
fn mirror_ahead(dir: &Path, verified: &Verified) -> Option<u64> {
    let cursor = mirror::Reader::open(dir)
        .and_then(|r| r.state())
        .ok()?
        .cursor;
    let tip = verified.tip();
    let same_log = cursor.repository == tip.repository && cursor.epoch == tip.epoch;
    (same_log && cursor.seq > tip.seq).then_some(cursor.seq)
}

async fn fill(
    terminal: &Terminal,
    place: &Place,
    trust: &mut Trust,
    verified: &Verified,
    now: Timestamp,
    report: &mut RunReport,
) -> Outcome<Store> {
    let mut store = Store::open(&terminal.mirror_dir)?;
    let mut apply = Apply::new(&mut store, trust, verified, now)?;
    let done = match log(terminal, place, verified, &mut apply).await {
        Ok(()) => apply.finish()?,
        Err(failure) => {
            note(report, apply.give_up());
            return Err(failure);
        }
    };
    note(report, done);
    Ok(store)
}

fn note(report: &mut RunReport, done: Done) {
    report.put += done.put;
    report.removed += done.removed;
    report.refused += done.refused;
    if done.traces_wait {
        report.waiting.push(
            "a reader is busy: traces of removed documents are erased in the next run".into(),
        );
    }
}

async fn log(
    terminal: &Terminal,
    place: &Place,
    verified: &Verified,
    apply: &mut Apply<'_>,
) -> Outcome<()> {
    let start = apply.start();
    let packs = packs(place, verified, start).await?;
    let segments = feed::segments_for(verified.tip(), &packs, start)
        .expect("a checked tip with its packs has no gap");
    // All are looked at before the mirror changes: one bad segment refuses the feed and leaves the mirror as it is. Good
    // ones wait in the parts, so that a filling that is interrupted goes on where it stopped.
    for segment in &segments {
        if let Err(failure) = open(terminal, place, segment).await {
            if failure.exit != Exit::Refused {
                // The network gave up, not the feed: what was taken down goes all the same (R23).
                apply.remove_first()?;
            }
            return Err(failure);
        }
    }
    apply.remove_first()?;
    for (index, segment) in segments.iter().enumerate() {
        let opened = open(terminal, place, segment).await?;
        apply.segment(&opened, index + 1 == segments.len())?;
        fetch::discard(&terminal.mirror_dir, &segment.path());
    }
    Ok(())
}

/// The packs, if this terminal is new or so far behind that the tip's segments do not reach back to it.
async fn packs(place: &Place, verified: &Verified, start: u64) -> Outcome<Vec<Segment>> {
    let tip = verified.tip();
    let reached = feed::segments_for(tip, &[], start).is_some();
    if start >= tip.packed || (start > 0 && reached) {
        return Ok(Vec::new());
    }
    let file = verified.packs();
    let bytes = feed::Source::fetch(place, &file.path, file.length)
        .await
        .map_err(FeedError::Source)?
        .ok_or_else(|| FeedError::Missing {
            path: file.path.clone(),
        })?;
    Ok(verified.open_packs(&bytes)?)
}

/// Fetches a segment and opens it; a good one stays in the parts until it is applied.
async fn open(terminal: &Terminal, place: &Place, segment: &Segment) -> Outcome<VerifiedSegment> {
    let path = segment.path();
    let promised = Promised {
        path: &path,
        length: segment.length,
        sha256: &segment.sha256,
    };
    let bytes = place
        .promised(&promised, &terminal.mirror_dir)
        .await
        .map_err(FeedError::Source)?
        .ok_or_else(|| FeedError::Missing { path: path.clone() })?;
    let opened = feed::open_segment(segment, &bytes);
    if opened.is_err() {
        fetch::discard(&terminal.mirror_dir, &path);
    }
    Ok(opened?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        assert!(version("0.10.0") > version("0.9.9"));
        for bad in ["", "1", "1.2", "1.2.3.4", "1.2.x", "-1.0.0"] {
            assert_eq!(version(bad), None, "{bad}");
        }
        assert!(version(VERSION).is_some());
    }

    #[test]
    fn a_missing_root_is_a_wrong_configuration() {
        let dir = tempfile::tempdir().unwrap();
        let failure = read_root(&dir.path().join("root.json")).unwrap_err();
        assert_eq!(failure.exit, Exit::BadConfig);
        assert!(failure.to_string().contains("root.json"));
    }
}
