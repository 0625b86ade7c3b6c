//! One connection's view of the virtual printer: bytes in, answers out, slips finished, all at times that the caller names.
//! Opens no connection, has no clock; pure but for what becomes of finished slips.

use super::at_once::{AtOnce, Recent, name};
use super::decoder::{Command, Step, step};
use super::font::Font;
use super::mouth::Mouth;
use super::output::{Output, SlipEnd};
use super::paper::{Left, Paper};
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
    /// Hang up when the answers are out: it wants to be asked anew.
    pub closes: bool,
}

/// What several machines of one device have in common.
#[derive(Clone)]
#[allow(missing_docs)]
pub struct Device {
    /// Dots across the paper.
    pub width: u32,
    /// Paper, cover, power.
    pub roll: Arc<Mutex<Roll>>,
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
    recent: Recent,
    automatic: bool,
    reported: [u8; 4],
    dropped: u64,
    mouth: Mouth,
    now: Duration,
    /// Until when the head is at work.
    busy_until: Duration,
    /// When bytes came last.
    fed_at: Duration,
    /// A slip came out, and it hangs up after each.
    closes: bool,
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
            recent: Recent::default(),
            automatic: false,
            reported: [0; 4],
            dropped: 0,
            mouth: Mouth::default(),
            now: Duration::ZERO,
            busy_until: Duration::ZERO,
            fed_at: Duration::ZERO,
            closes: false,
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
        let roll = self.roll();
        let room = roll
            .faults
            .holds
            .map_or(PENDING_BYTES_MAX, |holds| holds as usize);
        let may_drop = roll.faults.buffer.is_some();
        let deaf = roll.deaf();
        drop(roll);
        deaf || self.waits() && !may_drop && self.pending.len() >= room
    }

    /// Whether what arrives can only be kept.
    fn waits(&self) -> bool {
        self.roll().stopped() || self.busy_until > self.now
    }

    /// When something happens without more bytes: the head is done, or a late answer is due.
    pub fn wake(&self) -> Option<Duration> {
        let head = (!self.pending.is_empty() && !self.roll().stopped()).then_some(self.busy_until);
        let head = head.filter(|at| *at > self.now);
        let idle = self.closes_at().filter(|at| *at > self.now);
        let (paper, answer) = (self.roll().wake(), self.mouth.due());
        [head, idle, paper, answer].into_iter().flatten().min()
    }

    /// When it hangs up because nobody says anything.
    fn closes_at(&self) -> Option<Duration> {
        let wait = self.roll().faults.closes_idle_ms?;
        Some(self.fed_at.max(self.busy_until) + Duration::from_millis(wait.into()))
    }

    /// Takes bytes as they arrive.
    pub fn receive(&mut self, now: Duration, bytes: &[u8]) -> io::Result<Received> {
        self.now = now;
        self.fed_at = now;
        for byte in bytes {
            if self.roll().power_fails() {
                self.lose_power()?;
                return Ok(Received {
                    lost_power: true,
                    ..Received::default()
                });
            }
            self.keep(*byte);
            self.real_time(*byte);
        }
        self.go_on()
    }

    /// Lets time pass.
    pub fn tick(&mut self, now: Duration) -> io::Result<Received> {
        self.now = now;
        if self.fed_at.is_zero() {
            // A connection is not idle before it began.
            self.fed_at = now;
        }
        self.go_on()
    }

    fn go_on(&mut self) -> io::Result<Received> {
        self.roll().tick(self.now);
        self.take_backlog();
        self.work()?;
        let full = self.pending.len();
        let (mute, flow, room) = {
            let roll = self.roll();
            let room = roll.faults.buffer.or(roll.faults.holds);
            let room = room.map_or(PENDING_BYTES_MAX, |room| room as usize);
            (roll.mute(), roll.faults.xon_xoff, room)
        };
        let mut answers = self.mouth.due_by(self.now);
        if flow {
            answers.extend(self.mouth.flow(full, room));
        }
        if mute {
            answers.clear();
        }
        let idle = self.closes_at().is_some_and(|at| at <= self.now);
        let closes = idle || self.closes && self.mouth.due().is_none();
        Ok(Received {
            answers,
            lost_power: false,
            closes,
        })
    }

    /// What an earlier connection left comes before what this one sends.
    fn take_backlog(&mut self) {
        let left = self.roll().backlog.take();
        let Some(mut left) = left else { return };
        left.raw.append(&mut self.raw);
        left.pending.append(&mut self.pending);
        (self.paper, self.raw, self.pending) = (left.paper, left.raw, left.pending);
    }

    fn say(&mut self, answer: &[u8]) {
        let (faults, report) = {
            let roll = self.roll();
            (roll.faults.clone(), roll.automatic())
        };
        self.mouth.say(answer, report, &faults, self.now);
    }

    /// Answers `DLE EOT` the moment it arrives, even inside a picture, as devices do, and forgets what it was sent when told to.
    fn real_time(&mut self, byte: u8) {
        let faults = self.roll().faults.clone();
        match self.recent.take(byte) {
            Some(AtOnce::Status(n)) if !faults.in_turn => self.answer_status(n),
            Some(AtOnce::Paper) if faults.gs_r_early && !faults.no_gs_r => self.answer_paper(),
            Some(AtOnce::Clear) if !faults.no_clear => {
                self.pending.clear();
                self.say(&[0x37, 0x25, 0]);
            }
            _ => {}
        }
    }

    fn answer_status(&mut self, n: u8) {
        let answer = self.roll().real_time(n);
        if let Some(answer) = answer {
            self.say(&[answer]);
        }
    }

    fn answer_paper(&mut self) {
        let paper = self.roll().automatic()[2];
        self.say(&[paper]);
    }

    fn keep(&mut self, byte: u8) {
        if self.raw.len() < RAW_BYTES_MAX {
            self.raw.push(byte);
        }
        let limit = if self.waits() {
            self.roll().faults.buffer.map(|buffer| buffer as usize)
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
        if command == Command::Init && self.roll().hangs_now() {
            return Ok(());
        }
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
            Command::RealTime(n) if self.roll().faults.in_turn && !stopped => {
                self.answer_status(n);
            }
            Command::Transmit(1 | 49) if !stopped && self.answers_paper_in_turn() => {
                self.answer_paper();
            }
            Command::Info(n) if !stopped && !self.roll().faults.no_name => {
                if let Some(said) = name(n, self.device.width) {
                    self.say(&said);
                }
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

    fn answers_paper_in_turn(&self) -> bool {
        let roll = self.roll();
        !roll.faults.no_gs_r && !roll.faults.gs_r_early
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
        self.closes = false;
        self.mouth = Mouth::default();
        if self.roll().faults.keeps_backlog && !self.raw.is_empty() {
            self.leave_backlog();
            return Ok(());
        }
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

    fn leave_backlog(&mut self) {
        let left = Left {
            paper: self.paper.next(),
            raw: std::mem::take(&mut self.raw),
            pending: std::mem::take(&mut self.pending),
        };
        self.roll().backlog = Some(left);
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
        paper.dropped = std::mem::take(&mut self.dropped);
        if end == SlipEnd::Cut {
            let closes = self.roll().faults.closes_per_job;
            self.closes = closes;
        }
        let raw = std::mem::take(&mut self.raw);
        let whole = matches!(end, SlipEnd::Cut | SlipEnd::TornOff);
        if paper.blank() && (whole || self.pending.is_empty()) {
            // A blank piece of paper is no slip.
            return Ok(());
        }
        if whole {
            self.roll().slip_done();
        }
        self.device.output.write(&paper, &raw, end, self.way)
    }
}
