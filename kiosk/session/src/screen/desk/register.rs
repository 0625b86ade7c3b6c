//! The register of slips at the desk: settling what nobody knows, printing once more (补打).

use journal::{Finding, Outcome};
use mirror::Imported;
use serde::{Deserialize, Serialize};

use crate::printer_state::{PrinterState, Unreached};
use crate::screen::print::{Extent, Preview};

/// Lines of the register on a page.
pub const DESK_ROWS: u32 = 5;

/// See [`Page::Register`](super::Page::Register).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Register {
    /// Lines of this page.
    pub slips: Vec<DeskSlip>,
    /// Page, from 1.
    pub page: u32,
    pub pages: u32,
    /// The line that was tapped, wherever it stands.
    #[serde(default)]
    pub chosen: Option<DeskSlip>,
    /// An attendant may say what lay there.
    #[serde(default)]
    pub may_settle: bool,
    /// The slip was found missing and may be printed once more.
    #[serde(default)]
    pub may_reprint: bool,
    /// A tap on 补打 will be accepted.
    #[serde(default)]
    pub can_reprint: bool,
    /// How the printer is.
    #[serde(default)]
    pub printer: PrinterState,
    /// Why the printer is not reached, when it is not.
    #[serde(default)]
    pub unreached: Option<Unreached>,
    /// The register counts another day than the clock shows.
    #[serde(default)]
    pub day: Option<Days>,
    /// A reprint under way, 0 to 100.
    #[serde(default)]
    pub percent: Option<u8>,
    /// The last stick (U盘).
    #[serde(default)]
    pub stick: Option<Stick>,
    /// How far the picture of the chosen slip is; of one whose end is known there is none.
    #[serde(default)]
    pub drawn: Option<Drawn>,
    /// The slip that should have come out, in 8-bit grey; not part of the JSON.
    #[serde(skip)]
    pub preview: Option<Preview>,
}

coded! {
    /// How far a picture of a slip is.
    Drawn {
        /// The document is asked for, or is being laid out.
        Coming = "coming",
        Shown = "shown",
        /// The document is gone, or is another revision now.
        Gone = "gone",
        /// It could not be made.
        Failed = "failed",
    }
}

/// How the last import from a stick went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stick {
    /// `14:36` today, `10-14 18:00` before.
    pub time: String,
    /// What became of it.
    pub result: Imported,
    /// Documents that came or went.
    pub documents: u32,
}

/// Two days that should be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// `2099-12-31`, of the next number.
    pub register: String,
    /// `2026-11-27`, of the clock.
    pub clock: String,
    /// An attendant may say that the clock is right.
    pub may_set: bool,
}

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DeskSlip {
    /// Register number, whole.
    pub number: String,
    /// Its count, as the desk calls it: `0027`.
    pub short: String,
    /// `14:36` today, `10-14 18:00` before.
    pub time: String,
    /// Title; empty when it was redacted.
    pub title: String,
    /// How much of the document; `None` when redacted.
    #[serde(default)]
    pub extent: Option<Extent>,
    /// Articles of an excerpt.
    #[serde(default)]
    pub articles: u32,
    pub length_mm: u32,
    /// What became of it; `None` while the job is under way.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// What an attendant found; `None` when nobody looked.
    #[serde(default)]
    pub found: Option<Finding>,
    /// What became of the last reprint (补打).
    #[serde(default)]
    pub reprint: Option<Outcome>,
}
