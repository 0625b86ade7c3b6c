//! What goes on paper and what is said of it: measures, orders, reports. Data only; knows no device.

use std::sync::Arc;

use journal::{Content, DayOff, Outcome, Purpose, Role};
use mirror::Document;

use crate::printer_state::{PrinterState, Unreached};
use crate::register::Slip;
use crate::screen::print::Preview;

/// Which slips to lay out.
#[derive(Debug, Clone)]
pub struct Measure {
    /// Of the asker.
    pub serial: u64,
    /// The document.
    pub document: Arc<Document>,
    /// In this order, the first shown first.
    pub contents: Vec<Content>,
    /// When the data was confirmed current, RFC 3339.
    pub data_time: String,
}

/// A slip to print.
#[derive(Debug, Clone)]
pub struct Order {
    /// Job.
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
pub struct Again {
    /// Register number.
    pub number: String,
    /// Time of its row, RFC 3339.
    pub at: String,
    /// Who confirmed that the first is missing.
    pub by: Role,
}

/// What printer, register and clerk say.
#[derive(Debug, Clone)]
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
    /// The queue is full; the job was not taken.
    Full {
        /// Job.
        job: u64,
    },
    /// The register cannot be written; nothing was printed.
    RegisterFailed {
        /// Job.
        job: u64,
    },
    /// The register row stands.
    Begun {
        /// Job.
        job: u64,
        /// Register number.
        number: String,
    },
    /// Bytes are going out.
    Progress {
        /// Job.
        job: u64,
        /// 0 to 100.
        percent: u8,
    },
    /// The job is over.
    Done {
        /// Job.
        job: u64,
        /// What became of it.
        outcome: Outcome,
        /// Register number.
        number: String,
    },
    /// Whether the PIN was right.
    Unlocked {
        /// Of the question.
        serial: u64,
        /// It was.
        fits: bool,
    },
    /// The register: what waits for an attendant first, then the newest.
    Slips {
        /// Of the question.
        serial: u64,
        /// Its lines; `None` when it cannot be read.
        slips: Option<Vec<Slip>>,
    },
    /// A finding was registered, or could not be.
    Settled {
        /// It was.
        done: bool,
    },
    /// The register counts another day than the clock shows, or does not.
    Day {
        /// Of the question for slips.
        serial: u64,
        /// Both days.
        off: Option<DayOff>,
    },
    /// The day of the register was set, or could not be.
    DaySet {
        /// It was.
        done: bool,
    },
    /// Wrong PINs that were typed before the program was started.
    Tried {
        /// Since the last right one.
        count: u32,
    },
}

/// A job that has not ended yet; outlives the visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Number of the job.
    pub id: u64,
    /// Its document.
    pub document: Arc<Document>,
    /// Started by the visitor who is here now.
    pub mine: bool,
    /// The document was withdrawn meanwhile.
    pub withdrawn: bool,
}
