//! Which part of the registers goes onto a stick (存到 U盘): a day, a month, a year, or all there is. Nothing is written before it is chosen.

use super::period::{beside, first_day};
use crate::screen::desk::Deed;

/// See [`At::Export`](crate::visit::At::Export).
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
    pub(in crate::visit::desk) fn turn_to(&mut self, kind: Deed) {
        let digits = match kind {
            Deed::Days => 8,
            Deed::Months => 6,
            Deed::Years => 4,
            _ => 0,
        };
        self.period = self.day.get(..digits).unwrap_or_default().to_owned();
    }

    /// The period before, or the one behind.
    pub(in crate::visit::desk) fn turn_on(&mut self, on: bool) {
        if on && self.is_newest() {
            return;
        }
        if let Some(there) = beside(&self.period, on) {
            *self = ExportChoice::open(there, self.newest.clone());
        }
    }
}
