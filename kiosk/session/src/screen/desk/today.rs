//! What needs a person today (今天), in the order of harm, and what the day came to so far.

use serde::{Deserialize, Serialize};

use crate::printer_state::PrinterState;

/// See [`Page::Today`](super::Page::Today).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Today {
    /// The registers were read.
    pub read: bool,
    /// In the order of harm.
    pub matters: Vec<Matter>,
    /// Numbers given today.
    pub registered: u32,
    /// Paper of slips, millimetres.
    pub paper_mm: u32,
    /// A4 prints and photocopies, pages.
    pub pages: u32,
    /// Numbers that are missing today.
    pub missing: u32,
    /// What should be left on the roll, metres; `None` where no roll was written down.
    pub left_m: Option<u32>,
    pub printer: PrinterState,
}

/// Something that needs a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Matter {
    pub kind: MatterKind,
    /// Number in its register; empty where it has none.
    #[serde(default)]
    pub number: String,
    /// The same as the desk calls it: `0035`.
    #[serde(default)]
    pub short: String,
    /// `14:36` today, `10-14 18:00` before; or a day.
    #[serde(default)]
    pub time: String,
    /// Minutes, days, metres, pieces: what the kind counts.
    #[serde(default)]
    pub count: u32,
    /// What else the kind counts.
    #[serde(default)]
    pub more: u32,
    /// A code of what is wrong, where the kind knows several.
    #[serde(default)]
    pub detail: String,
}

/// What kind of matter it is, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MatterKind {
    /// A visitor waits: `time`, `count` minutes.
    Call,
    /// The register counts another day than the clock: `detail` is the register's, `time` the clock's.
    Day,
    /// A slip of which nobody knows the end: `time`, `count` millimetres, `detail` the reason.
    Slip,
    /// The printer does not print: `detail` says why.
    Printer,
    /// The roll ends: `count` metres left, `more` centimetres a day.
    Roll,
    /// Numbers are missing today: from `short` to `time`.
    Gap,
    /// An answer is late: `count` working days.
    ApplicationLate,
    /// It is due today.
    ApplicationToday,
    /// It is due soon: `count` working days, `time` the day.
    ApplicationSoon,
    /// It was not forwarded yet: `time`.
    ApplicationForward,
    /// The calendar does not know the year.
    ApplicationUnknown,
    /// Kinds of the shelf: `count` missing, `more` stale.
    Shelf,
    /// Volumes that are not back: `count`.
    Volumes,
    /// Opinions without an answer: `count`, the first of `time`.
    Opinions,
}

impl MatterKind {
    /// Every one, in the order of harm.
    pub const ALL: [MatterKind; 14] = [
        MatterKind::Call,
        MatterKind::Day,
        MatterKind::Slip,
        MatterKind::Printer,
        MatterKind::Roll,
        MatterKind::Gap,
        MatterKind::ApplicationLate,
        MatterKind::ApplicationToday,
        MatterKind::ApplicationSoon,
        MatterKind::ApplicationForward,
        MatterKind::ApplicationUnknown,
        MatterKind::Shelf,
        MatterKind::Volumes,
        MatterKind::Opinions,
    ];

    /// What it is called between the screen and its page.
    pub fn as_code(self) -> &'static str {
        match self {
            MatterKind::Call => "call",
            MatterKind::Day => "day",
            MatterKind::Slip => "slip",
            MatterKind::Printer => "printer",
            MatterKind::Roll => "roll",
            MatterKind::Gap => "gap",
            MatterKind::ApplicationLate => "application-late",
            MatterKind::ApplicationToday => "application-today",
            MatterKind::ApplicationSoon => "application-soon",
            MatterKind::ApplicationForward => "application-forward",
            MatterKind::ApplicationUnknown => "application-unknown",
            MatterKind::Shelf => "shelf",
            MatterKind::Volumes => "volumes",
            MatterKind::Opinions => "opinions",
        }
    }

    /// Reads what `as_code` wrote.
    pub fn from_code(code: &str) -> Option<MatterKind> {
        let mut all = MatterKind::ALL.into_iter();
        all.find(|kind| kind.as_code() == code)
    }
}
