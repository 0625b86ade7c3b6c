//! Who may have something written down: keys that the kiosk gave out for a PIN, and how long nobody may try one. Asks no clock: the time since the
//! program began is an argument. Nothing of it outlives the program but the count of wrong PINs.

use std::time::Duration;

use hatch::{Key, same};
use journal::Role;

/// Keys that are good at the same time; the oldest falls out.
const KEYS_MAX: usize = 16;
/// A key is good for a working day.
const KEY_LIVES: Duration = Duration::from_secs(12 * 60 * 60);
const KEY_BYTES: usize = 32;

/// Keys that are good.
#[derive(Default)]
pub struct Keys(Vec<Held>);

struct Held {
    key: String,
    by: Role,
    since: Duration,
}

impl Keys {
    /// A new one; `None` where the system gives no randomness.
    pub fn give(&mut self, by: Role, now: Duration) -> Option<Key> {
        let mut bytes = [0; KEY_BYTES];
        random(&mut bytes)?;
        let key: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        self.forget_old(now);
        if self.0.len() >= KEYS_MAX {
            self.0.remove(0);
        }
        self.0.push(Held {
            key: key.clone(),
            by,
            since: now,
        });
        Some(Key(key))
    }

    /// Whose key it is, while it is good.
    pub fn role(&mut self, key: &Key, now: Duration) -> Option<Role> {
        self.forget_old(now);
        self.0
            .iter()
            .find(|held| same(&held.key, &key.0))
            .map(|held| held.by)
    }

    /// It is worth nothing from now on.
    pub fn take_back(&mut self, key: &Key) {
        self.0.retain(|held| !same(&held.key, &key.0));
    }

    fn forget_old(&mut self, now: Duration) {
        self.0
            .retain(|held| now.saturating_sub(held.since) < KEY_LIVES);
    }
}

fn random(bytes: &mut [u8]) -> Option<()> {
    use std::io::Read;
    let file = std::fs::File::open("/dev/urandom");
    file.and_then(|mut file| file.read_exact(bytes)).ok()
}

/// When the last PIN was tried, by whoever.
#[derive(Default)]
pub struct Pause {
    tried: Option<Duration>,
}

impl Pause {
    /// A PIN is compared now.
    pub fn tried(&mut self, now: Duration) {
        self.tried = Some(now);
    }

    /// Seconds that are left after so many wrong ones. What was tried before the program began counts as tried then: nobody gains by a restart.
    pub fn left_s(&self, wrong: u32, now: Duration) -> u32 {
        let until = self.tried.unwrap_or_default()
            + Duration::from_secs(u64::from(config::pin::wait_s(wrong)));
        let left = until.saturating_sub(now);
        let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
        u32::try_from(seconds).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_key_is_good_for_a_day_and_until_it_is_given_back() {
        let mut keys = Keys::default();
        let key = keys.give(Role::B, s(0)).unwrap();
        assert_eq!(key.0.len(), 64);
        assert_eq!(keys.role(&key, s(10)), Some(Role::B));
        for wrong in ["", "00", &"0".repeat(64), &key.0[1..]] {
            assert_eq!(keys.role(&Key(wrong.to_owned()), s(10)), None);
        }
        let other = keys.give(Role::A, s(10)).unwrap();
        keys.take_back(&key);
        assert_eq!(keys.role(&key, s(11)), None);
        assert_eq!(keys.role(&other, s(11)), Some(Role::A));
        assert_eq!(keys.role(&other, s(10 + 12 * 3_600)), None);
    }

    #[test]
    fn of_many_keys_the_oldest_falls_out() {
        let mut keys = Keys::default();
        let given: Vec<Key> = (0..=KEYS_MAX)
            .map(|_| keys.give(Role::A, s(0)).unwrap())
            .collect();
        assert_eq!(keys.role(&given[0], s(0)), None);
        assert!(given[1..].iter().all(|key| keys.role(key, s(0)).is_some()));
    }

    #[test]
    fn a_pause_runs_out_and_a_restart_does_not_shorten_it() {
        let mut pause = Pause::default();
        assert_eq!(pause.left_s(2, s(0)), 0);
        assert_eq!(pause.left_s(3, s(0)), 60, "tried before the program began");
        pause.tried(s(100));
        assert_eq!(pause.left_s(3, s(100)), 60);
        assert_eq!(pause.left_s(4, s(130)), 90);
        assert_eq!(pause.left_s(3, s(160)), 0);
        assert_eq!(pause.left_s(0, s(100)), 0);
    }
}
