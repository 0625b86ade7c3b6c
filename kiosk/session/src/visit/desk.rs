//! The attendant's desk (工作台): settle what nobody knows, print once more (补打) what was found missing. Shows no document.

use journal::{DayOff, Finding, Role};

use super::turn::{Duties, Go, Stay, Turn};
use crate::asks::{Effect, Opened, Question};
use crate::keyboard::Key;
use crate::orders::{Again, Order};
use crate::printer_state::PrinterState;
use crate::register::Slip;
use crate::rules::Rules;
use crate::screen::Notice;
use crate::screen::desk::{DESK_ROWS, Touch};
use crate::terminal::Terminal;

/// See [`Place::Desk`](super::Place::Desk).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Desking {
    /// Who is on duty.
    pub by: Role,
    pub slips: Vec<Slip>,
    /// Page of it, from 0.
    pub page: u32,
    /// Number that was tapped.
    pub chosen: Option<String>,
    pub serial: u64,
    /// The register counts another day than the clock shows.
    pub day: Option<DayOff>,
    /// The document of a reprint is being fetched: serial of the question.
    pub opening: Option<u64>,
    /// The reprint under way.
    pub job: Option<Reprinting>,
}

/// See [`Desking::job`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Reprinting {
    pub job: u64,
    /// 0 to 100.
    pub percent: u8,
}

impl Desking {
    /// Opens the desk and asks for the register.
    pub fn open(by: Role, turn: &mut Turn) -> Desking {
        let mut desking = Desking {
            by,
            slips: Vec::new(),
            page: 0,
            chosen: None,
            serial: 0,
            day: None,
            opening: None,
            job: None,
        };
        turn.terminal.printer = PrinterState::Unasked;
        desking.list(turn);
        desking
    }

    /// Asks for the register.
    fn list(&mut self, turn: &mut Turn) {
        self.serial = turn.next_serial();
        turn.effects.push(Effect::ListSlips {
            serial: self.serial,
        });
    }

    /// Pages of the list, at least one.
    pub fn pages(&self) -> u32 {
        u32::try_from(self.slips.len())
            .unwrap_or(u32::MAX)
            .div_ceil(DESK_ROWS)
            .max(1)
    }

    /// The slip that was tapped.
    pub fn chosen_slip(&self) -> Option<&Slip> {
        let chosen = self.chosen.as_ref()?;
        self.slips.iter().find(|slip| slip.number == *chosen)
    }

    /// The chosen slip can be printed once more now.
    pub fn can_reprint(&self, rules: &Rules, terminal: &Terminal) -> bool {
        self.job.is_none()
            && self.opening.is_none()
            && rules.printer
            && self.chosen_slip().is_some_and(|slip| slip.may_reprint)
            && terminal.printer.takes_jobs()
    }

    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch, turn: &mut Turn) -> Option<Go> {
        match touch {
            Touch::PagePrev => self.page = self.page.saturating_sub(1),
            Touch::PageNext => self.page = (self.page + 1).min(self.pages() - 1),
            Touch::Choose { number } if self.job.is_none() => {
                let known = self.slips.iter().any(|slip| slip.number == number);
                self.chosen = known.then_some(number);
            }
            Touch::Choose { .. } => {}
            Touch::Settle(found) => self.settle(found, turn),
            Touch::SetDay => {
                if self.day.take().is_some() {
                    turn.effects.push(Effect::SetDay { by: self.by });
                }
            }
            Touch::Reprint => self.fetch_for_reprint(turn),
            Touch::Cancel => {
                if let Some(Reprinting { job, .. }) = self.job {
                    turn.effects.push(Effect::Stop { job });
                }
            }
        }
        None
    }

    fn settle(&self, found: Finding, turn: &mut Turn) {
        if let Some(slip) = self.chosen_slip().filter(|slip| slip.may_settle) {
            turn.effects.push(Effect::Settle {
                number: slip.number.clone(),
                found,
                by: self.by,
            });
        }
    }

    /// The register holds no text: the document comes from the mirror, and only the revision that the slip was made of will do.
    fn fetch_for_reprint(&mut self, turn: &mut Turn) {
        if !self.can_reprint(turn.rules, turn.terminal) {
            return;
        }
        let Some(id) = self.chosen_slip().and_then(|slip| slip.document_id.clone()) else {
            *turn.notice = Some(Notice::ReprintGone);
            return;
        };
        let serial = turn.next_serial();
        self.opening = Some(serial);
        turn.ask(Question::Open { serial, id });
    }

    /// The document for the reprint came, or is gone; false when somebody else asked.
    pub fn fetched(&mut self, serial: u64, opened: Option<&Opened>, turn: &mut Turn) -> bool {
        if self.opening.take_if(|asked| *asked == serial).is_none() {
            return false;
        }
        match opened.and_then(|opened| self.once_more(opened, turn)) {
            Some(order) => {
                self.job = Some(Reprinting {
                    job: order.job,
                    percent: 0,
                });
                turn.order(order);
            }
            None => *turn.notice = Some(Notice::ReprintGone),
        }
        true
    }

    /// The chosen slip under its old number; `None` of another revision.
    fn once_more(&self, opened: &Opened, turn: &mut Turn) -> Option<Order> {
        let slip = self.chosen_slip()?;
        let same = slip.document_rev == Some(opened.document.rev);
        Some(Order {
            content: slip.content.clone().filter(|_| same)?,
            job: turn.next_serial(),
            document: opened.document.clone(),
            purpose: None,
            length_mm: slip.length_mm,
            data_time: turn.terminal.data_time(),
            again: Some(Again {
                number: slip.number.clone(),
                at: slip.at.clone(),
                by: self.by,
            }),
        })
    }

    /// The desk's own job made progress.
    pub fn progress(&mut self, job: u64, percent: u8) {
        if let Some(printing) = self.job.as_mut().filter(|printing| printing.job == job) {
            printing.percent = percent.min(100);
        }
    }

    /// The desk's own job is over; false when it is another's. What became of it stands in the list.
    pub fn reprinted(&mut self, job: u64, notice: Option<Notice>, turn: &mut Turn) -> bool {
        if self.job.take_if(|printing| printing.job == job).is_none() {
            return false;
        }
        *turn.notice = notice;
        self.list(turn);
        true
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

    /// The register came, or could not be read; an answer to an older question is dropped.
    pub fn listed(&mut self, serial: u64, slips: Option<Vec<Slip>>, turn: &mut Turn) {
        if self.serial != serial {
            return;
        }
        let Some(slips) = slips else {
            *turn.notice = Some(Notice::RegisterUnread);
            return;
        };
        self.slips = slips;
        self.page = self.page.min(self.pages() - 1);
        if self.chosen_slip().is_none() {
            self.chosen = None;
        }
    }
}

impl Duties for Desking {
    /// The register keeps titles of its own; they are no document.
    fn document_id(&self) -> Option<&str> {
        None
    }

    fn forget(&mut self) -> Stay {
        Stay::Leaves
    }

    fn gone(&mut self, _: &str) -> Option<Stay> {
        None
    }

    fn failed(&mut self, serial: u64) -> Option<Stay> {
        self.opening.take_if(|asked| *asked == serial)?;
        Some(Stay::Stays)
    }

    /// Nobody is sent away while a slip is printed once more.
    fn idle_ms(&self, rules: &Rules) -> Option<u64> {
        self.job.is_none().then_some(rules.idle_ms)
    }

    fn refresh(&mut self, _: &mut Turn) {}

    fn key(&mut self, _: Key, _: &mut Turn) -> Option<Go> {
        None
    }

    /// Not back in without the PIN.
    fn lies_below(&self) -> bool {
        false
    }

    fn speaks(&self) -> Option<u64> {
        None
    }

    fn watches_printer(&self) -> bool {
        true
    }
}
