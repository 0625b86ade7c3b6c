//! What session and workers say to each other about the desk's own paper and lists: the register of a day, papers to be signed. Data only.

use std::sync::Arc;

use config::holdings::Holding;
use jiff::Timestamp;
use jiff::civil::Date;
use journal::{DayTotals, Made, Printout, Role, Soundness};

use crate::moment;
use crate::register::Slip;
use crate::screen::print::Preview;

/// The register of one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayBook {
    /// In the order of their numbers.
    pub lines: Vec<DayLine>,
    /// What the day came to.
    pub totals: DayTotals,
    /// Numbers that are missing, first and last of each gap.
    pub gaps: Vec<(u64, u64)>,
}

/// One line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayLine {
    /// A slip of the terminal.
    Slip(Box<Slip>),
    /// Paper that people made or handed out.
    Paper(PaperLine),
}

/// See [`DayLine::Paper`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct PaperLine {
    pub number: String,
    /// When it was written, RFC 3339.
    pub at: String,
    pub made: Made,
    /// Pages or volumes.
    pub amount: u64,
    /// In the words of the register's rules.
    pub state: String,
}

impl DayLine {
    /// The number it has in the series of paper.
    pub fn number(&self) -> &str {
        match self {
            DayLine::Slip(slip) => &slip.number,
            DayLine::Paper(paper) => &paper.number,
        }
    }
}

/// What of the register goes onto a stick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exporting {
    /// All of it.
    All,
    /// A day of it with its sheet, a month or a year: `yyyymmdd`, `yyyymm`, `yyyy`.
    Period(String),
    /// The sheet of a day (日表) alone, `yyyymmdd`.
    Sheet(String),
    /// Figures of a month or a year, `yyyymm` or `yyyy`.
    Statistics(String),
    /// What an inspection asks for (五个一).
    Compliance,
    /// The paper holdings, to be changed and brought back.
    Holdings(Arc<Vec<Holding>>),
}

/// Paper of the desk as it will come out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaidPaper {
    /// How long it is.
    pub length_mm: u32,
    /// What it looks like; `None` where it cannot be drawn.
    pub preview: Option<Preview>,
    /// What a check of the registers found; `None` of paper that vouches for none.
    pub sound: Option<Soundness>,
}

/// Paper of the desk; nothing of a visitor stands on it. It is no slip of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffPaper {
    /// Two signatures (交接单).
    Handover(HandoverPaper),
    /// A day of the register (日表), `yyyymmdd`.
    Day(String),
    /// An empty paper form with its numbers (空白登记表), first to last.
    Forms(u64, u64),
    /// A month between paper and register (月度核对单), `yyyymm`.
    Month(String),
    /// Whether the printer prints.
    Test,
    /// What the terminal knows of itself in the morning, and what eyes are to look at (晨检条).
    SelfTest(SelfTest),
    /// One that goes with an application (转送单、补正告知书、延期告知书).
    Application(ApplicationPaper),
}

/// A paper that goes with an application; nothing that is sealed stands on it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ApplicationPaper {
    pub what: Printout,
    pub by: Role,
    pub number: String,
    /// Which office answers.
    pub office: String,
    /// Day of receipt.
    pub received_on: Option<Date>,
    /// Day of the act that it tells of.
    pub on: Option<Date>,
    /// The last day that it tells: of the answer, or of the correction.
    pub due: Option<Date>,
    /// The last day of the answer before it was put off.
    pub due_before: Option<Date>,
    /// Working days by which it was put off.
    pub working_days: u32,
}

/// What stands on the slip of the morning.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct SelfTest {
    pub by: Role,
    /// `None` while the mirror cannot be read.
    pub documents: Option<u64>,
    /// When the data was confirmed current, RFC 3339; empty if never.
    pub checked: String,
    /// Until when the data is to be believed, RFC 3339; empty if nobody said.
    pub expires: String,
    /// Hours after which data that was not confirmed again is old.
    pub old_after_h: u32,
    /// Register and clock count the same day.
    pub day_agrees: bool,
    /// What should be left on the roll, metres.
    pub left_m: Option<u64>,
    pub unsettled: u64,
    /// Numbers that are missing today.
    pub missing: u64,
    /// Kinds of the shelf that are stale or missing; `None` where nobody looked.
    pub shelf_open: Option<u64>,
}

impl SelfTest {
    /// The data was never confirmed current, or not for so long that it is old.
    pub fn is_data_old(&self, at: Timestamp) -> bool {
        let old = moment::is_old(&self.checked, &self.expires, self.old_after_h, at);
        old || self.checked.is_empty()
    }

    /// No line of its slip is a cross: documents are there and current, register and clock count the same day. The printer is tested by the slip itself.
    pub fn passes(&self, at: Timestamp) -> bool {
        self.documents.is_some() && !self.is_data_old(at) && self.day_agrees
    }
}

/// What stands above the signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct HandoverPaper {
    pub number: String,
    /// When, RFC 3339.
    pub at: String,
    /// Who goes; who begins where nobody was on duty.
    pub by: Role,
    /// Who comes; `None` where the last one leaves.
    pub to: Option<Role>,
    pub registered: u64,
    pub unsettled: u64,
    pub applications: u64,
    pub opinions: u64,
    pub volumes: u64,
    /// What should be left on the roll, metres.
    pub left_m: Option<u64>,
    pub spare_rolls: u64,
    /// A word for who comes; empty for none.
    pub word: String,
}
