//! What is asked of the registrar and what it answers. Data only.

use std::sync::mpsc::Sender;

use jiff::Timestamp;
use journal::{DeskEntry, Finding, Outcome, RedactReason, Role, Wish};
use mirror::Cursor;

/// What anybody may ask to have written down. The attendant's desk asks here, and so will the office's page.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub enum Entry {
    /// What an attendant found of a slip whose fate nobody knew.
    Found {
        number: String,
        /// What lay there.
        found: Finding,
        by: Role,
    },
    /// Screen and queue have followed the mirror so far (下架回执).
    Followed(Cursor),
    /// When the publisher signed something.
    Signed(Timestamp),
    /// The clock shows the right day, says an attendant.
    Day(Role),
    /// A line of any register of the desk: paper made by hand, opinions, applications, handovers ...
    Desk(DeskEntry),
    /// What an entry says of a person is deleted for good (隐去).
    Redact {
        number: String,
        /// As the chain says it.
        why: RedactReason,
        by: Role,
    },
    /// A visitor searched, and something was found or nothing.
    Searched {
        /// At least one document had the words.
        found: bool,
    },
    /// Something for the agent to do.
    Wish(Wish),
}

/// A slip that is to be registered before it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::workers) struct Slip {
    pub request: journal::Request,
    /// Under which number it comes out once more (补打), and who let it.
    pub again: Option<(String, Timestamp, Role)>,
}

/// What stands in the register before the first byte goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::workers) struct Line {
    pub number: String,
    /// When the slip was first asked for.
    pub at: Timestamp,
    /// When an attendant let it be printed once more (补打).
    pub again: Option<Timestamp>,
    /// Verification code (核验码); the secret behind it stays with the registrar.
    pub code: String,
}

/// It could not be written; the log says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::workers) struct Unwritten;

pub(super) type Answer<T> = Sender<Result<T, Unwritten>>;
pub(super) type Then = Box<dyn FnOnce(bool) + Send>;
pub(super) type Numbered = Box<dyn FnOnce(Option<String>) + Send>;

/// What the thread is asked, in the order of asking.
pub(super) enum Request {
    Write(Entry, Then),
    /// A line of any register of the desk; who asked is told its number.
    Enter(DeskEntry, Numbered),
    Begin(Box<Slip>, Answer<Line>),
    Sending(String, Answer<()>),
    Sent(String),
    Finish {
        number: String,
        again: bool,
        outcome: Outcome,
        answer: Answer<()>,
    },
    /// Open the journal if it is not, and say what the next slip will be numbered.
    Look(Answer<()>),
    /// Nobody works on a job any more: what is open is closed.
    Reopen,
}
