//! The voice beside the session: orders become sayings, clauses that are heard become events. Owns the speaker's thread; knows no
//! document, keeps and logs no text. A terminal without a voice goes on without one.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use speech::engine::{Espeak, Fake, Speed};
use speech::speaker::{
    self, NOT_BEFORE, Output, Player, Report, Sound, Speaker, Swallow, Utterance, Volume,
};

use super::inbox::Outlet;
use session::screen::listening::{Cue, Voice};
use session::{Event, Heard};

/// Words of clauses that were begun, for a journey: nothing of them is kept on a device.
pub type Ear = Arc<Mutex<Vec<String>>>;

/// The handle to the thread that speaks; dropped, it falls silent.
pub struct Speaking {
    speaker: Option<Speaker>,
    /// Where the sound goes, and the names of loudspeaker and headphones, where these have an output of their own.
    output: Option<(Output, String, String)>,
    outlet: Outlet,
    not_before: Duration,
}

impl Speaking {
    /// Starts voice and player as configured; tells on standard error when there is none, and is silent then.
    pub fn start(config: &config::Speech, outlet: Outlet) -> std::io::Result<Self> {
        if !config.speaker && config.jack == config::Jack::None {
            return Ok(Self {
                speaker: None,
                output: None,
                outlet,
                not_before: NOT_BEFORE,
            });
        }
        let output = Output::new(&config.device);
        let speaker = match Espeak::new(&config.voice, Speed::default()) {
            Ok(voice) => {
                let player = Player::new(&config.player, output.clone());
                Some(Speaker::start(
                    voice,
                    player,
                    telling(outlet.clone(), None),
                )?)
            }
            Err(fault) => {
                eprintln!("kiosk: {:#}", anyhow::Error::new(fault));
                None
            }
        };
        let headphones = config.headphones.clone();
        Ok(Self {
            speaker,
            output: headphones.map(|ears| (output, config.device.clone(), ears)),
            outlet,
            not_before: NOT_BEFORE,
        })
    }

    /// Headphones came or went: where they have an output of their own, what is said goes there while they are in.
    pub fn plugged(&self, inside: bool) {
        if let Some((output, room, ears)) = &self.output {
            output.turn_to(if inside { ears } else { room });
        }
    }

    /// For a journey: a voice that takes no time, and what it said.
    pub fn heard_by(ear: Ear, outlet: Outlet) -> std::io::Result<Self> {
        let told = telling(outlet.clone(), Some(ear));
        let speaker = Speaker::start(Fake::default(), Swallow, told)?;
        Ok(Self {
            speaker: Some(speaker),
            output: None,
            outlet,
            not_before: Duration::ZERO,
        })
    }

    /// Says lines in their order.
    pub fn say(&mut self, serial: u64, lines: Vec<(u32, String)>, voice: Voice, cue: Option<Cue>) {
        let Some(speaker) = &mut self.speaker else {
            self.outlet.tell(Event::Heard(Heard::Over { serial }));
            return;
        };
        let texts = lines
            .into_iter()
            .map(|(number, text)| Utterance { number, text });
        let speed = usize::from(voice.speed.saturating_sub(1));
        let sound = Sound {
            speed: Speed::ALL.get(speed).copied().unwrap_or_default(),
            volume: Volume::step(voice.volume),
            cue: cue.map(|cue| match cue {
                Cue::Tick => speaker::Cue::Tick,
                Cue::Refused => speaker::Cue::Refused,
                Cue::Page => speaker::Cue::Page,
            }),
            not_before: self.not_before,
        };
        speaker.say(serial, texts.collect(), sound);
    }

    /// Silence at once.
    pub fn hush(&self) {
        if let Some(speaker) = &self.speaker {
            speaker.hush();
        }
    }
}

/// Turns what the speaker tells into events.
fn telling(outlet: Outlet, ear: Option<Ear>) -> impl Fn(Report) + Send {
    move |report| {
        let heard = match report {
            Report::Clause {
                serial,
                number,
                span,
                words,
            } => {
                if let Some(ear) = &ear {
                    ear.lock().expect("nobody panics with it").push(words);
                }
                let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                Heard::Clause {
                    serial,
                    line: number,
                    span: place(span.start)..place(span.end),
                }
            }
            Report::Ended { serial, .. } => Heard::Over { serial },
            Report::Failed { serial, why } => {
                eprintln!("kiosk: read aloud: {why}");
                Heard::Over { serial }
            }
        };
        outlet.tell(Event::Heard(heard));
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::workers::inbox::inbox;

    /// So long a test waits for what must come.
    const SOON: Duration = Duration::from_secs(20);

    #[test]
    fn lines_are_heard_in_their_order() {
        let (outlet, inbox) = inbox(Arc::new(|| {}));
        let ear = Ear::default();
        let mut speaking = Speaking::heard_by(ear.clone(), outlet).unwrap();
        speaking.say(
            9,
            vec![(4, "公开。".into()), (6, "答复".into())],
            Voice::default(),
            None,
        );
        let mut lines = Vec::new();
        loop {
            match inbox.events.recv_timeout(SOON).unwrap() {
                Event::Heard(Heard::Clause { serial, line, span }) => {
                    lines.push((serial, line, span))
                }
                Event::Heard(Heard::Over { serial }) => break assert_eq!(serial, 9),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(lines, [(9, 4, 0..2), (9, 6, 0..2)]);
        assert_eq!(*ear.lock().unwrap(), ["公开。", "答复。"]);
    }

    #[test]
    fn without_a_voice_a_saying_is_over_at_once() {
        let (outlet, inbox) = inbox(Arc::new(|| {}));
        let config = config::Speech {
            speaker: true,
            voice: "/nonexistent/voice".into(),
            player: "/nonexistent/player".into(),
            device: "default".into(),
            headphones: None,
            jack: config::Jack::None,
            keys: Vec::new(),
        };
        let mut speaking = Speaking::start(&config, outlet).unwrap();
        speaking.say(1, vec![(0, "公开".into())], Voice::default(), None);
        let event = inbox.events.recv_timeout(SOON).unwrap();
        assert!(matches!(event, Event::Heard(Heard::Over { serial: 1 })));
    }
}
