//! After the last byte: what the device says of the job as a whole, and by which answer.
//!
//! Strongest first: the process id behind the cut; `GS r` behind the data, which says that everything was parsed; the state, asked when
//! also the slowest plausible head is done. What a device answered before and does not answer now makes the job unknown.

use super::answers::Answer;
use super::outcome::{ConfirmedBy, Outcome, Reason, State};
use super::patience::{SLOWEST_PERCENT, SLOWEST_UNASKED_PERCENT};
use super::prepare::no_answer;
use super::{Printer, Stop};
use crate::profile::Confirmation;
use std::time::Instant;

/// A job of which every byte is gone.
pub(super) struct Sent {
    pub started: Instant,
    pub length_mm: u32,
    /// Whether it was asked behind the data how the paper is.
    pub behind_data: bool,
}

/// What is waited for, and what came of it.
struct Awaited {
    id: Option<[u8; 4]>,
    done: bool,
    /// The device was asked behind the data and has not answered yet.
    paper: bool,
    parsed: bool,
    paper_out: bool,
}

impl Printer {
    pub(super) fn confirm(&mut self, sent: &Sent) -> Outcome {
        if !self.should_answer() {
            return match self.carried() {
                Ok(()) => Outcome::Sent,
                Err(stop) => Outcome::Unknown {
                    reason: stop.reason,
                },
            };
        }
        match self.judged(sent) {
            Ok(confirmed_by) => Outcome::Printed { confirmed_by },
            Err(stop) => Outcome::Unknown {
                reason: self.trouble().unwrap_or(stop.reason),
            },
        }
    }

    /// What a slow line still holds must be gone before anybody may say that it was sent.
    fn carried(&mut self) -> Result<(), Stop> {
        let time = self.on_the_line();
        match time.is_zero() {
            true => Ok(()),
            false => self.rest(time),
        }
    }

    fn judged(&mut self, sent: &Sent) -> Result<ConfirmedBy, Stop> {
        let mut awaited = Awaited {
            id: None,
            done: false,
            paper: sent.behind_data,
            parsed: false,
            paper_out: false,
        };
        let mut heard = self.ask_for_id(&mut awaited);
        if heard.is_ok() {
            heard = self.listen(sent, &mut awaited);
        }
        match heard {
            Ok(()) => {}
            // It took everything and hung up in good order: there is nobody to answer on this line any more.
            Err(stop) if stop.hung_up && self.shared() => {
                self.reconnect(self.now() + self.patience.shared)?;
                awaited.id = None;
                awaited.paper = false;
            }
            Err(stop) => return Err(stop),
        }
        if awaited.paper_out {
            return Err(Stop::because(Reason::PaperOut));
        }
        if awaited.done {
            self.knows_id = Some(true);
            return Ok(ConfirmedBy::ProcessId);
        }
        self.learn(&awaited)?;
        let percent = match awaited.parsed {
            true => SLOWEST_PERCENT,
            false => SLOWEST_UNASKED_PERCENT,
        };
        self.let_head_finish(sent, percent)?;
        self.last_look()?;
        let by_gs_r = awaited.parsed && self.profile.confirm == Confirmation::GsR;
        Ok(match by_gs_r {
            true => ConfirmedBy::GsR,
            false => ConfirmedBy::Status,
        })
    }

    /// What stayed unanswered is not known to the model, or the device that knew it does not answer any more.
    fn learn(&mut self, awaited: &Awaited) -> Result<(), Stop> {
        self.answers.forget_paper();
        if awaited.parsed {
            self.knows_gs_r = Some(true);
        }
        if !self.talks && self.line.is_some() && (awaited.id.is_some() || awaited.paper) {
            return Err(no_answer());
        }
        for (asked, knows) in [
            (awaited.id.is_some(), &mut self.knows_id),
            (awaited.paper, &mut self.knows_gs_r),
        ] {
            match (asked, *knows) {
                (true, Some(true)) => return Err(no_answer()),
                (true, None) => *knows = Some(false),
                _ => {}
            }
        }
        Ok(())
    }

    fn ask_for_id(&mut self, awaited: &mut Awaited) -> Result<(), Stop> {
        if self.profile.confirm != Confirmation::ProcessId || self.knows_id == Some(false) {
            return Ok(());
        }
        self.job_id = self.job_id.wrapping_add(1);
        let id: [u8; 4] = format!("{:04}", self.job_id % 10_000)
            .into_bytes()
            .try_into()
            .expect("four digits");
        let mut question = b"\x1d(H\x06\x0000".to_vec();
        question.extend_from_slice(&id);
        self.answers.expect_done();
        awaited.id = Some(id);
        self.send(&question, self.now() + self.patience.stall)
    }

    /// Listens until everything that was asked is answered, as long as the slowest head needs and a little more. Trouble that the
    /// device reports ends the wait. While the head may well be at work nothing is asked.
    fn listen(&mut self, sent: &Sent, awaited: &mut Awaited) -> Result<(), Stop> {
        let there = self.now() + self.on_the_line();
        let quiet = there.max(sent.started + self.head_time(sent.length_mm)) + self.patience.answer;
        let slowest = self.slowest(sent.length_mm, SLOWEST_PERCENT);
        let deadline = there.max(sent.started + slowest) + self.patience.confirm;
        let certain = self.knows_gs_r == Some(true) || self.knows_id == Some(true);
        let doubtful = there.max(sent.started + slowest) + self.patience.late;
        let deadline = match certain || awaited.id.is_some() {
            true => deadline,
            false => deadline.min(doubtful),
        };
        while (awaited.paper || awaited.id.is_some()) && self.now() < deadline {
            let step = deadline.min(self.now().max(quiet) + self.patience.ask_again);
            self.hear_of(awaited, step)?;
            if awaited.done || awaited.paper_out {
                return Ok(());
            }
            if let Some(reason) = self.trouble() {
                return Err(Stop::because(reason));
            }
            if self.talks && self.now() >= quiet && (awaited.paper || awaited.id.is_some()) {
                self.ask_for_trouble().map_err(|error| Stop::of(&error))?;
            }
        }
        Ok(())
    }

    /// Takes answers until one of those that are waited for comes, or until `step`.
    fn hear_of(&mut self, awaited: &mut Awaited, step: Instant) -> Result<(), Stop> {
        let said = std::cell::Cell::new(None);
        let id = awaited.id;
        let wanted = |answer: Answer| {
            said.set(Some(answer));
            matches!(answer, Answer::Paper(_)) || id.is_some_and(|id| answer == Answer::Done(id))
        };
        if !self.until(step, wanted).map_err(|error| Stop::of(&error))? {
            return Ok(());
        }
        match said.get() {
            Some(Answer::Paper(byte)) if self.answers.papers_to_come() == 0 => {
                awaited.paper = false;
                awaited.parsed = true;
                awaited.paper_out = byte & 0x0C != 0;
            }
            Some(Answer::Done(_)) => awaited.done = true,
            _ => {}
        }
        Ok(())
    }

    /// Lets also the slowest head finish; trouble that the device reports ends the wait.
    fn let_head_finish(&mut self, sent: &Sent, percent: u32) -> Result<(), Stop> {
        let slowest = sent.started + self.slowest(sent.length_mm, percent);
        let tail = self.slowest(self.profile.mm(self.profile.tail_dots), percent);
        let deadline = slowest.max(self.now() + self.on_the_line() + tail);
        let quiet = sent.started + self.head_time(sent.length_mm) + self.patience.answer;
        while self.now() < deadline {
            let step = deadline.min(self.now().max(quiet) + self.patience.ask_again);
            match self.until(step, |_| false) {
                Ok(_) => {}
                Err(error) if self.shared() && Stop::of(&error).hung_up => {
                    self.reconnect(self.now() + self.patience.shared)?;
                }
                Err(error) => return Err(Stop::of(&error)),
            }
            if let Some(reason) = self.trouble() {
                return Err(Stop::because(reason));
            }
            if self.now() >= quiet && self.now() < deadline {
                // A device that hangs up is noticed by the next look.
                let _ = self.ask_for_trouble();
            }
        }
        Ok(())
    }

    /// Asks everything once more. Who has hung up since is asked over a new connection.
    fn last_look(&mut self) -> Result<(), Stop> {
        let state = match self.ask_all() {
            Err(error) if self.shared() && Stop::of(&error).hung_up => {
                self.reconnect(self.now() + self.patience.shared)?;
                self.ask_all()
            }
            asked => asked,
        };
        match state.map_err(|error| Stop::of(&error))? {
            State::Unknown => Err(no_answer()),
            state => match state.hindrance() {
                Some(reason) => Err(Stop::because(reason)),
                None => Ok(()),
            },
        }
    }
}
