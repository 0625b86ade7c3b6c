//! Figures of a month or a year at the desk (统计). Asks for each period anew; reckons nothing itself.

pub mod exporting;
mod period;

use journal::Statistics;

use self::period::beside;
use crate::asks::Effect;
use crate::visit::turn::Turn;

/// See [`At::Statistics`](super::At::Statistics).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Counting {
    /// `yyyymm` or `yyyy`; empty until the register said which month it is.
    pub period: String,
    /// The newest month there is: no arrow leads past it.
    pub newest: String,
    /// Of the last question.
    pub serial: u64,
    pub figures: Option<Statistics>,
}

impl Counting {
    /// Begins with the month that it is now.
    pub fn open(turn: &mut Turn) -> Counting {
        let mut counting = Counting {
            period: String::new(),
            newest: String::new(),
            serial: 0,
            figures: None,
        };
        counting.ask(turn);
        counting
    }

    /// A year or a month; the newest month is known.
    pub fn open_on(period: String, newest: String, turn: &mut Turn) -> Counting {
        let mut counting = Counting {
            period,
            newest,
            serial: 0,
            figures: None,
        };
        counting.ask(turn);
        counting
    }

    fn ask(&mut self, turn: &mut Turn) {
        self.serial = turn.next_serial();
        self.figures = None;
        turn.effects.push(Effect::ReadStatistics {
            serial: self.serial,
            period: self.period.clone(),
        });
    }

    /// A whole year shows.
    pub fn is_year(&self) -> bool {
        self.period.len() == 4
    }

    /// None lies behind it.
    pub fn is_newest(&self) -> bool {
        self.period.as_str() >= self.newest.get(..self.period.len()).unwrap_or_default()
    }

    /// The year of the month that shows, or its last month up to now.
    pub fn turn_to_year(&mut self, year: bool, turn: &mut Turn) {
        if self.period.is_empty() || year == self.is_year() {
            return;
        }
        self.period = match year {
            true => self.period[..4].to_owned(),
            false => self.newest.clone().min(format!("{}12", self.period)),
        };
        self.ask(turn);
    }

    /// The period before, or the one after; none after the newest.
    pub fn turn_on(&mut self, on: bool, turn: &mut Turn) {
        if on && self.is_newest() {
            return;
        }
        if let Some(there) = beside(&self.period, on) {
            self.period = there;
            self.ask(turn);
        }
    }

    /// Figures came; an answer to an older question is dropped. False when they could not be read.
    pub fn counted(&mut self, serial: u64, period: String, figures: Option<Statistics>) -> bool {
        if self.serial != serial {
            return true;
        }
        if self.newest.is_empty() {
            self.newest.clone_from(&period);
        }
        self.period = period;
        self.figures = figures;
        self.figures.is_some()
    }
}
