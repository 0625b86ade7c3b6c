//! Whether the mirror's file is still what was written: a card that forgets a page says nothing until that page is read. Owns
//! when to look and how deep; sets nothing aside itself, because a mirror that can be read in part is better than none
//! until a verified feed is there to fill it anew.

use crate::failure::{Exit, Failure, Outcome};
use crate::pull::apply::{Depth, Store};
use jiff::{SignedDuration, Timestamp};
use std::path::Path;

/// Hours after which the pages are looked at again.
const EVERY_HOURS: i64 = 24;

/// When the mirror was looked at. Begins with every start of the program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checkup {
    sound: Option<Timestamp>,
    asked: bool,
}

impl Checkup {
    /// Somebody met a fault: the next poll looks at everything.
    pub fn ask(&mut self) {
        self.asked = true;
    }

    /// How deep the next look is; `None` when the last one was not long ago.
    pub fn due(&self, now: Timestamp) -> Option<Depth> {
        if self.asked {
            return Some(Depth::Whole);
        }
        let is_recent = self.sound.is_some_and(|sound| {
            // A clock that went back says nothing about how long ago it was.
            let passed = now.duration_since(sound);
            !passed.is_negative() && passed < SignedDuration::from_hours(EVERY_HOURS)
        });
        (!is_recent).then_some(Depth::Pages)
    }

    /// Looks if it is due. A failure for which [`crate::pull::apply::is_damaged`] holds means that the mirror must be filled anew.
    pub async fn run(&mut self, dir: &Path, now: Timestamp) -> Outcome<()> {
        let Some(depth) = self.due(now) else {
            return Ok(());
        };
        let dir = dir.to_owned();
        // It reads the whole file, which takes long on a card: the watchdog goes on beside it.
        let looked = tokio::task::spawn_blocking(move || Store::look_over(&dir, depth)).await;
        looked.map_err(|e| Failure::new(Exit::Unexpected, e).context("look over the mirror"))??;
        self.settled(now);
        Ok(())
    }

    /// The mirror is known to be whole: it was looked at, or was filled anew.
    pub fn settled(&mut self, now: Timestamp) {
        *self = Checkup {
            sound: Some(now),
            asked: false,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mirror_is_looked_at_at_the_start_once_a_day_and_when_somebody_met_a_fault() {
        let hour = |n: i64| {
            "2026-11-22T00:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(n)
        };
        let mut checkup = Checkup::default();
        assert_eq!(checkup.due(hour(0)), Some(Depth::Pages));
        checkup.settled(hour(0));
        assert_eq!(checkup.due(hour(23)), None);
        assert_eq!(checkup.due(hour(24)), Some(Depth::Pages));
        assert_eq!(checkup.due(hour(-1)), Some(Depth::Pages));
        checkup.ask();
        assert_eq!(checkup.due(hour(1)), Some(Depth::Whole));
        checkup.settled(hour(1));
        assert_eq!(checkup.due(hour(2)), None);
    }
}
