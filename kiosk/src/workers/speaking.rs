//! The voice beside the session: orders become sayings, clauses that are heard become events. Owns the speaker's thread; knows no
//! document, keeps and logs no text. A terminal without a
//! voice goes on without one, and tells the desk.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use speech::engine::{Espeak, Fake, Speed};
use speech::speaker::{
    self, Lack, NOT_BEFORE, Output, Player, Report, Sound, Speaker, Swallow, Utterance, Volume,
    Watch,
};

use super::inbox::Outlet;
use crate::startup::voice_state;
use session::screen::listening::{Cue, Voice};
use session::services::Told;
use session::{Event, Heard, VoiceState};

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
    /// Starts voice and player as configured. Both are tried at once and again and again: what is missing is told, and may be put in at any time.
    pub fn start(config: &config::Speech, outlet: Outlet) -> std::io::Result<Self> {
        Self::watched(config, Watch::default(), outlet)
    }

    fn watched(config: &config::Speech, watch: Watch, outlet: Outlet) -> std::io::Result<Self> {
        if !config.speaks() {
            outlet.tell(Event::Told(Told::Voice(VoiceState::Unused)));
            return Ok(Self {
                speaker: None,
                output: None,
                outlet,
                not_before: NOT_BEFORE,
            });
        }
        let output = Output::new(&config.device);
        let voice = Espeak::later(&config.voice);
        let player = Player::new(&config.player, output.clone());
        let told = telling(outlet.clone(), None);
        let speaker = Speaker::watched(voice, player, watch, told)?;
        let headphones = config.headphones.clone();
        Ok(Self {
            speaker: Some(speaker),
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
    let known = Mutex::new(VoiceState::Works);
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
            Report::Tried { lack } => {
                let state = voice_state(lack.as_ref());
                let before =
                    std::mem::replace(&mut *known.lock().expect("nobody panics with it"), state);
                if before != state {
                    // Once for each change: a log of years has room for it.
                    console::tell!(
                        "kiosk: read aloud: {}",
                        lack.as_ref().map_or("works again", words_of)
                    );
                }
                outlet.tell(Event::Told(Told::Voice(state)));
                return;
            }
            Report::Failed { serial, why } => {
                console::tell!("kiosk: read aloud: {why}");
                Heard::Over { serial }
            }
        };
        outlet.tell(Event::Heard(heard));
    }
}

fn words_of(lack: &Lack) -> &str {
    let (Lack::Voice(why) | Lack::Sound(why)) = lack;
    why
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use speech::engine::Wav;
    use stand_in::script;

    use super::*;
    use crate::workers::inbox::{Inbox, inbox};

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

    fn settings(voice: &Path, player: &Path) -> config::Speech {
        config::Speech {
            speaker: true,
            voice: voice.display().to_string(),
            player: player.display().to_string(),
            device: "default".into(),
            headphones: None,
            jack: config::Jack::None,
            keys: Vec::new(),
        }
    }

    /// What is told next of voice and sound.
    fn tried(inbox: &Inbox) -> VoiceState {
        loop {
            match inbox.events.recv_timeout(SOON).unwrap() {
                Event::Told(Told::Voice(state)) => break state,
                Event::Heard(Heard::Over { .. } | Heard::Clause { .. }) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn what_is_missing_is_told_apart_and_what_was_put_in_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let at = dir.path();
        let (voice, player, sound) = (at.join("voice"), at.join("player"), at.join("sound.wav"));
        let mut wav = Wav::new(std::fs::File::create(&sound).unwrap()).unwrap();
        wav.samples(&[5000; 2205]).unwrap();
        wav.finish().unwrap();
        let watch = Watch {
            good: Duration::from_millis(50),
            lacking: Duration::from_millis(50),
        };
        let (outlet, inbox) = inbox(Arc::new(|| {}));
        let mut speaking = Speaking::watched(&settings(&voice, &player), watch, outlet).unwrap();
        assert_eq!(tried(&inbox), VoiceState::NoVoice);
        speaking.say(1, vec![(0, "公开".into())], Voice::default(), None);
        let until = |wanted: VoiceState| while tried(&inbox) != wanted {};
        script(&voice, "cat > /dev/null");
        assert_eq!(tried(&inbox), VoiceState::NoVoice, "it says nothing");
        script(&voice, &format!("cat > /dev/null; cat {}", sound.display()));
        until(VoiceState::NoSound);
        script(&player, "exit 1");
        assert_eq!(tried(&inbox), VoiceState::NoSound, "no sound card");
        script(&player, "cat > /dev/null");
        until(VoiceState::Works);
        std::fs::remove_file(&player).unwrap();
        until(VoiceState::NoSound);
    }

    #[test]
    fn a_terminal_that_never_speaks_misses_nothing() {
        let (outlet, inbox) = inbox(Arc::new(|| {}));
        let nowhere = Path::new("/nonexistent/voice");
        let config = config::Speech {
            speaker: false,
            ..settings(nowhere, nowhere)
        };
        let mut speaking = Speaking::start(&config, outlet).unwrap();
        assert_eq!(tried(&inbox), VoiceState::Unused);
        speaking.say(1, vec![(0, "公开".into())], Voice::default(), None);
        let event = inbox.events.recv_timeout(SOON).unwrap();
        assert!(matches!(event, Event::Heard(Heard::Over { serial: 1 })));
    }
}
