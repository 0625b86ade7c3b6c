//! What the page hears to each question. Owns what may be written from an office; whether it follows from what stands in the register, the
//! journal says.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use hatch::{
    AMOUNT_MAX, Ask, Figures, Key, Pin, ROLL_M_MAX, SPARE_ROLLS_MAX, TEXT_CHARS_MAX, Told, Why,
};
use jiff::Timestamp;
use journal::{Application, Call, DeskEntry, Handover, Maintenance, Number, Opinion, Paper, Role};

use super::keys::{Keys, Pause};
use super::reading;
use crate::workers::clerk::read;
use crate::workers::clerk::tries::TriesFile;
use crate::workers::registrar::{Entry, Registrar};
use crate::workers::security::Door;
use crate::workers::shared::{Hatch, Shared};

/// Millimetres of a metre.
const METRE_MM: u64 = 1_000;

/// Who answers at the hatch.
pub struct Clerk {
    shared: Arc<Shared>,
    registrar: Registrar,
    setup: Hatch,
    /// Of the page alone: whoever tries PINs over the network does not keep attendants from the desk at the terminal.
    tries: TriesFile,
    pause: Pause,
    keys: Keys,
}

/// What an entry becomes.
enum Writing {
    Desk(DeskEntry),
    Found(Entry),
}

impl Clerk {
    /// Knows no key yet.
    pub fn new(shared: Arc<Shared>, registrar: Registrar, setup: Hatch) -> Clerk {
        let tries = TriesFile::of_the_page(&shared.setup.journal);
        Clerk {
            shared,
            registrar,
            setup,
            tries,
            pause: Pause::default(),
            keys: Keys::default(),
        }
    }

    /// Answers; `now` is the time since the program began.
    pub fn answer(&mut self, asked: Ask, now: Duration) -> Told {
        match asked {
            Ask::Unlock { by, pin } => self.unlock(by, &pin, now),
            Ask::Leave { key } => {
                self.keys.take_back(&key);
                Told::Left
            }
            Ask::Today => match reading::today(&self.shared, &self.setup) {
                Some(today) => Told::Today(Box::new(today)),
                None => refused(Why::Unreadable),
            },
            Ask::Day { day } => match day.is_empty() || is_day(&day) {
                false => refused(Why::NotAllowed),
                true => match reading::day(&self.shared, &day) {
                    Some(day) => Told::Day(Box::new(day)),
                    None => refused(Why::Unreadable),
                },
            },
            Ask::Statistics { period } => match period.is_empty() || is_period(&period) {
                false => refused(Why::NotAllowed),
                true => match self.figures(period) {
                    Some(figures) => Told::Figures(Box::new(figures)),
                    None => refused(Why::Unreadable),
                },
            },
            Ask::HandOver {
                key,
                to,
                pin,
                spare_rolls,
            } => match self.hand_over(&key, to, &pin, spare_rolls, now) {
                Ok(told) | Err(told) => told,
            },
            Ask::Enter { key, entry } => self.enter(&key, entry, now),
        }
    }

    fn figures(&self, period: String) -> Option<Figures> {
        let today = journal::day_of((self.shared.clock)());
        let newest = today.get(..6).unwrap_or_default().to_owned();
        let period = if period.is_empty() {
            newest.clone()
        } else {
            period
        };
        let figures = read(&self.shared, |reader, _| reader.statistics(&period))?;
        Some(Figures {
            period,
            newest,
            figures,
        })
    }

    /// The one who comes types the PIN; it stands in the register before a key is given. Two signatures go on paper.
    fn hand_over(
        &mut self,
        key: &Key,
        to: Role,
        pin: &Pin,
        spare_rolls: u64,
        now: Duration,
    ) -> Result<Told, Told> {
        let by = self.keys.role(key, now);
        let by = by.ok_or_else(|| refused(Why::NoKey))?;
        if to == by || spare_rolls > SPARE_ROLLS_MAX {
            return Err(refused(Why::NotAllowed));
        }
        self.compare(to, pin, now)?;
        let open = reading::open_matters(&self.shared);
        let handover = Handover {
            open_matters: open.ok_or_else(|| refused(Why::Unreadable))?,
            spare_rolls,
            word: None,
        };
        let number = self.written(handover.entry(by, Some(to)));
        let number = number.ok_or_else(|| refused(Why::NotWritten))?;
        self.keys.take_back(key);
        match self.keys.give(to, now) {
            Some(key) => Ok(Told::Handed { key, number }),
            None => Err(refused(Why::NoKey)),
        }
    }

    /// Under which number an entry of the desk stands, once it does.
    fn written(&self, entry: DeskEntry) -> Option<String> {
        let (answer, heard) = channel();
        self.registrar.enter(entry, move |number| {
            // Who asked waits below.
            let _ = answer.send(number);
        });
        heard.recv().ok().flatten()
    }

    fn unlock(&mut self, by: Role, pin: &Pin, now: Duration) -> Told {
        if let Err(told) = self.compare(by, pin, now) {
            return told;
        }
        match self.keys.give(by, now) {
            Some(key) => Told::Unlocked { key },
            None => refused(Why::NotWritten),
        }
    }

    /// Whether it is the PIN of this role; what is told where it is not.
    fn compare(&mut self, by: Role, pin: &Pin, now: Duration) -> Result<(), Told> {
        let setup = &self.shared.setup;
        let both = setup.pin_hash.as_ref();
        let hash = match by {
            Role::A => both,
            Role::B => setup.pin_hash_b.as_ref().or(both),
        };
        let Some(hash) = hash else {
            return Err(Told::Closed);
        };
        let wait_s = self.pause.left_s(self.tries.count(), now);
        if wait_s > 0 {
            return Err(Told::Wait { wait_s });
        }
        // The try is on disk before it is compared, and where it cannot be, nothing is: over the network many more are tried than by hand.
        if let Err(error) = self.tries.tried() {
            eprintln!("kiosk: note a try of the PIN: {error}");
            return Err(refused(Why::NotWritten));
        }
        self.pause.tried(now);
        if !config::pin::fits(&pin.0, hash) {
            let wrong = self.tries.count();
            Door::Page.refused(wrong);
            let wait_s = self.pause.left_s(wrong, now);
            return Err(Told::Wrong { wait_s });
        }
        if let Err(error) = self.tries.forget() {
            eprintln!("kiosk: forget tries of the PIN: {error}");
        }
        Door::Page.opened(Some(by));
        Ok(())
    }

    fn enter(&mut self, key: &Key, entry: hatch::Entry, now: Duration) -> Told {
        let Some(by) = self.keys.role(key, now) else {
            return refused(Why::NoKey);
        };
        let at = (self.shared.clock)();
        let number = named(&entry).map(str::to_owned);
        let Some(writing) = writing(entry, by, at) else {
            return refused(Why::NotAllowed);
        };
        let written = match writing {
            Writing::Desk(entry) => self.written(entry),
            Writing::Found(entry) => {
                let (answer, heard) = channel();
                self.registrar.write(entry, move |done| {
                    let _ = answer.send(number.filter(|_| done));
                });
                heard.recv().ok().flatten()
            }
        };
        match written {
            Some(number) => Told::Written { number },
            None => refused(Why::NotWritten),
        }
    }
}

fn refused(why: Why) -> Told {
    Told::Refused { why }
}

/// The number that an entry goes on with.
fn named(entry: &hatch::Entry) -> Option<&str> {
    use hatch::Entry as E;
    match entry {
        E::Paper { .. } | E::RollChanged { .. } => None,
        E::PaperReturned { number }
        | E::PaperVoid { number, .. }
        | E::Found { number, .. }
        | E::CallAnswered { number }
        | E::ApplicationForwarded { number, .. }
        | E::ApplicationAnswered { number, .. }
        | E::ApplicationClosed { number, .. }
        | E::OpinionForwarded { number } => Some(number),
    }
}

/// `None` for what no entry may say.
fn writing(entry: hatch::Entry, by: Role, now: Timestamp) -> Option<Writing> {
    use hatch::Entry as E;
    let today = journal::day_of(now);
    Some(Writing::Desk(match entry {
        E::Paper {
            made,
            amount,
            title,
            form_no,
            purpose,
        } => {
            if !(1..=AMOUNT_MAX).contains(&amount) {
                return None;
            }
            let paper = Paper {
                amount,
                title: words(title)?,
                form_no: words(form_no)?,
                purpose,
                ..Paper::default()
            };
            paper.entry(made, by)
        }
        E::PaperReturned { number } => Paper::returned(&number, by),
        E::PaperVoid { number, why } => {
            let why = words(why)?;
            // Within the day a slip of the hand needs no words; what stood overnight does.
            let of_today = Number::parse(&number).is_some_and(|number| number.day == today);
            if why.is_none() && !of_today {
                return None;
            }
            Paper::void(&number, why.as_deref(), by)
        }
        E::Found { number, found } => {
            return Some(Writing::Found(Entry::Found { number, found, by }));
        }
        E::CallAnswered { number } => Call::answered(&number, by),
        E::RollChanged { metres } => match (1..=ROLL_M_MAX).contains(&metres) {
            true => Maintenance::roll_changed(metres * METRE_MM, by),
            false => return None,
        },
        E::ApplicationForwarded { number, office } => {
            Application::forwarded(&number, &today, &words(Some(office))??, by)
        }
        E::ApplicationAnswered { number, answer } => {
            Application::answered(&number, &today, answer, by)
        }
        E::ApplicationClosed { number, closing } => {
            Application::closed(&number, &today, closing, by)
        }
        E::OpinionForwarded { number } => Opinion::forwarded(&number, by),
    }))
}

/// Words without blanks around them, nothing for nothing; `None` for what is no single line or too long.
fn words(text: Option<String>) -> Option<Option<String>> {
    let text = text.unwrap_or_default();
    let text = text.trim();
    let fits = text.chars().count() <= TEXT_CHARS_MAX && !text.chars().any(char::is_control);
    fits.then(|| (!text.is_empty()).then(|| text.to_owned()))
}

/// `202610` or `2026`.
fn is_period(text: &str) -> bool {
    match text.len() {
        4 => is_day(&format!("{text}0101")),
        6 => is_day(&format!("{text}01")),
        _ => false,
    }
}

/// `20261015`.
fn is_day(text: &str) -> bool {
    text.len() == 8 && jiff::civil::Date::strptime("%Y%m%d", text).is_ok()
}
