//! Working by ear: a finger's gestures become orders to whoever knows the widgets, the words that come back are said.

use super::Session;
use crate::asks::{Effect, Heard};
use crate::hearing::{Felt, PATIENCE, SAID_BYTES_MAX, UNPLUGGED_MS, VoiceState};
use crate::screen::listening::{Found, Gesture, Touch};
use crate::visit::Place;

impl Session {
    /// Turns working by ear on or off. Off where nothing can speak.
    pub(super) fn toggle_listening(&mut self) {
        let aloud = self.aloud();
        let visitor = &mut self.visit.visitor;
        visitor.hearing = Default::default();
        visitor.look.listening = !visitor.look.listening && aloud;
        self.silence();
    }

    /// Headphones came or went (耳机): in, whoever brought them wants to hear; out, silence at once, and soon an ordinary screen.
    pub(super) fn plugged(&mut self, inside: bool) {
        if std::mem::replace(&mut self.terminal.headphones, inside) == inside {
            return;
        }
        let staff = matches!(self.visit.place, Place::Door(_) | Place::Desk(_));
        let listening = self.visit.visitor.look.listening;
        if inside {
            self.visit.visitor.hearing.unplugged_ms = None;
            if !listening && !staff && !self.is_shut() {
                self.used_ms = self.now_ms;
                self.toggle_listening();
            }
        } else {
            self.silence();
            self.visit.visitor.hearing.unplugged_ms = listening.then_some(self.now_ms);
        }
    }

    /// The voice went, or is there again: without one nobody can work by ear, and nothing offers it.
    pub(super) fn voice_is(&mut self, state: VoiceState) {
        self.terminal.voice = state;
        if state.lacks() && self.visit.visitor.look.listening {
            self.toggle_listening();
        }
    }

    /// Nobody listens any more who has taken the headphones along.
    pub(super) fn mind_the_headphones(&mut self) {
        let since_ms = self.visit.visitor.hearing.unplugged_ms;
        let gone = since_ms.is_some_and(|ms| self.now_ms.saturating_sub(ms) >= UNPLUGGED_MS);
        if gone && self.visit.visitor.look.listening {
            self.toggle_listening();
        }
    }

    /// Something may be said: through the loudspeaker, or into somebody's ears.
    pub fn aloud(&self) -> bool {
        self.terminal.says(&self.rules)
    }

    /// A finger or a key by ear.
    pub(super) fn listened(&mut self, touch: Touch) {
        if let Touch::Found(found) = touch {
            return self.found(found);
        }
        if !self.visit.visitor.look.listening {
            return;
        }
        self.mind_the_clock();
        self.used_ms = self.now_ms;
        let goes_on = matches!(touch, Touch::Move(_) | Touch::Up(_) | Touch::Gone);
        let hearing = &mut self.visit.visitor.hearing;
        if !goes_on {
            hearing.owed_ms = Some(self.now_ms);
        }
        let finger = &mut hearing.finger;
        let felt = match touch {
            Touch::Down(spot) => {
                let felt = finger.down(self.now_ms, spot);
                self.silence();
                felt
            }
            Touch::Move(spot) => finger.moves(self.now_ms, spot),
            Touch::Up(spot) => finger.up(self.now_ms, spot),
            Touch::Gone => {
                finger.forget();
                None
            }
            Touch::Key(gesture) => Some(Felt::Gesture(gesture)),
            Touch::Repeat => Some(Felt::Repeat),
            Touch::Tune(tune) => {
                let tuned = self.visit.visitor.hearing.tune(tune);
                Some(Felt::Gesture(Gesture::Tuned(tuned)))
            }
            Touch::Found(_) => None,
        };
        self.felt(felt);
    }

    /// A finger that rests means something after a while; no touch stays without an answer.
    pub(super) fn mind_the_finger(&mut self) {
        if !self.visit.visitor.look.listening {
            return;
        }
        let felt = self.visit.visitor.hearing.finger.rests(self.now_ms);
        self.felt(felt);
        if self.visit.visitor.hearing.owes(self.now_ms) {
            self.effects.push(Effect::Explore(Gesture::Again));
        }
    }

    /// Listening is use; what is said of the countdown is not.
    pub(super) fn mind_the_listening(&mut self, heard: &Heard) {
        let clause = matches!(heard, Heard::Clause { .. });
        if clause && self.visit.visitor.look.listening && self.countdown_s().is_none() {
            self.used_ms = self.now_ms;
        }
    }

    /// How long the present place waits for a touch; longer for whoever works by ear.
    pub(super) fn patience_ms(&self) -> Option<u64> {
        let idle_ms = self.visit.place.duties().idle_ms(&self.rules)?;
        let times = match self.visit.visitor.look.listening {
            true => PATIENCE,
            false => 1,
        };
        Some(idle_ms * times)
    }

    fn felt(&mut self, felt: Option<Felt>) {
        match felt {
            None => {}
            Some(Felt::Gesture(gesture)) => {
                if cuts(gesture) {
                    self.silence();
                }
                self.effects.push(Effect::Explore(gesture));
            }
            Some(Felt::SetsOff) => self.silence(),
            Some(Felt::Repeat) => {
                let said = self.visit.visitor.hearing.said.as_str();
                if !said.is_empty() {
                    self.say(Found::from(said));
                }
            }
            Some(Felt::End) => self.toggle_listening(),
        }
    }

    /// What was found is said, unless a document is being read aloud.
    fn found(&mut self, found: Found) {
        let nothing = found.words.trim().is_empty() && found.cue.is_none();
        let silent = nothing || found.words.len() > SAID_BYTES_MAX;
        if silent || self.visit.place.duties().speaks().is_some() {
            return;
        }
        if self.visit.visitor.look.listening && !found.words.trim().is_empty() {
            self.visit.visitor.hearing.said.clone_from(&found.words);
        }
        self.say(found);
    }

    fn say(&mut self, found: Found) {
        if !self.aloud() {
            return;
        }
        if !found.words.is_empty() {
            self.visit.visitor.hearing.owed_ms = None;
        }
        let serial = self.next_serial();
        let lines = match found.words.is_empty() {
            true => Vec::new(),
            false => vec![(0, found.words)],
        };
        self.effects.push(Effect::Speak {
            serial,
            lines,
            voice: self.visit.visitor.hearing.voice,
            cue: found.cue,
        });
    }

    /// Silence at once, whatever speaks.
    fn silence(&mut self) {
        match &mut self.visit.place {
            Place::Reader(reading) => reading.aloud = None,
            Place::Attachment(attaching) => attaching.aloud = None,
            _ => {}
        }
        self.speaking = false;
        self.effects.push(Effect::Hush);
    }
}

/// A gesture that ends what is being said at once. A finger that only stays or trembles where it points does not: what is new under it cuts the old
/// words itself.
fn cuts(gesture: Gesture) -> bool {
    !matches!(
        gesture,
        Gesture::At { fresh: false, .. } | Gesture::Where | Gesture::Again | Gesture::Tapped { .. }
    )
}
