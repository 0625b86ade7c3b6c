//! One connection's view of the virtual printer: bytes in, answers out, slips finished. Opens no connection, pure but for
//! the files of finished slips.

use super::decoder::{Command, Step, step};
use super::faults::Faults;
use super::output::{Output, SlipEnd};
use super::paper::Paper;
use crate::glyphs::Glyphs;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

/// Bytes kept while nothing can be printed, before no more are taken.
const PENDING_BYTES_MAX: usize = 64 * 1024;
/// Longest record of raw bytes for one slip.
const RAW_BYTES_MAX: usize = 64 * 1024 * 1024;

/// What all connections share: the roll of paper, the cover, the power.
#[derive(Debug)]
pub struct Roll {
    faults: Faults,
    rows: u64,
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

    fn paper_out(&self) -> bool {
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

    fn stopped(&self) -> bool {
        self.paper_out() || self.cover_open() || self.faults.offline || self.faults.error
    }

    fn rows_left(&self) -> u64 {
        let f = &self.faults;
        let end = [f.paper_out_row, f.cover_open_row]
            .into_iter()
            .flatten()
            .min();
        end.map_or(u64::MAX, |row| row.saturating_sub(self.rows))
    }

    /// Answer to `DLE EOT n`.
    fn real_time(&self, n: u8) -> u8 {
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
    fn automatic(&self) -> [u8; 4] {
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

/// What came of some bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// To send back.
    pub answers: Vec<u8>,
    /// Hang up: the power is gone.
    pub lost_power: bool,
}

/// A printer as one connection sees it.
pub struct Machine {
    roll: Arc<Mutex<Roll>>,
    glyphs: Arc<Glyphs>,
    output: Arc<Output>,
    way: &'static str,
    paper: Paper,
    pending: Vec<u8>,
    raw: Vec<u8>,
    chinese: bool,
    recent: [u8; 2],
    automatic: bool,
    reported: [u8; 4],
    dropped: u64,
}

impl Machine {
    /// `way` is "tcp" or "pty", for the record.
    pub fn new(
        width: u32,
        roll: Arc<Mutex<Roll>>,
        glyphs: Arc<Glyphs>,
        output: Arc<Output>,
        way: &'static str,
    ) -> Machine {
        Machine {
            roll,
            glyphs,
            output,
            way,
            paper: Paper::new(width),
            pending: Vec::new(),
            raw: Vec::new(),
            chinese: false,
            recent: [0; 2],
            automatic: false,
            reported: [0; 4],
            dropped: 0,
        }
    }

    fn roll(&self) -> MutexGuard<'_, Roll> {
        self.roll
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }

    /// Whether it takes no more bytes for now.
    pub fn full(&self) -> bool {
        let roll = self.roll();
        roll.stopped() && roll.faults.buffer.is_none() && self.pending.len() >= PENDING_BYTES_MAX
    }

    /// Takes bytes as they arrive.
    pub fn receive(&mut self, bytes: &[u8]) -> io::Result<Received> {
        let mut received = Received::default();
        for byte in bytes {
            if self.power_fails() {
                self.lose_power()?;
                return Ok(Received {
                    answers: Vec::new(),
                    lost_power: true,
                });
            }
            self.real_time(*byte, &mut received.answers);
            self.keep(*byte);
        }
        self.work(&mut received.answers)?;
        if self.roll().faults.mute {
            received.answers.clear();
        }
        Ok(received)
    }

    fn power_fails(&mut self) -> bool {
        let mut roll = self.roll();
        roll.received += 1;
        let now = !roll.lost_power
            && roll
                .faults
                .power_loss_byte
                .is_some_and(|n| roll.received > n);
        roll.lost_power |= now;
        now
    }

    /// Answers `DLE EOT` the moment it arrives, even inside a picture, as devices do.
    fn real_time(&mut self, byte: u8, answers: &mut Vec<u8>) {
        if self.recent == [0x10, 0x04] && (1..=4).contains(&byte) {
            answers.push(self.roll().real_time(byte));
        }
        self.recent = [self.recent[1], byte];
    }

    fn keep(&mut self, byte: u8) {
        if self.raw.len() < RAW_BYTES_MAX {
            self.raw.push(byte);
        }
        let limit = {
            let roll = self.roll();
            if roll.stopped() {
                roll.faults.buffer
            } else {
                None
            }
        };
        if limit.is_some_and(|limit| self.pending.len() >= limit) {
            self.dropped += 1;
        } else {
            self.pending.push(byte);
        }
    }

    fn work(&mut self, answers: &mut Vec<u8>) -> io::Result<()> {
        let mut at = 0;
        while !self.roll().stopped() {
            let Step::Command(command, used) = step(&self.pending[at..], self.chinese) else {
                break;
            };
            at += used;
            self.execute(command, answers)?;
        }
        self.pending.drain(..at);
        self.report(answers);
        Ok(())
    }

    fn execute(&mut self, command: Command, answers: &mut Vec<u8>) -> io::Result<()> {
        if command == Command::Init && self.paper.torn_off() {
            self.finish(SlipEnd::TornOff)?;
        }
        if let Command::Picture { data, .. } = &command {
            self.judge(data);
        }
        let left = self.roll().rows_left();
        let rows = self.paper.execute(&command, left, &self.glyphs);
        self.roll().rows += rows;
        let stopped = self.roll().stopped();
        match command {
            Command::Init => self.chinese = false,
            Command::Chinese(on) => self.chinese = on,
            Command::Automatic(n) => {
                self.automatic = n != 0;
                // The first report comes at once.
                self.reported = [0xFF; 4];
            }
            Command::Transmit(1 | 49) if !self.roll().faults.no_gs_r && !stopped => {
                answers.push(self.roll().automatic()[2])
            }
            Command::ProcessId(id) if !self.roll().faults.no_process_id && !stopped => {
                answers.extend_from_slice(&[0x37, 0x22]);
                answers.extend_from_slice(&id);
                answers.push(0);
            }
            Command::Cut { .. } if !stopped => self.finish(SlipEnd::Cut)?,
            _ => {}
        }
        Ok(())
    }

    /// A picture must not hold what a device takes for a real-time command.
    fn judge(&mut self, data: &[u8]) {
        if data
            .windows(2)
            .any(|pair| pair[0] == 0x10 && matches!(pair[1], 4 | 5 | 0x14))
        {
            self.paper
                .warnings
                .push("real-time command inside a picture".to_owned());
        }
    }

    fn report(&mut self, answers: &mut Vec<u8>) {
        let now = self.roll().automatic();
        if self.automatic && now != self.reported {
            self.reported = now;
            answers.extend_from_slice(&now);
        }
    }

    /// The other side is gone.
    pub fn disconnected(&mut self) -> io::Result<()> {
        self.automatic = false;
        if self.paper.torn_off() && self.pending.is_empty() {
            return self.finish(SlipEnd::TornOff);
        }
        if self.paper.used() || !self.pending.is_empty() {
            return self.finish(SlipEnd::Disconnected);
        }
        self.raw.clear();
        self.paper.next();
        Ok(())
    }

    fn lose_power(&mut self) -> io::Result<()> {
        if self.paper.used() || !self.pending.is_empty() {
            self.finish(SlipEnd::PowerLoss)?;
        }
        *self = Machine::new(
            self.paper.width(),
            self.roll.clone(),
            self.glyphs.clone(),
            self.output.clone(),
            self.way,
        );
        Ok(())
    }

    fn finish(&mut self, end: SlipEnd) -> io::Result<()> {
        let mut paper = self.paper.next();
        if self.dropped > 0 {
            paper.warnings.push(format!(
                "{} bytes dropped, the buffer was full",
                self.dropped
            ));
            self.dropped = 0;
        }
        let raw = std::mem::take(&mut self.raw);
        self.output.write(&paper, &raw, end, self.way)
    }
}
