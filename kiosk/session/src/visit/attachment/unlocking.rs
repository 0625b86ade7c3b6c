//! A protected file is opened at the desk alone: an attendant types the PIN of the desk and the password of the file (密码). Neither is
//! shown or kept; the password goes to the child that opens the file, once, when the PIN fits.

use super::{Attaching, wish};
use crate::asks::Effect;
use crate::attached::Trouble;
use crate::keyboard::Layer;
use crate::register::{Password, Pin};
use crate::screen::attachment::Denied;
use crate::screen::services::form;
use crate::visit::turn::Turn;

/// What is typed, until it is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Unlocking {
    /// Of the desk.
    pub pin: Pin,
    /// Of the file.
    pub password: Password,
    /// The password is being typed; else the PIN.
    pub at_password: bool,
    /// Keys that show.
    pub layer: Layer,
    /// Of the question whether the PIN fits.
    checking: Option<u64>,
}

impl Unlocking {
    fn begin() -> Unlocking {
        Unlocking {
            pin: Pin::default(),
            password: Password::default(),
            at_password: false,
            layer: Layer::Signs,
            checking: None,
        }
    }

    /// Its fields stand on the screen.
    pub fn is_up(&self) -> bool {
        self.checking.is_none()
    }

    /// Answers a touch; true when everything is typed, or nobody goes on.
    fn touched(&mut self, touch: form::Touch) -> bool {
        match touch {
            form::Touch::Edit { at } => self.go(at > 0),
            form::Touch::Type { text } if self.at_password => self.password.push(&text),
            form::Touch::Type { text } => self.pin.push(&text),
            form::Touch::Backspace if self.at_password => self.password.pop(),
            form::Touch::Backspace => self.pin.pop(),
            form::Touch::Clear if self.at_password => self.password = Password::default(),
            form::Touch::Clear => self.pin = Pin::default(),
            form::Touch::Layer(layer) if Layer::SECRET.contains(&layer) => self.layer = layer,
            form::Touch::Next if !self.at_password => self.go(true),
            form::Touch::Next | form::Touch::Away => return true,
            form::Touch::Layer(_) | form::Touch::Candidate { .. } | form::Touch::Unfold => {}
        }
        false
    }

    /// To the other field, with the keys that it begins with.
    fn go(&mut self, to_password: bool) {
        if self.at_password != to_password {
            self.at_password = to_password;
            self.layer = match to_password {
                true => Layer::Latin,
                false => Layer::Signs,
            };
        }
    }
}

impl Attaching {
    /// The file asks for a password, and there is a desk that may give it.
    pub(super) fn begin_to_unlock(&mut self, turn: &Turn) {
        if self.trouble == Some(Trouble::Password) && turn.rules.desk && self.unlocking.is_none() {
            self.denied = match turn.terminal.tries.wait_s(turn.now_ms) {
                0 => None,
                _ => Some(Denied::Wait),
            };
            self.unlocking = self.denied.is_none().then(|| Box::new(Unlocking::begin()));
        }
    }

    /// Answers a touch on its fields; empty, they go away.
    pub(super) fn typed_secret(&mut self, touch: form::Touch, turn: &mut Turn) {
        let Some(unlocking) = self.unlocking.as_mut().filter(|up| up.is_up()) else {
            return;
        };
        if !unlocking.touched(touch) {
            return;
        }
        if unlocking.pin.is_empty() || unlocking.password.is_empty() {
            self.unlocking = None;
            return;
        }
        let serial = turn.next_serial();
        unlocking.checking = Some(serial);
        let pin = std::mem::take(&mut unlocking.pin);
        turn.terminal.tries.tried(turn.now_ms);
        turn.effects.push(Effect::Unlock {
            serial,
            by: None,
            pin,
        });
    }

    /// The PIN was compared; an answer about an earlier one opens nothing.
    pub fn unlocked(&mut self, serial: u64, fits: bool, turn: &mut Turn) {
        let asked = |up: &mut Box<Unlocking>| up.checking == Some(serial);
        let Some(unlocking) = self.unlocking.take_if(asked) else {
            return;
        };
        if !fits {
            self.denied = Some(Denied::Pin);
            return;
        }
        turn.terminal.tries = Default::default();
        if let Some(file) = self.opened.document.attachments.get(self.at) {
            self.trouble = None;
            // Said should the file ask for it again.
            self.denied = Some(Denied::Password);
            self.asked = wish(file, unlocking.password, turn);
        }
    }
}
