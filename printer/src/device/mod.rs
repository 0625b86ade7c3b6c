//! The one owner of a device: asks how it is, prints a slip once, says truthfully what became of it. Never prints again by itself.
//! Composes nothing.
//!
//! Silence is not success: only a profile that says that its device cannot confirm may give `sent`; a device that should answer and
//! does not is `unknown` (no-answer). `printed` is what the device said when also the slowest plausible head was done, asked behind
//! the data where it answers that. A network printer is let go when it was asked or has printed, so that terminals can share one.

pub mod answers;
mod cause;
mod condition;
mod confirm;
mod connection;
mod conversation;
mod interview;
mod job;
mod outcome;
mod pace;
mod patience;
mod prepare;
mod transport;

use crate::compose::Slip;
use crate::profile::{Confirmation, Profile};
use answers::{Answer, Answers, Condition};
use std::collections::{BTreeSet, VecDeque};
use std::io;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

pub use cause::Cause;
pub use connection::{Connection, ConnectionError, Flow, Parity, RAW_PORT, Serial};
pub use interview::{About, Calibration};
pub use outcome::{ConfirmedBy, Go, Outcome, Reason, State};
pub use patience::Patience;
pub use transport::{Cable, Closing, Line, WRITE_BYTES_MAX, Way};

/// Between two tries to reach a printer that another terminal holds.
const KNOCK_AGAIN: Duration = Duration::from_millis(500);

/// One printer, connected when first needed. Blocks; belongs on a thread of its own.
#[allow(missing_docs)]
pub struct Printer {
    way: Box<dyn Way>,
    connection: Connection,
    profile: Profile,
    patience: Patience,
    line: Option<Box<dyn Line>>,
    answers: Answers,
    inbox: VecDeque<Answer>,
    /// `DLE EOT n` whose answers are still to come, in the order of asking, and when each was asked.
    asked: VecDeque<(u8, Instant)>,
    /// Questions that the device answered once.
    known_questions: BTreeSet<u8>,
    /// Questions that it left unanswered while it answered others.
    unknown_questions: BTreeSet<u8>,
    /// Whether it answers `GS r` and process ids, when that is known.
    knows_gs_r: Option<bool>,
    knows_id: Option<bool>,
    /// An answer did not come in time: it may come still and be taken for the answer to another question.
    doubt: bool,
    condition: Condition,
    /// Why it cannot be reached, from the last try.
    cause: Option<Cause>,
    /// Said anything since it was connected.
    talks: bool,
    /// Said nothing although it was waited for.
    silent: bool,
    /// Said anything since this owner has it.
    met: bool,
    held: bool,
    /// When a serial line will have carried what the system took: it holds some thousand bytes, seconds of a slow line.
    carried_at: Option<Instant>,
    /// When also the slowest head has printed what was sent.
    empty_at: Instant,
    /// An earlier job, ours or of a killed owner, may have left a picture unfinished.
    unfinished: bool,
    /// An earlier job may still lie in the device, in part or as a whole.
    left_over: bool,
    job_id: u32,
}

/// Why a job stopped.
struct Stop {
    reason: Reason,
    /// The device hung up by itself, in good order.
    hung_up: bool,
}

impl Stop {
    fn because(reason: Reason) -> Stop {
        Stop {
            reason,
            hung_up: false,
        }
    }

    fn of(error: &io::Error) -> Stop {
        let reason = match error.kind() {
            io::ErrorKind::TimedOut => Reason::Timeout,
            _ => Reason::Offline,
        };
        Stop {
            reason,
            hung_up: error.kind() == io::ErrorKind::UnexpectedEof,
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
        let now = way.now();
        Printer {
            way,
            connection: connection.clone(),
            profile: profile.clone(),
            patience: Patience::default(),
            line: None,
            answers: Answers::default(),
            inbox: VecDeque::new(),
            asked: VecDeque::new(),
            known_questions: BTreeSet::new(),
            unknown_questions: BTreeSet::new(),
            knows_gs_r: None,
            knows_id: None,
            doubt: false,
            condition: Condition::default(),
            cause: None,
            talks: false,
            silent: false,
            met: false,
            held: false,
            carried_at: None,
            empty_at: now,
            unfinished: true,
            left_over: false,
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

    fn shared(&self) -> bool {
        matches!(self.connection, Connection::Tcp { .. })
    }

    /// Whether its silence means that something is wrong.
    fn should_answer(&self) -> bool {
        self.profile.confirm != Confirmation::None
    }

    /// Why it was off line when it was asked last.
    pub fn cause(&self) -> Option<Cause> {
        self.cause
    }

    /// A job of which nobody knows the end may lie in the device: the next slip begins on paper of its own. The owner of the
    /// register says so when it finds one at the start.
    pub fn expect_left_over(&mut self) {
        self.left_over = true;
    }

    /// Asks the device how it is. Blocks until it answered, at most for the time to connect and a few answers.
    pub fn status(&mut self) -> State {
        if self.connection == Connection::None {
            return State::NoPrinter;
        }
        let mut state = self.look();
        // Done here rather than when somebody waits for a slip.
        if matches!(state, State::Ready | State::NearEnd)
            && !self.shared()
            && let Err(stop) = self.ready_for_commands()
            && stop.reason != Reason::Timeout
        {
            self.close(Closing::Gentle);
            self.cause = Some(Cause::Lost);
            state = State::Offline;
        }
        if self.shared() {
            let settled = self.asked.is_empty() && state != State::Unknown;
            self.close(match settled {
                true => Closing::Settled,
                false => Closing::Abort,
            });
        }
        state
    }

    /// Asks, over a fresh line where the old one is dead: a device that closed an idle connection is not gone, nor is one that was
    /// unplugged and is back.
    fn look(&mut self) -> State {
        let (stale, talked) = (self.line.is_some(), self.talks);
        let state = match self.ask_all() {
            Err(_) if stale => self.ask_all(),
            Ok(State::Unknown) if stale && talked => {
                self.close(Closing::Abort);
                self.ask_all()
            }
            asked => asked,
        };
        self.cause = match &state {
            Err(error) => Some(Cause::of(error)),
            Ok(State::Offline) => Some(Cause::SaysOffline),
            Ok(_) => None,
        };
        state.unwrap_or(State::Offline)
    }

    /// How it is before a job. A network printer that another terminal holds is waited for.
    fn look_before_job(&mut self) -> State {
        let until = self.now() + self.patience.shared;
        loop {
            let state = self.look();
            let held = match state {
                State::Unknown => self.should_answer(),
                State::Offline => self.met && self.cause != Some(Cause::SaysOffline),
                _ => false,
            };
            if !held || !self.shared() || self.now() >= until {
                return state;
            }
            if self.line.is_some() {
                // It may be that ours waits in the device's queue, and is served when its turn comes.
                let spoke = self.until(until, |answer| matches!(answer, Answer::RealTime(_)));
                if spoke.is_err() {
                    self.close(Closing::Abort);
                }
            } else {
                self.way.wait(KNOCK_AGAIN);
            }
        }
    }

    fn ask_all(&mut self) -> io::Result<State> {
        let asked = self.connect().and_then(|()| self.questions());
        if asked.is_err() {
            self.close(Closing::Gentle);
        }
        asked
    }

    fn connect(&mut self) -> io::Result<()> {
        if self.line.is_some() {
            return Ok(());
        }
        match self.way.open() {
            Ok(line) => self.line = line,
            Err(error) => {
                // What comes back may be another model.
                self.known_questions.clear();
                self.unknown_questions.clear();
                (self.knows_gs_r, self.knows_id) = (None, None);
                return Err(error);
            }
        }
        self.answers = Answers::default();
        self.inbox.clear();
        self.asked.clear();
        self.unknown_questions.retain(|n| *n == 3);
        // What an earlier owner asked may be answered to us, but over a connection of its own.
        self.doubt = !self.shared();
        self.talks = false;
        self.silent = false;
        self.held = false;
        self.carried_at = None;
        self.unfinished = true;
        Ok(())
    }

    fn close(&mut self, how: Closing) {
        if let Some(mut line) = self.line.take() {
            line.closing(how);
        }
    }

    /// Prints, at most once. `progress` is asked between two pieces, with the share sent so far in per cent.
    pub fn print(&mut self, slip: &Slip, progress: &mut dyn FnMut(u8) -> Go) -> Outcome {
        if self.connection == Connection::None {
            let reason = Reason::Offline;
            return Outcome::Refused { reason };
        }
        if let Some(reason) = self.look_before_job().hindrance() {
            self.let_go(Closing::Settled);
            return Outcome::Refused { reason };
        }
        if let Err(stop) = self.prepare() {
            self.close(Closing::Abort);
            return Outcome::Refused {
                reason: stop.reason,
            };
        }
        let outcome = self.job(slip, progress);
        match outcome {
            Outcome::Unknown { reason } => {
                // What the device has not taken is taken back, so that it does not come out in front of somebody else.
                self.close(Closing::Abort);
                self.left_over = true;
                if reason == Reason::NoAnswer {
                    (self.knows_gs_r, self.knows_id) = (None, None);
                }
            }
            Outcome::Printed { .. } => self.let_go(Closing::Settled),
            Outcome::Sent | Outcome::Cancelled => self.let_go(Closing::Gentle),
            Outcome::Refused { .. } => self.close(Closing::Abort),
        }
        outcome
    }

    /// A line of our own stays open; a network printer is there for others too.
    fn let_go(&mut self, how: Closing) {
        if self.shared() {
            self.close(how);
        }
    }
}
