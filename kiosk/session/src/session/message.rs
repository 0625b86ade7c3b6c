//! What the session says to the workers and hears from them. Data only; no channel, no thread.

use std::sync::Arc;

use journal::{Finding, Role};
use mirror::{Axis, Cursor, Document, Filter, Group, Head, Listing, Page, Query};

use super::register::{Again, Pin, Slip};
use crate::screen::{Action, Preview};

/// Something the session has to answer.
#[derive(Debug, Clone)]
pub enum Event {
    /// A finger, or a key of a plugged-in keyboard.
    Act(Action),
    /// Time went by.
    Tick,
    /// The catalogue worker speaks.
    Catalogue(Answer),
    /// The print desk speaks.
    Desk(Report),
}

/// Something a worker has to do.
#[derive(Debug, Clone)]
pub enum Effect {
    /// To the catalogue worker.
    Ask(Question),
    /// To the print desk: lay out every slip that can be had of the document.
    Measure(Measure),
    /// The print screen opened or closed: ask the printer how it is, again and again.
    WatchPrinter(bool),
    /// To the print desk.
    Print(Order),
    /// The visitor stops a job.
    Stop {
        /// Job.
        job: u64,
    },
    /// The document of a job was withdrawn.
    Withdraw {
        /// Job.
        job: u64,
    },
    /// To the desk's clerk: is this the PIN?
    Unlock {
        /// Of the asker.
        serial: u64,
        /// What was typed.
        pin: Pin,
    },
    /// To the desk's clerk: what does the register say?
    ListSlips {
        /// Of the asker.
        serial: u64,
    },
    /// To the print desk: register what an attendant found of an unknown outcome.
    Settle {
        /// Register number.
        number: String,
        /// What lay there.
        found: Finding,
        /// Who looked.
        by: Role,
    },
    /// To the print desk: nothing on the screen and nothing in the queue is from before this state of the mirror.
    Followed(Cursor),
    /// To the agent, through the journal: the mirror cannot be read, check it.
    CheckMirror,
    /// The visitor is gone: workers drop what they still hold of the session.
    Wiped,
}

/// A question to the mirror. Answers carry the serial; stale ones are dropped.
#[derive(Debug, Clone)]
pub enum Question {
    /// State, tiles and the newest documents.
    Home,
    /// A results page.
    Search {
        /// Of the asker.
        serial: u64,
        /// What to look for.
        query: Query,
    },
    /// Groups of an axis and a page of the chosen one.
    Browse {
        /// Of the asker.
        serial: u64,
        /// Groups by.
        axis: Axis,
        /// The chosen group.
        filter: Filter,
        /// First row.
        offset: u32,
    },
    /// Choices of a picker.
    Options {
        /// Of the asker.
        serial: u64,
        /// `agency` `year` `validity`.
        field: String,
        /// The other filters.
        filter: Filter,
    },
    /// A whole document.
    Open {
        /// Of the asker.
        serial: u64,
        /// Document id.
        id: String,
    },
    /// Are these documents still there, and at which revision?
    Recheck {
        /// Document ids.
        ids: Vec<String>,
    },
}

/// What the catalogue worker says.
#[derive(Debug, Clone)]
pub enum Answer {
    /// The mirror as a whole.
    Home(Box<Overview>),
    /// There is no mirror to read.
    Missing(Missing),
    /// A results page.
    Found {
        /// Of the question.
        serial: u64,
        /// Hits.
        page: Page,
        /// Words that may be meant: agencies and subjects that fit, or guesses when nothing was found.
        hints: Vec<String>,
    },
    /// A page of the catalogue.
    Browsed {
        /// Of the question.
        serial: u64,
        /// All groups of the axis.
        groups: Vec<Group>,
        /// Documents of the chosen group.
        listing: Listing,
    },
    /// Choices of a picker.
    Options {
        /// Of the question.
        serial: u64,
        /// Codes and counts.
        groups: Vec<Group>,
    },
    /// A document, or `None` when it is gone.
    Opened {
        /// Of the question.
        serial: u64,
        /// The document.
        opened: Option<Opened>,
    },
    /// What a recheck found: ids with their revision, `None` when gone.
    Checked {
        /// One for each id asked.
        found: Vec<(String, Option<u64>)>,
        /// Where the mirror stood before it was asked.
        cursor: Cursor,
    },
    /// The agent changed the mirror.
    Changed,
    /// The question could not be answered just now.
    Failed {
        /// Of the question; `None` for those without.
        serial: Option<u64>,
    },
}

/// Why there is no mirror to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The agent has not made one yet.
    Absent,
    /// It cannot be read.
    Damaged,
}

/// The mirror as a whole, as the home page shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// Documents.
    pub documents: u64,
    /// First fill under way, in percent.
    pub filling: Option<u8>,
    /// When the feed was last confirmed current, RFC 3339, empty if never.
    pub checked: String,
    /// When the feed expires, RFC 3339, empty if not known.
    pub expires: String,
    /// Documents by category.
    pub categories: Vec<Group>,
    /// Newest documents.
    pub latest: Vec<Head>,
}

/// A document with its neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The document.
    pub document: Arc<Document>,
    /// The one that interprets it; empty for none.
    pub interpretation_id: String,
    /// The one it interprets, when the mirror holds it; empty for none.
    pub interprets_id: String,
}

/// What a slip holds of its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Title, numbers and QR code (题录与二维码).
    Reference,
    /// Chosen articles, by id, in reading order.
    Excerpt(Vec<String>),
    /// All of it.
    Whole,
}

impl Content {
    /// `reference` `excerpt` `whole`.
    pub fn code(&self) -> &'static str {
        match self {
            Content::Reference => "reference",
            Content::Excerpt(_) => "excerpt",
            Content::Whole => "whole",
        }
    }
}

impl From<&journal::Content> for Content {
    fn from(content: &journal::Content) -> Content {
        match content {
            journal::Content::Reference => Content::Reference,
            journal::Content::Whole => Content::Whole,
            journal::Content::Excerpt { articles } => Content::Excerpt(articles.clone()),
        }
    }
}

impl From<&Content> for journal::Content {
    fn from(content: &Content) -> journal::Content {
        match content {
            Content::Reference => journal::Content::Reference,
            Content::Whole => journal::Content::Whole,
            Content::Excerpt(articles) => journal::Content::Excerpt {
                articles: articles.clone(),
            },
        }
    }
}

/// Which slips to lay out.
#[derive(Debug, Clone)]
pub struct Measure {
    /// Of the asker.
    pub serial: u64,
    /// The document.
    pub document: Arc<Document>,
    /// In this order, the first shown first.
    pub contents: Vec<Content>,
    /// When the data was confirmed current, RFC 3339.
    pub data_time: String,
}

/// A slip to print.
#[derive(Debug, Clone)]
pub struct Order {
    /// Job.
    pub job: u64,
    /// The document as it was on the screen.
    pub document: Arc<Document>,
    /// What of it.
    pub content: Content,
    /// `errand` `study` `rights` `other`.
    pub purpose: Option<String>,
    /// Paper, as measured.
    pub length_mm: u32,
    /// When the data was confirmed current, RFC 3339.
    pub data_time: String,
    /// The slip comes out once more under its old number (补打).
    pub again: Option<Again>,
}

/// What the print desk says.
#[derive(Debug, Clone)]
pub enum Report {
    /// How the printer is: a code of `Screen::Print`.
    Printer(String),
    /// A slip was laid out.
    Measured {
        /// Of the question.
        serial: u64,
        /// Code of the content.
        code: String,
        /// Paper; `None` when no slip can be made of it.
        length_mm: Option<u32>,
        /// What it looks like.
        preview: Option<Preview>,
    },
    /// The queue is full; the job was not taken.
    Full {
        /// Job.
        job: u64,
    },
    /// The register cannot be written; nothing was printed.
    RegisterFailed {
        /// Job.
        job: u64,
    },
    /// The register row stands.
    Begun {
        /// Job.
        job: u64,
        /// Register number.
        number: String,
    },
    /// Bytes are going out.
    Progress {
        /// Job.
        job: u64,
        /// 0 to 100.
        percent: u8,
    },
    /// The job is over.
    Done {
        /// Job.
        job: u64,
        /// `printed` `sent` `refused` `cancelled` `unknown`.
        outcome: String,
        /// Reason of `refused` and `unknown`; else empty.
        reason: String,
        /// Register number.
        number: String,
    },
    /// Whether the PIN was right.
    Unlocked {
        /// Of the question.
        serial: u64,
        /// It was.
        fits: bool,
    },
    /// The register: what waits for an attendant first, then the newest.
    Slips {
        /// Of the question.
        serial: u64,
        /// Its lines; `None` when it cannot be read.
        slips: Option<Vec<Slip>>,
    },
    /// A finding was registered, or could not be.
    Settled {
        /// It was.
        done: bool,
    },
}
