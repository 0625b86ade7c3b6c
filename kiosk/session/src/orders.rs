//! What goes on paper and what is said of it: measures, orders, reports. Data only; knows no device.

use std::sync::Arc;

use config::holdings::Holding;
use journal::{Content, DayOff, Erasable, Outcome, Purpose, Role, Statistics};
use mirror::Document;

use crate::affairs::{Affairs, Machine};
use crate::printer_state::{PrinterState, Unreached};
use crate::register::Slip;
use crate::screen::desk::StickFault;
use crate::screen::print::Preview;
use crate::services::{PaperHoldings, PublicAnswer, Standing, Taken, Unbrought};
use crate::staff::{DayBook, LaidPaper};

/// Which slips to lay out.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Measure {
    /// Of the asker.
    pub serial: u64,
    pub document: Arc<Document>,
    /// In this order, the first shown first.
    pub contents: Vec<Content>,
    /// When the data was confirmed current, RFC 3339.
    pub data_time: String,
    /// A line that stands in the register already; `None` for the slip that comes next.
    pub stood: Option<Stood>,
}

/// A line of the register that a slip was made for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Stood {
    pub number: String,
    /// Time of the row, RFC 3339.
    pub at: String,
}

/// A slip to print.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Order {
    pub job: u64,
    /// The document as it was on the screen.
    pub document: Arc<Document>,
    /// What of it.
    pub content: Content,
    /// What the visitor needs it for, if that was said.
    pub purpose: Option<Purpose>,
    /// Paper, as measured.
    pub length_mm: u32,
    /// When the data was confirmed current, RFC 3339.
    pub data_time: String,
    /// The slip comes out once more under its old number (补打).
    pub again: Option<Again>,
}

/// Which slip is printed once more (补打).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Again {
    pub number: String,
    /// Time of its row, RFC 3339.
    pub at: String,
    /// Who confirmed that the first is missing.
    pub by: Role,
}

/// What printer, register and clerk say.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub enum Report {
    /// How the printer is.
    Printer(PrinterState),
    /// Why it is not reached; `None` when it is. Comes before the state.
    Unreached(Option<Unreached>),
    /// A slip was laid out.
    Measured {
        /// Of the question.
        serial: u64,
        /// What the slip holds.
        content: Content,
        /// Paper; `None` when no slip can be made of it.
        length_mm: Option<u32>,
        /// What it looks like.
        preview: Option<Preview>,
    },
    /// Paper that visitors took today, millimetres; `None` when the register cannot be read.
    Spent {
        /// Millimetres that visitors took today; `None` when the register cannot be read.
        today_mm: Option<u64>,
        /// Millimetres that should be left on the roll; `None` where none was written down.
        roll_mm: Option<u64>,
    },
    /// Whether the register could be opened when the print screen was: without it nothing is printed.
    Register {
        /// A slip would get a number.
        open: bool,
    },
    /// The queue is full; the job was not taken.
    Full { job: u64 },
    /// The register cannot be written; nothing was printed.
    RegisterFailed { job: u64 },
    /// The register row stands.
    Begun { job: u64, number: String },
    /// Bytes are going out.
    Progress {
        job: u64,
        /// 0 to 100.
        percent: u8,
    },
    /// The job is over.
    Done {
        job: u64,
        /// What became of it.
        outcome: Outcome,
        number: String,
    },
    /// Whether the PIN was right.
    Unlocked {
        /// Of the question.
        serial: u64,
        fits: bool,
    },
    /// The register: what waits for an attendant first, then the newest.
    Slips {
        /// Of the question.
        serial: u64,
        /// Its lines; `None` when it cannot be read.
        slips: Option<Vec<Slip>>,
    },
    /// What the registers hold open.
    Affairs {
        /// Of the question for slips.
        serial: u64,
        /// `None` when they cannot be read.
        affairs: Option<Box<Affairs>>,
    },
    /// The machine as it is.
    Machine {
        /// Of the question for slips.
        serial: u64,
        machine: Box<Machine>,
    },
    /// The machine restarts or goes off, or cannot be told so.
    Powered {
        /// Of the order.
        serial: u64,
        done: bool,
    },
    /// The register of a day.
    DayRead {
        /// Of the question.
        serial: u64,
        /// Which, `yyyymmdd`.
        day: String,
        /// `None` when it cannot be read.
        book: Option<Box<DayBook>>,
    },
    /// Paper of the desk as it would come out.
    PaperLaid {
        /// Of the question.
        serial: u64,
        /// `None` where the registers cannot be read.
        laid: Option<LaidPaper>,
    },
    /// Figures of a month or a year.
    Counted {
        /// Of the question.
        serial: u64,
        /// Which, `yyyymm` or `yyyy`.
        period: String,
        /// `None` when the register cannot be read.
        figures: Option<Box<Statistics>>,
    },
    /// The register lies on a stick, or does not.
    Exported {
        /// Of the question.
        serial: u64,
        /// Name of the file, or why there is none.
        result: Result<String, StickFault>,
    },
    /// A list of paper holdings came from a stick, or none did.
    HoldingsBrought {
        /// Of the question.
        serial: u64,
        result: Result<Arc<Vec<Holding>>, Unbrought>,
    },
    /// Another list holds from here on, or could not be kept.
    HoldingsKept {
        /// Of the question.
        serial: u64,
        /// As they stand now; `None` when they stand as before.
        stands: Option<PaperHoldings>,
    },
    /// What of a day can be deleted.
    Erasable {
        /// Of the question.
        serial: u64,
        /// Which, `yyyymmdd`.
        day: String,
        /// `None` when the register cannot be read.
        held: Option<Vec<Erasable>>,
    },
    /// Something stands in its register, or could not be written.
    Filed {
        /// Of the asker.
        serial: u64,
        /// What stands there; `None` when it could not be written.
        taken: Option<Taken>,
    },
    /// Answers of the office that everybody may read.
    Answers {
        /// Of the asker.
        serial: u64,
        /// Newest first; `None` when the register cannot be read.
        answers: Option<Vec<PublicAnswer>>,
    },
    /// Where an application stands.
    Stands {
        /// Of the asker.
        serial: u64,
        /// `None` when nothing stands under the number.
        found: Option<Box<Standing>>,
    },
    /// A paper receipt came out, or nobody knows.
    ReceiptDone {
        /// Of the order.
        serial: u64,
        /// It came out, or was sent to a device that cannot confirm.
        good: bool,
    },
    /// A finding was registered, or could not be.
    Settled { done: bool },
    /// The register counts another day than the clock shows, or does not.
    Day {
        /// Of the question for slips.
        serial: u64,
        off: Option<DayOff>,
    },
    /// The day of the register was set, or could not be.
    DaySet { done: bool },
    /// Wrong PINs that were typed before the program was started.
    Tried {
        /// Since the last right one.
        count: u32,
    },
}

/// A job that has not ended yet; outlives the visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Job {
    /// Number of the job.
    pub id: u64,
    pub document: Arc<Document>,
    /// Started by the visitor who is here now.
    pub mine: bool,
    /// The document was withdrawn meanwhile.
    pub withdrawn: bool,
}
