//! The attendant's desk (工作台): who is on duty, which of its pages shows, what waits in each. A file per page.

pub mod note;
pub mod register;
pub mod today;

use journal::{Finding, Role};
use serde::{Deserialize, Serialize};

pub use note::{Note, Written};
pub use register::{DESK_ROWS, DeskSlip, Register};
pub use today::{Matter, MatterKind, Today};

/// See [`Screen::Desk`](super::Screen::Desk).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// Who is on duty.
    pub role: Role,
    /// Slips that wait to be settled.
    #[serde(default)]
    pub unsettled: u32,
    /// The page that shows.
    pub shows: Page,
}

/// The pages of the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "kebab-case")]
pub enum Page {
    /// What needs a person.
    Today(Today),
    /// The register of slips.
    Register(Register),
    /// One figure that is written down.
    Note(Note),
}

/// Where the footer of the desk leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// What needs a person (今天).
    Today,
    /// The register (登记).
    Register,
    /// Write something down (记一笔).
    Note,
}

impl Tab {
    /// Every one, in the order of the footer.
    pub const ALL: [Tab; 3] = [Tab::Today, Tab::Register, Tab::Note];

    /// What it is called between the screen and its page.
    pub fn as_code(self) -> &'static str {
        match self {
            Tab::Today => "today",
            Tab::Register => "register",
            Tab::Note => "note",
        }
    }

    /// Reads what `as_code` wrote.
    pub fn from_code(code: &str) -> Option<Tab> {
        Tab::ALL.into_iter().find(|tab| tab.as_code() == code)
    }
}

/// What a finger can do at the desk.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    /// To the page of a button in the footer.
    Go(Tab),
    /// Deal with a matter of the day; the number is that of its register, empty where it has none.
    Attend { kind: MatterKind, number: String },
    /// Write something of this kind down.
    Write(Written),
    /// On the page where something is written down.
    Note(note::Touch),
    /// The page of the register before.
    PagePrev,
    /// The next page of the register.
    PageNext,
    /// A line of the register.
    Choose { number: String },
    /// What lay there.
    Settle(Finding),
    /// Print the chosen slip once more (补打).
    Reprint,
    /// The clock shows the right day: numbers go on with it.
    SetDay,
    /// Stop printing it.
    Cancel,
}
