//! Who has how many connections open. Each computer has its share, and where all places are taken, whoever has most of them gives one up:
//! a few computers cannot shut the others out. Knows no bytes.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

/// Connections at a time.
const CONNECTIONS_MAX: usize = 64;
/// Of one computer; a browser opens six.
const OF_ONE_MAX: usize = 12;
/// A computer gives itself as many addresses of IPv6 as it likes within such a network (RFC 8981).
const OF_ONE_BITS: u32 = 64;

/// The connections that are open.
#[derive(Default)]
pub struct Shares(Mutex<Open>);

#[derive(Default)]
struct Open {
    next: u64,
    /// The oldest first.
    lines: BTreeMap<u64, Line>,
}

struct Line {
    whose: IpAddr,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    given_up: Notify,
    busy: AtomicBool,
}

/// One of them, until it is dropped.
pub struct Share {
    of: Arc<Shares>,
    number: u64,
    state: Arc<State>,
}

/// Something is being answered, until it is dropped.
pub struct Busy(Arc<State>);

impl Shares {
    /// A place for one more connection of that computer, if need be that of another. `None` where it has enough.
    pub fn take(self: &Arc<Shares>, from: IpAddr) -> Option<Share> {
        let whose = computer(from);
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = open.lines.values().filter(|l| l.whose == whose).count();
        if own >= OF_ONE_MAX {
            return None;
        }
        if open.lines.len() >= CONNECTIONS_MAX {
            let number = open.to_give_up(own)?;
            let line = open.lines.remove(&number)?;
            line.state.given_up.notify_one();
        }
        let number = open.next;
        open.next += 1;
        let state = Arc::new(State::default());
        open.lines.insert(
            number,
            Line {
                whose,
                state: state.clone(),
            },
        );
        Some(Share {
            of: self.clone(),
            number,
            state,
        })
    }
}

impl Open {
    /// Of whoever has most, if that is more than the one who asks would have: the oldest that waits, or else the oldest.
    fn to_give_up(&self, own: usize) -> Option<u64> {
        let mut counts: HashMap<IpAddr, usize> = HashMap::new();
        for line in self.lines.values() {
            *counts.entry(line.whose).or_default() += 1;
        }
        let (most, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
        if count <= own + 1 {
            return None;
        }
        let mut of_it = self.lines.iter().filter(|(_, line)| line.whose == most);
        let oldest = of_it.clone().next();
        let waits = of_it.find(|(_, line)| !line.state.busy.load(Ordering::Relaxed));
        waits.or(oldest).map(|(number, _)| *number)
    }
}

impl Share {
    /// Comes back when the place is needed for another.
    pub async fn given_up(&self) {
        self.state.given_up.notified().await;
    }

    /// Tells, for requests of this connection, when one is being answered.
    pub fn answers(&self) -> impl Fn() -> Busy + use<> {
        let state = self.state.clone();
        move || {
            state.busy.store(true, Ordering::Relaxed);
            Busy(state.clone())
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.busy.store(false, Ordering::Relaxed);
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut open = self.of.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.lines.remove(&self.number);
    }
}

/// What counts as one computer.
fn computer(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << OF_ONE_BITS)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(n: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, n])
    }

    fn is_given_up(share: &Share) -> bool {
        use std::future::Future;
        let mut waits = std::pin::pin!(share.given_up());
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        waits.as_mut().poll(&mut context).is_ready()
    }

    #[test]
    fn one_computer_has_its_share_and_gets_it_back() {
        let shares = Arc::new(Shares::default());
        let mut held: Vec<Share> = (0..OF_ONE_MAX)
            .map(|_| shares.take(address(1)).unwrap())
            .collect();
        assert!(shares.take(address(1)).is_none());
        held.pop();
        assert!(shares.take(address(1)).is_some());
    }

    #[test]
    fn where_all_places_are_taken_whoever_has_most_gives_one_up() {
        let shares = Arc::new(Shares::default());
        let held: Vec<Share> = (0..CONNECTIONS_MAX)
            .map(|n| shares.take(address((n / OF_ONE_MAX) as u8)).unwrap())
            .collect();
        let answers = held[0].answers();
        let busy = answers();
        let late = shares.take(address(99)).unwrap();
        let given: Vec<usize> = (0..held.len()).filter(|n| is_given_up(&held[*n])).collect();
        // What is being answered is spared while another waits.
        assert_eq!(given.len(), 1);
        assert_ne!(given, [0]);
        drop(busy);
        // All come to the same share, and no more.
        let mut all = vec![late];
        all.extend((0..OF_ONE_MAX).map_while(|_| shares.take(address(99))));
        assert_eq!(all.len(), 10, "64 places among 7");
        drop(held);
        drop(all);
        assert!(shares.0.lock().unwrap().lines.is_empty());
    }

    #[test]
    fn addresses_that_a_computer_gives_itself_are_one_computer() {
        let shares = Arc::new(Shares::default());
        let of = |n: u128| IpAddr::V6(Ipv6Addr::from_bits((0xfd00 << 112) | n));
        let held: Vec<Option<Share>> = (0..OF_ONE_MAX as u128 + 1)
            .map(|n| shares.take(of(n)))
            .collect();
        assert_eq!(held.iter().flatten().count(), OF_ONE_MAX);
        assert!(shares.take(of(1 << 64)).is_some());
    }
}
