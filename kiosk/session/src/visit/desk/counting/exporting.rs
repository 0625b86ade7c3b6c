//! Which part of the registers goes onto a stick (存到 U盘): a day, a month, a year, or all there is. Nothing is written before it is chosen.

use super::period::{beside, first_day};
use crate::screen::desk::Deed;
use crate::staff::Exporting;
use crate::visit::desk::{At, Desking};
use crate::visit::turn::Turn;

/// See [`At::Export`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ExportChoice {
    /// `yyyymmdd`, `yyyymm` or `yyyy`; empty for all there is.
    pub period: String,
    /// The day that is meant when the kind of period changes, `yyyymmdd`.
    pub day: String,
    /// Today: no arrow leads past it.
    pub newest: String,
}

impl ExportChoice {
    /// Begins with a period; all of it lies before today.
    pub fn open(period: String, newest: String) -> ExportChoice {
        let first = first_day(&period).map(|day| day.strftime("%Y%m%d").to_string());
        ExportChoice {
            day: first.unwrap_or_else(|| newest.clone()),
            period,
            newest,
        }
    }

    /// None lies behind it; all there is has nothing beside it.
    pub fn is_newest(&self) -> bool {
        self.period.as_str() >= self.newest.get(..self.period.len()).unwrap_or_default()
    }

    /// Another kind of period, around the same day.
    fn turn_to(&mut self, kind: Deed) {
        let digits = match kind {
            Deed::Days => 8,
            Deed::Months => 6,
            Deed::Years => 4,
            _ => 0,
        };
        self.period = self.day.get(..digits).unwrap_or_default().to_owned();
    }

    /// The period before, or the one behind.
    fn turn_on(&mut self, on: bool) {
        if on && self.is_newest() {
            return;
        }
        if let Some(there) = beside(&self.period, on) {
            *self = ExportChoice::open(there, self.newest.clone());
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
}
