//! Opening a protected file at the desk: when its fields come up, and what follows when the PIN fits. And the text of a page as a document
//! that opens as any other.

use std::sync::Arc;

use mirror::{Block, Document};

use super::unlocking::Unlocking;
use super::{Attaching, wish};
use crate::asks::{Effect, Opened};
use crate::attached::Trouble;
use crate::screen::attachment::Denied;
use crate::screen::services::form;
use crate::visit::turn::Turn;

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

    /// The text as a document that the reader can set: the same id and revision, so that it goes with its document.
    pub(super) fn as_document(&self, blocks: &Arc<Vec<Block>>) -> Opened {
        let of = &self.opened.document;
        let title = self.file().map_or("", |file| &file.name);
        let address = self.file().and_then(|file| file.address.clone());
        let document = Document {
            title: title.to_owned(),
            doc_no: None,
            index_no: None,
            attachments: Vec::new(),
            articles: Vec::new(),
            blocks: blocks.as_ref().clone(),
            source_url: address.or_else(|| of.source_url.clone()),
            ..Document::clone(of)
        };
        Opened {
            document: Arc::new(document),
            interpretation_id: String::new(),
            interprets_id: String::new(),
            successor_id: String::new(),
        }
    }
}
