//! Opinions and the yearly appraisal: what was tapped and written, and whether it stands in the register. Words leave only sealed.

use journal::{Appraisal, Grade, OpinionAbout, TOPICS};

use super::form::{Filling, Kind};
use crate::asks::Effect;
use crate::screen::Notice;
use crate::screen::services::opinions::{Sent, Tab, Touch};
use crate::services::{Filing, OpinionDraft, PublicAnswer};
use crate::visit::turn::Turn;

/// Characters of an opinion.
const WORDS_CHARS_MAX: usize = 500;
/// Characters of how to be reached.
const CONTACT_CHARS_MAX: usize = 60;
/// Words, and how to be reached.
pub const FIELDS: [Kind; 2] = [
    Kind::words("opinion", WORDS_CHARS_MAX),
    Kind::words("contact", CONTACT_CHARS_MAX).optional(),
];
/// Opinions that one visitor may hand in.
const OPINIONS_PER_SESSION: u32 = 3;

/// See [`Serving::Opinions`](super::Serving::Opinions).
#[derive(Debug, Clone, PartialEq)]
pub struct Speaking {
    /// Which part shows.
    pub tab: Tab,
    /// Grades by topic.
    pub grades: [Option<Grade>; TOPICS.len()],
    /// What the opinion is about.
    pub about: Option<OpinionAbout>,
    /// Words and contact.
    pub filling: Filling,
    /// What is being written down: serial, and whether it is the appraisal.
    pub filing: Option<(u64, bool)>,
    /// What was handed in.
    pub sent: Sent,
    /// Last question for answers.
    pub serial: u64,
    /// Answers that everybody may read.
    pub answers: Vec<PublicAnswer>,
}

impl Speaking {
    pub(super) fn open(appraises: bool, turn: &mut Turn) -> Speaking {
        let mut speaking = Speaking {
            tab: match appraises {
                true => Tab::Appraise,
                false => Tab::Write,
            },
            grades: [None; TOPICS.len()],
            about: None,
            filling: Filling::new(&FIELDS),
            filing: None,
            sent: Sent {
                appraisal: turn.visitor.appraised,
                ..Sent::default()
            },
            serial: 0,
            answers: Vec::new(),
        };
        speaking.refresh(turn);
        speaking
    }

    pub(super) fn refresh(&mut self, turn: &mut Turn) {
        self.serial = turn.next_serial();
        turn.effects.push(Effect::ListAnswers {
            serial: self.serial,
        });
    }

    /// Answers came; `None` when the register cannot be read.
    pub fn answered(&mut self, serial: u64, answers: Option<Vec<PublicAnswer>>) {
        if self.serial == serial {
            self.answers = answers.unwrap_or_default();
        }
    }

    pub(super) fn touched(&mut self, touch: Touch, turn: &mut Turn) {
        match touch {
            Touch::Tab(tab) => {
                self.filling.away();
                self.tab = tab;
            }
            Touch::Grade(topic, grade) => {
                if let Some(held) = self.grades.get_mut(topic as usize) {
                    *held = (*held != Some(grade)).then_some(grade);
                }
            }
            Touch::About(about) => self.about = Some(about),
            Touch::Send => self.send(turn),
        }
    }

    /// What there is can be handed in.
    pub fn may_send(&self, appraises: bool, takes_in: bool, opinions: u32) -> bool {
        self.filing.is_none()
            && match self.tab {
                Tab::Appraise => {
                    appraises && !self.sent.appraisal && self.grades.iter().any(Option::is_some)
                }
                Tab::Write => {
                    takes_in
                        && self.about.is_some()
                        && self.filling.good()
                        && opinions < OPINIONS_PER_SESSION
                }
                Tab::Answers => false,
            }
    }

    fn send(&mut self, turn: &mut Turn) {
        self.filling.away();
        let appraises = turn.terminal.appraises;
        if !self.may_send(appraises, turn.rules.takes_in, turn.visitor.opinions) {
            return;
        }
        let appraisal = self.tab == Tab::Appraise;
        let what = match (appraisal, self.about) {
            (true, _) => Filing::Entry(Appraisal::entry(self.grades, None)),
            (false, Some(about)) => Filing::Opinion(OpinionDraft {
                taken: None,
                about,
                words: self.filling.text("opinion"),
                contact: self.filling.text("contact"),
            }),
            (false, None) => return,
        };
        let serial = turn.next_serial();
        self.filing = Some((serial, appraisal));
        turn.effects.push(Effect::File { serial, what });
    }

    /// It stands in the register, or could not be written; false when it is another's.
    pub(super) fn filed(&mut self, serial: u64, number: Option<&str>, turn: &mut Turn) -> bool {
        let Some((_, appraisal)) = self.filing.take_if(|(asked, _)| *asked == serial) else {
            return false;
        };
        match number {
            None => *turn.notice = Some(Notice::NotWritten),
            Some(_) if appraisal => {
                turn.visitor.appraised = true;
                self.sent.appraisal = true;
                self.grades = [None; TOPICS.len()];
            }
            Some(number) => {
                turn.visitor.opinions += 1;
                self.sent.number = number.to_owned();
                self.about = None;
                self.filling = Filling::new(&FIELDS);
            }
        }
        true
    }
}
