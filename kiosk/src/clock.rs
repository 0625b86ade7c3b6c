//! The time of a terminal: the device's, or a script's. Tells no local time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

/// The terminal's time.
#[derive(Clone)]
#[allow(missing_docs)]
pub enum Clock {
    Real(Instant),
    /// A script's: starts somewhere and moves when told to.
    Scripted {
        /// Wall time at the start.
        from: Timestamp,
        ms: Arc<AtomicU64>,
    },
}

impl Clock {
    /// The device's clock.
    pub fn real() -> Clock {
        Clock::Real(Instant::now())
    }

    /// A clock that stands still until it is moved.
    pub fn scripted(from: Timestamp) -> Clock {
        Clock::Scripted {
            from,
            ms: Arc::default(),
        }
    }

    /// Moves a scripted clock; the real one moves by itself.
    pub fn advance(&self, by_ms: u64) {
        if let Clock::Scripted { ms, .. } = self {
            ms.fetch_add(by_ms, Ordering::SeqCst);
        }
    }

    /// Milliseconds since it began.
    pub(crate) fn now_ms(&self) -> u64 {
        match self {
            Clock::Real(start) => u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
            Clock::Scripted { ms, .. } => ms.load(Ordering::SeqCst),
        }
    }

    /// What time it is.
    pub(crate) fn wall(&self) -> Timestamp {
        match self {
            Clock::Real(_) => Timestamp::now(),
            Clock::Scripted { from, ms } => {
                let ms = i64::try_from(ms.load(Ordering::SeqCst)).unwrap_or(i64::MAX);
                from.checked_add(SignedDuration::from_millis(ms))
                    .unwrap_or(*from)
            }
        }
    }
}
