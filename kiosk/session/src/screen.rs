//! One value per screen: everything a picture of the terminal depends on, and nothing else.
//! Pure data; the bridge turns it into Slint properties. Carries no words of the interface, only data and codes:
//! the words stand in `ui/*.slint` and are translated there.

mod action;
mod desk;
mod lists;
mod paper;
mod reading;

use serde::{Deserialize, Serialize};

pub use action::Action;
pub use desk::{Desk, DeskSlip, Pin};
pub use lists::{Browse, Group, Home, Row, Search, Span, Tile};
pub use paper::{Choice, Outcome, Preview, Print, Printing};
pub use reading::{Attached, Entry, Line, Reader};

/// Rows of a result page while the keyboard is up; the session asks the catalogue for exactly one page.
pub const SEARCH_ROWS_KEYBOARD: u32 = 3;
/// Rows of a result page with the keyboard put away.
pub const SEARCH_ROWS: u32 = 6;
/// Documents on a page of the catalogue.
pub const BROWSE_ROWS: u32 = 6;
/// Groups on a page of the catalogue.
pub const GROUPS_PER_PAGE: u32 = 8;
/// Choices on a page of an open picker.
pub const OPTIONS_PER_PAGE: u32 = 8;
/// Lines of the register on a page of the desk.
pub const DESK_ROWS: u32 = 5;
/// Documents under 最新公开; the home page shows as many of them as fit, low reach five.
pub const LATEST_ROWS: u32 = 5;
/// Characters a visitor can type into the search field.
pub const QUERY_CHARS_MAX: usize = 64;

/// A whole picture: head, one screen, footer state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// The bar on top.
    pub head: Head,
    /// Visitor's settings of this session.
    #[serde(default)]
    pub look: Look,
    /// The one screen that shows.
    pub screen: Screen,
    /// A message over the screen; the visitor dismisses it.
    #[serde(default)]
    pub notice: Option<Notice>,
    /// Seconds left before the session is wiped; `None` while in use.
    #[serde(default)]
    pub countdown_s: Option<u8>,
}

/// The bar on top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Wording on the plate (牌子).
    pub plate: String,
    /// Name of the portal that is mirrored.
    pub portal: String,
    /// Name of the point.
    pub site: String,
    /// When the data was last confirmed current, in local time: `09:12` for today, `10-14 18:00` before; empty if never.
    pub updated: String,
    /// `updated` lies on the current day.
    pub updated_today: bool,
    /// Older than the configured limit, or the feed has expired: amber with words.
    pub stale: bool,
    /// `14:36`.
    pub clock: String,
    /// Month 1-12.
    pub month: u8,
    /// Day 1-31.
    pub day: u8,
    /// 1 Monday to 7 Sunday.
    pub weekday: u8,
}

/// Language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// Visitor's settings; wiped with the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// Large print (大字).
    pub large: bool,
    /// Yellow on black (高对比).
    pub contrast: bool,
    /// Controls in the lower 45 % (低位).
    pub low_reach: bool,
    /// Interface language.
    pub language: Language,
}

/// A message over the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Notice {
    /// The open document was withdrawn; nothing of it stays on the screen, not even its title.
    Withdrawn,
    /// The open document was replaced by a newer revision, which is shown now.
    Revised,
    /// The print queue is full.
    PleaseWait,
    /// No more prints in this session.
    LimitReached,
    /// The mirror could not be read just now.
    CatalogueBusy,
    /// The register cannot be written, so nothing is printed.
    RegisterFailed,
    /// Desk: the register cannot be read or written.
    RegisterUnread,
    /// Desk: the mirror no longer holds what the slip was made of.
    ReprintGone,
}

/// The screens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "screen", rename_all = "kebab-case")]
pub enum Screen {
    /// First screen of a session.
    Home(Home),
    /// Catalogue by category, agency, year.
    Browse(Browse),
    /// Search with keyboard and results.
    Search(Search),
    /// One document.
    Reader(Reader),
    /// Choosing what to print.
    Print(Print),
    /// A job under way.
    Printing(Printing),
    /// What became of the job.
    Outcome(Outcome),
    /// First sync not done yet, or the mirror cannot be read.
    NotFilled(NotFilled),
    /// How to use the terminal, how to call the attendant.
    Help(Help),
    /// The door of the attendant's desk.
    Pin(Pin),
    /// The attendant's desk (工作台).
    Desk(Desk),
}

/// See [`Screen::NotFilled`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NotFilled {
    /// `waiting` (agent has not run), `filling`, `damaged` (set aside, being refilled).
    pub state: String,
    /// Documents so far.
    pub documents: u64,
    /// 0 to 100; 0 when not known.
    pub percent: u8,
}

/// See [`Screen::Help`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Help {
    /// Configured words on where the attendant is; may be empty.
    pub attendant: String,
    /// Configured opening hours; may be empty.
    pub hours: String,
    /// There is a desk for attendants.
    #[serde(default)]
    pub desk: bool,
}
