//! The bytes of one job on their way: sent once, in pieces, under one deadline. Asks for no confirmation.

use super::connection::{Connection, Flow};
use super::outcome::{Go, Outcome, Reason};
use super::{Printer, Stop};
use crate::compose::Slip;
use crate::encode::{self, Chunk, Mode};
use crate::profile::Profile;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// How far a job may be ahead of the head on a line without flow control: what is in the device's buffer, and until when.
struct Pace {
    buffer_bytes: usize,
    dots_a_second: f64,
    dots: u32,
    done_at: Option<Instant>,
    kept: VecDeque<(usize, Instant)>,
}

impl Pace {
    fn of(connection: &Connection, profile: &Profile) -> Option<Pace> {
        let Connection::Serial(line) = connection else {
            return None;
        };
        (line.flow == Flow::None).then(|| Pace {
            buffer_bytes: profile.buffer_bytes as usize,
            dots_a_second: f64::from(profile.speed_mm_s) * f64::from(profile.dpi) / 25.4,
            dots: 0,
            done_at: None,
            kept: VecDeque::new(),
        })
    }

    /// When to look again; `None` when there is room. A piece larger than the whole buffer goes to an idle head.
    fn room_for(&mut self, bytes: usize, now: Instant) -> Option<Instant> {
        while self.kept.front().is_some_and(|(_, done)| *done <= now) {
            self.kept.pop_front();
        }
        let kept: usize = self.kept.iter().map(|(bytes, _)| bytes).sum();
        if kept + bytes <= self.buffer_bytes {
            return None;
        }
        self.kept.front().map(|(_, done)| *done)
    }

    fn take(&mut self, chunk: &Chunk, now: Instant) {
        let dots = chunk.dots_done.saturating_sub(self.dots);
        self.dots = chunk.dots_done;
        let needs = Duration::from_secs_f64(f64::from(dots) / self.dots_a_second);
        let done = self.done_at.map_or(now, |done| done.max(now)) + needs;
        self.done_at = Some(done);
        self.kept.push_back((chunk.bytes.len(), done));
    }
}

impl Printer {
    pub(super) fn job(&mut self, slip: &Slip, progress: &mut dyn FnMut(u8) -> Go) -> Outcome {
        let chunks = slip.encode(self.mode());
        let total: usize = chunks.iter().map(|chunk| chunk.bytes.len()).sum();
        let started = self.now();
        let deadline = started + self.longest(total, slip.length_mm());
        let mut asked_at = started;
        let mut sent = 0;
        let mut pace = Pace::of(&self.connection, &self.profile);
        for chunk in &chunks {
            if progress((sent * 100 / total.max(1)) as u8) == Go::Cancel {
                return self.cancel(sent > 0, deadline);
            }
            let gone = self
                .keep_pace(&mut pace, chunk, deadline)
                .and_then(|()| self.send_counted(&chunk.bytes, deadline, &mut sent));
            if let Err(stop) = gone {
                // A device that stopped taking bytes may have said why.
                let reason = self.trouble().unwrap_or(stop.reason);
                self.close();
                return if sent == 0 {
                    Outcome::Refused { reason }
                } else {
                    Outcome::Unknown { reason }
                };
            }
            if self.talks
                && self.now().saturating_duration_since(asked_at) >= self.patience.ask_again
            {
                asked_at = self.now();
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
                return Err(Stop {
                    reason: Reason::Timeout,
                });
            }
            self.until(room_at.min(deadline), |_| false)
                .map_err(|error| Stop::of(&error))?;
            if let Some(reason) = self.trouble() {
                return Err(Stop { reason });
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
        self.patience.job + self.line_time(bytes) * 2 + self.head_time(length_mm) * 2
    }

    /// Time that the head needs for so much paper.
    pub(super) fn head_time(&self, length_mm: u32) -> Duration {
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
                return Err(Stop {
                    reason: Reason::Timeout,
                });
            }
            let patience = deadline.min(self.now() + self.patience.stall);
            self.wait_while_held(patience)?;
            let line = self.line.as_mut().ok_or(Stop {
                reason: Reason::Offline,
            })?;
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
    fn line_time(&self, bytes: usize) -> Duration {
        match &self.connection {
            Connection::Serial(line) => {
                Duration::from_secs_f64(bytes as f64 * 11.0 / f64::from(line.baud))
            }
            _ => Duration::ZERO,
        }
    }

    fn carry(&mut self, bytes: usize) {
        let now = self.now();
        let from = self.carried_at.map_or(now, |at| at.max(now));
        self.carried_at = Some(from + self.line_time(bytes));
    }

    /// Until the device can have read what was sent.
    pub(super) fn on_the_line(&self) -> Duration {
        let now = self.now();
        self.carried_at
            .map_or(Duration::ZERO, |at| at.saturating_duration_since(now))
    }
}
