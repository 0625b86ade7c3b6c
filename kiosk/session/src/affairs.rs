//! What the registers hold open, as the attendant's desk hears of it: numbers, days, states. Data only; nothing of a person is among it.

use journal::{AppraisalYear, DayTotals, GivenPaper, Month, Role, ShelfState, Work};

use crate::services::Standing;
use crate::staff::PaperLine;

/// What is written down of the point (检查), in the order in which it is done; a roll has a form of its own.
pub const WORKS: [Work; 7] = [
    Work::SelfTest,
    Work::Cleaning,
    Work::Inspection,
    Work::Gazette,
    Work::AttributeChange,
    Work::YearlyReport,
    Work::Repair,
];

/// What waits for a person, and what the day came to so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Affairs {
    /// When the registers were asked, RFC 3339.
    pub at: String,
    /// Calls of today that nobody has answered, oldest first.
    pub calls: Vec<Waiting>,
    /// Applications that are neither closed nor void, oldest first.
    pub applications: Vec<Standing>,
    /// Papers of these that came out, oldest first.
    pub papers: Vec<GivenPaper>,
    /// Opinions without an answer, oldest first.
    pub opinions: Vec<Waiting>,
    /// What today came to.
    pub today: DayTotals,
    /// Volumes that were handed out, whenever that was, and are not back.
    pub volumes_out: u64,
    /// The same as they were written down, oldest first.
    pub loans: Vec<PaperLine>,
    /// Numbers that are missing today in the series of paper, first and last of each gap.
    pub gaps: Vec<(u64, u64)>,
    /// Earlier days (`yyyymmdd`) of which numbers are missing, of months that are not closed, and how many; the newest first.
    pub earlier_gaps: Vec<(String, u64)>,
    /// The last day (`yyyymmdd`) whose numbers stand on no day sheet (日表), and how many they are.
    pub sheet_due: Option<(String, u64)>,
    /// What the public's appraisal of each year came to, oldest first.
    pub appraisals: Vec<AppraisalYear>,
    /// The roll of paper, if it was ever written down.
    pub roll: Option<Roll>,
    /// How the shelf was found last.
    pub shelf: Option<ShelfFound>,
    /// Who took over today.
    pub duty: Option<Duty>,
    /// Today, `yyyymmdd`.
    pub day: String,
    /// Paper forms of this year and the last, oldest first.
    pub sheets: Vec<journal::Sheet>,
    /// The month that it is and the one before, and those before these that nobody closed; the newest first.
    pub months: Vec<Month>,
    /// The newest month that was closed (`yyyymm`); empty where none was.
    pub months_closed_to: String,
    /// What was done to the point last, each kind of work once.
    pub works: Vec<Worked>,
}

/// Work on the point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worked {
    /// What was done.
    pub work: Work,
    /// When, RFC 3339.
    pub at: String,
    /// It did not help, or the test was not passed.
    pub failed: bool,
}

/// The machine as it is: what no register knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Machine {
    /// Free room on the fuller of the disks of mirror and journal, megabytes.
    pub disk_free_mb: Option<u64>,
    /// How warm the hottest part is, degrees Celsius.
    pub temperature_c: Option<u32>,
    /// Version of the device's image; empty where it has none.
    pub image: String,
    /// SHA-256 of the certificate of the office's page, as browsers show it; empty while there is no page.
    pub fingerprint: String,
    /// It can be restarted and switched off from the desk.
    pub power: bool,
}

/// Something that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its number in its register.
    pub number: String,
    /// When it came, RFC 3339.
    pub at: String,
    /// In the words of its register's rules.
    pub state: String,
}

/// Paper, as far as it can be reckoned from the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Roll {
    /// Length of the roll when it was put in, millimetres.
    pub roll_mm: u64,
    /// Used since, millimetres.
    pub used_mm: u64,
    /// Used on a day with prints, millimetres; 0 where nothing is known.
    pub daily_mm: u64,
}

impl Roll {
    /// What should be left, millimetres.
    pub fn left_mm(&self) -> u64 {
        self.roll_mm.saturating_sub(self.used_mm)
    }
}

/// A check of the service shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShelfFound {
    /// Its number in the register.
    pub number: String,
    /// When, RFC 3339.
    pub at: String,
    /// How each kind stands now, in the order of [`journal::ShelfKind::ALL`].
    pub states: [ShelfState; 6],
    /// Kinds that were not there and were not brought since.
    pub missing: u32,
    /// Kinds that were out of date and were not renewed since.
    pub stale: u32,
}

/// The last handover of today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// When, RFC 3339.
    pub at: String,
    /// Who took over; nobody when the last one left.
    pub to: Option<Role>,
    /// Rolls in stock, as they were counted.
    pub spare_rolls: u64,
}
