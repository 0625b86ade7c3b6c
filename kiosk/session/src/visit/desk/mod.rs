//! The attendant's desk (工作台): who is on duty, which page shows, what the registers said. Shows no document but as the slip that it should
//! have come out as, no name, nothing that was searched for; every act is an entry of a register, and the register answers before the screen says so.

mod acts;
mod answering;
mod appraising;
mod checking;
mod counting;
mod daily;
mod dated;
mod duties;
mod erasing;
mod forms;
mod grading;
mod handing;
mod heard;
mod morning;
mod noting;
mod picture;
mod power;
mod slips;
mod working;

pub use acts::asking::{may_correct, may_extend};
pub use acts::bringing::Bringing;
pub use acts::ending::may_end;
pub use acts::papers::papers_of;
pub use answering::{About, Answering};
pub use checking::Checking;
pub use counting::Counting;
pub use counting::exporting::ExportChoice;
pub use daily::Daily;
pub use daily::sheeting::Sheeting;
pub use erasing::held::{Erase, Erasing};
pub use grading::Grading;
pub use handing::Handing;
pub use noting::{Last, Noting};
pub use picture::Picture;
pub use slips::Slips;

use jiff::civil::Date;
use journal::{Answer, ApplicationWay, Call, DayOff, DeskEntry, Role};

use super::turn::{Go, Turn};
use crate::affairs::{Affairs, Machine};
use crate::asks::{Effect, Question};
use crate::keyboard::typing::Spelled;
use crate::printer_state::PrinterState;
use crate::screen::desk::{Deed, Matter, MatterKind, Tab, Touch, Written};
use crate::screen::services::form;
use crate::services::{Filing, LinkCheck, OnShelf, Standing};

/// See [`Place::Desk`](super::Place::Desk).
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Desking {
    /// Who is on duty.
    pub by: Role,
    /// The page that shows.
    pub at: At,
    /// What the registers hold open, once they said so.
    pub affairs: Option<Affairs>,
    /// What of the shelf stands in the mirror, once it said so.
    pub shelf: Vec<OnShelf>,
    /// What the agent's checks of the links found.
    pub links: Vec<LinkCheck>,
    /// The machine as it is, once somebody looked.
    pub machine: Machine,
    /// Lines of the register of slips.
    pub slips: Slips,
    /// Of the last question to the registers.
    pub serial: u64,
    /// The register counts another day than the clock shows.
    pub day: Option<DayOff>,
    /// The day of the next act of the office; `None` for today.
    pub dated: Option<Date>,
    /// An act that is being written.
    pub filing: Option<u64>,
    /// Paper, a copy or a wish that is under way.
    pub working: Option<(u64, Deed)>,
    /// What came of the last of these.
    pub last: Option<Matter>,
    /// Entries that are being written without anybody waiting for them.
    pub noted: Vec<u64>,
    /// The application that is being looked for by its number.
    pub finding: Option<u64>,
    /// The one that was found so; it may be over.
    pub found: Option<Standing>,
}

/// The pages of the desk.
#[derive(Debug, Clone, PartialEq)]
pub enum At {
    /// What needs a person.
    Today,
    /// Slips that may be settled or printed once more.
    Register,
    /// Writing something down.
    Note(Noting),
    /// The register of a day.
    Day(Daily),
    /// The sheet of a day, as it will come out.
    DaySheet(Sheeting),
    /// Which part of the registers goes onto a stick.
    Export(ExportChoice),
    /// A line that is to be made void.
    Void {
        /// Its number in the register.
        number: String,
    },
    /// Volumes that are not back, of all days.
    Loans,
    /// A volume that is not back: it came back, or was written down by mistake.
    Volume {
        /// Its number in the register.
        number: String,
        /// It was chosen among those of all days.
        listed: bool,
    },
    /// What of a day says something of a person.
    Erasing(Erasing),
    /// One of these, to be deleted.
    Erase(Erase),
    /// What the public's appraisal of a year came to.
    Appraisal {
        /// `yyyy`.
        year: String,
    },
    /// A paper form of it is being typed in.
    Grading(Grading),
    /// What an opinion on paper is about.
    OpinionAbout,
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
    /// Whether it was answered so.
    AnswerAsked {
        /// Its number in the register.
        number: String,
        /// The kind that was chosen.
        answer: Answer,
    },
    /// Whether its term is put off.
    Extending {
        /// Its number in the register.
        number: String,
        /// From one to as many as the statute allows.
        working_days: u32,
        /// Whoever heads the office agreed.
        consent: bool,
    },
    /// Whether it ends without an answer: withdrawn, or taken in by mistake.
    Ending {
        /// Its number in the register.
        number: String,
    },
    /// Opinions that are open.
    Opinions,
    /// The office's answer to one of them is being typed, or why a line differs.
    Answering(Answering),
    /// An application came in another way than on the screen: in which?
    Intake,
    /// What the register is good for besides the day that showed.
    Books {
        /// `yyyymmdd`.
        day: String,
    },
    /// Paper forms whose lines are numbered.
    Sheets,
    /// The lines of one of them.
    Sheet {
        /// Its number in the register.
        number: String,
    },
    /// One of its lines.
    SheetLine {
        /// Number of the sheet in the register.
        number: String,
        /// The number that is printed on the line.
        line: u64,
        /// Day that stands on the paper, `yyyymmdd`.
        on: String,
    },
    /// Figures of a month or a year.
    Statistics(Box<Counting>),
    /// What eyes look at in the morning.
    Checklist(Checking),
    /// The list of paper holdings.
    Holdings(Bringing),
    /// The device and what is known of it.
    Device,
    /// Whether it is to be restarted, or switched off.
    Power {
        /// Off, and not on again.
        off: bool,
    },
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
            shelf: Vec::new(),
            links: Vec::new(),
            machine: Machine::default(),
            slips: Slips::default(),
            serial: 0,
            day: None,
            dated: None,
            filing: None,
            working: None,
            last: None,
            noted: Vec::new(),
            finding: None,
            found: None,
        };
        turn.terminal.printer = PrinterState::Unasked;
        desking.list(turn);
        desking
    }

    /// Asks the registers.
    fn list(&mut self, turn: &mut Turn) {
        self.serial = turn.next_serial();
        let serial = self.serial;
        turn.effects.push(Effect::ListSlips { serial });
        turn.ask(Question::Shelf { serial });
        turn.ask(Question::Links { serial });
    }

    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch, turn: &mut Turn) -> Option<Go> {
        match touch {
            Touch::Go(tab) => self.go(tab, turn),
            Touch::Attend { kind, number } => self.attend(kind, number, turn),
            Touch::Do { deed, word } => match way_of(deed) {
                Some(way) => return self.take_in(way, turn),
                None => self.act(deed, &word, turn),
            },
            Touch::Handover(touch) => {
                if let At::Handover(handing) = &mut self.at {
                    handing.touched(touch, turn);
                }
            }
            Touch::Write(kind) => self.write(kind),
            Touch::Note(touch) => {
                if let At::Note(noting) = &mut self.at {
                    noting.touched(touch, (self.by, self.affairs.as_ref()), turn);
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
        self.found = None;
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

    /// What is typed on the page that shows, if something is.
    pub fn typed(&mut self, touch: form::Touch, turn: &mut Turn) {
        if let At::Answering(answering) = &mut self.at {
            answering.filling.touched(touch, turn);
        }
    }

    /// Words came for the keys.
    pub fn spelled(&mut self, spelled: Spelled) {
        if let At::Answering(answering) = &mut self.at {
            answering.filling.spelled(spelled);
        }
    }

    fn take_in(&self, way: ApplicationWay, turn: &Turn) -> Option<Go> {
        turn.rules.takes_in.then_some(Go::TakeIn {
            way,
            by: self.by,
            on: self.acts_on(),
        })
    }

    fn write(&mut self, kind: Written) {
        if kind == Written::Correction {
            // It is about an application, and opened there.
            return;
        }
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

    /// The application that shows.
    pub fn application(&self) -> Option<&Standing> {
        let number = self.application_number()?;
        let held = self.affairs.iter().flat_map(|a| &a.applications);
        // What the lists hold is newer than what was found.
        let mut held = held.chain(&self.found);
        held.find(|standing| standing.number == *number)
    }

    fn application_number(&self) -> Option<&String> {
        match &self.at {
            At::Application { number }
            | At::Answers { number }
            | At::AnswerAsked { number, .. }
            | At::Extending { number, .. }
            | At::Ending { number } => Some(number),
            _ => None,
        }
    }
}

/// How an application came that an attendant types.
fn way_of(deed: Deed) -> Option<ApplicationWay> {
    Some(match deed {
        Deed::TakeOral => ApplicationWay::Oral,
        Deed::TakeMail => ApplicationWay::Mail,
        Deed::TakeFax => ApplicationWay::Fax,
        Deed::TakeEmail => ApplicationWay::Email,
        _ => return None,
    })
}
