//! When to poll next. Pure: the last result, the setting and a random number in, seconds out.

use crate::failure::Exit;

/// First wait after a poll that found nobody, seconds.
const RETRY_FIRST_S: u64 = 30;

/// Seconds until the next poll. `failures` counts polls that failed in a row with `last`; `asked_s` is what a busy server
/// asked for; `random` is any number.
///
/// Polls are spread by half of the interval to either side, so that a thousand terminals that were switched on at
/// the same time do not ask at the same time. An unreachable feed is asked again sooner, doubling up to the interval.
pub fn wait_s(
    poll_min: u32,
    last: Option<Exit>,
    failures: u32,
    asked_s: Option<u64>,
    random: u64,
) -> u64 {
    let interval = u64::from(poll_min.max(1)) * 60;
    let base = match last {
        Some(Exit::Unreachable) => {
            let doubled = RETRY_FIRST_S << failures.saturating_sub(1).min(16);
            doubled.min(interval)
        }
        _ => interval,
    };
    // From half to one and a half of the base.
    let wait = (base / 2 + random % (base + 1)).max(1);
    match asked_s {
        // Never before the time asked for, and not all at that very second either.
        Some(asked) => wait.max(asked + random % (asked / 4 + 2)),
        None => wait,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polls_are_spread_by_half_of_the_interval() {
        let waits: Vec<u64> = (0..=900).map(|r| wait_s(15, None, 0, None, r)).collect();
        assert_eq!(waits.iter().min(), Some(&450));
        assert_eq!(waits.iter().max(), Some(&1350));
        assert!((450..=1350).contains(&wait_s(15, None, 0, None, u64::MAX)));
    }

    #[test]
    fn an_unreachable_feed_is_asked_sooner_and_then_less_and_less() {
        let at = |failures| wait_s(15, Some(Exit::Unreachable), failures, None, 0);
        assert_eq!([at(1), at(2), at(3), at(20)], [15, 30, 60, 450]);
    }

    #[test]
    fn a_refused_feed_is_not_hammered() {
        assert!(wait_s(15, Some(Exit::Refused), 1, None, 0) >= 450);
    }

    #[test]
    fn a_wait_is_never_nothing() {
        assert!(wait_s(1, Some(Exit::Unreachable), 1, None, 0) >= 1);
    }

    #[test]
    fn a_busy_server_is_never_asked_before_its_time() {
        for random in [0, 1, 599, u64::MAX] {
            let wait = wait_s(15, Some(Exit::Unreachable), 1, Some(600), random);
            assert!((600..=900).contains(&wait), "{wait}");
        }
        assert!(wait_s(15, Some(Exit::Unreachable), 1, Some(0), 0) >= 1);
    }
}
