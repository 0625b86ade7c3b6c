//! One look at the feed: verify, keep the floors, take down, apply, fetch attachments. Owns the order of these steps and the account of the
//! run; what may be followed at all is `policy`'s.

use super::apply::{self, Apply, Done, Store};
use super::attach::{self, Patience};
use super::checkup::Checkup;
use super::fetch::Place;
use super::{policy, segments};
use crate::clock::{self, not_before};
use crate::failure::{Exit, Outcome, io_failure};
use crate::terminal::Terminal;
use crate::trust::{Accepted, RunReport, Trust};
use feed::{Descent, FeedVerifier, Verified};
use jiff::Timestamp;
use mirror::Imported;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::Path;

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
    /// A person asked for this run: nothing that waits for its time waits longer.
    pub asked: bool,
}

/// The same for the steps of one run, with what the clock says made of it.
struct Run<'a> {
    terminal: &'a Terminal,
    place: &'a Place,
    asked: bool,
    clock: Timestamp,
}

/// Looks at the feed once and writes the account of it into the trust store.
pub async fn once(puller: Puller<'_>, place: &Place, feed_name: &str) -> (RunReport, Outcome<()>) {
    let Puller {
        terminal,
        trust,
        checkup,
        now,
        asked,
    } = puller;
    let mut report = RunReport {
        feed: feed_name.to_owned(),
        ..RunReport::default()
    };
    let run = Run {
        terminal,
        place,
        asked,
        clock: now,
    };
    let result = run.all(trust, checkup, &mut report).await;
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
    if report.put + report.removed > 0 {
        let day = journal::day_of(now);
        // For the desk alone, and no reason to fail.
        let _ = mirror::note_arrivals(&terminal.mirror_dir, &day, report.put, report.removed);
    }
    // With a full disk this fails too; the exit code and the message still say what happened.
    let _ = trust.set_last_run(&report);
    if matches!(place, Place::Folder(_)) {
        let _ = trust.set_last_import(&report);
    }
    (report, result)
}

/// No network has to do with a stick.
const NO_FEED_THERE: &str =
    "name the folder that holds metadata/ and targets/, and see that the stick is in and whole";

/// Looks at a stick or a folder once, and leaves for the desk how that went.
pub async fn import(puller: Puller<'_>, folder: &Path) -> (RunReport, Outcome<()>) {
    let dir = puller.terminal.mirror_dir.clone();
    let name = folder.display().to_string();
    let (report, result) = once(puller, &Place::folder(folder), &name).await;
    let result = result.map_err(|failure| match failure.exit {
        Exit::Unreachable => failure.advise(NO_FEED_THERE),
        _ => failure,
    });
    let told = mirror::LastImport {
        at: report.finished.clone(),
        result: match &result {
            Ok(()) => Imported::Done,
            Err(failure) => match failure.exit {
                Exit::Refused => Imported::Refused,
                Exit::Unreachable => Imported::Unreadable,
                Exit::DiskFull => Imported::DiskFull,
                Exit::Unexpected | Exit::BadConfig | Exit::Locked => Imported::Failed,
            },
        },
        put: report.put,
        removed: report.removed,
    };
    // The status tells it too; a full disk is no reason to fail.
    let _ = mirror::note_import(&dir, &told);
    (report, result)
}

impl Run<'_> {
    async fn all(
        &self,
        trust: &mut Trust,
        checkup: &mut Checkup,
        report: &mut RunReport,
    ) -> Outcome<()> {
        let floor = trust.time_floor()?;
        let now = not_before(self.clock, floor);
        let root = read_root(&self.terminal.root)?;
        let before = trust.floors()?;
        let verified = verify(&root, self.place, trust, now).await?;
        // After a change of keys, what the old ones said about the time counts no longer either.
        let floor = floor.filter(|_| !verified.rotated());
        let issued = clock::believed(verified.issued(), self.clock, floor);
        report.clock = doubt(&verified, issued, self.clock, floor);
        // The feed itself says how late it is at least.
        let now = now.max(issued);
        let root_sha256 = hex::encode(Sha256::digest(&root));
        policy::check(&verified, trust, &root_sha256)?;
        let descent = self.descent(&verified).await?;
        let refill = policy::refill(&verified, &before, descent);
        if refill.is_none() && !trust.refill()? {
            policy::not_behind_the_mirror(&self.terminal.mirror_dir, &verified)?;
        }
        let accepted = Accepted {
            root_sha256: &root_sha256,
            issued,
            refill: refill.is_some(),
        };
        trust.accept(&verified, &accepted)?;
        report.alarms.extend(refill);
        if let Some(answer) = self.place.to_remember() {
            trust.remember(&answer)?;
        }
        let times = apply::Times { now, issued };
        let mut store = self
            .filled(trust, checkup, &verified, times, report)
            .await?;
        let patience = Patience {
            now,
            asked: self.asked || before.targets != verified.floors().targets,
        };
        let files =
            attach::fetch_missing(self.terminal, self.place, trust, &mut store, patience).await?;
        report.blobs = files.stored;
        report.refused += files.refused;
        report.waiting.extend(files.waiting);
        report.alarms.extend(files.alarm);
        Ok(())
    }

    /// What the log is to the one that was followed; asks the long list of checkpoints where the tip's does not reach back.
    async fn descent(&self, verified: &Verified) -> Outcome<Descent> {
        if verified.descent() != Descent::Older {
            return Ok(verified.descent());
        }
        let list = segments::pack_list(self.place, verified).await?;
        Ok(match verified.descent_by(&list) {
            // So far back nobody can tell.
            Descent::Older => Descent::Differs,
            told => told,
        })
    }

    /// The mirror, filled from what was verified; a damaged one is set aside and filled anew.
    async fn filled(
        &self,
        trust: &mut Trust,
        checkup: &mut Checkup,
        verified: &Verified,
        times: apply::Times,
        report: &mut RunReport,
    ) -> Outcome<Store> {
        let dir = &self.terminal.mirror_dir;
        let filled = match checkup.run(dir, times.now).await {
            Ok(()) => self.fill(trust, verified, times, report).await,
            Err(failure) => Err(failure),
        };
        match filled {
            Err(failure) if apply::is_damaged(&failure) => {
                let aside = Store::set_aside(dir, times.now)?;
                let store = self.fill(trust, verified, times, report).await?;
                checkup.settled(times.now);
                // Gone already if it held something that was taken down.
                let kept = aside.filter(|path| path.exists());
                let kept = kept.map_or(String::new(), |path| {
                    format!("; it is kept as {}", path.display())
                });
                report.waiting.push(format!(
                    "the mirror was damaged and was filled anew ({}){kept}",
                    failure.line()
                ));
                Ok(store)
            }
            other => other,
        }
    }

    async fn fill(
        &self,
        trust: &mut Trust,
        verified: &Verified,
        times: apply::Times,
        report: &mut RunReport,
    ) -> Outcome<Store> {
        let dir = &self.terminal.mirror_dir;
        let floor = trust.time_floor()?;
        let mut store = Store::open(dir)?;
        let mut apply = Apply::new(&mut store, trust, verified, times)?;
        if self.root_is_out(verified, times, floor) {
            // Whoever finds keys of an expired root can take away, but bring nothing.
            apply.take_down()?;
            let held = apply.held_back();
            note(report, apply.give_up());
            report.held_back.push(format!(
                "{held} numbers of the log: the root of the feed expired on {}; the publisher must make the next one",
                verified.root_expires()
            ));
            return Ok(store);
        }
        let done = match segments::follow(self.terminal, self.place, verified, &mut apply).await {
            Ok(()) => apply.finish()?,
            Err(failure) => {
                note(report, apply.give_up());
                return Err(failure);
            }
        };
        note(report, done);
        Ok(store)
    }

    /// Whether the root has expired by a time that can be right.
    fn root_is_out(
        &self,
        verified: &Verified,
        times: apply::Times,
        floor: Option<Timestamp>,
    ) -> bool {
        let time = match clock::is_plausible(self.clock, floor) {
            true => times.now,
            false => times.issued,
        };
        verified.root_expires() <= time
    }
}

/// What is wrong with the publisher's time or with ours, in words.
fn doubt(
    verified: &Verified,
    believed: Timestamp,
    clock: Timestamp,
    floor: Option<Timestamp>,
) -> String {
    if believed < verified.issued() {
        return format!(
            "the feed says that it was signed at {}, this terminal's clock says {clock}: one of them is wrong",
            verified.issued()
        );
    }
    match clock::is_plausible(clock, floor) {
        true => String::new(),
        false => format!("the clock says {clock}, which cannot be right"),
    }
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

fn note(report: &mut RunReport, done: Done) {
    report.put += done.put;
    report.removed += done.removed;
    report.refused += done.refused;
    if let Some((gone, all)) = done.lost_most {
        report.alarms.push(format!(
            "{gone} of {all} documents were taken down in one list: ask the publisher whether that is meant"
        ));
    }
    if done.traces_wait {
        report.waiting.push(
            "a reader is busy: traces of removed documents are erased in the next run".into(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_root_is_a_wrong_configuration() {
        let dir = tempfile::tempdir().unwrap();
        let failure = read_root(&dir.path().join("root.json")).unwrap_err();
        assert_eq!(failure.exit, Exit::BadConfig);
        assert!(failure.to_string().contains("root.json"));
    }
}
