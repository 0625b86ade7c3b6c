//! `run`: poll, wait, poll, until told to stop. Owns the loop; when to poll is `schedule`'s, what a poll does is `poll`'s.
//! A failed poll never ends the loop; a stop never waits for a slow line, for every step can be cut off.

use crate::failure::{Exit, Outcome};
use crate::fetch::Place;
use crate::poll::{self, Terminal};
use crate::schedule;
use crate::session::{self, Session};
use crate::trust::{RunReport, Trust};
use jiff::SignedDuration;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Polls until SIGTERM or SIGINT.
pub async fn run(session: &mut Session) -> Outcome<()> {
    let mut term = listen(SignalKind::terminate())?;
    let mut interrupt = listen(SignalKind::interrupt())?;
    loop {
        let polled = tokio::select! {
            polled = poll_once(&session.terminal, &session.feed, session.poll_limits, &mut session.trust) => Some(polled),
            _ = term.recv() => None,
            _ = interrupt.recv() => None,
        };
        let Some((report, failed)) = polled else {
            break;
        };
        let wait_s = schedule::wait_s(session.poll_min, failed, report.failures, random());
        let next = session::clock()
            + SignedDuration::from_secs(i64::try_from(wait_s).unwrap_or(i64::MAX / 2));
        // Only the status needs it; a full disk must not end the loop.
        let _ = session.trust.set_next_poll(&next.to_string());
        eprintln!("sync-agent: next poll at {next}");
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(wait_s)) => {}
            _ = term.recv() => break,
            _ = interrupt.recv() => break,
        }
    }
    let _ = session.trust.set_next_poll("");
    eprintln!("sync-agent: stopped as asked");
    Ok(())
}

async fn poll_once(
    terminal: &Terminal,
    feed: &url::Url,
    limits: crate::fetch::Limits,
    trust: &mut Trust,
) -> (RunReport, Option<Exit>) {
    let place = trust
        .remembered(feed.as_str())
        .and_then(|remembered| Place::at(feed, limits, remembered));
    let place = match place {
        Ok(place) => place,
        Err(failure) => {
            eprintln!("sync-agent: {failure}");
            return (RunReport::default(), Some(failure.exit));
        }
    };
    let (report, result) =
        poll::once(terminal, &place, feed.as_str(), trust, session::clock()).await;
    match &result {
        Ok(()) => eprintln!("sync-agent: {}", session::summary(&report)),
        Err(failure) => eprintln!("sync-agent: {failure}"),
    }
    (report, result.err().map(|failure| failure.exit))
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
