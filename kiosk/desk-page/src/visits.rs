//! Who is logged in: cookies, the token of their forms, and how long since they gave a sign of life. Nothing of it outlives the program. Asks no
//! clock: the time since the program began is an argument.

use std::time::Duration;

use hatch::{Key, same};
use journal::Role;

/// Browsers that are logged in at the same time; the one that was silent longest falls out.
const VISITS_MAX: usize = 16;
/// Whoever stays longer types the PIN again.
const LONGEST: Duration = Duration::from_secs(12 * 60 * 60);
const SECRET_BYTES: usize = 32;

/// One browser that is logged in.
#[derive(Clone)]
#[allow(missing_docs)]
pub struct Visit {
    pub by: Role,
    /// What the kiosk gave for the PIN.
    pub key: Key,
    /// Stands in each form of this browser.
    pub token: String,
    /// The paper that was written down last from here, while it is no mistake: what U makes void.
    pub last: Option<String>,
    cookie: String,
    since: Duration,
    seen: Duration,
}

/// All of them.
pub struct Visits {
    list: Vec<Visit>,
    idle: Duration,
}

impl Visits {
    /// Nobody is logged in yet.
    pub fn new(idle: Duration) -> Visits {
        Visits {
            list: Vec::new(),
            idle,
        }
    }

    /// Somebody typed the PIN; the cookie, and keys of those who fell out. `None` where the system gives no randomness.
    pub fn begin(&mut self, by: Role, key: Key, now: Duration) -> Option<(String, Vec<Key>)> {
        let cookie = secret()?;
        let token = secret()?;
        let mut gone = self.forget_silent(now);
        if self.list.len() >= VISITS_MAX {
            let silent = (0..self.list.len()).min_by_key(|at| self.list[*at].seen)?;
            gone.push(self.list.remove(silent).key);
        }
        self.list.push(Visit {
            by,
            key,
            token,
            last: None,
            cookie: cookie.clone(),
            since: now,
            seen: now,
        });
        Some((cookie, gone))
    }

    /// Whose cookie it is; `alive` where a person did something.
    pub fn see(&mut self, cookie: &str, now: Duration, alive: bool) -> Option<Visit> {
        self.forget_silent(now);
        let mut list = self.list.iter_mut();
        let visit = list.find(|visit| same(&visit.cookie, cookie))?;
        if alive {
            visit.seen = now;
        }
        Some(visit.clone())
    }

    /// A paper was written down under this number.
    pub fn wrote(&mut self, cookie: &str, number: &str) {
        self.keep(cookie, |last| *last = Some(number.to_owned()));
    }

    /// This number was made void.
    pub fn made_void(&mut self, cookie: &str, number: &str) {
        self.keep(cookie, |last| {
            last.take_if(|held| held == number);
        });
    }

    fn keep(&mut self, cookie: &str, change: impl FnOnce(&mut Option<String>)) {
        let mut list = self.list.iter_mut();
        if let Some(visit) = list.find(|visit| same(&visit.cookie, cookie)) {
            change(&mut visit.last);
        }
    }

    /// It is over; its key goes back to the kiosk.
    pub fn end(&mut self, cookie: &str) -> Option<Key> {
        let at = self
            .list
            .iter()
            .position(|visit| same(&visit.cookie, cookie))?;
        Some(self.list.remove(at).key)
    }

    fn forget_silent(&mut self, now: Duration) -> Vec<Key> {
        let idle = self.idle;
        let over = |visit: &mut Visit| {
            now.saturating_sub(visit.seen) >= idle || now.saturating_sub(visit.since) >= LONGEST
        };
        self.list.extract_if(.., over).map(|v| v.key).collect()
    }
}

impl Visit {
    /// Whether a form came from a page that this browser was given.
    pub fn knows(&self, token: &str) -> bool {
        same(&self.token, token)
    }
}

fn secret() -> Option<String> {
    let mut bytes = [0; SECRET_BYTES];
    getrandom::fill(&mut bytes).ok()?;
    Some(hex::encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn begun(visits: &mut Visits, now: u64) -> String {
        let key = Key(format!("key {now}"));
        visits.begin(Role::A, key, s(now)).unwrap().0
    }

    #[test]
    fn only_what_a_person_does_keeps_a_session_alive() {
        let mut visits = Visits::new(s(600));
        let cookie = begun(&mut visits, 0);
        assert!(visits.see(&cookie, s(599), true).is_some());
        assert!(visits.see(&cookie, s(1_198), false).is_some());
        assert!(visits.see(&cookie, s(1_199), false).is_none(), "idle");
        assert!(visits.see(&cookie, s(1), true).is_none(), "for good");
    }

    #[test]
    fn a_working_day_is_the_longest() {
        let mut visits = Visits::new(s(600));
        let cookie = begun(&mut visits, 0);
        for now in (0..12 * 3_600).step_by(300) {
            assert!(visits.see(&cookie, s(now), true).is_some(), "{now}");
        }
        assert!(visits.see(&cookie, s(12 * 3_600), true).is_none());
    }

    #[test]
    fn an_ended_session_and_a_foreign_cookie_are_nobodys() {
        let mut visits = Visits::new(s(600));
        let cookie = begun(&mut visits, 0);
        let other = begun(&mut visits, 1);
        assert_eq!(visits.end(&cookie), Some(Key("key 0".into())));
        assert!(visits.see(&cookie, s(1), true).is_none());
        for foreign in ["", "00", &"0".repeat(64), &other[1..]] {
            assert!(visits.see(foreign, s(1), true).is_none());
        }
        let visit = visits.see(&other, s(1), true).unwrap();
        assert!(visit.knows(&visit.token) && !visit.knows("") && !visit.knows(&other));
    }

    #[test]
    fn the_last_paper_is_known_to_its_own_browser_until_it_is_void() {
        let mut visits = Visits::new(s(600));
        let cookie = begun(&mut visits, 0);
        let other = begun(&mut visits, 1);
        let last = |visits: &mut Visits, cookie: &str| visits.see(cookie, s(2), true).unwrap().last;
        visits.wrote(&cookie, "1");
        visits.wrote(&cookie, "2");
        visits.wrote("nobody's", "3");
        assert_eq!(last(&mut visits, &cookie), Some("2".to_owned()));
        assert_eq!(last(&mut visits, &other), None);
        visits.made_void(&cookie, "1");
        assert_eq!(last(&mut visits, &cookie), Some("2".to_owned()));
        visits.made_void(&cookie, "2");
        assert_eq!(last(&mut visits, &cookie), None);
    }

    #[test]
    fn of_many_the_one_that_was_silent_longest_falls_out() {
        let mut visits = Visits::new(s(600));
        let cookies: Vec<String> = (0..VISITS_MAX as u64)
            .map(|now| begun(&mut visits, now))
            .collect();
        visits.see(&cookies[0], s(100), true).unwrap();
        let (_, gone) = visits.begin(Role::B, Key("new".into()), s(101)).unwrap();
        assert_eq!(gone, [Key("key 1".into())]);
        assert!(visits.see(&cookies[1], s(101), true).is_none());
        assert!(visits.see(&cookies[0], s(101), true).is_some());
    }
}
