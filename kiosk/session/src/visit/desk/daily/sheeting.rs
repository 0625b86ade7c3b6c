//! The sheet of a day at the desk (日表): the paper as it will come out, what the day came to, and whether the chain that vouches for it holds. Knows what
//! the workers said; checks nothing itself.

use super::Daily;
use crate::asks::Effect;
use crate::screen::Notice;
use crate::screen::desk::Deed;
use crate::screen::desk::register::Drawn;
use crate::staff::{Exporting, LaidPaper, StaffPaper};
use crate::visit::desk::{At, Desking};
use crate::visit::turn::Turn;

/// See [`At::DaySheet`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Sheeting {
    pub daily: Daily,
    /// Of the last question for the paper.
    pub serial: u64,
    pub drawn: Drawn,
    /// The paper; `None` while it is made, and where it cannot be.
    pub laid: Option<LaidPaper>,
}

impl Sheeting {
    /// The sheet of a day.
    fn open(daily: Daily, turn: &mut Turn) -> Sheeting {
        let mut sheeting = Sheeting {
            daily,
            serial: 0,
            drawn: Drawn::Coming,
            laid: None,
        };
        sheeting.draw(turn);
        sheeting
    }

    fn draw(&mut self, turn: &mut Turn) {
        self.serial = turn.next_serial();
        self.drawn = Drawn::Coming;
        self.laid = None;
        turn.effects.push(Effect::LayPaper {
            serial: self.serial,
            paper: StaffPaper::Day(self.daily.day.clone()),
        });
    }

    /// The sheet of the day before, or behind.
    pub fn turn_to(&mut self, on: bool, turn: &mut Turn) {
        let before = self.daily.day.clone();
        self.daily.turn_to(on, turn);
        if self.daily.day != before {
            self.draw(turn);
        }
    }

    fn came(&mut self, serial: u64, laid: Option<LaidPaper>) -> bool {
        let mine = self.serial == serial;
        if mine {
            self.drawn = match laid.as_ref().map(|laid| laid.preview.is_some()) {
                Some(true) => Drawn::Shown,
                _ => Drawn::Failed,
            };
            self.laid = laid;
        }
        mine
    }
}

impl Desking {
    /// From the register of a day to its sheet.
    pub(in crate::visit::desk) fn show_day_sheet(&mut self, turn: &mut Turn) {
        if let At::Day(daily) = &self.at
            && !daily.day.is_empty()
        {
            let daily = daily.clone();
            self.last = None;
            self.at = At::DaySheet(Sheeting::open(daily, turn));
        }
    }

    /// To the sheet that is asked for.
    pub(in crate::visit::desk) fn show_sheet_of(&mut self, day: &str, turn: &mut Turn) {
        self.at = At::Day(self.on_day(day, turn));
        self.show_day_sheet(turn);
    }

    /// The day whose register or sheet shows.
    pub fn shown_day(&self) -> Option<&str> {
        match &self.at {
            At::Day(daily) | At::DaySheet(Sheeting { daily, .. }) => Some(&daily.day),
            _ => None,
        }
    }

    /// The sheet goes onto a stick as A4.
    pub(in crate::visit::desk) fn export_sheet(&mut self, turn: &mut Turn) {
        if let At::DaySheet(sheeting) = &self.at {
            let day = sheeting.daily.day.clone();
            self.export(Deed::ExportSheet, Exporting::Sheet(day), turn);
        }
    }

    /// The paper was laid out, or cannot be: then the registers could not be read.
    pub fn paper_laid(&mut self, serial: u64, laid: Option<LaidPaper>, turn: &mut Turn) {
        let unread = laid.is_none();
        if let At::DaySheet(sheeting) = &mut self.at
            && sheeting.came(serial, laid)
            && unread
        {
            *turn.notice = Some(Notice::RegisterUnread);
        }
    }
}
