//! What printer, register and clerk say: to which place it goes, and what becomes of a job whoever looks.

use journal::Outcome;

use super::Session;
use crate::asks::Question;
use crate::orders::{Job, Report};
use crate::screen::Notice;
use crate::services::Taken;
use crate::visit::{Ended, Place, Serving, Turn, call};

impl Session {
    pub(super) fn reported(&mut self, report: Report) {
        match report {
            Report::Printer(state) => {
                if self.visit.place.duties().watches_printer() {
                    self.terminal.printer = state;
                }
            }
            Report::Spent { today_mm, roll_mm } => {
                self.terminal.spent_mm = today_mm;
                self.terminal.roll_mm = roll_mm;
            }
            Report::Register { open } => self.terminal.register_shut = !open,
            Report::Unreached(why) => self.terminal.unreached = why,
            Report::Tried { count } => self.terminal.tries.remembered(count, self.now_ms),
            Report::Day { serial, off } => {
                if let Place::Desk(desk) = &mut self.visit.place {
                    desk.day_told(serial, off);
                }
            }
            Report::DaySet { done } => self.turn(|place, turn| {
                if let Place::Desk(desk) = place {
                    desk.settled(done, turn);
                }
            }),
            Report::Measured {
                serial,
                content,
                length_mm,
                preview,
            } => match &mut self.visit.place {
                Place::Print(choosing) => {
                    choosing.measured(serial, &content, length_mm, preview);
                }
                Place::Desk(desk) => desk.slips.drawn(serial, preview),
                _ => {}
            },
            Report::Full { job } => self.not_taken(job, Notice::PleaseWait),
            Report::RegisterFailed { job } => self.not_taken(job, Notice::RegisterFailed),
            Report::Begun { job, number } => {
                for place in self.visit.places_mut() {
                    if let Place::Printing(printing) = place {
                        printing.begun(job, &number);
                    }
                }
            }
            Report::Progress { job, percent } => {
                for place in self.visit.places_mut() {
                    match place {
                        Place::Printing(printing) => printing.progress(job, percent),
                        Place::Desk(desk) => desk.slips.progress(job, percent),
                        _ => {}
                    }
                }
            }
            Report::Done {
                job,
                outcome,
                number,
            } => self.done(job, outcome, number),
            Report::Unlocked { serial, fits } => {
                let go = self.turn(|place, turn| match place {
                    Place::Door(entering) => entering.unlocked(serial, fits, turn),
                    Place::Desk(desk) => {
                        desk.unlocked(serial, fits, turn);
                        None
                    }
                    Place::Attachment(attaching) => {
                        attaching.unlocked(serial, fits, turn);
                        None
                    }
                    _ => None,
                });
                self.follow(go);
            }
            Report::Slips { serial, slips } => self.turn(|place, turn| {
                if let Place::Desk(desk) = place {
                    desk.listed(serial, slips, turn);
                }
            }),
            Report::Affairs { serial, affairs } => self.turn(|place, turn| {
                if let Place::Desk(desk) = place {
                    desk.told(serial, affairs.map(|affairs| *affairs), turn);
                }
            }),
            Report::Machine { serial, machine } => {
                if let Place::Desk(desk) = &mut self.visit.place {
                    desk.machine_told(serial, *machine);
                }
            }
            Report::Powered { serial, done } => {
                if let Place::Desk(desk) = &mut self.visit.place {
                    desk.worked(serial, done, "");
                }
            }
            Report::DayRead { serial, day, book } => self.turn(|place, turn| {
                if let Place::Desk(desk) = place {
                    desk.day_read(serial, day, book.map(|book| *book), turn);
                }
            }),
            Report::PaperLaid { serial, laid } => self.turn(|place, turn| {
                if let Place::Desk(desk) = place {
                    desk.paper_laid(serial, laid, turn);
                }
            }),
            Report::Counted {
                serial,
                period,
                figures,
            } => self.turn(|place, turn| {
                if let Place::Desk(desk) = place {
                    desk.counted(serial, period, figures.map(|figures| *figures), turn);
                }
            }),
            Report::Exported { serial, result } => {
                if let Place::Desk(desk) = &mut self.visit.place {
                    desk.exported(serial, result);
                }
            }
            Report::HoldingsBrought { serial, result } => {
                if let Place::Desk(desk) = &mut self.visit.place {
                    desk.holdings_brought(serial, result);
                }
            }
            Report::HoldingsKept { serial, stands } => {
                // Whoever left the desk meanwhile changed them all the same.
                if let Some(stands) = &stands {
                    self.terminal.holdings = stands.clone();
                }
                self.turn(|place, turn| {
                    if let Place::Desk(desk) = place {
                        desk.holdings_kept(serial, stands, turn);
                    }
                });
            }
            Report::Erasable { serial, day, held } => self.turn(|place, turn| {
                if let Place::Desk(desk) = place {
                    desk.erasable_told(serial, day, held, turn);
                }
            }),
            Report::Filed { serial, taken } => self.filed(serial, taken.as_ref()),
            Report::Answers { serial, answers } => {
                if let Place::Service(Serving::Opinions(speaking)) = &mut self.visit.place {
                    speaking.answered(serial, answers);
                }
            }
            Report::Stands { serial, found } => {
                if let Place::Service(Serving::Apply(applying)) = &mut self.visit.place {
                    applying.stands(serial, found.map(|found| *found));
                } else if let Place::Desk(desk) = &mut self.visit.place {
                    desk.found_one(serial, found.map(|found| *found));
                }
            }
            Report::ReceiptDone { serial, good } => {
                for place in self.visit.places_mut() {
                    if let Place::Service(Serving::Apply(applying)) = place {
                        applying.printed(serial, good);
                    }
                }
                // The desk lies below no other place.
                self.turn(|place, turn| {
                    if let Place::Desk(desk) = place {
                        desk.paper_done(serial, good, turn);
                    }
                });
            }
            Report::Settled { done } => self.turn(|place, turn| {
                if let Place::Desk(desk) = place {
                    desk.settled(done, turn);
                }
            }),
        }
    }

    /// Something stands in a register: for the call, the page that asked, or nobody.
    fn filed(&mut self, serial: u64, taken: Option<&Taken>) {
        let number = taken.map(|taken| taken.number.clone());
        let at = taken.map_or_else(String::new, |taken| taken.at.clone());
        if let Some(lost) = self.lost_calls.iter().position(|lost| *lost == serial) {
            self.lost_calls.remove(lost);
            if let Some(number) = number {
                self.turn(|_, turn| call::lapse(&number, turn));
            }
            return;
        }
        let rung = self.turn(|_, turn| call::filed(serial, number.as_deref(), &at, turn));
        if rung {
            return;
        }
        // The page may lie below the help page.
        let mut below = std::mem::take(&mut self.visit.stack);
        let mine = |place: &mut Place, turn: &mut Turn| match place {
            Place::Service(serving) => serving.filed(serial, taken, turn),
            Place::Desk(desk) => desk.filed(serial, taken, turn),
            _ => false,
        };
        let done = self.turn(|place, turn| {
            mine(place, turn) || below.iter_mut().any(|place| mine(place, turn))
        });
        self.visit.stack = below;
        if done {
            self.used_ms = self.now_ms;
        }
    }

    /// Takes a job off the list; `None` when it is not one of ours.
    fn end_job(&mut self, job: u64) -> Option<Job> {
        let at = self.jobs.iter().position(|held| held.id == job)?;
        Some(self.jobs.remove(at))
    }

    /// The desk's own job is over; false when it is another's.
    fn reprinted(&mut self, job: u64, notice: Option<Notice>) -> bool {
        let mine = self.turn(|place, turn| match place {
            Place::Desk(desk) => desk.reprinted(job, notice, turn),
            _ => false,
        });
        if mine {
            self.used_ms = self.now_ms;
        }
        mine
    }

    fn not_taken(&mut self, job: u64, notice: Notice) {
        let Some(ended) = self.end_job(job) else {
            return;
        };
        if !ended.mine || self.reprinted(job, Some(notice)) {
            return;
        }
        let prints = &mut self.visit.visitor.prints;
        *prints = prints.saturating_sub(1);
        self.visit.notice = Some(notice);
        let is_it = |place: &Place| shows(place, job);
        let waits = is_it(&self.visit.place);
        let choosing = self.visit.places().find_map(|place| match place {
            Place::Printing(printing) if printing.job == job => Some(printing.choosing.clone()),
            _ => None,
        });
        let Some(choosing) = choosing else { return };
        if !ended.withdrawn {
            self.visit.replace(is_it, Place::Print(choosing));
        } else if waits {
            self.go_back();
        } else {
            self.visit.stack.retain(|place| !is_it(place));
        }
    }

    fn done(&mut self, job: u64, outcome: Outcome, number: String) {
        let Some(ended) = self.end_job(job) else {
            return;
        };
        if !ended.mine || self.reprinted(job, None) {
            return;
        }
        let good = match &outcome {
            Outcome::Printed { .. } | Outcome::Sent | Outcome::Cancelled => true,
            Outcome::Unknown { .. } => false,
            Outcome::Refused { .. } => {
                // Nothing came out, so nothing of the limit is used.
                let prints = &mut self.visit.visitor.prints;
                *prints = prints.saturating_sub(1);
                false
            }
        };
        self.visit.visitor.open_slip = (!good).then(|| number.clone());
        let title = match ended.withdrawn {
            true => String::new(),
            false => ended.document.title.clone(),
        };
        let place = Place::Outcome(Ended {
            outcome,
            number,
            title,
            document_id: ended.document.id.clone(),
        });
        // It replaces the screen of the job, also below the help page. Where that is gone only a failure comes on top.
        let replaced = self.visit.replace(|place| shows(place, job), place.clone());
        let waited = replaced && matches!(self.visit.place, Place::Outcome(_));
        if !waited {
            if good {
                return;
            }
            if replaced {
                self.visit.stack.retain(|held| *held != place);
            }
            self.visit.push(place);
        }
        self.used_ms = self.now_ms;
        self.ask(Question::Home);
    }
}

/// The screen of this job.
fn shows(place: &Place, job: u64) -> bool {
    matches!(place, Place::Printing(printing) if printing.job == job)
}
