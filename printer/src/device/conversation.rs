//! Questions and answers: what the device says at any time changes what is known of it. Sends nothing but questions.
//!
//! An answer to `DLE EOT n` does not carry the n. So nothing else is asked while an answer is still to come: a late one can then only
//! be taken for the answer to the very question that it belongs to.

use super::answers::{Answer, Condition};
use super::outcome::{Reason, State};
use super::{Printer, Stop};
use std::io;
use std::time::{Duration, Instant};

/// Most answers kept unread: a babbling device must not fill the memory.
const INBOX_MAX: usize = 1_024;
/// `DLE EOT n`: whether it is off line, why, paper, errors. The last is the one that cheap models do not know.
const QUESTIONS: [u8; 4] = [1, 2, 4, 3];
/// How often the questions are asked anew when more answers came than were asked for.
const ROUNDS_MAX: usize = 3;

impl Printer {
    /// Asks what the device knows to answer. One that says nothing is unknown, not ready; so is one that does not answer what it
    /// answered before.
    pub(super) fn questions(&mut self) -> io::Result<State> {
        for _ in 0..ROUNDS_MAX {
            self.drain()?;
            let wait = self.patience_for_answers();
            if !self.nothing_outstanding(wait)? {
                return Ok(State::Unknown);
            }
            let doubt = std::mem::take(&mut self.doubt);
            self.condition = Condition::default();
            if !self.ask_in_turn(wait)? {
                return Ok(State::Unknown);
            }
            if !doubt || !self.more_comes()? {
                return Ok(self.condition.state());
            }
            self.doubt = true;
        }
        Ok(State::Unknown)
    }

    /// One that said nothing for long is not waited for as long again.
    fn patience_for_answers(&self) -> Duration {
        match self.silent || !self.should_answer() {
            true => self.patience.answer,
            false => self.patience.late,
        }
    }

    /// False when the device should have answered and did not.
    fn ask_in_turn(&mut self, wait: Duration) -> io::Result<bool> {
        for n in QUESTIONS {
            if self.unknown_questions.contains(&n) {
                continue;
            }
            self.ask(n)?;
            let answered = self.nothing_outstanding_by(self.now() + self.on_the_line() + wait)?;
            if answered {
                self.known_questions.insert(n);
                continue;
            }
            if self.known_questions.is_empty() || self.known_questions.contains(&n) {
                self.silent = true;
                return Ok(false);
            }
            // Some models do not know all questions, and are not asked again what they do not know.
            self.unknown_questions.insert(n);
            self.asked.clear();
            self.doubt = true;
        }
        Ok(true)
    }

    /// Whether an answer comes that nobody waits for: then it is not certain which belongs to what.
    fn more_comes(&mut self) -> io::Result<bool> {
        let deadline = self.now() + self.patience.answer;
        self.until(deadline, |answer| matches!(answer, Answer::RealTime(_)))
    }

    /// Waits for what was asked before; what does not come by `late` never comes.
    pub(super) fn nothing_outstanding(&mut self, wait: Duration) -> io::Result<bool> {
        let Some((_, asked_at)) = self.asked.back().copied() else {
            return Ok(true);
        };
        let never = asked_at + self.patience.late;
        if !self.nothing_outstanding_by(never.min(self.now() + wait))? && self.now() >= never {
            self.asked.clear();
            self.doubt = true;
        }
        Ok(self.asked.is_empty())
    }

    fn nothing_outstanding_by(&mut self, deadline: Instant) -> io::Result<bool> {
        while !self.asked.is_empty() && self.now() < deadline {
            self.until(deadline, |answer| matches!(answer, Answer::RealTime(_)))?;
        }
        Ok(self.asked.is_empty())
    }

    /// What the device complained of during this job.
    pub(super) fn trouble(&self) -> Option<Reason> {
        self.condition.state().hindrance()
    }

    /// Asks for trouble during a job, unless the last answer is still to come.
    pub(super) fn ask_for_trouble(&mut self) -> io::Result<()> {
        if self.nothing_outstanding(Duration::ZERO)? && !self.unknown_questions.contains(&2) {
            self.ask(2)?;
        }
        Ok(())
    }

    /// Sends `DLE EOT n` without waiting for the answer.
    fn ask(&mut self, n: u8) -> io::Result<()> {
        self.say(&[0x10, 0x04, n])?;
        self.asked.push_back((n, self.now() + self.on_the_line()));
        Ok(())
    }

    /// Sends a few bytes that the device obeys at once.
    pub(super) fn say(&mut self, bytes: &[u8]) -> io::Result<()> {
        let deadline = self.now() + self.patience.answer;
        let line = self.line.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        let mut rest = bytes;
        while !rest.is_empty() {
            let n = line.write_some(rest, deadline)?;
            rest = &rest[n..];
        }
        self.carry(bytes.len());
        Ok(())
    }

    /// Takes everything that has come, without waiting.
    pub(super) fn drain(&mut self) -> io::Result<()> {
        while self.read(self.now())? > 0 {}
        self.inbox.clear();
        Ok(())
    }

    /// Waits for one kind of answer; false when it did not come in time.
    pub(super) fn until(
        &mut self,
        deadline: Instant,
        wanted: impl Fn(Answer) -> bool,
    ) -> io::Result<bool> {
        loop {
            while let Some(answer) = self.inbox.pop_front() {
                if wanted(answer) {
                    return Ok(true);
                }
            }
            if self.read(deadline)? == 0 && self.now() >= deadline {
                return Ok(false);
            }
        }
    }

    /// Waits while the device says XOFF. Where the line itself makes us wait, and when everything sent must be on paper, an
    /// XOFF means nothing.
    pub(super) fn wait_while_held(&mut self, deadline: Instant) -> Result<(), Stop> {
        self.drain().map_err(|error| Stop::of(&error))?;
        let stale = self.empty_at.max(self.now());
        while self.held && self.by_words() {
            let until = stale.min(deadline);
            let go = self.until(until, |answer| answer == Answer::Go);
            if go.map_err(|error| Stop::of(&error))? || self.now() >= stale {
                self.held = false;
                break;
            }
            if self.now() >= deadline {
                return Err(Stop::because(Reason::Timeout));
            }
        }
        Ok(())
    }

    /// Reads once; what it says changes the condition at once.
    fn read(&mut self, deadline: Instant) -> io::Result<usize> {
        let line = self.line.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        let mut buffer = [0u8; 64];
        let n = line.read_some(&mut buffer, deadline)?;
        for byte in &buffer[..n] {
            let Some(answer) = self.answers.push(*byte) else {
                continue;
            };
            self.hear(answer);
            if self.inbox.len() < INBOX_MAX {
                self.inbox.push_back(answer);
            }
        }
        Ok(n)
    }

    fn hear(&mut self, answer: Answer) {
        match answer {
            Answer::RealTime(byte) => {
                if let Some((n, _)) = self.asked.pop_front() {
                    self.condition.real_time(n, byte);
                    self.heard();
                }
            }
            Answer::Automatic(report) => {
                self.condition.automatic(report);
                self.heard();
            }
            Answer::Stop => self.held = true,
            Answer::Go => self.held = false,
            Answer::Paper(_) | Answer::Done(_) | Answer::Cleared | Answer::Named => self.heard(),
            Answer::Stray(_) => {}
        }
    }

    fn heard(&mut self) {
        self.talks = true;
        self.silent = false;
        self.met = true;
    }
}
