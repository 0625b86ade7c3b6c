//! The attendant's desk (工作台): in by PIN, settle what nobody knows, print once more (补打) what was found missing. Remembers
//! wrong PINs past the visitor who typed them; shows no document.

use super::visit::{Desking, Entering, Passed, Reprinting};
use super::{Again, Effect, Job, Opened, Order, Pin, Place, Question, Session, Slip};
use crate::screen::{Action, DESK_ROWS, Notice};
use journal::{Finding, Role};

/// Wrong PINs before anybody has to wait.
const FREE_TRIES: u32 = 3;
/// The first wait; each further wrong PIN doubles it.
const WAIT_MS: u64 = 30_000;
/// The longest wait.
const WAIT_MS_MAX: u64 = 900_000;
/// Printer states in which a slip is printed once more.
const ABLE: [&str; 4] = ["ready", "near-end", "printing", "unknown"];

/// What the terminal remembers of PINs that were typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Door {
    /// Tries since the last right one; a try counts when it is made, so that leaving does not undo it.
    tries: u32,
    /// No PIN is taken before.
    shut_until_ms: u64,
}

impl Door {
    fn tried(&mut self, now_ms: u64) {
        self.tries = self.tries.saturating_add(1);
        if let Some(over) = self.tries.checked_sub(FREE_TRIES) {
            let wait = WAIT_MS.saturating_mul(1 << over.min(16)).min(WAIT_MS_MAX);
            self.shut_until_ms = now_ms + wait;
        }
    }
}

impl Session {
    /// Seconds before a PIN is taken again; 0 when it is.
    pub fn pin_wait_s(&self) -> u32 {
        let left = self.terminal.door.shut_until_ms.saturating_sub(self.now_ms);
        u32::try_from(left.div_ceil(1000)).unwrap_or(u32::MAX)
    }

    /// The slip that is chosen at the desk can be printed once more now.
    pub fn can_reprint(&self, desk: &Desking) -> bool {
        desk.job.is_none()
            && desk.opening.is_none()
            && self.rules.printer
            && desk.chosen_slip().is_some_and(|slip| slip.may_reprint)
            && ABLE.contains(&self.terminal.printer.as_str())
    }

    /// A new visit begins at the PIN: nothing of the visitor before lies under the desk.
    pub(super) fn open_pin(&mut self) {
        if !self.rules.desk {
            return;
        }
        let language = self.visit.look.language;
        self.wipe();
        self.visit.look.language = language;
        self.visit.place = Place::Pin(Entering::default());
    }

    pub(super) fn act_at_the_door(&mut self, action: Action) {
        let shut = self.pin_wait_s() > 0;
        let serial = self.next_serial();
        let Place::Pin(entering) = &mut self.visit.place else {
            return;
        };
        if entering.checking.is_some() {
            return;
        }
        match action {
            Action::Type { text } => {
                entering.wrong = false;
                entering.pin.push(&text);
            }
            Action::Backspace => entering.pin.pop(),
            Action::Clear => entering.pin = Pin::default(),
            Action::Enter { code } if !shut && !entering.pin.is_empty() => {
                let Some(by) = [Role::A, Role::B].into_iter().find(|r| r.as_code() == code) else {
                    return;
                };
                let pin = std::mem::take(&mut entering.pin);
                entering.checking = Some(Passed { serial, by });
                self.terminal.door.tried(self.now_ms);
                self.effects.push(Effect::Unlock { serial, pin });
            }
            _ => {}
        }
    }

    pub(super) fn unlocked(&mut self, serial: u64, fits: bool) {
        let Place::Pin(entering) = &mut self.visit.place else {
            return;
        };
        let Some(passed) = entering.checking.take_if(|asked| asked.serial == serial) else {
            return;
        };
        entering.wrong = !fits;
        if fits {
            self.terminal.door = Door::default();
            self.terminal.printer.clear();
            self.visit.place = Place::Desk(Desking::of(passed.by));
            self.ask_slips();
        }
    }

    fn ask_slips(&mut self) {
        let serial = self.next_serial();
        if let Place::Desk(desk) = &mut self.visit.place {
            desk.serial = serial;
            self.effects.push(Effect::ListSlips { serial });
        }
    }

    pub(super) fn listed(&mut self, serial: u64, slips: Option<Vec<Slip>>) {
        let Place::Desk(desk) = &mut self.visit.place else {
            return;
        };
        if desk.serial != serial {
            return;
        }
        match slips {
            Some(slips) => {
                desk.slips = slips;
                desk.page = desk.page.min(desk.pages() - 1);
                if desk.chosen_slip().is_none() {
                    desk.chosen = None;
                }
            }
            None => self.visit.notice = Some(Notice::RegisterUnread),
        }
    }

    pub(super) fn act_at_the_desk(&mut self, action: Action) {
        let Place::Desk(desk) = &mut self.visit.place else {
            return;
        };
        match action {
            Action::PagePrev => desk.page = desk.page.saturating_sub(1),
            Action::PageNext => desk.page = (desk.page + 1).min(desk.pages() - 1),
            Action::ChooseSlip { number } if desk.job.is_none() => {
                desk.chosen = desk
                    .slips
                    .iter()
                    .any(|s| s.number == number)
                    .then_some(number);
            }
            Action::Settle { code } => self.settle(&code),
            Action::Reprint => self.fetch_for_reprint(),
            Action::CancelPrint => {
                if let Some(job) = desk.job.as_ref().map(|printing| printing.job) {
                    self.effects.push(Effect::Stop { job });
                }
            }
            _ => {}
        }
    }

    fn settle(&mut self, code: &str) {
        let findings = [Finding::CameOut, Finding::Partly, Finding::Nothing];
        let Some(found) = findings.into_iter().find(|f| f.as_code() == code) else {
            return;
        };
        let Place::Desk(desk) = &self.visit.place else {
            return;
        };
        if let Some(slip) = desk.chosen_slip().filter(|slip| slip.may_settle) {
            self.effects.push(Effect::Settle {
                number: slip.number.clone(),
                found,
                by: desk.by,
            });
        }
    }

    /// The register holds no text: the document comes from the mirror, and only the revision that the slip was made of will do.
    fn fetch_for_reprint(&mut self) {
        let serial = self.next_serial();
        let Place::Desk(desk) = &self.visit.place else {
            return;
        };
        if !self.can_reprint(desk) {
            return;
        }
        let Some(id) = desk.chosen_slip().and_then(|slip| slip.document_id.clone()) else {
            self.visit.notice = Some(Notice::ReprintGone);
            return;
        };
        if let Place::Desk(desk) = &mut self.visit.place {
            desk.opening = Some(serial);
        }
        self.ask(Question::Open { serial, id });
    }

    /// The answer to [`Session::fetch_for_reprint`]; false when somebody else asked.
    pub(super) fn fetched(&mut self, serial: u64, opened: Option<&Opened>) -> bool {
        let job = self.next_serial();
        let data_time = self.data_time();
        let Place::Desk(desk) = &mut self.visit.place else {
            return false;
        };
        if desk.opening.take_if(|asked| *asked == serial).is_none() {
            return false;
        }
        let by = desk.by;
        let again = desk.chosen_slip().zip(opened).and_then(|(slip, opened)| {
            let same = slip.document_rev == Some(opened.document.rev);
            let content = slip.content.clone().filter(|_| same)?;
            let again = Again {
                number: slip.number.clone(),
                at: slip.at.clone(),
                by,
            };
            Some((opened.document.clone(), content, slip.length_mm, again))
        });
        let Some((document, content, length_mm, again)) = again else {
            self.visit.notice = Some(Notice::ReprintGone);
            return true;
        };
        desk.job = Some(Reprinting { job, percent: 0 });
        self.effects.push(Effect::Print(Order {
            job,
            document: document.clone(),
            content,
            purpose: None,
            length_mm,
            data_time,
            again: Some(again),
        }));
        self.jobs.push(Job {
            id: job,
            document,
            mine: true,
            withdrawn: false,
        });
        true
    }

    /// The desk's own job made progress; false when it is another's.
    pub(super) fn reprinting(&mut self, job: u64, percent: u8) -> bool {
        let Place::Desk(desk) = &mut self.visit.place else {
            return false;
        };
        let Some(printing) = desk.job.as_mut().filter(|printing| printing.job == job) else {
            return false;
        };
        printing.percent = percent.min(100);
        true
    }

    /// The desk's own job is over; false when it is another's. What became of it stands in the list.
    pub(super) fn reprinted(&mut self, job: u64, notice: Option<Notice>) -> bool {
        let Place::Desk(desk) = &mut self.visit.place else {
            return false;
        };
        if desk.job.take_if(|printing| printing.job == job).is_none() {
            return false;
        }
        self.used_ms = self.now_ms;
        self.visit.notice = notice;
        self.ask_slips();
        true
    }

    pub(super) fn settled(&mut self, done: bool) {
        if matches!(self.visit.place, Place::Desk(_)) {
            if !done {
                self.visit.notice = Some(Notice::RegisterUnread);
            }
            self.ask_slips();
        }
    }
}

impl Desking {
    fn of(by: Role) -> Desking {
        Desking {
            by,
            slips: Vec::new(),
            page: 0,
            chosen: None,
            serial: 0,
            opening: None,
            job: None,
        }
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
}
