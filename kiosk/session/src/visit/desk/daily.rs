//! The register of one day at the desk: which day, which part of it. Asks again after every act; changes no line itself.

pub mod sheeting;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::asks::Effect;
use crate::screen::desk::Deed;
use crate::staff::DayBook;
use crate::visit::turn::Turn;

/// See [`At::Day`](super::At::Day).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Daily {
    /// `yyyymmdd`; empty until the register said which day it is.
    pub day: String,
    /// The newest day there is: no arrow leads past it.
    pub newest: String,
    /// Of the last question.
    pub serial: u64,
    pub book: Option<DayBook>,
    /// Which part shows.
    pub part: Deed,
}

impl Daily {
    /// Today, all of it.
    pub fn open(turn: &mut Turn) -> Daily {
        let mut daily = Daily {
            day: String::new(),
            newest: String::new(),
            serial: 0,
            book: None,
            part: Deed::All,
        };
        daily.ask(turn);
        daily
    }

    /// All of another day, `yyyymmdd`; the newest is known.
    pub fn open_on(day: &str, newest: &str, turn: &mut Turn) -> Daily {
        let mut daily = Daily {
            day: day.to_owned(),
            newest: newest.to_owned(),
            serial: 0,
            book: None,
            part: Deed::All,
        };
        daily.ask(turn);
        daily
    }

    /// Asks for the day, anew.
    pub fn ask(&mut self, turn: &mut Turn) {
        self.serial = turn.next_serial();
        turn.effects.push(Effect::ReadDay {
            serial: self.serial,
            day: self.day.clone(),
        });
    }

    /// The day before, or the one after; none after the newest.
    pub fn turn_to(&mut self, on: bool, turn: &mut Turn) {
        let Ok(day) = Date::strptime("%Y%m%d", &self.day) else {
            return;
        };
        if on && self.day >= self.newest {
            return;
        }
        let days = if on { 1.days() } else { -1.days() };
        if let Ok(day) = day.checked_add(days) {
            self.day = day.strftime("%Y%m%d").to_string();
            self.book = None;
            self.part = Deed::All;
            self.ask(turn);
        }
    }

    /// The register of a day came; an answer to an older question is dropped. False when it could not be read.
    pub fn read(&mut self, serial: u64, day: String, book: Option<DayBook>) -> bool {
        if self.serial != serial {
            return true;
        }
        if self.newest.is_empty() {
            self.newest.clone_from(&day);
        }
        self.day = day;
        let done = book.is_some();
        self.book = book.or(self.book.take());
        done
    }
}
