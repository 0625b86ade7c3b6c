//! The attendant's desk (工作台): who is on duty, which page shows, what the registers said. Shows no document but as the slip that it should
//! have come out as, no name, nothing that was searched for; every act is an entry of a register, and the register answers before the screen says so.

mod acts;
mod daily;
mod handing;
mod noting;
mod picture;
mod slips;

pub use daily::Daily;
pub use handing::Handing;
pub use noting::{Last, Noting};
pub use picture::Picture;
pub use slips::Slips;

use journal::{Call, DayOff, DeskEntry, Role};

use super::turn::{Duties, Go, Stay, Turn};
use crate::affairs::Affairs;
use crate::asks::{Effect, Opened};
use crate::keyboard::Key;
use crate::printer_state::PrinterState;
use crate::register::Slip;
use crate::rules::Rules;
use crate::screen::Notice;
use crate::screen::desk::{Deed, Matter, MatterKind, Tab, Touch, Written};
use crate::services::{Filing, Standing, Taken};
use crate::staff::DayBook;

/// See [`Place::Desk`](super::Place::Desk).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Desking {
    /// Who is on duty.
    pub by: Role,
    /// The page that shows.
    pub at: At,
    /// What the registers hold open, once they said so.
    pub affairs: Option<Affairs>,
    /// Lines of the register of slips.
    pub slips: Slips,
    /// Of the last question to the registers.
    pub serial: u64,
    /// The register counts another day than the clock shows.
    pub day: Option<DayOff>,
    /// An act that is being written.
    pub filing: Option<u64>,
    /// Paper, a copy or a wish that is under way.
    pub working: Option<(u64, Deed)>,
    /// What came of the last of these.
    pub last: Option<Matter>,
}

/// The pages of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// What needs a person.
    Today,
    /// Slips that may be settled or printed once more.
    Register,
    /// Writing something down.
    Note(Noting),
    /// The register of a day.
    Day(Daily),
    /// A line that is to be made void.
    Void {
        /// Its number in the register.
        number: String,
    },
    /// Applications that are open.
    Applications,
    /// One of them.
    Application {
        /// Its number in the register.
        number: String,
    },
    /// How it was answered.
    Answers {
        /// Its number in the register.
        number: String,
    },
    /// Opinions that are open.
    Opinions,
    /// The device and what is known of it.
    Device,
    /// Somebody else takes over.
    Handover(Handing),
}

impl Desking {
    /// Opens the desk and asks the registers.
    pub fn open(by: Role, turn: &mut Turn) -> Desking {
        let mut desking = Desking {
            by,
            at: At::Today,
            affairs: None,
            slips: Slips::default(),
            serial: 0,
            day: None,
            filing: None,
            working: None,
            last: None,
        };
        turn.terminal.printer = PrinterState::Unasked;
        desking.list(turn);
        desking
    }

    /// Asks the registers.
    fn list(&mut self, turn: &mut Turn) {
        self.serial = turn.next_serial();
        turn.effects.push(Effect::ListSlips {
            serial: self.serial,
        });
    }

    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch, turn: &mut Turn) -> Option<Go> {
        match touch {
            Touch::Go(tab) => self.go(tab, turn),
            Touch::Attend { kind, number } => self.attend(kind, number, turn),
            Touch::Do { deed, word } => self.act(deed, &word, turn),
            Touch::Handover(touch) => {
                if let At::Handover(handing) = &mut self.at {
                    handing.touched(touch, turn);
                }
            }
            Touch::Write(kind) => self.write(kind),
            Touch::Note(touch) => {
                if let At::Note(noting) = &mut self.at {
                    noting.touched(touch, self.by, turn);
                }
            }
            Touch::PagePrev => self.slips.leaf(false),
            Touch::PageNext => self.slips.leaf(true),
            Touch::Choose { number } => self.slips.choose(number, turn),
            Touch::Settle(found) => self.slips.settle(found, self.by, turn),
            Touch::SetDay => self.set_day(turn),
            Touch::Reprint => self.slips.fetch_for_reprint(turn),
            Touch::Cancel => self.slips.cancel(turn),
        }
        None
    }

    fn go(&mut self, tab: Tab, turn: &mut Turn) {
        self.last = None;
        match tab {
            Tab::Today => self.at = At::Today,
            Tab::Register => self.at = At::Day(Daily::open(turn)),
            Tab::Note => self.at = At::Note(Noting::open(Written::Photocopy, None)),
            Tab::Applications => self.at = At::Applications,
            Tab::Device => self.at = At::Device,
            Tab::Handover => self.hand_over(),
        }
        self.list(turn);
    }

    fn write(&mut self, kind: Written) {
        let roll = self.affairs.as_ref().and_then(|affairs| affairs.roll);
        let roll_mm = roll.map(|roll| roll.roll_mm);
        match &mut self.at {
            At::Note(noting) if noting.filing.is_none() => noting.turn_to(kind, roll_mm),
            At::Note(_) => {}
            _ => self.at = At::Note(Noting::open(kind, roll_mm)),
        }
    }

    fn attend(&mut self, kind: MatterKind, number: String, turn: &mut Turn) {
        match kind {
            MatterKind::Call => {
                let calls = self.affairs.iter().flat_map(|affairs| &affairs.calls);
                if calls.into_iter().any(|call| call.number == number) {
                    self.file(Call::answered(&number, self.by), turn);
                }
            }
            MatterKind::Day => self.set_day(turn),
            MatterKind::Slip => {
                self.at = At::Register;
                self.slips.page = 0;
                self.slips.choose(number, turn);
            }
            MatterKind::Roll => self.write(Written::Roll),
            kind => self.attend_line(kind, number, turn),
        }
    }

    fn set_day(&mut self, turn: &mut Turn) {
        if self.day.take().is_some() {
            turn.effects.push(Effect::SetDay { by: self.by });
        }
    }

    /// One act at a time: a second tap means the same.
    fn file(&mut self, entry: DeskEntry, turn: &mut Turn) {
        self.file_what(Filing::Entry(entry), turn);
    }

    fn file_what(&mut self, what: Filing, turn: &mut Turn) {
        if self.filing.is_none() {
            let serial = turn.next_serial();
            self.filing = Some(serial);
            turn.effects.push(Effect::File { serial, what });
        }
    }

    /// Something stands in a register, or could not be written; false when another asked.
    pub fn filed(&mut self, serial: u64, taken: Option<&Taken>, turn: &mut Turn) -> bool {
        if self.worked(serial, taken.is_some(), "") {
            return true;
        }
        let noted = match &mut self.at {
            At::Note(noting) => noting.filed(serial, taken, turn),
            _ => self.handed(serial, taken, turn),
        };
        let done = self.filing.take_if(|asked| *asked == serial).is_some();
        if done {
            match taken {
                Some(taken) => self.stands(&taken.number, turn),
                None => *turn.notice = Some(Notice::RegisterUnread),
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
            At::Void { .. } => self.at = At::Day(Daily::open(turn)),
            At::Day(daily) => daily.ask(turn),
            At::Answers { number } => {
                self.at = At::Application {
                    number: number.clone(),
                }
            }
            _ => {}
        }
    }

    /// The application that shows.
    pub fn application(&self) -> Option<&Standing> {
        let (At::Application { number } | At::Answers { number }) = &self.at else {
            return None;
        };
        let mut held = self.affairs.iter().flat_map(|a| &a.applications);
        held.find(|standing| standing.number == *number)
    }

    /// The register of a day came, or could not be read.
    pub fn day_read(&mut self, serial: u64, day: String, book: Option<DayBook>, turn: &mut Turn) {
        if let At::Day(daily) = &mut self.at
            && !daily.read(serial, day, book)
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
        // Without its picture a slip is settled all the same: no message stands over the page for it.
        if self.slips.not_drawn(serial) {
            return None;
        }
        self.slips.opening.take_if(|asked| *asked == serial)?;
        Some(Stay::Stays)
    }

    /// Nobody is sent away while a slip is printed once more.
    fn idle_ms(&self, rules: &Rules) -> Option<u64> {
        let printing = self.slips.job.is_some();
        (!printing).then_some(rules.desk_idle_ms)
    }

    /// What a picture was made of may be withdrawn.
    fn refresh(&mut self, turn: &mut Turn) {
        if self.slips.picture.is_some() {
            self.slips.draw(turn);
        }
    }

    fn key(&mut self, key: Key, turn: &mut Turn) -> Option<Go> {
        match &mut self.at {
            At::Note(noting) => noting.key(&key, self.by, turn),
            At::Handover(handing) => handing.key(key, turn),
            _ => {}
        }
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
