//! What a finger can do, screen by screen, and what a plugged-in keyboard says. The bridge makes these, the session answers them.

use super::{
    attachment, browse, contents, desk, door, frame, help, home, listening, print, printing,
    reader, search, services, table,
};
use crate::keyboard::Key;

/// A touch, of the screen that it was made for: one that arrives after its screen has gone changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Head, footer, whatever lies over the screen.
    Frame(frame::Touch),
    /// On the home page.
    Home(home::Touch),
    /// In the catalogue.
    Browse(browse::Touch),
    /// On the search page.
    Search(search::Touch),
    /// In an open document.
    Reader(reader::Touch),
    /// In its table of contents.
    Contents(contents::Touch),
    /// On one table of it.
    Table(table::Touch),
    /// On one attachment of it.
    Attachment(attachment::Touch),
    /// Choosing what to print.
    Print(print::Touch),
    /// While a job is under way.
    Printing(printing::Touch),
    /// On the help page.
    Help(help::Touch),
    /// At the door of the attendant's desk.
    Door(door::Touch),
    /// At the attendant's desk.
    Desk(desk::Touch),
    /// On a page of what the point offers besides documents.
    Service(services::Touch),
    /// A word that the keyboard of the screen offered, for whichever field is typed into.
    Candidate(String),
    /// More of those words, or fewer.
    Unfold,
    /// By ear (听屏).
    Listening(listening::Touch),
    /// A key of a plugged-in keyboard.
    Key(Key),
}

/// Each screen's touch is an action: `home::Touch::Search.into()`.
macro_rules! actions {
    ($($kind:ident($module:ident)),*) => {
        $(impl From<$module::Touch> for Action {
            fn from(touch: $module::Touch) -> Action {
                Action::$kind(touch)
            }
        })*
    };
}

actions!(
    Frame(frame),
    Home(home),
    Browse(browse),
    Search(search),
    Reader(reader),
    Contents(contents),
    Table(table),
    Attachment(attachment),
    Print(print),
    Printing(printing),
    Help(help),
    Door(door),
    Desk(desk),
    Service(services),
    Listening(listening)
);
