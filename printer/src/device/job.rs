//! The bytes of one job on their way: sent once, in pieces, under one deadline. Asks for no confirmation.

use super::confirm::Sent;
use super::connection::{Connection, Flow};
use super::outcome::{Go, Outcome, Reason};
use super::pace::Pace;
use super::patience::SLOWEST_UNASKED_PERCENT;
use super::prepare::PAPER_BEHIND_DATA;
use super::{Printer, Stop};
use crate::compose::Slip;
use crate::encode::{self, Chunk, Mode};
use crate::profile::Confirmation;
use std::time::{Duration, Instant};

impl Printer {
    pub(super) fn job(&mut self, slip: &Slip, progress: &mut dyn FnMut(u8) -> Go) -> Outcome {
        let chunks = self.chunks(slip);
        let total: usize = chunks.iter().map(|chunk| chunk.bytes.len()).sum();
        let started = self.now();
        let deadline = started + self.longest(total, slip.length_mm());
        let mut asked_at = started;
        let mut sent = 0;
        let mut dots = 0;
        let mut pace = Pace::of(&self.connection, &self.profile);
        self.empty_at = started;
        for (n, chunk) in chunks.iter().enumerate() {
            if progress((sent * 100 / total.max(1)) as u8) == Go::Cancel {
                return self.cancel(sent > 0, deadline);
            }
            let gone = self
                .keep_pace(&mut pace, chunk, deadline)
                .and_then(|()| self.send_counted(&chunk.bytes, deadline, &mut sent));
            if let Err(stop) = gone {
                // A device that stopped taking bytes may have said why.
                let reason = self.trouble().unwrap_or(stop.reason);
                return if sent == 0 {
                    Outcome::Refused { reason }
                } else {
                    Outcome::Unknown { reason }
                };
            }
            self.is_being_printed(chunk.dots_done.saturating_sub(dots));
            dots = chunk.dots_done;
            let last = n + 1 == chunks.len();
            if self.talks
                && !last
                && self.now().saturating_duration_since(asked_at) >= self.patience.ask_again
            {
                asked_at = self.now();
                // A lost connection is told by the next write.
                let _ = self.ask_for_trouble();
            }
            match self.drain() {
                Ok(()) => {}
                // It has everything, and hung up: what became of it is asked anew.
                Err(error) if last && Stop::of(&error).hung_up => {}
                Err(error) => {
                    return Outcome::Unknown {
                        reason: Stop::of(&error).reason,
                    };
                }
            }
            if let Some(reason) = self.trouble() {
                return Outcome::Unknown { reason };
            }
        }
        progress(100);
        self.confirm(&Sent {
            started,
            length_mm: slip.length_mm(),
            behind_data: self.answers.papers_to_come() > 0,
        })
    }

    /// The pieces of the job. Before the paper is fed and cut the device is asked how it is, behind the data: a printer that hangs
    /// up after each slip has answered by then, and nothing of ours is on its way when it does.
    fn chunks(&mut self, slip: &Slip) -> Vec<Chunk> {
        let mut chunks = slip.encode(self.mode());
        let ending = encode::tail(&self.profile);
        let asks = match self.profile.confirm {
            Confirmation::None => false,
            Confirmation::ProcessId => self.knows_id != Some(true),
            Confirmation::GsR | Confirmation::Status => true,
        };
        if let Some(last) = chunks.last_mut()
            && asks
            && self.knows_gs_r != Some(false)
            && last.bytes.ends_with(&ending)
        {
            let at = last.bytes.len() - ending.len();
            last.bytes.splice(at..at, PAPER_BEHIND_DATA);
            self.answers.expect_paper();
        }
        chunks
    }

    /// Reckons when also the slowest head has printed what was sent.
    fn is_being_printed(&mut self, dots: u32) {
        let needs = self.slowest(self.profile.mm(dots), SLOWEST_UNASKED_PERCENT);
        let there = self.now() + self.on_the_line();
        self.empty_at = self.empty_at.max(there) + needs;
    }

    /// Where nobody says "wait", waits until the device has room for the next piece.
    fn keep_pace(
        &mut self,
        pace: &mut Option<Pace>,
        chunk: &Chunk,
        deadline: Instant,
    ) -> Result<(), Stop> {
        let Some(pace) = pace else { return Ok(()) };
        while let Some(room_at) = pace.room_for(chunk.bytes.len(), self.now()) {
            if self.now() >= deadline {
                return Err(Stop::because(Reason::Timeout));
            }
            self.until(room_at.min(deadline), |_| false)
                .map_err(|error| Stop::of(&error))?;
            if let Some(reason) = self.trouble() {
                return Err(Stop::because(reason));
            }
        }
        pace.take(chunk, self.now());
        Ok(())
    }

    pub(super) fn mode(&self) -> Mode {
        // On a slow line text saves half a minute; elsewhere dots look the same on every device.
        match self.connection {
            Connection::Serial(_) if self.profile.text_mode => Mode::Text,
            _ => Mode::Raster,
        }
    }

    /// No job may take longer than this.
    fn longest(&self, bytes: usize, length_mm: u32) -> Duration {
        let head = self.slowest(length_mm, SLOWEST_UNASKED_PERCENT);
        self.patience.job + self.line_time(bytes) * 2 + head
    }

    /// Time that the head needs for so much paper.
    pub(super) fn head_time(&self, length_mm: u32) -> Duration {
        Duration::from_millis(u64::from(length_mm) * 1000 / u64::from(self.profile.speed_mm_s))
    }

    /// The same for a head that is slower than its profile says.
    pub(super) fn slowest(&self, length_mm: u32, percent: u32) -> Duration {
        self.head_time(length_mm) * percent / 100
    }

    fn cancel(&mut self, begun: bool, deadline: Instant) -> Outcome {
        // Nothing is asked behind what was not sent.
        self.answers.forget_paper();
        if begun && let Err(stop) = self.send(&encode::ending(&self.profile), deadline) {
            return Outcome::Unknown {
                reason: stop.reason,
            };
        }
        Outcome::Cancelled
    }

    pub(super) fn send(&mut self, bytes: &[u8], deadline: Instant) -> Result<(), Stop> {
        self.send_counted(bytes, deadline, &mut 0)
    }

    fn send_counted(
        &mut self,
        mut bytes: &[u8],
        deadline: Instant,
        sent: &mut usize,
    ) -> Result<(), Stop> {
        while !bytes.is_empty() {
            // A device that takes a byte now and then is no better than one that takes none.
            if self.now() >= deadline {
                return Err(Stop::because(Reason::Timeout));
            }
            let patience = deadline.min(self.now() + self.patience.stall);
            self.wait_while_held(patience)?;
            let line = self.line.as_mut().ok_or(Stop::because(Reason::Offline))?;
            let n = match line.write_some(bytes, patience) {
                Ok(n) => n,
                Err(error) => {
                    // Its last words may still be unread.
                    let _ = self.drain();
                    return Err(Stop::of(&error));
                }
            };
            *sent += n;
            bytes = &bytes[n..];
            self.carry(n);
        }
        Ok(())
    }

    /// Time that a serial line needs for so many bytes: 11 bits each with start, parity and stop.
    pub(super) fn line_time(&self, bytes: usize) -> Duration {
        match &self.connection {
            Connection::Serial(line) => {
                Duration::from_secs_f64(bytes as f64 * 11.0 / f64::from(line.baud))
            }
            _ => Duration::ZERO,
        }
    }

    pub(super) fn carry(&mut self, bytes: usize) {
        let now = self.now();
        let from = self.carried_at.map_or(now, |at| at.max(now));
        self.carried_at = Some(from + self.line_time(bytes));
    }

    /// Whether the device can only say in words that it wants to wait: elsewhere the line itself makes us wait.
    pub(super) fn by_words(&self) -> bool {
        matches!(&self.connection, Connection::Serial(line) if line.flow == Flow::None)
    }

    /// Until the device can have read what was sent.
    pub(super) fn on_the_line(&self) -> Duration {
        let now = self.now();
        self.carried_at
            .map_or(Duration::ZERO, |at| at.saturating_duration_since(now))
    }
}
