//! The register of a day and what it is good for: its parts, its sheet, the period that goes onto a stick.

use super::super::{At, Counting, Daily, Desking, ExportChoice, Sheeting};
use crate::screen::Notice;
use crate::screen::desk::Deed;
use crate::staff::{Exporting, LaidPaper};
use crate::visit::turn::Turn;

impl Desking {
    /// One of the acts of the books; nothing of a deed that belongs elsewhere.
    pub(in crate::visit::desk) fn act_on_books(&mut self, deed: Deed, turn: &mut Turn) {
        match deed {
            Deed::DayBefore | Deed::DayAfter => {
                let on = deed == Deed::DayAfter;
                match &mut self.at {
                    At::Day(daily) => daily.turn_to(on, turn),
                    At::DaySheet(sheeting) => sheeting.turn_to(on, turn),
                    _ => {}
                }
                self.turn_erasing(on, turn);
                self.turn_written_on(on);
                self.turn_dated(on);
            }
            Deed::All
            | Deed::Slips
            | Deed::ByHand
            | Deed::Readings
            | Deed::Unsettled
            | Deed::NotPrinted => {
                if let At::Day(daily) = &mut self.at {
                    daily.part = deed;
                }
                self.act_on_export(deed, turn);
            }
            Deed::Before | Deed::After | Deed::Days | Deed::Months | Deed::Years => {
                self.turn_appraisal(deed);
                self.act_on_export(deed, turn);
                if let At::Statistics(counting) = &mut self.at {
                    match deed {
                        Deed::Before | Deed::After => counting.turn_on(deed == Deed::After, turn),
                        Deed::Days => {}
                        _ => counting.turn_to_year(deed == Deed::Years, turn),
                    }
                }
            }
            Deed::Statistics => self.at = At::Statistics(Box::new(Counting::open(turn))),
            Deed::ExportFigures => {
                if let At::Statistics(counting) = &self.at
                    && !counting.period.is_empty()
                {
                    let period = counting.period.clone();
                    self.export(deed, Exporting::Statistics(period), turn);
                }
            }
            // From a sheet back to its day, from elsewhere to the newest.
            Deed::Day => {
                self.at = match &self.at {
                    At::DaySheet(sheeting) => At::Day(sheeting.daily.clone()),
                    _ => At::Day(Daily::open(turn)),
                }
            }
            Deed::SheetOfDay => self.show_day_sheet(turn),
            Deed::DaySheet => self.print_day(turn),
            Deed::ExportSheet => self.export_sheet(turn),
            Deed::SheetSigned => self.sheet_signed(turn),
            Deed::Export => self.choose_export(),
            Deed::ExportNow => self.act_on_export(deed, turn),
            Deed::Compliance => self.export(deed, Exporting::Compliance, turn),
            Deed::More => {
                if let At::Day(Daily { day, .. }) = &self.at {
                    self.at = At::Books { day: day.clone() };
                }
            }
            _ => {}
        }
    }
}

impl Desking {
    /// To the choice: beginning with what shows, else with today; nothing before the registers said which day it is.
    pub(in crate::visit::desk) fn choose_export(&mut self) {
        let Some(newest) = self.affairs.as_ref().map(|held| held.day.clone()) else {
            return;
        };
        let period = match &self.at {
            At::Day(daily) => daily.day.clone(),
            At::Books { day } => day.get(..6).unwrap_or_default().to_owned(),
            At::Appraisal { year } => year.clone(),
            _ => newest.clone(),
        };
        self.last = None;
        self.at = At::Export(ExportChoice::open(period, newest));
    }

    /// One of the acts of the choice.
    pub(in crate::visit::desk) fn act_on_export(&mut self, deed: Deed, turn: &mut Turn) {
        let At::Export(choosing) = &mut self.at else {
            return;
        };
        match deed {
            Deed::Before | Deed::After => choosing.turn_on(deed == Deed::After),
            Deed::Days | Deed::Months | Deed::Years | Deed::All => choosing.turn_to(deed),
            Deed::ExportNow => {
                let what = match choosing.period.is_empty() {
                    true => Exporting::All,
                    false => Exporting::Period(choosing.period.clone()),
                };
                self.export(deed, what, turn);
            }
            _ => {}
        }
    }

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
