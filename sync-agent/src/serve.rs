//! `run`: poll, wait, poll, until told to stop. Owns the loop; when to poll is `schedule`'s, what a poll does is `poll`'s.
//! A failed poll never ends the loop; a stop never waits for a slow line, for every step can be cut off. SIGHUP is a
//! request to look at once, at sticks first: `systemctl reload` and the rule for plugged-in sticks send it.

use crate::agent::{self, Agent};
use crate::failure::{Exit, Failure, Outcome};
use crate::media::Seen;
use crate::pull::fetch::Place;
use crate::pull::poll;
use crate::report::Sender;
use crate::schedule;
use crate::trust::RunReport;
use crate::wishes::Requests;
use jiff::SignedDuration;
use journal::Wish;
use sd_notify::NotifyState;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Seconds that looking for sticks may take.
const STICKS_S_MAX: u64 = 60;

/// Polls until SIGTERM or SIGINT.
pub async fn run(agent: &mut Agent, sender: Option<&Sender>) -> Outcome<()> {
    let mut term = listen(SignalKind::terminate())?;
    let mut interrupt = listen(SignalKind::interrupt())?;
    let mut look = listen(SignalKind::hangup())?;
    let mut seen = Seen::default();
    let mut asked = None;
    tell(&[NotifyState::Ready]);
    loop {
        let worked = tokio::select! {
            worked = work(agent, sender, &mut seen, asked.take()) => Some(worked),
            () = keep_alive() => None,
            _ = term.recv() => None,
            _ = interrupt.recv() => None,
        };
        let Some((report, polled)) = worked else {
            break;
        };
        let failed = polled.err().map(|failure| failure.exit);
        let asked_s = report.retry_after_s;
        let wait_s = schedule::wait_s(agent.poll_min, failed, report.failures, asked_s, random());
        let next = agent.clock.now()
            + SignedDuration::from_secs(i64::try_from(wait_s).unwrap_or(i64::MAX / 2));
        // Only the status needs it; a full disk must not end the loop.
        let _ = agent.trust.set_next_poll(&next.to_string());
        log!("next poll at {next}");
        tell(&[NotifyState::Status(&format!("next poll at {next}"))]);
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(wait_s)) => {}
            requests = agent.wishes.wait(&agent.trust) => {
                log!("asked by the desk");
                asked = Some(requests);
            }
            () = keep_alive() => {}
            _ = look.recv() => log!("asked to look at once"),
            _ = term.recv() => break,
            _ = interrupt.recv() => break,
        }
    }
    tell(&[NotifyState::Stopping]);
    let _ = agent.trust.set_next_poll("");
    log!("stopped as asked");
    Ok(())
}

/// The feed, sticks, the upload; and the answer, if the desk asked.
async fn work(
    agent: &mut Agent,
    sender: Option<&Sender>,
    seen: &mut Seen,
    asked: Option<Requests>,
) -> (RunReport, Outcome<()>) {
    let wants = |wish| asked.as_ref().is_some_and(|asked| asked.want(wish));
    if wants(Wish::Check) {
        agent.checkup.ask();
    }
    // The network first: what was taken down there must not wait for a stick.
    let (report, polled) = poll_once(agent, asked.is_some()).await;
    for stick in sticks(agent, seen).await {
        import(agent, &stick).await;
    }
    let network = matches!(agent.feed.scheme(), "http" | "https");
    let now = agent.clock.now();
    if let Some(links) = &mut agent.links {
        links.mind(&agent.way, now, network && polled.is_ok()).await;
    }
    let sent = match sender {
        Some(sender) if wants(Wish::Upload) || sender.is_due(&agent.trust, now) => {
            send(agent, sender).await
        }
        None if wants(Wish::Upload) => Err(Failure::words(
            Exit::BadConfig,
            "upload: [upload] to is not set",
        )),
        _ => Ok(()),
    };
    if let Some(asked) = &asked {
        // What was asked last is answered; a poll that failed is told in the status anyway.
        let answer = match asked.asked.last().map(|last| last.wish) {
            Some(Wish::Upload) => asked.answer(&sent, now),
            _ => asked.answer(&polled, now),
        };
        if let Err(failure) = agent.trust.set_answer(&answer) {
            log!("{failure}");
        }
    }
    (report, polled)
}

async fn send(agent: &mut Agent, sender: &Sender) -> Outcome<()> {
    let now = agent.clock.now();
    match sender.run(&mut agent.trust, now).await {
        Ok(0) => Ok(()),
        Ok(arrived) => {
            log!("{arrived} batches of the register arrived");
            Ok(())
        }
        Err(failure) => {
            log!("{failure}");
            Err(failure)
        }
    }
}

/// Sticks that were not seen before, looked for on a thread of its own: one that hangs is looked at again with the next poll.
async fn sticks(agent: &Agent, seen: &mut Seen) -> Vec<PathBuf> {
    let Some(media) = agent.media.clone() else {
        return Vec::new();
    };
    let before = seen.clone();
    let look = tokio::task::spawn_blocking(move || {
        let mut seen = before;
        let fresh = seen.fresh(&media);
        (seen, fresh)
    });
    match tokio::time::timeout(Duration::from_secs(STICKS_S_MAX), look).await {
        Ok(Ok((now, fresh))) => {
            *seen = now;
            fresh
        }
        _ => {
            log!("look for sticks: no answer in {STICKS_S_MAX} s");
            Vec::new()
        }
    }
}

async fn import(agent: &mut Agent, stick: &Path) {
    let (report, result) = poll::import(agent.puller(true), stick).await;
    match result {
        Ok(()) => log!("{}", agent::summary(&report)),
        Err(failure) => log!("import {}: {failure}", stick.display()),
    }
}

async fn poll_once(agent: &mut Agent, asked: bool) -> (RunReport, Outcome<()>) {
    let feed = agent.feed.clone();
    let place = agent
        .trust
        .remembered(feed.as_str())
        .and_then(|remembered| Place::at(&feed, &agent.way, remembered));
    let place = match place {
        Ok(place) => place,
        Err(failure) => {
            log!("{failure}");
            return (RunReport::default(), Err(failure));
        }
    };
    let (report, result) = poll::once(agent.puller(asked), &place, feed.as_str()).await;
    match &result {
        Ok(()) => log!("{}", agent::summary(&report)),
        Err(failure) => log!("{failure}"),
    }
    (report, result)
}

/// Tells systemd twice in each of its watchdog's spans that this program goes on; never ends. Without a watchdog it
/// only waits. It runs beside the work on one thread, so that work that hangs is noticed.
async fn keep_alive() {
    let mut span_us = 0;
    if !sd_notify::watchdog_enabled(false, &mut span_us) {
        return std::future::pending().await;
    }
    let half = Duration::from_micros((span_us / 2).max(1));
    loop {
        tell(&[NotifyState::Watchdog]);
        tokio::time::sleep(half).await;
    }
}

/// Without systemd nobody listens, and nothing is lost.
fn tell(states: &[NotifyState<'_>]) {
    let _ = sd_notify::notify(false, states);
}

fn listen(kind: SignalKind) -> Outcome<Signal> {
    signal(kind).map_err(|e| {
        crate::failure::Failure::new(Exit::Unexpected, e).context("listen for signals")
    })
}

/// A number nobody can foresee; the standard library seeds its hashers from the system.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}
