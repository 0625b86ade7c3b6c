//! What entries say of a person, deleted by hand (隐去): which of a day, why, and once more whether. Asks again after every act; what was deleted no page
//! of the desk can bring back.

pub mod held;

use jiff::civil::Date;
use journal::{Erasable, RedactReason};

use super::dated::beside;
use super::{At, Desking, Erase, Erasing};
use crate::screen::Notice;
use crate::screen::desk::Deed;
use crate::services::Filing;
use crate::visit::turn::Turn;

impl Desking {
    /// What can be deleted of a day came, or could not be read; an answer to an older question is dropped.
    pub fn erasable_told(
        &mut self,
        serial: u64,
        day: String,
        held: Option<Vec<Erasable>>,
        turn: &mut Turn,
    ) {
        if let At::Erasing(erasing) = &mut self.at
            && erasing.serial == serial
        {
            erasing.day = day;
            match held {
                Some(held) => erasing.held = Some(held),
                None => *turn.notice = Some(Notice::RegisterUnread),
            }
        }
    }

    /// A line of the list.
    pub(super) fn erase(&self, number: String) -> Erase {
        let (day, held) = match &self.at {
            At::Erasing(erasing) => (erasing.day.clone(), erasing.held.as_deref()),
            _ => (String::new(), None),
        };
        let mut held = held.unwrap_or_default().iter();
        let register = held.find(|held| held.number == number);
        Erase {
            register: register.map_or_else(String::new, |held| held.register.to_owned()),
            number,
            day,
            why: None,
        }
    }

    /// One of the acts of deleting: to the list, why, yes or no.
    pub(super) fn act_on_erasing(&mut self, deed: Deed, turn: &mut Turn) {
        let why = match deed {
            Deed::Redact => {
                if let At::Books { day } = &self.at {
                    self.at = At::Erasing(Erasing::open(day.clone(), turn));
                }
                return;
            }
            Deed::RedactAsked => RedactReason::Asked,
            Deed::RedactNamed => RedactReason::Named,
            Deed::RedactUnfit => RedactReason::Unfit,
            _ => {
                self.erase_or_keep(deed, turn);
                return;
            }
        };
        if let At::Erase(erase) = &mut self.at {
            erase.why = Some(why);
        }
    }

    fn erase_or_keep(&mut self, deed: Deed, turn: &mut Turn) {
        let At::Erase(erase) = &self.at else {
            return;
        };
        match (deed, erase.why) {
            // Without a reason nothing is deleted.
            (Deed::RedactNow, Some(why)) => {
                let what = Filing::Redact {
                    number: erase.number.clone(),
                    why,
                    by: self.by,
                };
                self.file_what(what, turn);
            }
            (Deed::KeepIt, _) => {
                let day = erase.day.clone();
                self.at = At::Erasing(Erasing::open(day, turn));
            }
            _ => {}
        }
    }

    /// The day before, or the one after; none that is to come.
    pub(super) fn turn_erasing(&mut self, on: bool, turn: &mut Turn) {
        let today = self.today();
        if let At::Erasing(erasing) = &mut self.at
            && let Ok(day) = Date::strptime("%Y%m%d", &erasing.day)
        {
            let there = beside(day, on)
                .zip(today)
                .filter(|(day, today)| day <= today);
            if let Some((there, _)) = there {
                *erasing = Erasing::open(there.strftime("%Y%m%d").to_string(), turn);
            }
        }
    }
}
