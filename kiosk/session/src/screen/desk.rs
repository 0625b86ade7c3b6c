//! The attendant's desk: its door, the register, settling what nobody knows.

use serde::{Deserialize, Serialize};

/// See [`Screen::Pin`](super::Screen::Pin).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pin {
    /// Digits typed; which ones never stands in a picture.
    pub digits: u8,
    /// The last PIN was wrong.
    #[serde(default)]
    pub wrong: bool,
    /// A PIN is being compared.
    #[serde(default)]
    pub checking: bool,
    /// Seconds before one is taken again; 0 when it is.
    #[serde(default)]
    pub wait_s: u32,
}

/// See [`Screen::Desk`](super::Screen::Desk).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Desk {
    /// Who is on duty: `A` `B`.
    pub role: String,
    /// Lines that wait for an attendant.
    pub unsettled: u32,
    /// Lines of this page.
    pub slips: Vec<DeskSlip>,
    /// Page, from 1.
    pub page: u32,
    /// Pages.
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
    /// Printer state; a code of [`Print::printer`](super::Print::printer).
    #[serde(default)]
    pub printer: String,
    /// A reprint under way, 0 to 100.
    #[serde(default)]
    pub percent: Option<u8>,
}

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DeskSlip {
    /// Register number, whole.
    pub number: String,
    /// Its count, as the desk calls it: `0027`.
    pub short: String,
    /// `14:36` today, `10-14 18:00` before.
    pub time: String,
    /// Title; empty when it was redacted.
    pub title: String,
    /// `excerpt` `reference` `whole`; empty when redacted.
    pub content: String,
    /// Articles of an excerpt.
    #[serde(default)]
    pub articles: u32,
    /// Paper, millimetres.
    pub length_mm: u32,
    /// Outcome code; empty while the job is under way.
    pub outcome: String,
    /// Reason of `refused` and `unknown`.
    #[serde(default)]
    pub reason: String,
    /// What an attendant found: `came-out` `partly` `nothing`; empty when nobody looked.
    #[serde(default)]
    pub found: String,
    /// Outcome code of the last reprint (补打); empty for none.
    #[serde(default)]
    pub reprint: String,
}
