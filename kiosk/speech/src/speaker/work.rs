//! The thread that speaks, and the handle on it. One saying at a time; a new one cuts the old.

use std::ops::Range;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::cue::Cue;
use super::sink::Sink;
use super::trial::{Lack, Watch, lack, why};
use super::volume::Volume;
use crate::clause::{Clause, clauses};
use crate::engine::{Ended, Engine, Fault, Hush, RATE, Speed};

/// More clauses of one text than this are not said: nobody listens for hours to one paragraph.
const CLAUSES_MAX: usize = 5000;
/// For words of what a finger points at: whoever flicks touches something too, and within this time the finger has set off and hushed them. The voice needs
/// half of it anyway.
pub const NOT_BEFORE: Duration = Duration::from_millis(60);
/// So often a saying that is held back looks whether it is still wanted.
const HOLD_STEP: Duration = Duration::from_millis(5);

/// A text to be said, with a number by which its clauses are told.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Utterance {
    pub number: u32,
    /// What is said.
    pub text: String,
}

/// What the speaker tells.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Report {
    /// A clause begins to be heard.
    Clause {
        /// Of the saying.
        serial: u64,
        number: u32,
        /// Its characters, counted in Unicode scalar values of the utterance's text.
        span: Range<usize>,
        /// The words as they are said.
        words: String,
    },
    /// The saying is over.
    Ended {
        /// Of the saying.
        serial: u64,
        /// Nobody cut it.
        whole: bool,
    },
    /// Voice and sound were tried.
    Tried {
        /// What is missing.
        lack: Option<Lack>,
    },
    /// Nothing is heard any more; the saying is over.
    Failed {
        /// Of the saying.
        serial: u64,
        /// Why, in words for a log.
        why: String,
    },
}

/// How a saying sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Sound {
    pub speed: Speed,
    pub volume: Volume,
    /// Heard before the words.
    pub cue: Option<Cue>,
    /// Words are not heard sooner after they were asked for: what is hushed until then was not begun. The voice works meanwhile.
    pub not_before: Duration,
}

struct Saying {
    serial: u64,
    texts: Vec<Utterance>,
    sound: Sound,
    hush: Hush,
    asked: Instant,
}

impl Saying {
    /// Until words may be heard, or nobody wants them any more.
    fn hold(&self) {
        while !self.hush.is_set() {
            let left = self.sound.not_before.saturating_sub(self.asked.elapsed());
            if left.is_zero() {
                return;
            }
            std::thread::sleep(left.min(HOLD_STEP));
        }
    }
}

/// The handle. Dropping it ends the thread.
pub struct Speaker {
    sayings: Option<Sender<Saying>>,
    hush: Hush,
    thread: Option<JoinHandle<()>>,
}

impl Speaker {
    /// Starts the thread. `tell` is called from it.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(
        engine: impl Engine + Send + 'static,
        sink: impl Sink + Send + 'static,
        tell: impl Fn(Report) + Send + 'static,
    ) -> std::io::Result<Self> {
        Self::begin(engine, sink, None, tell)
    }

    /// The same; voice and sound are tried at once, after a saying that failed, and as often as `watch` says.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn watched(
        engine: impl Engine + Send + 'static,
        sink: impl Sink + Send + 'static,
        watch: Watch,
        tell: impl Fn(Report) + Send + 'static,
    ) -> std::io::Result<Self> {
        Self::begin(engine, sink, Some(watch), tell)
    }

    fn begin(
        engine: impl Engine + Send + 'static,
        sink: impl Sink + Send + 'static,
        watch: Option<Watch>,
        tell: impl Fn(Report) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (sayings, waiting) = channel();
        let thread = std::thread::Builder::new()
            .name("speaking".into())
            .spawn(move || {
                let mut thread = Thread { engine, sink, tell };
                match watch {
                    Some(watch) => thread.run_watched(&waiting, watch),
                    None => thread.run(&waiting),
                }
            })?;
        Ok(Self {
            sayings: Some(sayings),
            hush: Hush::default(),
            thread: Some(thread),
        })
    }

    /// Says texts in their order; cuts what is being said.
    pub fn say(&mut self, serial: u64, texts: Vec<Utterance>, sound: Sound) {
        self.hush();
        self.hush = Hush::default();
        let saying = Saying {
            serial,
            texts,
            sound,
            hush: self.hush.clone(),
            asked: Instant::now(),
        };
        if let Some(sayings) = &self.sayings {
            // A thread that has ended says nothing, and has told why.
            let _ = sayings.send(saying);
        }
    }

    /// Silence at once.
    pub fn hush(&self) {
        self.hush.now();
    }
}

impl Drop for Speaker {
    fn drop(&mut self) {
        self.hush();
        self.sayings = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to give back.
            let _ = thread.join();
        }
    }
}

struct Thread<E, S, T> {
    engine: E,
    sink: S,
    tell: T,
}

impl<E: Engine, S: Sink, T: Fn(Report)> Thread<E, S, T> {
    fn run(&mut self, waiting: &Receiver<Saying>) {
        while let Ok(saying) = waiting.recv() {
            self.one(&saying);
        }
    }

    fn run_watched(&mut self, waiting: &Receiver<Saying>, watch: Watch) {
        let mut next = Duration::ZERO;
        loop {
            let good = match waiting.recv_timeout(next) {
                Ok(saying) => self.one(&saying),
                Err(RecvTimeoutError::Timeout) => false,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            next = match good {
                true => watch.good,
                false => self.tried(watch),
            };
        }
    }

    /// Tries voice and sound, and tells; gives when to do so again.
    fn tried(&mut self, watch: Watch) -> Duration {
        let lack = lack(&mut self.engine, &mut self.sink);
        let next = match &lack {
            Some(_) => watch.lacking,
            None => watch.good,
        };
        (self.tell)(Report::Tried { lack });
        next
    }

    /// One saying and its report; false when it failed.
    fn one(&mut self, saying: &Saying) -> bool {
        let serial = saying.serial;
        let report = match self.say(saying) {
            Ok(Ended::Whole) => Report::Ended {
                serial,
                whole: true,
            },
            Ok(Ended::Cut) => {
                self.sink.cut();
                Report::Ended {
                    serial,
                    whole: false,
                }
            }
            Err(fault) => {
                self.sink.cut();
                let why = why(&fault);
                Report::Failed { serial, why }
            }
        };
        let good = !matches!(report, Report::Failed { .. });
        (self.tell)(report);
        good
    }

    fn say(&mut self, saying: &Saying) -> Result<Ended, Fault> {
        if let Some(cue) = saying.sound.cue {
            let samples = saying.sound.volume.of(&cue.samples());
            self.sink.play(&samples, &saying.hush)?;
        }
        for utterance in &saying.texts {
            for clause in clauses(&utterance.text).iter().take(CLAUSES_MAX) {
                if saying.hush.is_set() {
                    return Ok(Ended::Cut);
                }
                (self.tell)(Report::Clause {
                    serial: saying.serial,
                    number: utterance.number,
                    span: clause.span.clone(),
                    words: format!("{}{}", clause.text(), clause.pause.mark()),
                });
                if self.clause(clause, saying)? == Ended::Cut {
                    return Ok(Ended::Cut);
                }
            }
        }
        Ok(Ended::Whole)
    }

    fn clause(&mut self, clause: &Clause, saying: &Saying) -> Result<Ended, Fault> {
        let hush = &saying.hush;
        let sink = &mut self.sink;
        let mut played = Ok(());
        let ended = self
            .engine
            .say(clause, saying.sound.speed, hush, &mut |samples| {
                saying.hold();
                if played.is_ok() && !hush.is_set() {
                    played = sink.play(&saying.sound.volume.of(samples), hush);
                    if played.is_err() {
                        // Nobody hears the rest.
                        hush.now();
                    }
                }
            })?;
        played?;
        if ended == Ended::Whole {
            let silence = clause.pause.ms() as usize * RATE as usize / 1000;
            sink.play(&vec![0; silence], hush)?;
        }
        Ok(if hush.is_set() { Ended::Cut } else { ended })
    }
}

#[cfg(test)]
mod tests;
