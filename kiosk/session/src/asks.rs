//! What the session says to the workers and hears from them about documents. Data only; no channel, no thread.

use std::ops::Range;
use std::sync::Arc;

use config::holdings::Holding;
use journal::{Finding, Role};
use mirror::{Axis, Cursor, Document, Filter, Group, Head, LastImport, Listing, Page, Query};

use crate::attached::{Illustrated, Seen, Wanted, Wish};
use crate::keyboard::typing::{Spell, Spelled};
use crate::orders::{Measure, Order, Report};
use crate::register::Pin;
use crate::screen::Action;
use crate::screen::listening::{Cue, Gesture, Voice};
use crate::screen::search::Field;
use crate::services::{Filing, LinkCheck, OnShelf, ReceiptOrder, Told};
use crate::staff::{Exporting, StaffPaper};

/// Something the session has to answer.
#[derive(Debug, Clone)]
pub enum Event {
    /// A finger, or a key of a plugged-in keyboard.
    Act(Action),
    /// Time went by.
    Tick,
    /// The catalogue worker answers.
    Answered(Answer),
    /// Printer, register or clerk report.
    Reported(Report),
    /// The keyboard's worker has candidates.
    Spelled(Spelled),
    /// The speaking worker tells what is heard.
    Heard(Heard),
    /// The worker of attachments answers.
    Seen(Seen),
    /// A picture of the open text was drawn.
    Illustrated(Illustrated),
    /// The terminal was told something of its point.
    Told(Told),
}

/// Something a worker has to do.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub enum Effect {
    /// To the catalogue worker.
    Ask(Question),
    /// To the keyboard's worker: what may these keys mean?
    Spell(Spell),
    /// Lay out every slip that can be had of the document.
    Measure(Measure),
    /// The print screen opened or closed: ask the printer how it is, again and again.
    WatchPrinter(bool),
    /// Register a slip and print it.
    Print(Order),
    /// The visitor stops a job.
    Stop { job: u64 },
    /// The document of a job was withdrawn.
    Withdraw { job: u64 },
    /// To the clerk: is this the PIN of this role?
    Unlock {
        /// Of the asker.
        serial: u64,
        /// Who comes in with it, or takes over; `None` where either may.
        by: Option<Role>,
        /// What was typed.
        pin: Pin,
    },
    /// To the clerk: what do the registers say? Answered by the day, what is open, and the slips.
    ListSlips {
        /// Of the asker.
        serial: u64,
    },
    /// To the clerk: the register of one day.
    ReadDay {
        /// Of the asker.
        serial: u64,
        /// `yyyymmdd`; empty for today.
        day: String,
    },
    /// To the clerk: how much paper visitors took today, and what should be left on the roll; answered by `Spent`.
    ReadSpent,
    /// To the clerk: figures of a month or a year.
    ReadStatistics {
        /// Of the asker.
        serial: u64,
        /// `yyyymm` or `yyyy`; empty for this month.
        period: String,
    },
    /// To the clerk: what of a day says something of a person and can be deleted; answered by `Erasable`.
    ReadErasable {
        /// Of the asker.
        serial: u64,
        /// `yyyymmdd`.
        day: String,
    },
    /// To the clerk: the register as CSV onto a stick.
    Export { serial: u64, what: Exporting },
    /// To the clerk: read the list of paper holdings of a stick; answered by `HoldingsBrought`.
    BringHoldings { serial: u64 },
    /// To the clerk: that list holds from here on, or (`None`) the one of the settings again; answered by `HoldingsKept`.
    KeepHoldings {
        serial: u64,
        held: Option<Arc<Vec<Holding>>>,
    },
    /// Paper of the desk as it would come out; answered by `PaperLaid`.
    LayPaper {
        /// Of the asker.
        serial: u64,
        paper: StaffPaper,
    },
    /// Paper of the desk; answered by `ReceiptDone`.
    PrintStaff {
        /// Of the asker.
        serial: u64,
        paper: StaffPaper,
    },
    /// Register what an attendant found of an unknown outcome.
    Settle {
        number: String,
        /// What lay there.
        found: Finding,
        by: Role,
    },
    /// Have something written into its register; answered by `Filed`.
    File {
        /// Of the asker.
        serial: u64,
        what: Filing,
    },
    /// To the clerk: restart the machine, or switch it off; answered by `Powered`.
    Power {
        /// Of the asker.
        serial: u64,
        /// Off, and not on again.
        off: bool,
    },
    /// To the register: somebody searched, and something was found or nothing. Never what.
    Searched {
        /// At least one document had the words.
        found: bool,
    },
    /// Sound the bell, if there is one.
    Ring,
    /// To the clerk: which answers of the office may everybody read?
    ListAnswers {
        /// Of the asker.
        serial: u64,
    },
    /// To the clerk: where does this application stand?
    FindApplication {
        /// Of the asker.
        serial: u64,
        /// As it was typed.
        number: String,
    },
    /// The paper receipt of an application, which stands in the register already.
    PrintReceipt(ReceiptOrder),
    /// The panel's own light, on or off.
    Light(bool),
    /// To the register: nothing on the screen and nothing in the queue is from before this state of the mirror.
    Followed(Cursor),
    /// To the register: the publisher signed something at this time, RFC 3339. A clock far ahead of it is not believed.
    Signed(String),
    /// To the register: an attendant says that the clock shows the right day (登记日期校正).
    SetDay {
        /// Who looked at the calendar.
        by: Role,
    },
    /// To the agent, through the journal: the mirror cannot be read, check it.
    CheckMirror,
    /// Read aloud (朗读), line after line; what was being said is cut.
    Speak {
        /// Of the saying.
        serial: u64,
        /// Lines of the reader and their words.
        lines: Vec<(u32, String)>,
        /// How it sounds.
        voice: Voice,
        /// Heard before it.
        cue: Option<Cue>,
    },
    /// Silence at once.
    Hush,
    /// To the worker of attachments.
    Attachment(Wish),
    /// To the worker of pictures: draw these of the open text; none where no text is open any more.
    Illustrate {
        /// Of the text.
        serial: u64,
        /// In the order of the text.
        wanted: Vec<Wanted>,
        /// How many dots wide, at most.
        width_px: u32,
    },
    /// By ear: do this on the screen, and tell what was found there.
    Explore(Gesture),
    /// The visitor is gone: workers drop what they still hold of the session.
    Wiped,
}

/// What the speaking worker tells. Serials of sayings that are over are dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A clause begins.
    Clause {
        /// Of the saying.
        serial: u64,
        /// Line that was given.
        line: u32,
        /// Its characters of the line's words, counted in Unicode scalar values.
        span: Range<u32>,
    },
    /// Everything was said, or nothing more can be.
    Over {
        /// Of the saying.
        serial: u64,
    },
}

/// A question to the mirror. Answers carry the serial; stale ones are dropped.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub enum Question {
    /// State, tiles and the newest documents.
    Home,
    /// A results page.
    Search {
        /// Of the asker.
        serial: u64,
        /// What to look for.
        query: Query,
    },
    /// Groups of an axis and a page of the chosen one.
    Browse {
        /// Of the asker.
        serial: u64,
        axis: Axis,
        /// The chosen group.
        filter: Filter,
        offset: u32,
    },
    /// Choices of a picker.
    Options {
        /// Of the asker.
        serial: u64,
        /// What is picked.
        field: Field,
        /// What is searched for, with the other filters.
        query: Query,
    },
    /// A whole document.
    Open {
        /// Of the asker.
        serial: u64,
        id: String,
    },
    /// What of the service shelf is on the screen?
    Shelf {
        /// Of the asker.
        serial: u64,
    },
    /// What did the agent's checks of the links find?
    Links {
        /// Of the asker.
        serial: u64,
    },
    /// Which of these searches (常用查询) find nothing?
    Common { words: Vec<String> },
    /// Are these documents still there, and at which revision?
    Recheck { ids: Vec<String> },
}

/// What the catalogue worker says.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub enum Answer {
    /// The mirror as a whole.
    Home(Box<Overview>),
    /// There is no mirror to read.
    Missing(Missing),
    /// A results page.
    Found {
        /// Of the question.
        serial: u64,
        page: Page,
        /// Words that may be meant: agencies and subjects that fit, or guesses when nothing was found.
        hints: Vec<String>,
    },
    /// A page of the catalogue.
    Browsed {
        /// Of the question.
        serial: u64,
        /// All groups of the axis.
        groups: Vec<Group>,
        /// Documents of the chosen group.
        listing: Listing,
    },
    /// How many hits a question has that was not counted to the end with its page.
    Counted {
        /// Of the question.
        serial: u64,
        /// Hits so far, or all of them.
        total: u64,
        /// All of them.
        is_final: bool,
    },
    /// Choices of a picker.
    Options {
        /// Of the question.
        serial: u64,
        /// Codes and counts, without those that nothing has.
        groups: Vec<Group>,
        /// The letter under which each is looked up, where that helps.
        letters: Vec<Option<char>>,
        /// Everything was counted; else more answers follow.
        is_final: bool,
    },
    /// A document, or `None` when it is gone.
    Opened {
        /// Of the question.
        serial: u64,
        opened: Option<Opened>,
    },
    /// The service shelf, kind by kind.
    Shelf {
        /// Of the question.
        serial: u64,
        /// All six kinds.
        found: Vec<OnShelf>,
    },
    /// What the checks of links found.
    Links {
        /// Of the question.
        serial: u64,
        checks: Vec<LinkCheck>,
    },
    /// What a recheck found: ids with their revision, `None` when gone.
    Checked {
        /// One for each id asked.
        found: Vec<(String, Option<u64>)>,
        /// Where the mirror stood before it was asked.
        cursor: Cursor,
    },
    /// Searches of those asked for that find nothing.
    Common { barren: Vec<String> },
    /// The agent changed the mirror.
    Changed,
    /// The question could not be answered just now.
    Failed {
        /// Of the question; `None` for those without.
        serial: Option<u64>,
    },
}

/// Why there is no mirror to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The agent has not made one yet.
    Absent,
    /// It cannot be read.
    Damaged,
}

/// The mirror as a whole, as the home page shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Overview {
    pub documents: u64,
    /// First fill under way, in percent.
    pub filling: Option<u8>,
    /// When the feed was last confirmed current, RFC 3339, empty if never.
    pub checked: String,
    /// When the publisher signed it, RFC 3339, empty if never.
    pub issued: String,
    /// When the feed expires, RFC 3339, empty if not known.
    pub expires: String,
    /// Documents by category.
    pub categories: Vec<Group>,
    pub latest: Vec<Head>,
    /// How the last import from a stick went.
    pub import: Option<LastImport>,
}

/// A document with its neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Opened {
    pub document: Arc<Document>,
    /// The one that interprets it; empty for none.
    pub interpretation_id: String,
    /// The one it interprets, when the mirror holds it; empty for none.
    pub interprets_id: String,
    /// The one that takes its place, when the mirror holds it; empty for none.
    pub successor_id: String,
}
