//! A protected file is opened at the desk alone: an attendant types the PIN of the desk and the password of the file (密码). Neither is
//! shown or kept; the password goes to the child that opens the file, once, when the PIN fits.

use crate::keyboard::Layer;
use crate::register::{Password, Pin};
use crate::screen::services::form;

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
    pub(super) checking: Option<u64>,
}

impl Unlocking {
    /// Nothing is typed yet.
    pub(super) fn begin() -> Unlocking {
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
    pub(super) fn touched(&mut self, touch: form::Touch) -> bool {
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
