//! The one owner of a device: asks how it is, prints a slip once, says truthfully what became of it. Never prints again by itself.
//! Composes nothing.

mod confirm;

use crate::answers::{Answer, Answers, Condition};
use crate::connection::Connection;
use crate::encode;
use crate::outcome::{Go, Outcome, Reason, State};
use crate::profile::{Confirmation, Profile};
use crate::slip::{Mode, Slip};
use crate::transport::Wire;
use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How long the owner waits for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For the answer to a question about the state.
    pub answer: Duration,
    /// For a device that takes no more bytes, before the job is given up.
    pub stall: Duration,
    /// For the confirmation, on top of the time the head needs.
    pub confirm: Duration,
    /// Between two questions about the state during a job.
    pub ask_again: Duration,
    /// For a whole job, on top of what line and head need twice.
    pub job: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Patience {
            answer: Duration::from_millis(500),
            stall: Duration::from_secs(8),
            confirm: Duration::from_secs(8),
            ask_again: Duration::from_millis(500),
            job: Duration::from_secs(30),
        }
    }
}

/// One printer, connected when first needed. Blocks; belongs on a thread of its own.
pub struct Printer {
    connection: Connection,
    profile: Profile,
    patience: Patience,
    wire: Option<Wire>,
    answers: Answers,
    inbox: VecDeque<Answer>,
    /// `DLE EOT n` whose answers are still to come, in the order of asking.
    asked: VecDeque<u8>,
    condition: Condition,
    /// Said anything since it was connected.
    talks: bool,
    /// Said XOFF.
    held: bool,
    /// An earlier job, ours or of a killed owner, may have left a picture unfinished.
    unfinished: bool,
    job_id: u32,
}

/// Why a job stopped.
struct Stop {
    reason: Reason,
}

impl Stop {
    fn of(error: &io::Error) -> Stop {
        let timeout = error.kind() == io::ErrorKind::TimedOut;
        Stop {
            reason: if timeout {
                Reason::Timeout
            } else {
                Reason::Offline
            },
        }
    }
}

impl Printer {
    /// Does not connect yet.
    pub fn open(connection: &Connection, profile: &Profile) -> Printer {
        let seed = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |now| now.subsec_nanos());
        Printer {
            connection: connection.clone(),
            profile: profile.clone(),
            patience: Patience::default(),
            wire: None,
            answers: Answers::default(),
            inbox: VecDeque::new(),
            asked: VecDeque::new(),
            condition: Condition::default(),
            talks: false,
            held: false,
            unfinished: true,
            job_id: seed,
        }
    }

    /// The same with other waiting times.
    pub fn with_patience(mut self, patience: Patience) -> Printer {
        self.patience = patience;
        self
    }

    /// Asks the device how it is. Blocks until it answered, at most for the time to connect and four answers.
    pub fn status(&mut self) -> State {
        if self.connection == Connection::None {
            return State::NoPrinter;
        }
        let stale = self.wire.is_some();
        match self.ask_all() {
            Ok(state) => state,
            // A device that closed an idle connection is not gone.
            Err(_) if stale => self.ask_all().unwrap_or(State::Offline),
            Err(_) => State::Offline,
        }
    }

    fn ask_all(&mut self) -> io::Result<State> {
        let asked = self.connect().and_then(|()| self.questions());
        if asked.is_err() {
            self.close();
        }
        asked
    }

    fn questions(&mut self) -> io::Result<State> {
        self.drain()?;
        self.asked.clear();
        self.condition = Condition::default();
        let mut answered = 0;
        for n in 1..=4 {
            self.ask(n)?;
            let deadline = Instant::now() + self.patience.answer;
            if !self.until(deadline, |answer| matches!(answer, Answer::RealTime(_)))? {
                break;
            }
            answered += 1;
        }
        // Some models know only the first questions; one that says nothing is unknown, not ready.
        Ok(if answered == 0 {
            State::Unknown
        } else {
            self.condition.state()
        })
    }

    fn connect(&mut self) -> io::Result<()> {
        if self.wire.is_none() {
            self.wire = Wire::open(&self.connection)?;
            self.answers = Answers::default();
            self.inbox.clear();
            self.asked.clear();
            self.talks = false;
            self.held = false;
            self.unfinished = true;
        }
        Ok(())
    }

    fn close(&mut self) {
        self.wire = None;
    }

    /// Prints, at most once. `progress` is asked between two pieces, with the share sent so far in per cent.
    pub fn print(&mut self, slip: &Slip, progress: &mut dyn FnMut(u8) -> Go) -> Outcome {
        if let Some(reason) = self.status().hindrance() {
            return Outcome::Refused { reason };
        }
        if let Err(stop) = self.prepare() {
            self.close();
            return Outcome::Refused {
                reason: stop.reason,
            };
        }
        let outcome = self.job(slip, progress);
        if matches!(outcome, Outcome::Unknown { .. }) {
            self.close();
        }
        outcome
    }

    /// Everything before the first byte of the job; none of it blackens paper.
    fn prepare(&mut self) -> Result<(), Stop> {
        let deadline = Instant::now() + self.patience.job;
        if std::mem::take(&mut self.unfinished) {
            let bytes = encode::unfinished_picture(&self.profile);
            self.send(&bytes, deadline)?;
        }
        if self.profile.asb {
            self.send(&[0x1d, b'a', 0x0E], deadline)?;
        }
        Ok(())
    }

    fn job(&mut self, slip: &Slip, progress: &mut dyn FnMut(u8) -> Go) -> Outcome {
        let chunks = slip.encode(self.mode());
        let total: usize = chunks.iter().map(|chunk| chunk.bytes.len()).sum();
        let started = Instant::now();
        let deadline = started + self.longest(total, slip.length_mm());
        let mut asked_at = started;
        let mut sent = 0;
        for chunk in &chunks {
            if progress((sent * 100 / total.max(1)) as u8) == Go::Cancel {
                return self.cancel(sent > 0, deadline);
            }
            let before = sent;
            if let Err(stop) = self.send_counted(&chunk.bytes, deadline, &mut sent) {
                // A device that stopped taking bytes may have said why.
                let reason = self.trouble().unwrap_or(stop.reason);
                self.close();
                let nothing = before == 0 && sent == 0;
                return if nothing {
                    Outcome::Refused { reason }
                } else {
                    Outcome::Unknown { reason }
                };
            }
            if self.talks && asked_at.elapsed() >= self.patience.ask_again {
                asked_at = Instant::now();
                // A lost connection is told by the next write.
                let _ = self.ask(2);
            }
            if let Err(error) = self.drain() {
                return Outcome::Unknown {
                    reason: Stop::of(&error).reason,
                };
            }
            if let Some(reason) = self.trouble() {
                return Outcome::Unknown { reason };
            }
        }
        progress(100);
        self.confirm(slip, started)
    }

    fn mode(&self) -> Mode {
        // On a slow line text saves half a minute; elsewhere dots look the same on every device.
        match self.connection {
            Connection::Serial(_) if self.profile.text_mode => Mode::Text,
            _ => Mode::Raster,
        }
    }

    /// No job may take longer than this.
    fn longest(&self, bytes: usize, length_mm: u32) -> Duration {
        let line = match &self.connection {
            Connection::Serial(line) => {
                Duration::from_secs_f64(bytes as f64 * 11.0 / f64::from(line.baud))
            }
            _ => Duration::ZERO,
        };
        self.patience.job + line * 2 + self.head_time(length_mm) * 2
    }

    /// Time that the head needs for so much paper.
    fn head_time(&self, length_mm: u32) -> Duration {
        Duration::from_millis(u64::from(length_mm) * 1000 / u64::from(self.profile.speed_mm_s))
    }

    fn cancel(&mut self, begun: bool, deadline: Instant) -> Outcome {
        if begun && let Err(stop) = self.send(&encode::ending(&self.profile), deadline) {
            return Outcome::Unknown {
                reason: stop.reason,
            };
        }
        Outcome::Cancelled
    }

    /// What the device complained of during this job.
    fn trouble(&self) -> Option<Reason> {
        self.condition.state().hindrance()
    }

    fn send(&mut self, bytes: &[u8], deadline: Instant) -> Result<(), Stop> {
        self.send_counted(bytes, deadline, &mut 0)
    }

    fn send_counted(
        &mut self,
        mut bytes: &[u8],
        deadline: Instant,
        sent: &mut usize,
    ) -> Result<(), Stop> {
        while !bytes.is_empty() {
            let patience = deadline.min(Instant::now() + self.patience.stall);
            self.wait_while_held(patience)?;
            let wire = self.wire.as_mut().ok_or(Stop {
                reason: Reason::Offline,
            })?;
            let n = match wire.write_some(bytes, patience) {
                Ok(n) => n,
                Err(error) => {
                    // Its last words may still be unread.
                    let _ = self.drain();
                    return Err(Stop::of(&error));
                }
            };
            *sent += n;
            bytes = &bytes[n..];
        }
        Ok(())
    }

    fn wait_while_held(&mut self, deadline: Instant) -> Result<(), Stop> {
        self.drain().map_err(|error| Stop::of(&error))?;
        let waited = !self.held
            || self
                .until(deadline, |answer| answer == Answer::Go)
                .map_err(|e| Stop::of(&e))?;
        if waited {
            Ok(())
        } else {
            Err(Stop {
                reason: Reason::Timeout,
            })
        }
    }

    /// Sends `DLE EOT n` without waiting.
    fn ask(&mut self, n: u8) -> io::Result<()> {
        let deadline = Instant::now() + self.patience.answer;
        let wire = self.wire.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        let mut bytes: &[u8] = &[0x10, 0x04, n];
        while !bytes.is_empty() {
            let n = wire.write_some(bytes, deadline)?;
            bytes = &bytes[n..];
        }
        self.asked.push_back(n);
        Ok(())
    }

    /// Takes everything that has come, without waiting.
    fn drain(&mut self) -> io::Result<()> {
        while self.read(Instant::now())? > 0 {}
        self.inbox.clear();
        Ok(())
    }

    /// Waits for one kind of answer; false when it did not come in time.
    fn until(&mut self, deadline: Instant, wanted: impl Fn(Answer) -> bool) -> io::Result<bool> {
        loop {
            while let Some(answer) = self.inbox.pop_front() {
                if wanted(answer) {
                    return Ok(true);
                }
            }
            if self.read(deadline)? == 0 && Instant::now() >= deadline {
                return Ok(false);
            }
        }
    }

    /// Reads once; what it says changes the condition at once.
    fn read(&mut self, deadline: Instant) -> io::Result<usize> {
        let wire = self.wire.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        let mut buffer = [0u8; 64];
        let n = wire.read_some(&mut buffer, deadline)?;
        for byte in &buffer[..n] {
            let Some(answer) = self.answers.push(*byte) else {
                continue;
            };
            self.talks |= !matches!(answer, Answer::Stray(_));
            match answer {
                Answer::RealTime(byte) => {
                    if let Some(n) = self.asked.pop_front() {
                        self.condition.real_time(n, byte);
                    }
                }
                Answer::Automatic(report) => self.condition.automatic(report),
                Answer::Stop => self.held = true,
                Answer::Go => self.held = false,
                Answer::Paper(_) | Answer::Done(_) | Answer::Stray(_) => {}
            }
            // A babbling device must not fill the memory.
            if self.inbox.len() < 1_024 {
                self.inbox.push_back(answer);
            }
        }
        Ok(n)
    }

    /// Which confirmation this model gives.
    fn confirmation(&self) -> Confirmation {
        self.profile.confirm
    }
}
