//! Tries voice and sound without being heard, so that what is missing is known before somebody needs it.

use std::time::Duration;

use super::sink::Sink;
use crate::clause::clauses;
use crate::engine::{Engine, Fault, Hush, RATE, Speed};

/// What the voice is asked to say, into nowhere.
const TRIED: &str = "一";
/// Silence that is played: more than a pipe takes without a child that reads it, 300 ms.
const SILENCE_SAMPLES: usize = RATE as usize * 3 / 10;

/// What stands between words and ears, with the reason in words for a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// The voice says nothing.
    Voice(String),
    /// Nothing plays what it says.
    Sound(String),
}

/// How often voice and sound are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watch {
    /// After the last trial that went well, or the last saying.
    pub good: Duration,
    /// While something is missing: it may be put in at any time.
    pub lacking: Duration,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            good: Duration::from_secs(3_600),
            lacking: Duration::from_secs(30),
        }
    }
}

/// Lets the voice speak into nowhere and the sink play silence; takes a third of a second where both work.
pub fn lack(engine: &mut impl Engine, sink: &mut impl Sink) -> Option<Lack> {
    let hush = Hush::default();
    for clause in &clauses(TRIED) {
        let said = engine.say(clause, Speed::default(), &hush, &mut |_| {});
        if let Err(fault) = said {
            return Some(Lack::Voice(why(&fault)));
        }
    }
    let played = sink.play(&[0; SILENCE_SAMPLES], &hush);
    sink.cut();
    played.err().map(|fault| Lack::Sound(why(&fault)))
}

/// A fault and what is behind it.
pub(super) fn why(fault: &Fault) -> String {
    let fault: &dyn std::error::Error = fault;
    std::iter::successors(Some(fault), |f| f.source())
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}
