//! What can be touched around every screen: the footer, the plate, a message.

use super::Session;
use crate::screen::frame;
use crate::visit::{AtHelp, AtHome, Place};

impl Session {
    /// Answers a touch around the screen.
    pub(super) fn framed(&mut self, touch: frame::Touch) {
        let look = &mut self.visit.visitor.look;
        match touch {
            frame::Touch::Touched | frame::Touch::Dismiss => {}
            frame::Touch::Home => self.go_home(),
            frame::Touch::Back => self.go_back(),
            frame::Touch::End => self.wipe(),
            frame::Touch::Help => {
                if !matches!(self.visit.place, Place::Help(_)) {
                    self.visit.push(Place::Help(AtHelp));
                }
            }
            frame::Touch::Whole => {
                self.visit.visitor.open_slip = None;
                if matches!(self.visit.place, Place::Outcome(_)) {
                    self.go_back();
                }
            }
            frame::Touch::Staff if !self.rules.desk => {}
            // Whoever stands at the desk is in already.
            frame::Touch::Staff => {
                if !matches!(self.visit.place, Place::Door(_) | Place::Desk(_)) {
                    self.open_door();
                }
            }
            frame::Touch::Language => look.language = look.language.next(),
            frame::Touch::Large => look.large = !look.large,
            frame::Touch::Contrast => look.contrast = !look.contrast,
            frame::Touch::LowReach => look.low_reach = !look.low_reach,
            frame::Touch::Care => {
                look.care = !look.care;
                // Home has a page of its own there.
                if let Place::Home(home) = &mut self.visit.place {
                    *home = AtHome::default();
                }
            }
            frame::Touch::Listen => self.toggle_listening(),
        }
    }
}
