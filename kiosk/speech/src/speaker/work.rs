//! The thread that speaks, and the handle on it. One saying at a time; a new one cuts the old.

use std::ops::Range;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::cue::Cue;
use super::sink::Sink;
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
        let (sayings, waiting) = channel();
        let thread = std::thread::Builder::new()
            .name("speaking".into())
            .spawn(move || {
                Thread { engine, sink, tell }.run(&waiting);
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
            let serial = saying.serial;
            let report = match self.say(&saying) {
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
                    let fault: &dyn std::error::Error = &fault;
                    let why = std::iter::successors(Some(fault), |f| f.source())
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .join(": ");
                    Report::Failed { serial, why }
                }
            };
            (self.tell)(report);
        }
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
mod tests {
    use std::sync::mpsc::RecvTimeoutError;
    use std::time::Duration;

    use super::super::sink::Swallow;
    use super::*;
    use crate::engine::Fake;

    /// So long a test waits for what must come.
    const SOON: Duration = Duration::from_secs(20);

    fn texts(texts: &[&str]) -> Vec<Utterance> {
        texts
            .iter()
            .zip(0..)
            .map(|(text, number)| Utterance {
                number,
                text: (*text).to_owned(),
            })
            .collect()
    }

    fn started(sink: impl Sink + Send + 'static, engine: Fake) -> (Speaker, Receiver<Report>) {
        let (tell, told) = channel();
        let speaker = Speaker::start(engine, sink, move |report| {
            let _ = tell.send(report);
        });
        (speaker.unwrap(), told)
    }

    fn words(told: &Receiver<Report>) -> (Vec<(u32, String)>, Report) {
        let mut heard = Vec::new();
        loop {
            match told.recv_timeout(SOON).unwrap() {
                Report::Clause { number, words, .. } => heard.push((number, words)),
                end => return (heard, end),
            }
        }
    }

    #[test]
    fn clauses_are_told_in_their_order_and_then_the_end() {
        let (mut speaker, told) = started(Swallow, Fake::default());
        speaker.say(
            7,
            texts(&["第一条 应当公开，及时答复。", "第二条"]),
            Sound::default(),
        );
        let (heard, end) = words(&told);
        let want = [
            (0, "第一条，"),
            (0, "应当公开，"),
            (0, "及时答复。"),
            (1, "第二条。"),
        ];
        assert_eq!(heard, want.map(|(n, w)| (n, w.to_owned())));
        assert_eq!(
            end,
            Report::Ended {
                serial: 7,
                whole: true
            }
        );
    }

    /// Plays until it is hushed.
    struct Endless(Sender<()>);

    impl Sink for Endless {
        fn play(&mut self, _: &[i16], hush: &Hush) -> Result<(), Fault> {
            let _ = self.0.send(());
            while !hush.is_set() {
                std::thread::yield_now();
            }
            Ok(())
        }

        fn cut(&mut self) {
            let _ = self.0.send(());
        }
    }

    #[test]
    fn a_hush_cuts_and_the_next_saying_is_heard() {
        let (sent, playing) = channel();
        let (mut speaker, told) = started(Endless(sent), Fake::default());
        speaker.say(1, texts(&["应当公开，应当公开"]), Sound::default());
        playing.recv_timeout(SOON).unwrap();
        speaker.hush();
        let (heard, end) = words(&told);
        assert_eq!(heard.len(), 1, "the second clause was not begun");
        assert_eq!(
            end,
            Report::Ended {
                serial: 1,
                whole: false
            }
        );
        playing
            .recv_timeout(SOON)
            .expect("what was given is dropped");
        speaker.say(2, texts(&["公开"]), Sound::default());
        playing.recv_timeout(SOON).expect("the next is played");
    }

    #[test]
    fn what_is_hushed_while_it_is_held_back_is_never_heard() {
        let (sent, playing) = channel();
        let (mut speaker, told) = started(Endless(sent), Fake::default());
        let held = Sound {
            not_before: Duration::from_secs(3_600),
            ..Sound::default()
        };
        speaker.say(1, texts(&["应当公开"]), held);
        // The voice has begun.
        assert!(matches!(
            told.recv_timeout(SOON).unwrap(),
            Report::Clause { serial: 1, .. }
        ));
        speaker.say(2, texts(&["及时答复"]), Sound::default());
        let (_, end) = words(&told);
        assert_eq!(
            end,
            Report::Ended {
                serial: 1,
                whole: false
            }
        );
        playing.recv_timeout(SOON).expect("the sound is cut");
        playing.recv_timeout(SOON).expect("the next is played");
        assert!(matches!(
            told.recv_timeout(SOON).unwrap(),
            Report::Clause { serial: 2, .. }
        ));
    }

    #[test]
    fn a_new_saying_cuts_the_old_one() {
        let (sent, playing) = channel();
        let (mut speaker, told) = started(Endless(sent), Fake::default());
        speaker.say(1, texts(&["应当公开"]), Sound::default());
        playing.recv_timeout(SOON).unwrap();
        speaker.say(2, texts(&["及时答复"]), Sound::default());
        let (_, end) = words(&told);
        assert_eq!(
            end,
            Report::Ended {
                serial: 1,
                whole: false
            }
        );
        match told.recv_timeout(SOON).unwrap() {
            Report::Clause { serial, words, .. } => {
                assert_eq!((serial, &words[..]), (2, "及时答复。"))
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_voice_that_breaks_is_told_and_nothing_hangs() {
        let broken = Fake {
            broken: true,
            ..Fake::default()
        };
        let (mut speaker, told) = started(Swallow, broken);
        speaker.say(3, texts(&["公开"]), Sound::default());
        let (_, end) = words(&told);
        assert_eq!(
            end,
            Report::Failed {
                serial: 3,
                why: "voice fake: told to break".into()
            }
        );
    }

    #[test]
    fn dropping_the_handle_ends_the_thread() {
        let (sent, playing) = channel();
        let (mut speaker, told) = started(Endless(sent), Fake::default());
        speaker.say(1, texts(&["应当公开"]), Sound::default());
        playing.recv_timeout(SOON).unwrap();
        drop(speaker);
        let gone = std::iter::repeat_with(|| told.recv_timeout(SOON)).find_map(Result::err);
        assert_eq!(gone, Some(RecvTimeoutError::Disconnected));
    }
}
