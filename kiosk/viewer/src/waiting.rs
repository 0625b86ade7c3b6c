//! How long an answer is waited for: by the clock, and where the machine is busy until the child has had its share of the processor.
//! Owns the deadline; ends no child.

use crate::limits::{PAGE_TIME_MAX, PAGE_WAIT_MAX};
use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

/// What the system counts a process's time in, of a second.
const TICKS: u64 = 100;
/// Where its own and the system's time for it stand behind its name in what the system says of it.
const TIMES_AT: usize = 11;
/// A wait is never shorter: the deadline is looked at again after each.
const WAIT_MIN: Duration = Duration::from_millis(10);

/// How patient one is.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// So long in any case.
    least: Duration,
    /// So long while the child has not had as much of the processor.
    most: Duration,
}

/// For a page.
pub const PAGE: Patience = Patience {
    least: PAGE_TIME_MAX,
    most: PAGE_WAIT_MAX,
};

impl From<Duration> for Patience {
    fn from(within: Duration) -> Patience {
        Patience {
            least: within,
            most: within,
        }
    }
}

/// A reader that gives up at a moment, not after a silence: a child that sends one byte a second is late too.
pub struct Until<'a> {
    wire: &'a UnixStream,
    patience: Patience,
    since: Instant,
    child: Option<u32>,
    /// What the child had used before.
    used: Option<Duration>,
}

impl<'a> Until<'a> {
    /// Begins to wait for this child.
    pub fn new(wire: &'a UnixStream, patience: Patience, child: Option<u32>) -> Until<'a> {
        Until {
            wire,
            patience,
            since: Instant::now(),
            child,
            used: child.and_then(used),
        }
    }

    /// How long to wait before the question is asked anew; nothing when it is late.
    fn left(&self) -> Duration {
        let waited = self.since.elapsed();
        let Patience { least, most } = self.patience;
        if waited < least {
            return least - waited;
        }
        let now = self.child.filter(|_| waited < most).and_then(used);
        let ran = now
            .zip(self.used)
            .map(|(now, before)| now.saturating_sub(before));
        let left = ran.map_or(Duration::ZERO, |ran| least.saturating_sub(ran));
        match left.is_zero() {
            true => left,
            false => left.max(WAIT_MIN).min(most.saturating_sub(waited)),
        }
    }
}

/// Processor time of a process so far, all its threads together.
fn used(process: u32) -> Option<Duration> {
    let said = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // Its name may hold anything.
    let (_, behind) = said.rsplit_once(')')?;
    let ticks = behind.split_whitespace().skip(TIMES_AT).take(2);
    let ticks: u64 = ticks.map(|ticks| ticks.parse().unwrap_or(0_u64)).sum();
    Some(Duration::from_millis(ticks.saturating_mul(1_000 / TICKS)))
}

impl Read for Until<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let left = self.left();
            if left.is_zero() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.wire.set_read_timeout(Some(left))?;
            match (&mut &*self.wire).read(into) {
                Err(error)
                    if matches!(
                        error.kind(),
                        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock
                    ) => {}
                other => return other,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    /// How long one waits for an answer that never comes.
    fn waited(patience: Patience, script: &str) -> Duration {
        let mut child = Command::new("sh")
            .args(["-c", script])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let (ours, _theirs) = UnixStream::pair().unwrap();
        let begun = Instant::now();
        let mut until = Until::new(&ours, patience, Some(child.id()));
        let late = until.read(&mut [0]).unwrap_err();
        assert_eq!(late.kind(), io::ErrorKind::TimedOut);
        let waited = begun.elapsed();
        child.kill().unwrap();
        child.wait().unwrap();
        waited
    }

    #[test]
    fn a_child_that_did_not_come_to_run_is_waited_for_longer_and_not_for_ever() {
        let patience = Patience {
            least: Duration::from_millis(200),
            most: Duration::from_millis(900),
        };
        let idle = waited(patience, "exec sleep 60");
        assert!(idle >= patience.most && idle < 3 * patience.most);
        let once = waited(patience.least.into(), "exec sleep 60");
        assert!(once >= patience.least && once < patience.most);
    }

    #[test]
    fn a_child_that_ran_its_time_is_late() {
        let patience = Patience {
            least: Duration::from_millis(200),
            most: Duration::from_secs(60),
        };
        let busy = waited(patience, "while :; do :; done");
        assert!(busy >= patience.least && busy < Duration::from_secs(30));
    }

    #[test]
    fn bytes_that_come_are_read() {
        use std::io::Write;
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        theirs.write_all(b"x").unwrap();
        let mut byte = [0];
        let mut until = Until::new(&ours, Duration::from_secs(9).into(), None);
        assert_eq!(until.read(&mut byte).unwrap(), 1);
    }
}
