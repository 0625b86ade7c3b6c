//! The attendant's desk (工作台): who is on duty, which of its pages shows, what waits in each. A file per page.

/// Closed lists of what a page shows and offers: each is spelled once, between the session, its pictures and its page.
macro_rules! coded {
    ($(#[$about:meta])* $name:ident { $($(#[$said:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[allow(missing_docs)]
        pub enum $name {
            $($(#[$said])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every one, in the order of their declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// What it is called between the screen and its page.
            pub fn as_code(self) -> &'static str {
                match self {
                    $($name::$variant => $code,)+
                }
            }

            /// Reads what `as_code` wrote.
            pub fn from_code(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|known| known.as_code() == code)
            }
        }
    };
}

pub mod answer;
pub mod handover;
pub mod note;
pub mod register;
pub mod sheet;
pub mod today;

use journal::{Finding, Role};
use serde::{Deserialize, Serialize};

pub use answer::{Answer, AnswerAbout};
pub use handover::Handover;
pub use note::{LineFault, Note, Written};
pub use register::{DESK_ROWS, DeskSlip, Drawn, Register};
pub use sheet::{Act, Deed, Sheet, SheetName, StickFault};
pub use today::{Matter, MatterKind, Today};

/// See [`Screen::Desk`](super::Screen::Desk).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// Who is on duty.
    pub role: Role,
    /// The last one left (下班离岗), and nobody began since.
    #[serde(default)]
    pub nobody: bool,
    /// Slips that wait to be settled.
    #[serde(default)]
    pub unsettled: u32,
    /// Applications and opinions of which something is due.
    #[serde(default)]
    pub due: u32,
    /// The page that shows.
    pub shows: Page,
}

/// The pages of the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "kebab-case")]
pub enum Page {
    /// What needs a person.
    Today(Today),
    /// Slips that may be settled or printed once more.
    Register(Register),
    /// A list with what can be done about it.
    Sheet(Sheet),
    /// Somebody else takes over.
    Handover(Handover),
    /// One figure that is written down.
    Note(Note),
    /// Words that are typed.
    Answer(Answer),
}

coded! {
    /// Where the footer of the desk leads.
    Tab {
        /// What needs a person (今天).
        Today = "today",
        /// The register of the day (登记).
        Register = "register",
        /// Write something down (记一笔).
        Note = "note",
        /// Applications and opinions (申请).
        Applications = "applications",
        /// The device (设备).
        Device = "device",
        /// Somebody else takes over (交接班).
        Handover = "handover",
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
    /// One of the acts of a list; the word is what the screen called it.
    Do { deed: Deed, word: String },
    /// Write something of this kind down.
    Write(Written),
    /// On the page of the handover.
    Handover(handover::Touch),
    /// On the page where something is written down.
    Note(note::Touch),
    /// The page of the register before.
    PagePrev,
    /// The next page of the register.
    PageNext,
    /// A line of the register; a number that no line has leads back to the list.
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
