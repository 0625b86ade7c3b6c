//! What registers, mirror and clerk answer to the attendant's desk: what stands now, and where that leads. An answer to an older question is dropped.

use journal::{DayOff, Statistics};

use super::answering::About;
use super::{At, Desking, Erasing, Noting, Sheeting};
use crate::affairs::Affairs;
use crate::asks::Opened;
use crate::register::Slip;
use crate::screen::Notice;
use crate::services::Taken;
use crate::staff::DayBook;
use crate::visit::turn::Turn;

/// What numbers of closed months have in the middle.
const MONTHS: &str = "-M-";

impl Desking {
    /// Something stands in a register, or could not be written; false when another asked.
    pub fn filed(&mut self, serial: u64, taken: Option<&Taken>, turn: &mut Turn) -> bool {
        if self.noted(serial, taken.is_some(), turn) {
            self.list(turn);
            return true;
        }
        if self.powers(serial, turn) || self.worked(serial, taken.is_some(), "") {
            return true;
        }
        let noted = match &mut self.at {
            At::Note(noting) => {
                let mine = noting.filed(serial, taken, self.affairs.as_ref(), turn);
                // A notice stands with its application, what was entered later with its sheet.
                if mine && taken.is_some() {
                    let back = leads_back(noting);
                    self.at = back.unwrap_or(std::mem::replace(&mut self.at, At::Today));
                }
                mine
            }
            _ => self.handed(serial, taken, turn),
        };
        let done = self.filing.take_if(|asked| *asked == serial).is_some();
        if done {
            self.dated = None;
            match taken {
                Some(taken) => self.stands(&taken.number, turn),
                None => {
                    if let At::Grading(grading) = &mut self.at {
                        grading.taking_back = false;
                    }
                    *turn.notice = Some(Notice::RegisterUnread);
                }
            }
        }
        if noted || done {
            self.list(turn);
        }
        noted || done
    }

    /// An act stands in its register: back to where its line is.
    fn stands(&mut self, number: &str, turn: &mut Turn) {
        forget_the_call(number, turn);
        match &mut self.at {
            At::Void { .. } | At::Volume { .. } => self.back_from_line(turn),
            At::Erase(erase) => {
                let day = erase.day.clone();
                self.at = At::Erasing(Erasing::open(day, turn));
            }
            At::Grading(grading) => grading.stands(number),
            At::Day(daily) => daily.ask(turn),
            At::Answers { number }
            | At::AnswerAsked { number, .. }
            | At::Extending { number, .. } => {
                self.at = At::Application {
                    number: number.clone(),
                }
            }
            // It is open no longer.
            At::Ending { .. } => self.at = At::Applications,
            At::Answering(answering) => {
                self.at = match &answering.about {
                    About::Void(_) | About::Number => At::Applications,
                    // Nothing is written from there.
                    About::Handover(handing) => At::Handover((**handing).clone()),
                    About::Opinion(_) | About::Paper(_) => At::Opinions,
                    About::Line { sheet, .. } => At::Sheet {
                        number: sheet.clone(),
                    },
                }
            }
            // A month that was closed has no lines.
            At::Sheets if !number.contains(MONTHS) => {
                self.at = At::Sheet {
                    number: number.to_owned(),
                }
            }
            At::SheetLine { number, .. } => {
                self.at = At::Sheet {
                    number: number.clone(),
                }
            }
            _ => {}
        }
    }

    /// The register of a day came, or could not be read.
    pub fn day_read(&mut self, serial: u64, day: String, book: Option<DayBook>, turn: &mut Turn) {
        let (At::Day(daily) | At::DaySheet(Sheeting { daily, .. })) = &mut self.at else {
            return;
        };
        if !daily.read(serial, day, book) {
            *turn.notice = Some(Notice::RegisterUnread);
        }
    }

    /// Figures came, or could not be read.
    pub fn counted(
        &mut self,
        serial: u64,
        period: String,
        figures: Option<Statistics>,
        turn: &mut Turn,
    ) {
        if let At::Statistics(counting) = &mut self.at
            && !counting.counted(serial, period, figures)
        {
            *turn.notice = Some(Notice::RegisterUnread);
        }
    }

    /// The document for the reprint came, or is gone; false when somebody else asked.
    pub fn fetched(&mut self, serial: u64, opened: Option<&Opened>, turn: &mut Turn) -> bool {
        self.slips.fetched(serial, opened, self.by, turn)
    }

    /// The desk's own job is over; false when it is another's. What became of it stands in the list.
    pub fn reprinted(&mut self, job: u64, notice: Option<Notice>, turn: &mut Turn) -> bool {
        let mine = self.slips.ended(job);
        if mine {
            *turn.notice = notice;
            self.list(turn);
        }
        mine
    }

    /// The days came; an answer to an older question is dropped.
    pub fn day_told(&mut self, serial: u64, off: Option<DayOff>) {
        if self.serial == serial {
            self.day = off;
        }
    }

    /// A finding or the day was registered, or could not be.
    pub fn settled(&mut self, done: bool, turn: &mut Turn) {
        if !done {
            *turn.notice = Some(Notice::RegisterUnread);
        }
        self.list(turn);
    }

    /// What is open came, or could not be read; an answer to an older question is dropped.
    pub fn told(&mut self, serial: u64, affairs: Option<Affairs>, turn: &mut Turn) {
        if self.serial == serial {
            match affairs {
                Some(affairs) => self.affairs = Some(affairs),
                None => *turn.notice = Some(Notice::RegisterUnread),
            }
        }
    }

    /// The register came, or could not be read; an answer to an older question is dropped.
    pub fn listed(&mut self, serial: u64, slips: Option<Vec<Slip>>, turn: &mut Turn) {
        if self.serial != serial {
            return;
        }
        match slips {
            Some(slips) => self.slips.listed(slips),
            None => *turn.notice = Some(Notice::RegisterUnread),
        }
    }
}

/// Who was called is here: the call of the visitor before is not taken back when the desk is left.
fn forget_the_call(number: &str, turn: &mut Turn) {
    let call = &mut turn.visitor.call;
    call.take_if(|call| call.number.as_deref() == Some(number));
}

/// Where one goes when something is written down, if not on with the next.
fn leads_back(noting: &Noting) -> Option<At> {
    let application = noting.about.clone();
    let sheet = noting.late.as_ref().map(|late| late.sheet.clone());
    match (application, sheet) {
        (Some(number), _) => Some(At::Application { number }),
        (None, Some(number)) => Some(At::Sheet { number }),
        (None, None) => None,
    }
}
