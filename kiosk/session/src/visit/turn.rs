//! One turn of the session as a place sees it: what it may look at and change, where it may lead, and what it owes the stack.
//! Holds no place: so that no place can know another.

use jiff::civil::Date;
use mirror::{Axis, Document};

use crate::asks::{Effect, Opened, Question};
use crate::keyboard::Key;
use crate::orders::{Job, Order};
use crate::rules::Rules;
use crate::screen::Notice;
use crate::screen::services::Door;
use crate::terminal::Terminal;
use crate::visit::visitor::Visitor;

/// All that a place gets to answer a touch with.
pub struct Turn<'a> {
    /// Limits and names.
    pub rules: &'a Rules,
    /// What the terminal knows.
    pub terminal: &'a mut Terminal,
    /// Settings and count of prints.
    pub visitor: &'a mut Visitor,
    /// Jobs that have not ended.
    pub jobs: &'a mut Vec<Job>,
    /// Last number that was given to a question or a job.
    pub serial: &'a mut u64,
    /// The session's clock.
    pub now_ms: u64,
    /// A message over the screen.
    pub notice: &'a mut Option<Notice>,
    /// What workers have to do.
    pub effects: &'a mut Vec<Effect>,
}

impl Turn<'_> {
    /// A number that no question and no job had before.
    pub fn next_serial(&mut self) -> u64 {
        *self.serial += 1;
        *self.serial
    }

    /// Something may be said: through the loudspeaker, or into somebody's ears.
    pub fn aloud(&self) -> bool {
        self.terminal.says(self.rules)
    }

    /// Asks the mirror.
    pub fn ask(&mut self, question: Question) {
        self.effects.push(Effect::Ask(question));
    }

    /// Orders a slip; its job is the visitor's until it ends.
    pub fn order(&mut self, order: Order) {
        self.jobs.push(Job {
            id: order.job,
            document: order.document.clone(),
            mine: true,
            withdrawn: false,
        });
        self.effects.push(Effect::Print(order));
    }
}

/// Where a touch leads. The place that was touched lies below unless the variant says that it is replaced.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum Go {
    /// Search for `text`; `away`: with the keyboard put away.
    Search {
        /// What is typed already.
        text: String,
        /// Results at once.
        away: bool,
    },
    /// The catalogue, at a group; empty for all.
    Browse {
        axis: Axis,
        /// Code of the group.
        chosen: String,
    },
    /// A document, once it was fetched.
    Open {
        id: String,
        /// Article to open at; empty for the top.
        article_id: String,
    },
    /// The table of contents of a document.
    Contents {
        opened: Opened,
        /// Article that is on the screen; empty for none.
        here: String,
    },
    /// Back to the document below, at an article.
    Article { article_id: String },
    /// One table of a document.
    Table {
        opened: Opened,
        /// Block of the table.
        block: usize,
        /// The document is what a page of an attachment says.
        of_file: bool,
    },
    /// One attachment of a document.
    Attachment {
        /// The document it belongs to.
        opened: Opened,
        /// Which, from 0.
        at: usize,
    },
    /// Choosing what to print of a document; with `articles`, first of all these.
    Print {
        opened: Opened,
        /// Chosen articles, by id, in reading order.
        articles: Vec<String>,
    },
    /// Back to the document below, to choose its articles (改选条款).
    Rechoose,
    /// The job that was ordered; replaces the choice.
    Printing { job: u64 },
    /// What the point offers besides documents.
    Service(Door),
    /// The paper holdings of one kind of the shelf; empty for all.
    Holdings { kind: String },
    /// The door of the attendant's desk; ends the visit.
    Door,
    /// The attendant's desk; replaces its door.
    Desk(journal::Role),
    /// The form of an application, which an attendant fills in; replaces the desk.
    TakeIn {
        /// Day of receipt; `None` for today.
        on: Option<Date>,
        /// How it came.
        way: journal::ApplicationWay,
        /// Who types it.
        by: journal::Role,
    },
}

/// What becomes of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stay {
    /// It stays, without what it must not show.
    Stays,
    /// It has nothing left to show.
    Leaves,
}

impl Stay {
    /// The mirror has a document at this revision: what shares the text of another one has nothing left to show.
    pub fn at_revision(shown: &Document, id: &str, rev: u64) -> Stay {
        match shown.id == id && shown.rev != rev {
            true => Stay::Leaves,
            false => Stay::Stays,
        }
    }
}

/// What the stack asks of every place. No answer is given for a place: a new one that forgets something does not compile.
pub trait Duties {
    /// The document that it shows something of.
    fn document_id(&self) -> Option<&str>;

    /// Lies below another screen while the mirror changed: loses what it shows of documents, going back asks again.
    fn forget(&mut self) -> Stay;

    /// A document was withdrawn: loses all of it. `None` when it is not this place's.
    fn gone(&mut self, id: &str) -> Option<Stay>;

    /// A question could not be answered just now. `None` when it is not this place's.
    fn failed(&mut self, serial: u64) -> Option<Stay>;

    /// How long nobody may touch it before the countdown; `None` while it is in use without being touched.
    fn idle_ms(&self, rules: &Rules) -> Option<u64>;

    /// Shows again: asks anew for what may have changed.
    fn refresh(&mut self, turn: &mut Turn);

    /// A key of a plugged-in keyboard.
    fn key(&mut self, key: Key, turn: &mut Turn) -> Option<Go>;

    /// It can be gone back to.
    fn lies_below(&self) -> bool;

    /// The saying that is being read aloud here.
    fn speaks(&self) -> Option<u64>;

    /// The printer is asked how it is while this shows.
    fn watches_printer(&self) -> bool;
}
