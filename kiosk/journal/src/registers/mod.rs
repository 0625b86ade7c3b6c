//! The registers that are kept in the chain, one folder or file each, and the list of them. A new register is its file and a line in
//! [`ALL`]: reading, redaction, export, verification and what may leave the terminal follow from what it declares.

pub(crate) mod prints;
mod table;

use crate::Error;
use crate::chain::Stored;
use crate::chain::declare::Register;
use crate::chain::reader::Reader;
use crate::chain::writer::{Place, Writer};
use jiff::Timestamp;
use std::path::Path;

/// Every register. The first is that of slips, whose numbers stand on paper.
pub static ALL: &[&Register] = &[&prints::REGISTER];

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
    /// What may leave this terminal: entries behind `after`, in order, at most `limit`, each with only those fields that its register
    /// declares [`Open`](crate::Class::Open). The upload takes its entries from here and nowhere else: a field that concerns a person, that is
    /// sealed, or that nobody declared is not among them, so nothing has to be left out by hand.
    pub fn leaving(&self, after: u64, limit: u32) -> Result<Vec<Stored>, Error> {
        self.open_entries(ALL, after, limit)
    }
}

#[cfg(test)]
mod tests;
