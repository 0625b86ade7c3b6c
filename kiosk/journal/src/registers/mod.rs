//! The registers that are kept in the chain, one folder or file each, and the list of them. A new register is its file and a line in
//! [`ALL`]: reading, redaction, export, verification and what may leave the terminal follow from what it declares.

pub(crate) mod applications;
pub(crate) mod appraisal;
pub(crate) mod calls;
pub(crate) mod day;
pub(crate) mod desk;
pub(crate) mod handovers;
mod list;
pub(crate) mod maintenance;
pub(crate) mod months;
pub(crate) mod opinions;
pub(crate) mod papers;
pub(crate) mod prints;
mod rules;
pub(crate) mod sheets;
pub(crate) mod shelf;
pub(crate) mod statistics;
pub(crate) mod table;
mod totals;
mod yearly;

pub use list::ALL;
pub use totals::DayTotals;
pub use yearly::YearlyApplications;

use crate::Error;
use crate::chain::Stored;
use crate::chain::reader::Reader;
use crate::chain::writer::{Place, Writer};
use desk::Matter;
use jiff::Timestamp;
use std::path::Path;

impl Writer {
    /// Opens or creates the journal in `dir`, closes what the last run left open, and sets a damaged file aside.
    ///
    /// Rows that may have reached the printer become `unknown` with reason `power`; rows that never left the queue become
    /// `refused` with reason `power`, because `sending` is on disk before the first byte and so nothing can have come out.
    pub fn open(dir: &Path, site: &str, terminal: &str, now: Timestamp) -> Result<Writer, Error> {
        let place = Place {
            dir,
            site,
            terminal,
            registers: ALL,
        };
        let mut writer = Writer::open_chain(&place, now)?;
        writer.close_what_was_left_open(now)?;
        writer.reset_mark()?;
        Ok(writer)
    }
}

impl Reader {
    /// What the register of this name holds of the numbers of one day or year (`yyyymmdd`, `yyyy`), oldest first; nothing of a register that
    /// is not known.
    pub fn matters(&self, register: &str, period: &str) -> Result<Vec<Matter>, Error> {
        match ALL.iter().find(|known| known.name == register) {
            Some(register) => self.matters_of(register, period),
            None => Ok(Vec::new()),
        }
    }

    /// What may leave this terminal: entries behind `after`, in order, at most `limit`, each with only those fields that its register
    /// declares [`Open`](crate::Class::Open). The upload takes its entries from here and nowhere else: a field that concerns a person, that is
    /// sealed, or that nobody declared is not among them, so nothing has to be left out by hand.
    pub fn leaving(&self, after: u64, limit: u32) -> Result<Vec<Stored>, Error> {
        self.open_entries(ALL, after, limit)
    }
}

#[cfg(test)]
mod tests;
