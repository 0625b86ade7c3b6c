//! A line written by hand that is made void (作废), with its reason. What stands on a paper form that two people signed stays as it is.

use journal::{Paper, Sheet};

use crate::visit::desk::{At, Desking};
use crate::visit::turn::Turn;

impl Desking {
    /// Whether this number stands on a form that is sealed.
    pub fn keeps(&self, number: &str) -> bool {
        let affairs = self.affairs.as_ref();
        affairs.is_some_and(|affairs| Sheet::keeps(&affairs.sheets, number))
    }

    /// The line that shows is void; the word says why.
    pub(in crate::visit::desk) fn void_paper(&mut self, word: &str, turn: &mut Turn) {
        if let At::Void { number } | At::Volume { number, .. } = &self.at
            && !self.keeps(number)
        {
            let entry = Paper::void(number, Some(word), self.by);
            self.file(entry, turn);
        }
    }
}
