//! One agent at a time: `mirror/agent.lock`, held by flock and let go by the kernel when the program ends, however it
//! ends. Refuses a second holder at once.

use crate::failure::{Exit, Failure, Outcome, io_failure};
use rustix::fs::{FlockOperation, flock};
use std::fs::{self, File, OpenOptions};
use std::path::Path;

/// File name inside the mirror's folder.
pub const FILE: &str = "agent.lock";

/// The right to write; let go when dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Takes the lock, or tells that another agent has it.
pub fn take(dir: &Path) -> Outcome<Lock> {
    match try_take(dir)? {
        Some(lock) => Ok(lock),
        None => Err(Failure::words(
            Exit::Locked,
            format!(
                "lock {}: another sync-agent is at work",
                dir.join(FILE).display()
            ),
        )
        .advise("wait for it, or stop the service before working by hand")),
    }
}

fn try_take(dir: &Path) -> Outcome<Option<Lock>> {
    fs::create_dir_all(dir).map_err(|e| io_failure(e, "create folder", dir))?;
    let path = dir.join(FILE);
    let file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .map_err(|e| io_failure(e, "open", &path))?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Some(Lock { _file: file })),
        Err(e) if e == rustix::io::Errno::WOULDBLOCK => Ok(None),
        Err(e) => Err(io_failure(e.into(), "lock", &path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_agent_is_turned_away_until_the_first_ends() {
        let dir = tempfile::tempdir().unwrap();
        let first = take(dir.path()).unwrap();
        assert_eq!(take(dir.path()).unwrap_err().exit, Exit::Locked);
        drop(first);
        take(dir.path()).unwrap();
    }
}
