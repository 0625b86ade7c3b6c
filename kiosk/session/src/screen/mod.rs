//! One value per screen: everything a picture of the terminal depends on, and nothing else. Pure data; the bridge turns it into
//! properties. Carries no words of the interface, only data and codes: the words stand in `ui/*.slint` and are translated there.
//! A file per screen holds its value and its `Touch`: what a finger can do there.

mod action;
pub mod attachment;
pub mod browse;
pub mod contents;
pub mod desk;
pub mod door;
pub mod frame;
pub mod help;
pub mod home;
pub mod listening;
pub mod not_filled;
pub mod outcome;
pub mod print;
pub mod printing;
pub mod reader;
pub mod rows;
pub mod search;
pub mod services;
pub mod table;

use serde::{Deserialize, Serialize};

pub use action::Action;
pub use attachment::Attachment;
pub use browse::Browse;
pub use contents::Contents;
pub use desk::Desk;
pub use door::Door;
pub use frame::{Head, Look, Notice};
pub use help::Help;
pub use home::Home;
pub use not_filled::NotFilled;
pub use outcome::Outcome;
pub use print::Print;
pub use printing::Printing;
pub use reader::Reader;
pub use search::Search;
pub use services::Service;
pub use table::Table;

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

/// What the glass shows, one variant a screen, named as its file is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "screen", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Screen {
    /// First screen of a session.
    Home(Home),
    /// Catalogue by category, agency, year.
    Browse(Browse),
    /// Search with keyboard and results.
    Search(Search),
    Reader(Reader),
    /// Its table of contents.
    Contents(Contents),
    /// One table of it.
    Table(Table),
    /// One attachment of it.
    Attachment(Attachment),
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
    Door(Door),
    /// The attendant's desk (工作台).
    Desk(Desk),
    /// What the point offers besides documents.
    Service(Service),
}
