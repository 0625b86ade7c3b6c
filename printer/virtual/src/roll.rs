//! What all connections to one virtual printer share: the roll of paper, the cover, the power, what it says of them, and what was
//! left in its buffer by a connection that is gone.

use super::faults::Faults;
use super::paper::Left;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The state of the device.
#[derive(Debug)]
pub struct Roll {
    pub(super) faults: Faults,
    pub(super) rows: u64,
    received: u64,
    lost_power: bool,
    jobs: u32,
    hung: bool,
    out_since: Option<Duration>,
    pub(super) backlog: Option<Left>,
}

impl Roll {
    fn fresh(faults: Faults) -> Roll {
        Roll {
            faults,
            rows: 0,
            received: 0,
            lost_power: false,
            jobs: 0,
            hung: false,
            out_since: None,
            backlog: None,
        }
    }

    /// A full roll.
    pub fn new(faults: Faults) -> Arc<Mutex<Roll>> {
        Arc::new(Mutex::new(Roll::fresh(faults)))
    }

    /// A new roll, the cover closed, the counters at nought; from now on these faults. What was in the buffer is still there.
    pub fn load(&mut self, faults: Faults) {
        let backlog = self.backlog.take();
        *self = Roll {
            backlog,
            ..Roll::fresh(faults)
        };
    }

    /// Dot rows that came out of this roll.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    pub(super) fn paper_out(&self) -> bool {
        self.faults.paper_out
            || self
                .faults
                .paper_out_row
                .is_some_and(|row| self.rows >= row.into())
    }

    fn cover_open(&self) -> bool {
        self.faults.cover_open
            || self
                .faults
                .cover_open_row
                .is_some_and(|row| self.rows >= row.into())
    }

    pub(super) fn baud(&self) -> Option<u32> {
        self.faults.baud
    }

    /// Lets time pass: somebody may put a new roll in.
    pub(super) fn tick(&mut self, now: Duration) {
        if !self.paper_out() {
            return;
        }
        let since = *self.out_since.get_or_insert(now);
        if self.paper_back(since).is_some_and(|at| now >= at) {
            self.faults.paper_out = false;
            self.faults.paper_out_row = None;
            self.out_since = None;
        }
    }

    fn paper_back(&self, since: Duration) -> Option<Duration> {
        let wait = self.faults.paper_back_ms?;
        Some(since + Duration::from_millis(wait.into()))
    }

    /// When somebody puts a new roll in.
    pub(super) fn wake(&self) -> Option<Duration> {
        self.paper_back(self.out_since?)
    }

    /// Counts a slip that came out.
    pub(super) fn slip_done(&mut self) {
        self.jobs += 1;
    }

    /// A slip begins: whether it does nothing more from now on.
    pub(super) fn hangs_now(&mut self) -> bool {
        self.hung |= self.faults.hang_after_jobs.is_some_and(|n| self.jobs >= n);
        self.hung
    }

    /// Whether it takes no byte at all.
    pub(super) fn deaf(&self) -> bool {
        self.faults.never_reads || self.faults.never_accepts || self.hung
    }

    /// Whether it cannot print.
    pub fn stopped(&self) -> bool {
        self.paper_out()
            || self.cover_open()
            || self.faults.offline
            || self.faults.error
            || self.hung
    }

    pub(super) fn mute(&self) -> bool {
        let late = |n: u32| self.received >= n.into();
        self.faults.mute || self.hung || self.faults.mute_after_byte.is_some_and(late)
    }

    pub(super) fn rows_left(&self) -> u64 {
        let f = &self.faults;
        let end = [f.paper_out_row, f.cover_open_row]
            .into_iter()
            .flatten()
            .min();
        end.map_or(u64::MAX, |row| u64::from(row).saturating_sub(self.rows))
    }

    /// Counts a byte; true when the power goes with it.
    pub(super) fn power_fails(&mut self) -> bool {
        self.received += 1;
        let due = |n: u32| self.received > n.into();
        let now = !self.lost_power && self.faults.power_loss_byte.is_some_and(due);
        self.lost_power |= now;
        now
    }

    /// Answer to `DLE EOT n`, if it has one.
    pub(super) fn real_time(&self, n: u8) -> Option<u8> {
        let bit = |on: bool, k: u8| u8::from(on) << k;
        let said = match n {
            1 => bit(self.faults.drawer, 2) | bit(self.stopped(), 3),
            2 => bit(self.cover_open(), 2) | bit(self.paper_out(), 5) | bit(self.faults.error, 6),
            3 if self.faults.no_error_status => return None,
            3 => bit(self.faults.error, 3),
            _ => {
                let near = self.faults.near_end || self.paper_out();
                bit(near, 2) | bit(near, 3) | bit(self.paper_out(), 5) | bit(self.paper_out(), 6)
            }
        };
        Some(said | 0b0001_0010)
    }

    /// The report of `GS a`.
    pub(super) fn automatic(&self) -> [u8; 4] {
        let bit = |on: bool, k: u8| u8::from(on) << k;
        let near = self.faults.near_end || self.paper_out();
        let paper =
            bit(near, 0) | bit(near, 1) | bit(self.paper_out(), 2) | bit(self.paper_out(), 3);
        [
            0x10 | bit(self.faults.drawer, 2) | bit(self.stopped(), 3) | bit(self.cover_open(), 5),
            bit(self.faults.error, 3),
            paper,
            0,
        ]
    }
}
