//! What a technician asks a printer: its name, and how fast it really is. The second prints a strip of paper.

use super::answers::Answer;
use super::outcome::{Reason, State};
use super::prepare::PAPER_BEHIND_DATA;
use super::transport::Closing;
use super::{Printer, Stop};
use crate::encode;
use std::time::{Duration, Instant};

/// `GS I 66` and `GS I 67`: maker and model.
const MAKER: u8 = 66;
const MODEL: u8 = 67;
/// Rows of the strip that is measured: about 15 cm at 203 dots an inch.
const STRIP_ROWS: u32 = 1_200;
/// Rows of one band of it.
const STRIP_BAND_ROWS: u16 = 24;
/// What the measured speed is made less by, so that the profile promises what the head keeps when it is warm.
const SPEED_PERCENT: u32 = 90;
/// Times slower than its profile that a head may be and still be measured.
const SLOWER: u32 = 8;

/// What a device says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct About {
    pub state: State,
    /// `None` where it does not say.
    pub maker: Option<String>,
    pub model: Option<String>,
}

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calibration {
    /// What a profile may promise, in millimetres a second.
    pub speed_mm_s: u32,
    /// Bytes that it took before it made the line wait; `None` where it did not.
    pub buffer_bytes: Option<u32>,
    /// Whether it answers process ids.
    pub process_id: bool,
}

impl Printer {
    /// Asks how it is and what it is called. Prints nothing.
    pub fn about(&mut self) -> About {
        let state = match self.shared() {
            true => self.look(),
            false => self.status(),
        };
        let (mut maker, mut model) = (None, None);
        if self.talks && self.line.is_some() {
            maker = self.name(MAKER).unwrap_or_default();
            model = self.name(MODEL).unwrap_or_default();
            // One that does not know the question may have taken it for letters.
            let _ = self.send(b"\x1b@", self.now() + self.patience.answer);
        }
        self.let_go(Closing::Gentle);
        About {
            state,
            maker,
            model,
        }
    }

    fn name(&mut self, n: u8) -> Result<Option<String>, Stop> {
        self.answers.expect_name();
        self.send(&[0x1d, b'I', n], self.now() + self.patience.stall)?;
        let deadline = self.now() + self.on_the_line() + self.patience.answer * 2;
        self.until(deadline, |answer| answer == Answer::Named)
            .map_err(|error| Stop::of(&error))?;
        let name = self.answers.name().filter(|name| !name.is_empty());
        self.answers.forget_names();
        Ok(name)
    }

    /// Prints a strip of paper and takes the time until the device says that it is out. A device that cannot be asked behind the
    /// data cannot be measured.
    pub fn calibrate(&mut self) -> Result<Calibration, Reason> {
        if let Some(reason) = self.look_before_job().hindrance() {
            return Err(reason);
        }
        let measured = self.prepare().and_then(|()| self.measure());
        match measured {
            Ok(calibration) => {
                self.let_go(Closing::Settled);
                Ok(calibration)
            }
            Err(stop) => {
                self.close(Closing::Abort);
                self.left_over = true;
                Err(self.trouble().unwrap_or(stop.reason))
            }
        }
    }

    fn measure(&mut self) -> Result<Calibration, Stop> {
        let rest = self.round_trip()?;
        let bands = encode::strip(STRIP_ROWS, STRIP_BAND_ROWS);
        let started = self.now();
        let mut sent = 0;
        let mut full = None;
        for band in &bands {
            let before = self.now();
            self.send(band, before + self.patience.stall)?;
            sent += band.len();
            let waited = self.now().saturating_duration_since(before);
            if full.is_none() && waited > self.line_time(band.len()) + rest + FULL {
                let elapsed = before.saturating_duration_since(started);
                full = Some((sent - band.len(), elapsed));
            }
        }
        let promised = Duration::from_millis(
            u64::from(self.profile.mm(STRIP_ROWS)) * 1000 / u64::from(self.profile.speed_mm_s),
        );
        self.wait_for_paper(self.now() + self.on_the_line() + promised * SLOWER)?;
        let took = self
            .now()
            .saturating_duration_since(started)
            .saturating_sub(rest);
        let millimetres = f64::from(STRIP_ROWS) * 25.4 / f64::from(self.profile.dpi);
        let speed = millimetres / took.as_secs_f64().max(1e-3);
        let process_id = self.knows_process_id()?;
        let tail = encode::tail(&self.profile);
        self.send(&tail, self.now() + self.patience.stall)?;
        self.wait_for_paper(self.now() + self.patience.confirm)?;
        let buffer = full.map(|(bytes, elapsed)| {
            let printed = speed * elapsed.as_secs_f64() / millimetres;
            let gone = (printed * bands.iter().map(Vec::len).sum::<usize>() as f64) as usize;
            bytes.saturating_sub(gone) as u32
        });
        Ok(Calibration {
            speed_mm_s: (speed * f64::from(SPEED_PERCENT) / 100.0) as u32,
            buffer_bytes: buffer.filter(|bytes| *bytes > 0),
            process_id,
        })
    }

    /// How long an answer takes when nothing is printed.
    fn round_trip(&mut self) -> Result<Duration, Stop> {
        let asked: Instant = self.now();
        self.wait_for_paper(asked + self.patience.late)?;
        Ok(self.now().saturating_duration_since(asked))
    }

    fn wait_for_paper(&mut self, deadline: Instant) -> Result<(), Stop> {
        self.answers.expect_paper();
        self.send(&PAPER_BEHIND_DATA, self.now() + self.patience.stall)?;
        let said = self
            .until(deadline, |answer| matches!(answer, Answer::Paper(_)))
            .map_err(|error| Stop::of(&error))?;
        self.answers.forget_paper();
        match said {
            true => Ok(()),
            false => Err(Stop::because(Reason::NoAnswer)),
        }
    }

    fn knows_process_id(&mut self) -> Result<bool, Stop> {
        self.answers.expect_done();
        self.send(b"\x1d(H\x06\x00000001", self.now() + self.patience.stall)?;
        let deadline = self.now() + self.on_the_line() + self.patience.answer * 2;
        self.until(deadline, |answer| matches!(answer, Answer::Done(_)))
            .map_err(|error| Stop::of(&error))
    }
}

/// A write that takes so much longer than the line needs met a full buffer.
const FULL: Duration = Duration::from_millis(30);
