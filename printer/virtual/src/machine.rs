//! One connection's view of the virtual printer: bytes in, answers out, slips finished, all at times that the caller names.
//! Opens no connection, has no clock; pure but for what becomes of finished slips.

use super::decoder::{Command, Step, step};
use super::font::Font;
use super::mouth::Mouth;
use super::output::{Output, SlipEnd};
use super::paper::Paper;
use super::roll::Roll;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// Bytes kept while nothing can be printed, before no more are taken.
const PENDING_BYTES_MAX: usize = 64 * 1024;
/// Longest record of raw bytes for one slip.
const RAW_BYTES_MAX: usize = 64 * 1024 * 1024;

/// What came of some bytes or some time.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// To send back.
    pub answers: Vec<u8>,
    /// Hang up: the power is gone.
    pub lost_power: bool,
}

/// What several machines of one device have in common.
#[derive(Clone)]
pub struct Device {
    /// Dots across the paper.
    pub width: u32,
    /// Paper, cover, power.
    pub roll: Arc<Mutex<Roll>>,
    /// Its font.
    pub font: Arc<dyn Font>,
    /// Where slips fall.
    pub output: Arc<Output>,
}

/// A printer as one connection sees it.
pub struct Machine {
    device: Device,
    way: &'static str,
    paper: Paper,
    pending: Vec<u8>,
    raw: Vec<u8>,
    chinese: bool,
    recent: [u8; 2],
    automatic: bool,
    reported: [u8; 4],
    dropped: u64,
    mouth: Mouth,
    now: Duration,
    /// Until when the head is at work.
    busy_until: Duration,
    /// When bytes came last.
    fed_at: Duration,
}

impl Machine {
    /// `way` is "tcp" or "pty", for the record.
    pub fn new(device: Device, way: &'static str) -> Machine {
        Machine {
            paper: Paper::new(device.width),
            device,
            way,
            pending: Vec::new(),
            raw: Vec::new(),
            chinese: false,
            recent: [0; 2],
            automatic: false,
            reported: [0; 4],
            dropped: 0,
            mouth: Mouth::default(),
            now: Duration::ZERO,
            busy_until: Duration::ZERO,
            fed_at: Duration::ZERO,
        }
    }

    fn roll(&self) -> MutexGuard<'_, Roll> {
        self.device
            .roll
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }

    /// Whether it takes no more bytes for now.
    pub fn full(&self) -> bool {
        self.waits()
            && self.roll().faults.buffer.is_none()
            && self.pending.len() >= PENDING_BYTES_MAX
    }

    /// Whether what arrives can only be kept.
    fn waits(&self) -> bool {
        self.roll().stopped() || self.busy_until > self.now
    }

    /// When something happens without more bytes: the head is done, or a late answer is due.
    pub fn wake(&self) -> Option<Duration> {
        let head = (!self.pending.is_empty() && !self.roll().stopped()).then_some(self.busy_until);
        let head = head.filter(|at| *at > self.now);
        head.into_iter().chain(self.mouth.due()).min()
    }

    /// Takes bytes as they arrive.
    pub fn receive(&mut self, now: Duration, bytes: &[u8]) -> io::Result<Received> {
        self.now = now;
        self.fed_at = now;
        for byte in bytes {
            if self.roll().power_fails() {
                self.lose_power()?;
                return Ok(Received {
                    answers: Vec::new(),
                    lost_power: true,
                });
            }
            self.real_time(*byte);
            self.keep(*byte);
        }
        self.go_on()
    }

    /// Lets time pass.
    pub fn tick(&mut self, now: Duration) -> io::Result<Received> {
        self.now = now;
        self.go_on()
    }

    fn go_on(&mut self) -> io::Result<Received> {
        self.work()?;
        let full = self.pending.len();
        let (mute, flow, room) = {
            let roll = self.roll();
            let room = roll.faults.buffer.unwrap_or(PENDING_BYTES_MAX);
            (roll.mute(), roll.faults.xon_xoff, room)
        };
        let mut answers = self.mouth.due_by(self.now);
        if flow {
            answers.extend(self.mouth.flow(full, room));
        }
        if mute {
            answers.clear();
        }
        Ok(Received {
            answers,
            lost_power: false,
        })
    }

    fn say(&mut self, answer: &[u8]) {
        let (faults, report) = {
            let roll = self.roll();
            (roll.faults.clone(), roll.automatic())
        };
        self.mouth.say(answer, report, &faults, self.now);
    }

    /// Answers `DLE EOT` the moment it arrives, even inside a picture, as devices do.
    fn real_time(&mut self, byte: u8) {
        if self.recent == [0x10, 0x04] && (1..=4).contains(&byte) {
            let answer = self.roll().real_time(byte);
            self.say(&[answer]);
        }
        self.recent = [self.recent[1], byte];
    }

    fn keep(&mut self, byte: u8) {
        if self.raw.len() < RAW_BYTES_MAX {
            self.raw.push(byte);
        }
        let limit = if self.waits() {
            self.roll().faults.buffer
        } else {
            None
        };
        if limit.is_some_and(|limit| self.pending.len() >= limit) {
            self.dropped += 1;
        } else {
            self.pending.push(byte);
        }
    }

    fn work(&mut self) -> io::Result<()> {
        let mut at = 0;
        while !self.waits() {
            let Step::Command(command, used) = step(&self.pending[at..], self.chinese) else {
                break;
            };
            at += used;
            self.execute(command)?;
        }
        self.pending.drain(..at);
        self.report();
        Ok(())
    }

    fn execute(&mut self, command: Command) -> io::Result<()> {
        if command == Command::Init && self.paper.torn_off() {
            self.finish(SlipEnd::TornOff)?;
        }
        if let Command::Picture { data, .. } = &command {
            self.judge(data);
        }
        let left = self.roll().rows_left();
        let rows = self.paper.execute(&command, left, &*self.device.font);
        self.roll().rows += rows;
        self.spend(rows);
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
                let paper = self.roll().automatic()[2];
                self.say(&[paper]);
            }
            Command::ProcessId(id) if !self.roll().faults.no_process_id && !stopped => {
                let [a, b, c, d] = id;
                self.say(&[0x37, 0x22, a, b, c, d, 0]);
            }
            Command::Cut { .. } if !stopped => self.finish(SlipEnd::Cut)?,
            _ => {}
        }
        Ok(())
    }

    /// The head needs time for rows.
    fn spend(&mut self, rows: u64) {
        let Some(rate) = self.roll().faults.rows_per_second else {
            return;
        };
        let time = Duration::from_secs_f64(rows as f64 / f64::from(rate));
        self.busy_until = self.busy_until.max(self.fed_at) + time;
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

    fn report(&mut self) {
        let now = self.roll().automatic();
        if self.automatic && now != self.reported {
            self.reported = now;
            self.say(&now);
        }
    }

    /// The other side is gone.
    pub fn disconnected(&mut self) -> io::Result<()> {
        self.automatic = false;
        self.mouth = Mouth::default();
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
        // What had arrived was printed as far as the head came; what waited is forgotten.
        self.work()?;
        if self.paper.used() {
            self.finish(SlipEnd::PowerLoss)?;
        }
        *self = Machine::new(self.device.clone(), self.way);
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
        self.device.output.write(&paper, &raw, end, self.way)
    }
}
