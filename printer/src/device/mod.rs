//! The one owner of a device: asks how it is, prints a slip once, says truthfully what became of it. Never prints again by itself.
//! Composes nothing.

pub mod answers;
mod confirm;
mod connection;
mod conversation;
mod job;
mod outcome;
mod transport;

use crate::compose::Slip;
use crate::encode;
use crate::profile::Profile;
use answers::{Answer, Answers, Condition};
use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

pub use connection::{Connection, ConnectionError, Flow, Parity, RAW_PORT, Serial};
pub use outcome::{ConfirmedBy, Go, Outcome, Reason, State};
pub use transport::{Cable, Line, WRITE_BYTES_MAX, Way};

/// How many questions about its state a device can be asked.
const QUESTIONS_MAX: usize = 4;

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
    way: Box<dyn Way>,
    connection: Connection,
    profile: Profile,
    patience: Patience,
    line: Option<Box<dyn Line>>,
    answers: Answers,
    inbox: VecDeque<Answer>,
    /// `DLE EOT n` whose answers are still to come, in the order of asking.
    asked: VecDeque<u8>,
    /// How many of the questions the device answers.
    known: usize,
    /// An answer did not come in time: it may come still and be taken for the answer to another question.
    doubt: bool,
    condition: Condition,
    /// Said anything since it was connected.
    talks: bool,
    /// Said XOFF.
    held: bool,
    /// When a serial line will have carried what the system took: it holds some thousand bytes, seconds of a slow line.
    carried_at: Option<Instant>,
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
        let cable = Box::new(Cable(connection.clone()));
        Printer::over(cable, connection, profile)
    }

    /// The same over another way than the cable that `connection` names; what it names still decides form and pace of a job.
    pub fn over(way: Box<dyn Way>, connection: &Connection, profile: &Profile) -> Printer {
        let seed = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |now| now.subsec_nanos());
        Printer {
            way,
            connection: connection.clone(),
            profile: profile.clone(),
            patience: Patience::default(),
            line: None,
            answers: Answers::default(),
            inbox: VecDeque::new(),
            asked: VecDeque::new(),
            known: QUESTIONS_MAX,
            doubt: false,
            condition: Condition::default(),
            talks: false,
            held: false,
            carried_at: None,
            unfinished: true,
            job_id: seed,
        }
    }

    /// The same with other waiting times.
    pub fn with_patience(mut self, patience: Patience) -> Printer {
        self.patience = patience;
        self
    }

    fn now(&self) -> Instant {
        self.way.now()
    }

    /// Asks the device how it is. Blocks until it answered, at most for the time to connect and a few answers.
    pub fn status(&mut self) -> State {
        if self.connection == Connection::None {
            return State::NoPrinter;
        }
        let (stale, talked) = (self.line.is_some(), self.talks);
        let state = match self.ask_all() {
            // A device that closed an idle connection is not gone, nor is one that was unplugged and is back.
            Err(_) if stale => self.ask_all().unwrap_or(State::Offline),
            Ok(State::Unknown) if stale && talked => {
                self.close();
                self.ask_all().unwrap_or(State::Offline)
            }
            Ok(state) => state,
            Err(_) => State::Offline,
        };
        // Done here rather than when somebody waits for a slip.
        if matches!(state, State::Ready | State::NearEnd)
            && let Err(stop) = self.finish_picture(self.patience.stall)
            && stop.reason != Reason::Timeout
        {
            self.close();
            return State::Offline;
        }
        state
    }

    fn ask_all(&mut self) -> io::Result<State> {
        let asked = self.connect().and_then(|()| self.questions());
        if asked.is_err() {
            self.close();
        }
        asked
    }

    fn connect(&mut self) -> io::Result<()> {
        if self.line.is_none() {
            self.line = self.way.open()?;
            self.answers = Answers::default();
            self.inbox.clear();
            self.asked.clear();
            self.known = QUESTIONS_MAX;
            // What an earlier owner asked may be answered to us, but over a connection of its own.
            self.doubt = !matches!(self.connection, Connection::Tcp { .. });
            self.talks = false;
            self.held = false;
            self.unfinished = true;
        }
        Ok(())
    }

    fn close(&mut self) {
        self.line = None;
    }

    /// Completes the picture that an earlier job may have left unfinished; blackens no paper.
    fn finish_picture(&mut self, patience: Duration) -> Result<(), Stop> {
        if self.unfinished {
            let bytes = encode::unfinished_picture(&self.profile, self.mode());
            self.send(&bytes, self.now() + patience)?;
            self.unfinished = false;
        }
        Ok(())
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
        self.connect().map_err(|error| Stop::of(&error))?;
        self.finish_picture(self.patience.job)?;
        if self.profile.asb {
            self.send(&[0x1d, b'a', 0x0E], self.now() + self.patience.job)?;
        }
        Ok(())
    }
}
