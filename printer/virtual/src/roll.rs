//! What all connections to one virtual printer share: the roll of paper, the cover, the power, and what it says of them.

use super::faults::Faults;
use std::sync::{Arc, Mutex};

/// The state of the device.
#[derive(Debug)]
pub struct Roll {
    pub(super) faults: Faults,
    pub(super) rows: u64,
    received: u64,
    lost_power: bool,
}

impl Roll {
    /// A full roll.
    pub fn new(faults: Faults) -> Arc<Mutex<Roll>> {
        Arc::new(Mutex::new(Roll {
            faults,
            rows: 0,
            received: 0,
            lost_power: false,
        }))
    }

    /// A new roll, the cover closed, the counters at nought; from now on these faults.
    pub fn load(&mut self, faults: Faults) {
        *self = Roll {
            faults,
            rows: 0,
            received: 0,
            lost_power: false,
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
                .is_some_and(|row| self.rows >= row)
    }

    fn cover_open(&self) -> bool {
        self.faults.cover_open
            || self
                .faults
                .cover_open_row
                .is_some_and(|row| self.rows >= row)
    }

    pub(super) fn baud(&self) -> Option<u32> {
        self.faults.baud
    }

    /// Whether it cannot print.
    pub fn stopped(&self) -> bool {
        self.paper_out() || self.cover_open() || self.faults.offline || self.faults.error
    }

    pub(super) fn mute(&self) -> bool {
        let late = |n| self.received >= n;
        self.faults.mute || self.faults.mute_after_byte.is_some_and(late)
    }

    pub(super) fn rows_left(&self) -> u64 {
        let f = &self.faults;
        let end = [f.paper_out_row, f.cover_open_row]
            .into_iter()
            .flatten()
            .min();
        end.map_or(u64::MAX, |row| row.saturating_sub(self.rows))
    }

    /// Counts a byte; true when the power goes with it.
    pub(super) fn power_fails(&mut self) -> bool {
        self.received += 1;
        let due = |n| self.received > n;
        let now = !self.lost_power && self.faults.power_loss_byte.is_some_and(due);
        self.lost_power |= now;
        now
    }

    /// Answer to `DLE EOT n`.
    pub(super) fn real_time(&self, n: u8) -> u8 {
        let bit = |on: bool, k: u8| u8::from(on) << k;
        let said = match n {
            1 => bit(self.stopped(), 3),
            2 => bit(self.cover_open(), 2) | bit(self.paper_out(), 5) | bit(self.faults.error, 6),
            3 => bit(self.faults.error, 3),
            _ => {
                let near = self.faults.near_end || self.paper_out();
                bit(near, 2) | bit(near, 3) | bit(self.paper_out(), 5) | bit(self.paper_out(), 6)
            }
        };
        said | 0b0001_0010
    }

    /// The report of `GS a`.
    pub(super) fn automatic(&self) -> [u8; 4] {
        let bit = |on: bool, k: u8| u8::from(on) << k;
        let near = self.faults.near_end || self.paper_out();
        let paper =
            bit(near, 0) | bit(near, 1) | bit(self.paper_out(), 2) | bit(self.paper_out(), 3);
        [
            0x10 | bit(self.stopped(), 3) | bit(self.cover_open(), 5),
            bit(self.faults.error, 3),
            paper,
            0,
        ]
    }
}
