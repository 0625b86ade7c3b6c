//! The office's answer to an opinion (意见答复), typed by an attendant from what came back. It is the office's word: whether everybody may read it is said
//! with it, and nothing leaves this page but into the register.

use journal::{DeskEntry, Opinion, Role};

use crate::visit::services::form::{Filling, Kind};

/// Characters of an answer: what a field of the register holds, whatever they are.
const ANSWER_CHARS_MAX: usize = 500;
const FIELDS: [Kind; 1] = [Kind::words("office-answer", ANSWER_CHARS_MAX)];

/// See [`At::Answering`](super::At::Answering).
#[derive(Debug, Clone, PartialEq)]
pub struct Answering {
    /// Number of the opinion.
    pub number: String,
    /// What the office says.
    pub filling: Filling,
}

impl Answering {
    /// The keyboard is up at once.
    pub(super) fn open(number: String) -> Answering {
        Answering {
            number,
            filling: Filling::open(&FIELDS),
        }
    }

    /// The answer as it goes into the register; `None` while there is none.
    pub(super) fn entry(&mut self, published: bool, by: Role) -> Option<DeskEntry> {
        self.filling.away();
        let words = self.filling.text_at(0);
        let good = self.filling.good();
        good.then(|| Opinion::answered(&self.number, &words, published, by))
    }
}
