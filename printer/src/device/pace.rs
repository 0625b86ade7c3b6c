//! How far a job may be ahead of the head on a line without flow control: what is in the device's buffer, and until when.

use super::connection::{Connection, Flow};
use super::patience::PACE_PERCENT;
use crate::encode::Chunk;
use crate::profile::Profile;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The buffer of a device as we know it.
pub struct Pace {
    buffer_bytes: usize,
    dots_a_second: f64,
    dots: u32,
    done_at: Option<Instant>,
    kept: VecDeque<(usize, Instant)>,
}

impl Pace {
    /// For a line on which nobody says "wait"; none elsewhere.
    pub fn of(connection: &Connection, profile: &Profile) -> Option<Pace> {
        let Connection::Serial(line) = connection else {
            return None;
        };
        let promised = f64::from(profile.speed_mm_s) * f64::from(profile.dpi) / 25.4;
        (line.flow == Flow::None).then(|| Pace {
            buffer_bytes: profile.buffer_bytes as usize,
            dots_a_second: promised * 100.0 / f64::from(PACE_PERCENT),
            dots: 0,
            done_at: None,
            kept: VecDeque::new(),
        })
    }

    /// When to look again; `None` when there is room. A piece larger than the whole buffer goes to an idle head.
    pub fn room_for(&mut self, bytes: usize, now: Instant) -> Option<Instant> {
        while self.kept.front().is_some_and(|(_, done)| *done <= now) {
            self.kept.pop_front();
        }
        let kept: usize = self.kept.iter().map(|(bytes, _)| bytes).sum();
        if kept + bytes <= self.buffer_bytes {
            return None;
        }
        self.kept.front().map(|(_, done)| *done)
    }

    /// A piece is on its way.
    pub fn take(&mut self, chunk: &Chunk, now: Instant) {
        let dots = chunk.dots_done.saturating_sub(self.dots);
        self.dots = chunk.dots_done;
        let needs = Duration::from_secs_f64(f64::from(dots) / self.dots_a_second);
        let done = self.done_at.map_or(now, |done| done.max(now)) + needs;
        self.done_at = Some(done);
        self.kept.push_back((chunk.bytes.len(), done));
    }
}
