//! What people filled in on paper, typed in at the desk: forms of the yearly appraisal (社会评议) with the year that is closed (归档), and opinions (意见簿),
//! which are sealed like those on the screen.

use jiff::civil::Date;
use journal::{Appraisal, AppraisalYear, Grade, OpinionAbout, TOPICS};

use super::answering::About;
use super::{Answering, At, Desking, Grading};
use crate::screen::desk::Deed;
use crate::visit::turn::Turn;

/// Years back that can be looked at.
const YEARS_BACK: i16 = 20;

impl Desking {
    /// What a year came to; nothing of one in which nobody filled anything in.
    pub fn appraisal_of(&self, year: &str) -> Option<&AppraisalYear> {
        let mut held = self.affairs.iter().flat_map(|affairs| &affairs.appraisals);
        held.find(|held| held.year == year)
    }

    /// Forms may still be typed in for this year: it is not closed, and not to come.
    pub fn may_grade(&self, year: &str) -> bool {
        let open = self
            .appraisal_of(year)
            .is_none_or(|held| held.closed.is_none());
        open && self.affairs.is_some()
    }

    /// The year before can be looked at, and the one after.
    pub fn may_turn_year(&self, year: &str) -> (bool, bool) {
        let (Some(today), Ok(shown)) = (self.today().map(Date::year), year.parse::<i16>()) else {
            return (false, false);
        };
        (shown > today - YEARS_BACK, shown < today)
    }

    /// One of the acts of the appraisal.
    pub(super) fn act_on_appraisal(&mut self, deed: Deed, turn: &mut Turn) {
        if deed == Deed::Appraisal {
            let year = match &self.at {
                At::Grading(grading) => Some(grading.year.clone()),
                _ => self.today().map(|day| day.year().to_string()),
            };
            if let Some(year) = year {
                self.at = At::Appraisal { year };
            }
            return;
        }
        let by = self.by;
        match (deed, &mut self.at) {
            (Deed::TypeAppraisal, At::Appraisal { year }) => {
                let year = year.clone();
                if self.may_grade(&year) {
                    self.at = At::Grading(Grading::open(year));
                }
            }
            (Deed::CloseYear, At::Appraisal { year }) => {
                let year = year.clone();
                let today = self.affairs.as_ref().map(|affairs| affairs.day.as_str());
                let held = self.appraisal_of(&year).zip(today);
                if let Some(entry) = held.and_then(|(held, today)| held.close(today, by)) {
                    self.file(entry, turn);
                }
            }
            (Deed::AllGood, At::Grading(grading)) => {
                grading.grades = [Some(Grade::Good); TOPICS.len()];
            }
            (Deed::RecordAppraisal, At::Grading(grading)) => {
                let entry = grading.entry(by);
                if let Some(entry) = entry.filter(|_| self.filing.is_none()) {
                    self.file(entry, turn);
                }
            }
            (Deed::TakeBack, At::Grading(grading)) if self.filing.is_none() => {
                if let Some(last) = grading.last.as_ref().filter(|last| !last.void) {
                    let entry = Appraisal::void(&last.number, by);
                    grading.taking_back = true;
                    self.file(entry, turn);
                }
            }
            _ => {}
        }
    }

    /// The year before, or the one after; none that is to come.
    pub(super) fn turn_appraisal(&mut self, deed: Deed) {
        let At::Appraisal { year } = &self.at else {
            return;
        };
        let (back, on) = self.may_turn_year(year);
        let step = match deed {
            Deed::Before if back => -1,
            Deed::After if on => 1,
            _ => return,
        };
        if let Ok(shown) = year.parse::<i16>() {
            let year = (shown + step).to_string();
            self.at = At::Appraisal { year };
        }
    }

    /// A topic of the form: another tap is another grade.
    pub(super) fn grade(&mut self, topic: &str) {
        let topic = topic.parse::<usize>().ok();
        if let (At::Grading(grading), Some(topic)) = (&mut self.at, topic) {
            grading.turn_on(topic.wrapping_sub(1));
        }
    }

    /// An opinion on paper: what it is about, its words, then into the register. Without the office's key nothing of a person is taken in.
    pub(super) fn act_on_paper_opinion(&mut self, deed: Deed, turn: &mut Turn) {
        if !turn.rules.takes_in {
            return;
        }
        let about = match deed {
            Deed::TypeOpinion => {
                self.at = At::OpinionAbout;
                return;
            }
            Deed::AboutDisclosure => OpinionAbout::Disclosure,
            Deed::AboutService => OpinionAbout::Service,
            Deed::AboutPremises => OpinionAbout::Premises,
            Deed::AboutOther => OpinionAbout::Other,
            _ => {
                let by = self.by;
                if let At::Answering(answering) = &mut self.at
                    && matches!(answering.about, About::Paper(_))
                    && let Some(what) = answering.filing(false, by)
                {
                    self.file_what(what, turn);
                }
                return;
            }
        };
        if matches!(self.at, At::OpinionAbout) {
            self.at = At::Answering(Answering::of_paper(about));
        }
    }
}
