//! After the last byte: what the device says of the job as a whole.

use super::answers::Answer;
use super::outcome::{ConfirmedBy, Outcome, Reason, State};
use super::{Printer, Stop};
use crate::compose::Slip;
use crate::profile::Confirmation;
use std::cell::Cell;
use std::io;
use std::time::{Duration, Instant};

impl Printer {
    pub(super) fn confirm(&mut self, slip: &Slip, started: Instant) -> Outcome {
        let paper = self.head_time(slip.length_mm());
        let asked = match self.profile.confirm {
            Confirmation::None => return Outcome::Sent,
            Confirmation::ProcessId => self.by_process_id(paper),
            Confirmation::GsR => self.by_gs_r(paper, started),
            Confirmation::Status => Ok(None),
        };
        match asked {
            Ok(Some(outcome)) => outcome,
            // No answer of the stronger kind: the state is still worth asking for.
            Ok(None) => {
                self.by_status(paper.saturating_sub(self.now().saturating_duration_since(started)))
            }
            Err(stop) => Outcome::Unknown {
                reason: self.trouble().unwrap_or(stop.reason),
            },
        }
    }

    fn by_process_id(&mut self, paper: Duration) -> Result<Option<Outcome>, Stop> {
        self.job_id = self.job_id.wrapping_add(1);
        let id: [u8; 4] = format!("{:04}", self.job_id % 10_000)
            .into_bytes()
            .try_into()
            .expect("four digits");
        let mut question = b"\x1d(H\x06\x0000".to_vec();
        question.extend_from_slice(&id);
        self.question(&question)?;
        let done = self.watch(paper, &|answer| answer == Answer::Done(id))?;
        Ok(done.then_some(Outcome::Printed {
            confirmed_by: ConfirmedBy::ProcessId,
        }))
    }

    fn by_gs_r(&mut self, paper: Duration, started: Instant) -> Result<Option<Outcome>, Stop> {
        self.answers.expect_paper();
        self.question(b"\x1dr\x01")?;
        let out = Cell::new(false);
        let said = self.watch(paper, &|answer| {
            if let Answer::Paper(byte) = answer {
                out.set(byte & 0x0C != 0);
                return true;
            }
            false
        })?;
        if said && out.get() {
            return Err(Stop {
                reason: Reason::PaperOut,
            });
        }
        // What was parsed may still be in its buffer: paper that ran out since then must not be overlooked.
        if said {
            let rest = paper.saturating_sub(self.now().saturating_duration_since(started));
            self.pause(rest)?;
            self.last_look()?;
        }
        Ok(said.then_some(Outcome::Printed {
            confirmed_by: ConfirmedBy::GsR,
        }))
    }

    /// Asks after the time that the paper needs: before it, "ready" would say nothing about this job.
    fn by_status(&mut self, rest: Duration) -> Outcome {
        let talked = self.talks;
        if !talked {
            return Outcome::Sent;
        }
        match self.pause(rest.max(self.on_the_line())) {
            Ok(()) => {}
            Err(stop) => {
                return Outcome::Unknown {
                    reason: stop.reason,
                };
            }
        }
        match self.ask_all() {
            Err(error) => Outcome::Unknown {
                reason: Stop::of(&error).reason,
            },
            Ok(State::Unknown) => Outcome::Unknown {
                reason: Reason::Timeout,
            },
            Ok(state) => match state.hindrance() {
                Some(reason) => Outcome::Unknown { reason },
                None => Outcome::Printed {
                    confirmed_by: ConfirmedBy::Status,
                },
            },
        }
    }

    fn question(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.send(bytes, self.now() + self.patience.stall)
    }

    /// Waits for the answer, as long as the paper needs and a little more; trouble that the device reports ends the wait.
    fn watch(&mut self, paper: Duration, wanted: &dyn Fn(Answer) -> bool) -> Result<bool, Stop> {
        let paper = self.on_the_line() + paper;
        // One that never said a word will not begin now.
        let extra = if self.talks {
            self.patience.confirm
        } else {
            self.patience.answer
        };
        let deadline = self.now() + if self.talks { paper + extra } else { extra };
        loop {
            let step = deadline.min(self.now() + self.patience.ask_again);
            if self
                .until(step, wanted)
                .map_err(|error: io::Error| Stop::of(&error))?
            {
                return Ok(true);
            }
            if let Some(reason) = self.trouble() {
                return Err(Stop { reason });
            }
            if self.now() >= deadline {
                return Ok(false);
            }
            if self.talks {
                self.ask(2).map_err(|error| Stop::of(&error))?;
            }
        }
    }

    /// Asks once more, and waits for all answers that are still to come.
    fn last_look(&mut self) -> Result<(), Stop> {
        self.ask(2).map_err(|error| Stop::of(&error))?;
        let deadline = self.now() + self.patience.answer;
        while !self.asked.is_empty() && self.now() < deadline {
            self.until(deadline, |answer| matches!(answer, Answer::RealTime(_)))
                .map_err(|error| Stop::of(&error))?;
        }
        self.trouble().map_or(Ok(()), |reason| Err(Stop { reason }))
    }

    /// Lets the head finish; trouble that the device reports ends the wait.
    fn pause(&mut self, rest: Duration) -> Result<(), Stop> {
        let deadline = self.now() + rest;
        while self.now() < deadline {
            let step = deadline.min(self.now() + self.patience.ask_again);
            self.ask(2).map_err(|error| Stop::of(&error))?;
            self.until(step, |_| false)
                .map_err(|error| Stop::of(&error))?;
            if let Some(reason) = self.trouble() {
                return Err(Stop { reason });
            }
        }
        Ok(())
    }
}
