//! What the page hears to each question: who may ask it, and who answers.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use hatch::{Ask, Figures, Key, Pin, SPARE_ROLLS_MAX, Told, Why};
use journal::{DeskEntry, Handover, Role, Wish};
use session::staff::StaffPaper;

use super::entries::{Writing, is_day, named, writing};
use super::keys::{Keys, Pause};
use super::{forms, point, reading};
use crate::workers::clerk::figures::figures;
use crate::workers::clerk::read;
use crate::workers::clerk::tries::TriesFile;
use crate::workers::printing::Printing;
use crate::workers::registrar::{Entry, Registrar};
use crate::workers::security::Door;
use crate::workers::shared::{Hatch, Shared, held};

/// Between two day sheets that the page has printed: whoever holds a key by chance does not empty the roll.
const PRINTS_APART: Duration = Duration::from_secs(30);
/// No question of the session has it: who waits for paper at the glass is not told of the page's.
const NOBODY: u64 = 0;

/// Who answers at the hatch.
pub struct Clerk {
    shared: Arc<Shared>,
    registrar: Registrar,
    printing: Printing,
    setup: Hatch,
    /// When the page had something printed last.
    printed: Option<Duration>,
    /// Of the page alone: whoever tries PINs over the network does not keep attendants from the desk at the terminal.
    tries: TriesFile,
    pause: Pause,
    keys: Keys,
}

impl Clerk {
    /// Knows no key yet.
    pub fn new(
        shared: Arc<Shared>,
        (registrar, printing): (Registrar, Printing),
        setup: Hatch,
    ) -> Clerk {
        let tries = TriesFile::of_the_page(&shared.setup.journal);
        Clerk {
            shared,
            registrar,
            printing,
            setup,
            printed: None,
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
            Ask::Checks => match point::checks(&self.shared, &self.setup) {
                Some(checks) => Told::Checks(Box::new(checks)),
                None => refused(Why::Unreadable),
            },
            Ask::Forms { number } => match forms::told(&self.shared, &number) {
                Some(told) => Told::Forms(Box::new(told)),
                None => refused(Why::Unreadable),
            },
            Ask::Device => Told::Device(Box::new(point::device(&self.shared, &self.setup))),
            Ask::DaySheet { key, day } => match self.sheet_day(&key, day, now) {
                Err(told) => told,
                Ok(day) => match point::day_sheet(&self.shared, &day) {
                    Some((name, pdf)) => Told::DaySheet { name, pdf },
                    None => refused(Why::Unreadable),
                },
            },
            Ask::PrintDay { key, day } => match self.sheet_day(&key, day, now) {
                Err(told) => told,
                Ok(day) => self.print_day(day, now),
            },
            Ask::Sync { key } => match self.keys.role(&key, now) {
                None => refused(Why::NoKey),
                Some(_) => self.sync(),
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

    /// The day whose sheet is asked for, today where none is named; what is told where there is none, or no key.
    fn sheet_day(&mut self, key: &Key, day: String, now: Duration) -> Result<String, Told> {
        if self.keys.role(key, now).is_none() {
            return Err(refused(Why::NoKey));
        }
        let today = journal::day_of((self.shared.clock)());
        if day.is_empty() {
            return Ok(today);
        }
        match is_day(&day) && day <= today {
            true => Ok(day),
            false => Err(refused(Why::NotAllowed)),
        }
    }

    /// Goes behind whatever prints; whether it came out is seen at the terminal.
    fn print_day(&mut self, day: String, now: Duration) -> Told {
        let asked = *held(&self.shared.asked);
        if !asked.is_some_and(|(state, _)| state.takes_jobs()) {
            return refused(Why::NoPrinter);
        }
        let soon = |last: Duration| now.saturating_sub(last) < PRINTS_APART;
        if self.printed.is_some_and(soon) {
            return refused(Why::TooSoon);
        }
        self.printed = Some(now);
        self.printing.staff(NOBODY, StaffPaper::Day(day));
        Told::Begun
    }

    /// The agent sees it within a second, and looks at sticks and at the feed.
    fn sync(&self) -> Told {
        let (answer, heard) = channel();
        self.registrar.write(Entry::Wish(Wish::Sync), move |done| {
            // Who asked waits below.
            let _ = answer.send(done);
        });
        match heard.recv() {
            Ok(true) => Told::Begun,
            _ => refused(Why::NotWritten),
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
        let mirror = self.shared.mirror_dir();
        let figures = read(&self.shared, |reader, _| figures(reader, mirror, &period))?;
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
            console::tell!("kiosk: note a try of the PIN: {error}");
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
            console::tell!("kiosk: forget tries of the PIN: {error}");
        }
        Door::Page.opened(Some(by));
        Ok(())
    }

    fn enter(&mut self, key: &Key, entry: hatch::Entry, now: Duration) -> Told {
        let Some(by) = self.keys.role(key, now) else {
            return refused(Why::NoKey);
        };
        if let hatch::Entry::Paper {
            form_no: Some(line),
            ..
        } = &entry
            && forms::line_fault(&self.shared, line).is_some()
        {
            return refused(Why::LineTaken);
        }
        let at = (self.shared.clock)();
        let number = named(&entry).map(str::to_owned);
        let writing = match forms::writing(&self.shared, &entry, by) {
            Some(Err(why)) => return refused(why),
            Some(Ok(entry)) => Some(Writing::Desk(entry)),
            None => writing(entry, by, at),
        };
        let Some(writing) = writing else {
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

/// `202610` or `2026`.
fn is_period(text: &str) -> bool {
    match text.len() {
        4 => is_day(&format!("{text}0101")),
        6 => is_day(&format!("{text}01")),
        _ => false,
    }
}
