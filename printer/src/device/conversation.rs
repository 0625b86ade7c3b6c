//! Questions and answers: what the device says at any time changes what is known of it. Sends nothing but questions.

use super::answers::{Answer, Condition};
use super::outcome::{Reason, State};
use super::{Printer, QUESTIONS_MAX, Stop};
use std::io;
use std::time::Instant;

/// Most answers kept unread: a babbling device must not fill the memory.
const INBOX_MAX: usize = 1_024;
/// Questions that may wait for their answers.
const ASKED_MAX: usize = 64;
/// `DLE EOT n`: whether it is off line, why, paper, errors. The last is the one that cheap models do not know.
const QUESTIONS: [u8; QUESTIONS_MAX] = [1, 2, 4, 3];
/// So much longer than usual a missing answer is waited for before the device is held not to know the question.
const LATE: u32 = 4;
/// How often the questions are asked anew when their answers cannot be told apart.
const ROUNDS_MAX: usize = 3;

impl Printer {
    /// Asks what the device knows to answer; in doubt asks again until nothing is left over that might have been the answer to
    /// another question.
    pub(super) fn questions(&mut self) -> io::Result<State> {
        for _ in 0..ROUNDS_MAX {
            self.drain()?;
            let doubt = self.doubt || !self.asked.is_empty();
            self.asked.clear();
            self.doubt = true;
            let answered = self.ask_in_turn()?;
            if answered == 0 {
                // One that says nothing is unknown, not ready.
                return Ok(State::Unknown);
            }
            let all = answered == self.known;
            if all && !doubt || !self.more_comes(all)? {
                // Some models do not know all questions, and are not asked again what they do not know.
                self.known = answered;
                self.asked.clear();
                self.doubt = false;
                return Ok(self.condition.state());
            }
        }
        Ok(State::Unknown)
    }

    /// Returns how many were answered before one was not.
    fn ask_in_turn(&mut self) -> io::Result<usize> {
        self.condition = Condition::default();
        for (answered, n) in QUESTIONS.into_iter().take(self.known).enumerate() {
            self.ask(n)?;
            let deadline = self.now() + self.patience.answer;
            if !self.until(deadline, |answer| matches!(answer, Answer::RealTime(_)))? {
                return Ok(answered);
            }
        }
        Ok(self.known)
    }

    /// Whether more answers come: more than were asked for, or the one that did not come in time.
    fn more_comes(&mut self, all: bool) -> io::Result<bool> {
        let wait = if all {
            self.patience.answer
        } else {
            self.patience.answer * LATE
        };
        let deadline = self.now() + wait;
        self.until(deadline, |answer| matches!(answer, Answer::RealTime(_)))
    }

    /// What the device complained of during this job.
    pub(super) fn trouble(&self) -> Option<Reason> {
        self.condition.state().hindrance()
    }

    /// Sends `DLE EOT n` without waiting for the answer.
    pub(super) fn ask(&mut self, n: u8) -> io::Result<()> {
        let deadline = self.now() + self.patience.answer;
        let line = self.line.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        let mut bytes: &[u8] = &[0x10, 0x04, n];
        while !bytes.is_empty() {
            let n = line.write_some(bytes, deadline)?;
            bytes = &bytes[n..];
        }
        if self.asked.len() < ASKED_MAX {
            self.asked.push_back(n);
        }
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

    /// Waits while the device says XOFF.
    pub(super) fn wait_while_held(&mut self, deadline: Instant) -> Result<(), Stop> {
        self.drain().map_err(|error| Stop::of(&error))?;
        while self.held {
            let go = self.until(deadline, |answer| answer == Answer::Go);
            if !go.map_err(|error| Stop::of(&error))? {
                return Err(Stop {
                    reason: Reason::Timeout,
                });
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
    }
}
