//! What the page hears. Data only: numbers, days, codes and titles; nothing of a person is among it.

use journal::{Finding, Made, Role, Statistics};
use serde::{Deserialize, Serialize};

use crate::forms::Forms;
use crate::point::{Checks, Device, Roll};
use crate::secret::Key;
use crate::sheet::Pdf;

/// An answer of the kiosk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "told", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Told {
    /// The PIN fits.
    Unlocked {
        key: Key,
    },
    /// It does not, and the next one is taken after so many seconds.
    Wrong {
        wait_s: u32,
    },
    /// Nothing was compared: so many seconds are left.
    Wait {
        wait_s: u32,
    },
    /// No PIN is set on this terminal.
    Closed,
    /// The key is forgotten.
    Left,
    Today(Box<Today>),
    Day(Box<Day>),
    Figures(Box<Figures>),
    Checks(Box<Checks>),
    Forms(Box<Forms>),
    Device(Box<Device>),
    /// The sheet of a day.
    DaySheet {
        /// Of a file, letters, digits, `-` and `.`.
        name: String,
        pdf: Pdf,
    },
    /// It is on its way: on the queue of the printer, or before the agent. What comes of it is seen at the terminal.
    Begun,
    /// The one who came is on duty, and has a key.
    Handed {
        key: Key,
        /// Under which it stands.
        number: String,
    },
    /// It is on disk under this number.
    Written {
        number: String,
    },
    /// It was not written.
    Refused {
        why: Why,
    },
}

/// Why something was not written or told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The key is not known, or was given back.
    NoKey,
    /// It says what no entry may say: too long, too many, a reason that is missing.
    NotAllowed,
    /// The register refused: it does not follow from what stands there, or the disk is full.
    NotWritten,
    /// The register cannot be read.
    Unreadable,
    /// It was no question of this kind.
    NotUnderstood,
    /// That line of a paper form is no free one: another entry stands on it, the form is sealed, or none has it.
    LineTaken,
    /// There is no printer, or it prints nothing now.
    NoPrinter,
    /// The same was asked for just now.
    TooSoon,
    /// Paper and register do not agree on every line of the form yet.
    FormOpen,
}

/// What needs a person today, and what the day came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Today {
    /// Point and terminal, as numbers begin.
    pub site: String,
    pub terminal: String,
    /// Name of the house.
    pub house: String,
    pub plate: String,
    /// Local time when it was read, `2026-10-15T14:36`.
    pub now: String,
    /// `yyyymmdd`.
    pub day: String,
    /// Code of how the printer is; empty where it was not asked yet.
    pub printer: String,
    /// Code of what the terminal lacks to speak; empty where it speaks, or is not meant to.
    #[serde(default)]
    pub voice: String,
    pub roll: Option<Roll>,
    /// Visitors who called, the longest wait first.
    pub calls: Vec<Matter>,
    /// Slips of which nobody knows the end.
    pub slips: Vec<Matter>,
    pub applications: Vec<Application>,
    pub opinions: Vec<Opinion>,
    /// Kinds of the shelf that are missing and out of date.
    pub shelf: (u32, u32),
    /// Days since the shelf was looked at, where that is too long.
    #[serde(default)]
    pub shelf_days: Option<u32>,
    /// Days since a gazette came, where that is too long.
    #[serde(default)]
    pub gazette_days: Option<u32>,
    /// Editions of the data that are newer than the shelf's.
    #[serde(default)]
    pub editions: Vec<Edition>,
    /// The last handover of today.
    #[serde(default)]
    pub duty: Option<Duty>,
    /// Volumes that are not back.
    pub volumes_out: u64,
    /// Numbers given today.
    pub registered: u64,
    /// Paper of slips, millimetres.
    pub slips_mm: u64,
    /// A4 prints and photocopies, pages.
    pub pages: u64,
    /// Numbers that are missing today.
    pub missing: u64,
    /// What the next paper will be numbered; empty where the register is not open.
    pub next: String,
    /// The line of a paper form that is written on next; `None` where no form is out.
    #[serde(default)]
    pub form_line: Option<u64>,
    /// How the data are; `None` where there are none, or a terminal does not tell it yet.
    #[serde(default)]
    pub data: Option<Data>,
}

/// How the data of a terminal are, and what the day brought (数据).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Data {
    pub documents: u64,
    /// When they were last confirmed current, local time, `2026-10-15T09:12`.
    pub checked: String,
    /// The time until which they are to be believed is over.
    pub expired: bool,
    /// Documents added or changed today.
    pub put: u64,
    /// Documents taken away today.
    pub removed: u64,
}

/// An edition that should lie on the shelf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Edition {
    /// Code of the kind of the shelf.
    pub kind: String,
    pub title: String,
    /// `2026-10-14`.
    pub day: String,
}

/// A handover (交接班).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Duty {
    pub number: String,
    /// Local time, `2026-10-15T14:20`.
    pub at: String,
    pub by: Role,
    /// Nobody where the last one left.
    pub to: Option<Role>,
    pub open_matters: u64,
    pub spare_rolls: u64,
}

/// What a month or a year came to (统计).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Figures {
    /// `yyyymm` or `yyyy`.
    pub period: String,
    /// The present month, `yyyymm`.
    pub newest: String,
    pub figures: Statistics,
}

/// Something that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Matter {
    pub number: String,
    /// Local time, `2026-10-15T14:33`.
    pub at: String,
    /// Minutes since then.
    pub minutes: u64,
    /// Code of a reason; empty where there is none.
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub title: String,
}

/// An application that is neither closed nor void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Application {
    pub number: String,
    /// In the words of the register's rules.
    pub state: String,
    pub office: String,
    /// `2026-10-13`, by which it is to be answered or corrected; `None` where no day can be told.
    pub due: Option<String>,
    pub urgency: Urgency,
    /// Working days that are left, or over.
    pub days: u32,
    /// The year whose calendar is missing, so that these cannot be counted; empty where they can.
    #[serde(default)]
    pub unknown_year: String,
    /// The day on which the applicant urged last (催办), `2026-10-13`; empty for never.
    #[serde(default)]
    pub urged: String,
    /// What happened to it (经过), in the order of the register.
    #[serde(default)]
    pub story: Vec<Happened>,
}

/// Something that happened to an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// The day that it tells, `2026-10-13`.
    pub on: String,
    /// Kind of the entry.
    pub kind: String,
    /// The kind of answer or of the end, where it says one.
    #[serde(default)]
    pub code: String,
    /// On which working day of the running term it was; `None` where that cannot be told.
    #[serde(default)]
    pub days: Option<u32>,
}

impl Application {
    /// Somebody should look at it: of its day, or because the applicant urges.
    pub fn waits(&self) -> bool {
        self.urgency != Urgency::Fine || !self.urged.is_empty()
    }
}

/// How near a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Urgency {
    Late,
    Today,
    Soon,
    /// It was not sent to its office yet.
    Forward,
    /// The calendar does not know the year.
    Unknown,
    /// Nothing is to be done now.
    Fine,
}

/// An opinion without an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Opinion {
    pub number: String,
    /// When it came, local time.
    pub at: String,
    pub state: String,
}

/// The register of paper of one day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Day {
    /// `yyyymmdd`.
    pub day: String,
    /// Today, `yyyymmdd`.
    pub today: String,
    /// In the order of their numbers.
    pub lines: Vec<Line>,
    pub slips_mm: u64,
    pub pages: u64,
    pub missing: u64,
}

/// How a line came into the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Manner {
    /// A slip of the terminal.
    Slip,
    /// Paper that people made or handed out.
    Hand(Made),
}

/// What became of a line, in words that both kinds of paper share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// A slip that is under way.
    UnderWay,
    /// It came out.
    Printed,
    /// The device cannot confirm.
    Sent,
    /// The printer refused it.
    Refused,
    /// The visitor stopped it.
    Cancelled,
    /// Nobody knows, and nobody looked.
    Unsettled,
    /// Somebody looked, and found this.
    Settled(Finding),
    /// It came out once more.
    Reprinted,
    /// Written by hand.
    Written,
    /// A volume that is not back.
    Out,
    /// A volume that is back.
    Returned,
    /// Written by mistake.
    Void,
}

/// One line of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Line {
    pub number: String,
    /// Local time, `2026-10-15T14:31:02`.
    pub at: String,
    pub manner: Manner,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub doc_no: String,
    /// Code of how much of a document; empty for paper by hand.
    #[serde(default)]
    pub content: String,
    /// Names of the articles of an excerpt.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Millimetres of a slip, pages or volumes.
    pub amount: u64,
    #[serde(default)]
    pub form_no: String,
    pub state: State,
    /// Code of why it is not printed or not known.
    #[serde(default)]
    pub reason: String,
    /// What happened to it, in the order of the chain.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// Something that happened to a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Step {
    /// Local time, `2026-10-15T14:31:02`.
    pub at: String,
    /// Kind of the entry.
    pub kind: String,
    /// The code that it carries, where it carries one.
    #[serde(default)]
    pub code: String,
}
