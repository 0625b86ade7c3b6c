//! Words that an attendant types: the office's answer to an opinion (意见答复), from what came back, of which is said whether everybody may read it; an
//! opinion that was written on paper (意见簿), which is sealed like any other; why paper and register differ at a line, or why an application was a mistake; a word
//! for who takes over. Nothing leaves this page but into the register.

use journal::{Application, Opinion, OpinionAbout, OpinionWay, Role, Sheet};

use super::Handing;
use crate::services::{Filing, OpinionDraft};
use crate::visit::services::fields::NUMBER;
use crate::visit::services::form::{Filling, Kind};
use crate::visit::services::opinions::FIELDS as OF_OPINION;

/// Characters of an answer: what a field of the register holds, whatever they are.
const ANSWER_CHARS_MAX: usize = 500;
const FIELDS: [Kind; 1] = [Kind::words("office-answer", ANSWER_CHARS_MAX)];
/// Characters of a reason: it stands on a slip of the month.
const REASON_CHARS_MAX: usize = 60;
const REASON: [Kind; 1] = [Kind::words("line-reason", REASON_CHARS_MAX)];
const WORD: [Kind; 1] = [Kind::words("handover-word", REASON_CHARS_MAX).optional()];
const VOID_REASON: [Kind; 1] = [Kind::words("void-reason", REASON_CHARS_MAX)];

/// See [`Answering::about`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// An opinion, by its number.
    Opinion(String),
    /// An opinion on paper, and what it is about.
    Paper(OpinionAbout),
    /// A line of a paper form.
    Line {
        /// Number of the sheet in its register.
        sheet: String,
        /// The number that is printed on the line.
        line: u64,
    },
    /// An application that was taken in by mistake, by its number.
    Void(String),
    /// The number of an application that is looked for.
    Number,
    /// A handover that waits for its word.
    Handover(Box<Handing>),
}

/// See [`At::Answering`](super::At::Answering).
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Answering {
    pub about: About,
    /// What is said.
    pub filling: Filling,
}

impl Answering {
    /// The keyboard is up at once.
    pub(super) fn open(number: String) -> Answering {
        Answering {
            about: About::Opinion(number),
            filling: Filling::open(&FIELDS),
        }
    }

    /// The same of an opinion on paper.
    pub(super) fn of_paper(about: OpinionAbout) -> Answering {
        Answering {
            about: About::Paper(about),
            filling: Filling::open(&OF_OPINION),
        }
    }

    /// The same of a line.
    pub(super) fn of_line(sheet: String, line: u64) -> Answering {
        Answering {
            about: About::Line { sheet, line },
            filling: Filling::open(&REASON),
        }
    }

    /// The same of an application that was a mistake.
    pub(super) fn of_void(number: String) -> Answering {
        Answering {
            about: About::Void(number),
            filling: Filling::open(&VOID_REASON),
        }
    }

    /// A number is typed, and nothing written.
    pub(super) fn of_number() -> Answering {
        Answering {
            about: About::Number,
            filling: Filling::open(&NUMBER),
        }
    }

    /// A word for who takes over begins as it stands.
    pub(super) fn of_handover(handing: Handing) -> Answering {
        let mut filling = Filling::new(&WORD);
        filling.fields[0].text.clone_from(&handing.word);
        Answering {
            about: About::Handover(Box::new(handing)),
            filling,
        }
    }

    /// What was typed.
    pub(super) fn said(&mut self) -> String {
        self.filling.away();
        self.filling.text_at(0)
    }

    /// The words as they go into the register; `None` while there are none.
    pub(super) fn filing(&mut self, published: bool, by: Role) -> Option<Filing> {
        self.filling.away();
        let words = self.filling.text_at(0);
        if !self.filling.good() {
            return None;
        }
        Some(match &self.about {
            // Only looked for, or written with the handover.
            About::Number | About::Handover(_) => return None,
            About::Opinion(number) => {
                Filing::Entry(Opinion::answered(number, &words, published, by))
            }
            About::Line { sheet, line } => {
                Filing::Entry(Sheet::explained(sheet, *line, &words, by))
            }
            About::Void(number) => Filing::Entry(Application::void(number, Some(&words), by)),
            About::Paper(about) => Filing::Opinion(OpinionDraft {
                taken: Some((OpinionWay::Paper, by)),
                about: *about,
                words,
                contact: self.filling.text_at(1),
            }),
        })
    }
}
