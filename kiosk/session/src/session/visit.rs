//! What one visitor has done so far: all of it is dropped at the end of the session. Holds data, decides nothing.

use std::sync::Arc;

use journal::Role;
use mirror::{Axis, Document, Filter, Group, Head, Hit};

use super::message::{Content, Opened};
use super::register::{Pin, Slip};
use crate::keyboard::Layer;
use crate::screen::{Look, Notice, Preview};

/// Screens a visitor can go back through; older ones are forgotten.
pub const STACK_DEPTH_MAX: usize = 16;
/// Reader text at 4 px/mm.
pub const TEXT_PX_MIN: u16 = 24;
/// Reader text at 4 px/mm.
pub const TEXT_PX_MAX: u16 = 64;
/// One tap on A+ or A−.
pub const TEXT_PX_STEP: u16 = 4;
/// Where the reader starts.
pub const TEXT_PX: u16 = 36;

/// One visitor's session.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// Settings.
    pub look: Look,
    /// Reader text size.
    pub text_px: u16,
    /// The screen that shows.
    pub place: Place,
    /// The screens below it.
    pub stack: Vec<Place>,
    /// Message over the screen.
    pub notice: Option<Notice>,
    /// Slips started.
    pub prints: u32,
    /// A document that was asked for: serial, article to open at, whether a newer revision is being loaded.
    pub opening: Option<Opening>,
}

impl Default for Visit {
    fn default() -> Self {
        Visit {
            look: Look::default(),
            text_px: TEXT_PX,
            place: Place::Home,
            stack: Vec::new(),
            notice: None,
            prints: 0,
            opening: None,
        }
    }
}

/// See [`Visit::opening`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Of the question.
    pub serial: u64,
    /// Article to open at; empty for the top.
    pub article_id: String,
    /// Takes the place of the open reader instead of opening a new one.
    pub in_place: bool,
    /// Tell the visitor that the text changed.
    pub revised: bool,
}

/// A screen with what the visitor did on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// Home.
    Home,
    /// How to use the terminal.
    Help,
    /// Catalogue.
    Browse(Browsing),
    /// Search.
    Search(Searching),
    /// One document.
    Reader(Reading),
    /// Choosing what to print.
    Print(Choosing),
    /// A job under way.
    Printing(Printing),
    /// What became of it.
    Outcome(Ended),
    /// The door of the attendant's desk.
    Pin(Entering),
    /// The attendant's desk (工作台).
    Desk(Desking),
}

impl Place {
    /// The document this screen shows something of.
    pub fn document_id(&self) -> Option<&str> {
        match self {
            Place::Reader(reading) => Some(&reading.id),
            Place::Print(choosing) => Some(&choosing.opened.document.id),
            Place::Printing(printing) => Some(&printing.choosing.opened.document.id),
            Place::Outcome(ended) => Some(&ended.document_id),
            _ => None,
        }
    }
}

/// See [`Place::Browse`].
#[derive(Debug, Clone, PartialEq)]
pub struct Browsing {
    /// Groups by.
    pub axis: Axis,
    /// Chosen group; empty for all.
    pub chosen: String,
    /// Page of groups, from 0.
    pub group_page: u32,
    /// First row.
    pub offset: u32,
    /// Last question.
    pub serial: u64,
    /// All groups.
    pub groups: Vec<Group>,
    /// Documents of the page.
    pub rows: Vec<Head>,
    /// Documents in all.
    pub total: u64,
}

/// See [`Place::Search`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Searching {
    /// What was typed.
    pub text: String,
    /// Keys that show, when they do.
    pub layer: Layer,
    /// The keyboard is put away.
    pub away: bool,
    /// Filters.
    pub filter: Filter,
    /// Open picker: `agency` `year` `validity`.
    pub picking: Option<String>,
    /// Its choices.
    pub options: Vec<Group>,
    /// Page of choices, from 0.
    pub option_page: u32,
    /// Last question of the picker.
    pub options_serial: u64,
    /// First row.
    pub offset: u32,
    /// Last question.
    pub serial: u64,
    /// The answer to `serial` is still to come.
    pub waiting: bool,
    /// Hits of the page.
    pub rows: Vec<Hit>,
    /// Hits in all.
    pub total: u64,
    /// `total` was counted to the end.
    pub total_exact: bool,
    /// Words that may be meant.
    pub hints: Vec<String>,
}

/// See [`Place::Reader`].
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Document id.
    pub id: String,
    /// The text; `None` while it is fetched again.
    pub opened: Option<Opened>,
    /// Table of contents is open.
    pub contents_open: bool,
    /// Choosing articles.
    pub choosing: bool,
    /// Chosen articles in reading order.
    pub chosen: Vec<String>,
    /// Article to bring to the top; empty for the top of the page.
    pub goto: String,
    /// Changes with every request to move; never used twice while the program runs.
    pub goto_serial: u64,
}

/// See [`Place::Print`].
#[derive(Debug, Clone, PartialEq)]
pub struct Choosing {
    /// The document.
    pub opened: Opened,
    /// What may be printed, in the order shown.
    pub slips: Vec<Measured>,
    /// Index into `slips`.
    pub chosen: usize,
    /// Purpose code.
    pub purpose: Option<String>,
    /// Question that the measures answer.
    pub serial: u64,
}

/// A slip that can be had.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// What it holds.
    pub content: Content,
    /// Paper; `None` until measured.
    pub length_mm: Option<u32>,
    /// Measured, but no slip can be made of it.
    pub impossible: bool,
    /// What it looks like.
    pub preview: Option<Preview>,
}

/// See [`Place::Printing`].
#[derive(Debug, Clone, PartialEq)]
pub struct Printing {
    /// Job.
    pub job: u64,
    /// Register number, once the row stands.
    pub number: String,
    /// 0 to 100.
    pub percent: u8,
    /// Asked to stop.
    pub cancelling: bool,
    /// The document was withdrawn meanwhile: its title no longer shows.
    pub withdrawn: bool,
    /// The print screen, should the desk not take the job.
    pub choosing: Choosing,
}

/// See [`Place::Outcome`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Outcome code.
    pub outcome: String,
    /// Reason code or empty.
    pub reason: String,
    /// Register number.
    pub number: String,
    /// Title; empty when the document was withdrawn.
    pub title: String,
    /// The document.
    pub document_id: String,
}

/// See [`Place::Pin`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entering {
    /// Digits typed.
    pub pin: Pin,
    /// The last one was wrong.
    pub wrong: bool,
    /// One is being compared.
    pub checking: Option<Passed>,
}

/// See [`Entering::checking`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    /// Of the question.
    pub serial: u64,
    /// Who comes in when it fits.
    pub by: Role,
}

/// See [`Place::Desk`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desking {
    /// Who is on duty.
    pub by: Role,
    /// The register.
    pub slips: Vec<Slip>,
    /// Page of it, from 0.
    pub page: u32,
    /// Number that was tapped.
    pub chosen: Option<String>,
    /// Last question.
    pub serial: u64,
    /// The document of a reprint is being fetched: serial of the question.
    pub opening: Option<u64>,
    /// The reprint under way.
    pub job: Option<Reprinting>,
}

/// See [`Desking::job`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reprinting {
    /// Job.
    pub job: u64,
    /// 0 to 100.
    pub percent: u8,
}

/// A job that the desk has not ended yet; outlives the visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Number of the job.
    pub id: u64,
    /// Its document.
    pub document: Arc<Document>,
    /// Started by the visitor who is here now.
    pub mine: bool,
    /// The document was withdrawn meanwhile.
    pub withdrawn: bool,
}
