//! Disclosure on application: guidance, four steps of a form, receipt, and what became of an earlier one. What an applicant writes leaves only
//! sealed, and is wiped here as soon as it stands in the register.

use jiff::civil::Date;
use journal::{Application, Grade};

use super::draft::{self, Draft};
use super::fields;
use super::form::Filling;
use crate::asks::Effect;
use crate::moment;
use crate::screen::Notice;
use crate::screen::services::apply::{Slip, Step, Touch, Way};
use crate::services::{ApplicationDraft, Filing, IntakeSheet, ReceiptOrder, Standing, Taken};
use crate::statute::ANSWER_WORKING_DAYS;
use crate::visit::turn::{Go, Turn};

/// Applications that one visitor may hand in.
const APPLICATIONS_PER_SESSION: u32 = 3;

/// See [`Serving::Apply`](super::Serving::Apply).
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum Applying {
    /// How it goes.
    Guide,
    Fill(Box<Draft>),
    /// It was taken in.
    Receipt(Received),
    /// What became of an earlier one.
    Progress(Box<Asking>),
    Others,
}

/// What was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Number and day of the register.
    pub taken: Taken,
    /// What is asked for, in the applicant's words.
    pub what: String,
    /// How the answer comes.
    pub way: Option<Way>,
    /// Last day of the answer; `None` when the calendar does not know the year.
    pub due: Option<Date>,
    /// The order for the paper receipt.
    pub serial: u64,
    /// How it is.
    pub slip: Slip,
}

/// Asking for an earlier one.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Asking {
    pub filling: Filling,
    pub serial: u64,
    /// Its answer is still to come.
    pub waiting: bool,
    /// What was found.
    pub found: Option<Standing>,
    /// Nothing stands under the number.
    pub unknown: bool,
    /// What is being written down: serial, and the grade where it is one.
    pub filing: Option<(u64, Option<Grade>)>,
    /// The wish to hurry was written down.
    pub urged: bool,
    /// The grade was written down.
    pub rated: Option<Grade>,
}

impl Asking {
    fn new() -> Asking {
        Asking {
            filling: Filling::open(&fields::NUMBER),
            serial: 0,
            waiting: false,
            found: None,
            unknown: false,
            filing: None,
            urged: false,
            rated: None,
        }
    }

    fn look_up(&mut self, turn: &mut Turn) {
        self.filling.away();
        let number = self.filling.text_at(0);
        if number.is_empty() {
            return;
        }
        self.serial = turn.next_serial();
        self.waiting = true;
        self.found = None;
        self.unknown = false;
        self.urged = false;
        self.rated = None;
        turn.effects.push(Effect::FindApplication {
            serial: self.serial,
            number,
        });
    }

    fn write(&mut self, grade: Option<Grade>, turn: &mut Turn) {
        let Some(found) = self.found.as_ref().filter(|_| self.filing.is_none()) else {
            return;
        };
        let what = match grade {
            None if found.may_urge && !self.urged => Filing::Urge {
                number: found.number.clone(),
            },
            Some(grade) if found.may_rate && self.rated.is_none() => {
                Filing::Entry(Application::rated(&found.number, grade))
            }
            _ => return,
        };
        let serial = turn.next_serial();
        self.filing = Some((serial, grade));
        turn.effects.push(Effect::File { serial, what });
    }
}

impl Applying {
    /// The field that has the keyboard, if a page has any.
    pub fn filling_mut(&mut self) -> Option<&mut Filling> {
        match self {
            Applying::Fill(draft) => draft.filling_mut(),
            Applying::Progress(asking) => Some(&mut asking.filling),
            Applying::Guide | Applying::Receipt(_) | Applying::Others => None,
        }
    }

    pub(super) fn touched(&mut self, touch: Touch, turn: &mut Turn) -> Option<Go> {
        match (touch, &mut *self) {
            (Touch::Search, Applying::Guide) => {
                return Some(Go::Search {
                    text: String::new(),
                    away: false,
                });
            }
            (Touch::Fill, Applying::Guide) => {
                if turn.rules.takes_in && turn.visitor.applications < APPLICATIONS_PER_SESSION {
                    *self = Applying::Fill(Box::new(Draft::new()));
                }
            }
            (Touch::Progress, Applying::Guide) => {
                *self = Applying::Progress(Box::new(Asking::new()));
            }
            (Touch::Others, Applying::Guide) if turn.rules.others.is_some() => {
                *self = Applying::Others;
            }
            (Touch::Back, _) => self.back(),
            (Touch::On, Applying::Fill(draft)) => on(draft, turn),
            (Touch::Applicant(applicant), Applying::Fill(draft)) => {
                draft.applicant = Some(applicant);
            }
            (Touch::Paper(paper), Applying::Fill(draft)) => draft.paper = paper,
            (Touch::Way(way), Applying::Fill(draft)) => draft.way = Some(way),
            (Touch::Medium(medium), Applying::Fill(draft)) => draft.medium = Some(medium),
            (Touch::LookUp, Applying::Progress(asking)) => asking.look_up(turn),
            (Touch::Urge, Applying::Progress(asking)) => asking.write(None, turn),
            (Touch::Rate(grade), Applying::Progress(asking)) => asking.write(Some(grade), turn),
            _ => {}
        }
        None
    }

    fn back(&mut self) {
        match self {
            Applying::Fill(draft) if draft.filing.is_some() => {}
            Applying::Fill(draft) if draft.step != Step::What => {
                if let Some(filling) = draft.filling_mut() {
                    filling.away();
                }
                draft.step = Step::ALL[draft.step as usize - 1];
            }
            _ => *self = Applying::Guide,
        }
    }

    /// It stands in the register, or could not be written; false when it is another's.
    pub(super) fn filed(&mut self, serial: u64, taken: Option<&Taken>, turn: &mut Turn) -> bool {
        match self {
            Applying::Fill(draft) if draft.filing == Some(serial) => {
                draft.filing = None;
                match taken {
                    None => *turn.notice = Some(Notice::NotWritten),
                    Some(taken) => *self = received(draft, taken, turn),
                }
                true
            }
            Applying::Progress(asking) => {
                let Some((_, grade)) = asking.filing.take_if(|(asked, _)| *asked == serial) else {
                    return false;
                };
                match (taken, grade) {
                    (None, _) => *turn.notice = Some(Notice::NotWritten),
                    (Some(_), None) => asking.urged = true,
                    (Some(_), grade) => asking.rated = grade,
                }
                true
            }
            _ => false,
        }
    }

    /// The register was looked through.
    pub fn stands(&mut self, serial: u64, found: Option<Standing>) {
        if let Applying::Progress(asking) = self
            && asking.serial == serial
        {
            asking.waiting = false;
            asking.unknown = found.is_none();
            asking.found = found;
        }
    }

    /// The paper receipt came out, or did not.
    pub fn printed(&mut self, serial: u64, good: bool) {
        if let Applying::Receipt(receipt) = self
            && receipt.serial == serial
        {
            receipt.slip = match good {
                true => Slip::Printed,
                false => Slip::Failed,
            };
        }
    }
}

/// One step on; from the last: into the register.
fn on(draft: &mut Draft, turn: &mut Turn) {
    if let Some(filling) = draft.filling_mut() {
        filling.away();
    }
    if draft.step != Step::Review {
        if draft.done(draft.step) {
            draft.step = Step::ALL[draft.step as usize + 1];
        }
        return;
    }
    let Some(applicant) = draft
        .applicant
        .filter(|_| draft.filing.is_none() && draft.whole())
    else {
        return;
    };
    let serial = turn.next_serial();
    draft.filing = Some(serial);
    turn.effects.push(Effect::File {
        serial,
        what: Filing::Application(ApplicationDraft {
            taken: draft.taken,
            on: draft.on,
            applicant,
            office: turn.rules.office.clone(),
            content: draft::content(draft),
            contact: draft::contact(draft),
        }),
    });
}

/// What was written goes; number and slip stay.
fn received(draft: &Draft, taken: &Taken, turn: &mut Turn) -> Applying {
    turn.visitor.applications += 1;
    let serial = turn.next_serial();
    let receipt = Received {
        taken: taken.clone(),
        what: draft.text("info-name"),
        way: draft.way,
        due: due(taken, draft.on, turn),
        serial,
        slip: match turn.rules.printer {
            true => Slip::Printing,
            false => Slip::None,
        },
    };
    if turn.rules.printer {
        let sheet = draft.applicant.filter(|_| turn.rules.intake_sheet);
        turn.effects.push(Effect::PrintReceipt(ReceiptOrder {
            serial,
            taken: taken.clone(),
            office: turn.rules.office.clone(),
            what: receipt.what.clone(),
            due: receipt.due,
            sheet: sheet.map(|applicant| IntakeSheet {
                applicant,
                content: draft::content(draft),
                contact: draft::contact(draft),
            }),
        }));
    }
    Applying::Receipt(receipt)
}

/// In person the day of handing in is the day of receipt (条例 art 31); of a letter it is the day on which it came.
fn due(taken: &Taken, on: Option<Date>, turn: &Turn) -> Option<Date> {
    let written_on = moment::local(moment::parse(&taken.at)?).date();
    let received_on = on.unwrap_or(written_on);
    let calendar = &turn.terminal.calendar;
    calendar.term_ends(received_on, ANSWER_WORKING_DAYS)
}
