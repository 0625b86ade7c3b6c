//! Before the first byte of a job: what an earlier one left in the device is out of the way. Blackens no paper.

use super::answers::Answer;
use super::outcome::Reason;
use super::patience::SLOWEST_UNASKED_PERCENT;
use super::transport::Closing;
use super::{Connection, Printer, Stop};
use crate::encode;
use std::time::{Duration, Instant};

/// `DLE DC4` function 8: forget everything that was sent (Epson ESC/POS reference).
const CLEAR_BUFFERS: [u8; 10] = [0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8];
/// `GS r 1`: says how the paper is when everything before it was parsed.
pub(super) const PAPER_BEHIND_DATA: [u8; 3] = [0x1d, b'r', 1];

impl Printer {
    /// Everything before the first byte of the job.
    pub(super) fn prepare(&mut self) -> Result<(), Stop> {
        self.connect().map_err(|error| Stop::of(&error))?;
        if self.left_over {
            self.clear()?;
        }
        self.ready_for_commands()?;
        if self.left_over {
            match self.separate() {
                Ok(()) => {}
                // One that hangs up after each slip does so after a blank one too.
                Err(stop) if stop.hung_up && self.shared() => {
                    self.reconnect(self.now() + self.patience.shared)?;
                    self.unfinished = false;
                }
                Err(stop) => return Err(stop),
            }
            self.left_over = false;
        }
        if self.profile.asb {
            self.send(&[0x1d, b'a', 0x0E], self.now() + self.patience.job)?;
        }
        Ok(())
    }

    /// Makes sure that the device reads commands: completes the picture that an earlier job may have left unfinished. On a serial
    /// line it is asked first, as the bytes that complete a picture take seconds there (9,216 in dots: 9.6 s at 9600 baud, 0.8 s at
    /// 115200). Over a network and USB they take less than the question and its answer: 0.7 ms at 100 Mbit/s, 6 ms at USB's 12; and
    /// a model that does not know the question would cost five seconds.
    pub(super) fn ready_for_commands(&mut self) -> Result<(), Stop> {
        if !self.unfinished {
            return Ok(());
        }
        let serial = matches!(self.connection, Connection::Serial(_));
        let usual = self.patience.answer;
        if !(serial && self.reads_commands(usual)?) {
            let bytes = encode::unfinished_picture(&self.profile, self.mode());
            let patience = self.patience.stall + self.line_time(bytes.len()) * 2;
            self.send(&bytes, self.now() + patience)?;
            if serial {
                self.settle_the_question()?;
            }
        }
        self.unfinished = false;
        Ok(())
    }

    /// The question that was asked before may have been swallowed as dots, or its answer is late: it must not be taken for that of
    /// the job, nor be waited for behind it.
    fn settle_the_question(&mut self) -> Result<(), Stop> {
        let late = self.patience.late;
        if self.knows_gs_r.is_none() {
            let knows = self.reads_commands(late)?;
            self.knows_gs_r = Some(knows);
        } else if self.answers.papers_to_come() > 0 {
            let deadline = self.now() + self.on_the_line() + late;
            self.until(deadline, |answer| matches!(answer, Answer::Paper(_)))
                .map_err(|error| Stop::of(&error))?;
        }
        self.answers.forget_paper();
        Ok(())
    }

    /// Whether a command is answered that would be swallowed as dots inside a picture.
    fn reads_commands(&mut self, patience: Duration) -> Result<bool, Stop> {
        if !self.talks || self.knows_gs_r == Some(false) {
            return Ok(false);
        }
        self.ask_for_paper()?;
        let deadline = self.now() + self.on_the_line() + patience;
        let said = self
            .until(deadline, |answer| matches!(answer, Answer::Paper(_)))
            .map_err(|error| Stop::of(&error))?;
        if said {
            self.knows_gs_r = Some(true);
        }
        Ok(said)
    }

    fn ask_for_paper(&mut self) -> Result<(), Stop> {
        self.answers.expect_paper();
        self.send(&PAPER_BEHIND_DATA, self.now() + self.patience.stall)
    }

    /// Tells a model that can to forget what it was sent.
    fn clear(&mut self) -> Result<(), Stop> {
        if !self.profile.clears_buffer || !self.talks {
            return Ok(());
        }
        self.answers.expect_cleared();
        self.send(&CLEAR_BUFFERS, self.now() + self.patience.stall)?;
        let deadline = self.now() + self.on_the_line() + self.patience.late;
        self.until(deadline, |answer| answer == Answer::Cleared)
            .map(|_| ())
            .map_err(|error| Stop::of(&error))
    }

    /// Cuts off what an earlier job left in the device, so that it does not hang on somebody else's slip, and waits until it is out.
    fn separate(&mut self) -> Result<(), Stop> {
        let bytes = encode::separation(&self.profile);
        self.send(&bytes, self.now() + self.patience.stall)?;
        if self.talks && self.knows_gs_r != Some(false) {
            self.ask_for_paper()?;
            let deadline = self.now() + self.on_the_line() + self.patience.confirm;
            while self.answers.papers_to_come() > 0 && self.now() < deadline {
                self.until(deadline, |answer| matches!(answer, Answer::Paper(_)))
                    .map_err(|error| Stop::of(&error))?;
            }
            self.answers.forget_paper();
        }
        // The next job reckons with a head that is at rest.
        let paper = self.profile.tail_dots + self.profile.cutter_distance_dots;
        let needs = self.slowest(self.profile.mm(paper), SLOWEST_UNASKED_PERCENT);
        self.rest(self.on_the_line() + needs)?;
        // The rest of an earlier slip may have used the paper up.
        self.ask_for_trouble().map_err(|error| Stop::of(&error))?;
        let wait = self.patience.answer;
        self.nothing_outstanding(wait)
            .map_err(|error| Stop::of(&error))?;
        self.trouble()
            .map_or(Ok(()), |reason| Err(Stop::because(reason)))
    }

    /// After a device hung up: asks it over a new connection.
    pub(super) fn reconnect(&mut self, until: Instant) -> Result<(), Stop> {
        self.close(Closing::Settled);
        loop {
            match self.connect() {
                Ok(()) => return Ok(()),
                Err(error) if self.now() >= until => return Err(Stop::of(&error)),
                Err(_) => self.way.wait(super::KNOCK_AGAIN),
            }
        }
    }

    /// Waits without listening to anything but trouble.
    pub(super) fn rest(&mut self, time: Duration) -> Result<(), Stop> {
        let deadline = self.now() + time;
        self.until(deadline, |_| false)
            .map_err(|error| Stop::of(&error))?;
        match self.trouble() {
            Some(reason) => Err(Stop::because(reason)),
            None => Ok(()),
        }
    }
}

/// A device that should have answered did not.
pub(super) fn no_answer() -> Stop {
    Stop::because(Reason::NoAnswer)
}
