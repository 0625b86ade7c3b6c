//! Orders become paper here: journal first, then printer. Three threads: one lays slips out for the screen, one reads the register
//! for the attendant, one owns journal and printer. Prints nothing that is not in the register, and nothing twice unless an
//! attendant found it missing.

mod clerk;
mod layout;
#[cfg(test)]
mod tests;
mod work;

use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard};

use anyhow::Context;
use journal::{Finding, Role};
use mirror::Cursor;

use crate::inbox::{Outlet, WallClock};
use crate::session::{Event, Measure, Order, Pin, Report};

use clerk::Asked;
use layout::Layout;
#[cfg(feature = "studio")]
pub use layout::preview;

/// Orders that may wait, the one being printed among them.
const QUEUE_MAX: usize = 4;

/// Who stopped a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The visitor.
    Visitor,
    /// The document was withdrawn.
    Withdrawn,
}

/// What the desk needs of the configuration.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Folder of the journal.
    pub journal: PathBuf,
    /// Point and terminal, for register numbers.
    pub site: String,
    /// Terminal of the point.
    pub terminal: String,
    /// Name of the point, for the slip.
    pub name: String,
    /// Wording on the plate, for the slip.
    pub plate: String,
    /// Where the printer is.
    pub connection: printer::Connection,
    /// What the printer can do.
    pub profile: printer::Profile,
    /// Font family of slips, if not the usual one.
    pub fonts: Option<String>,
    /// PHC string of the attendant's PIN; without one no PIN fits.
    pub pin_hash: Option<String>,
}

impl Setup {
    /// From a checked configuration.
    pub fn of(config: &config::Config) -> anyhow::Result<Setup> {
        let connection = &config.printer.connection;
        let profile = &config.printer.profile;
        Ok(Setup {
            journal: config.journal.dir.clone(),
            site: config.site.id.clone(),
            terminal: config.site.terminal.clone(),
            name: config.site.name.clone(),
            plate: config.site.plate.clone(),
            connection: connection
                .parse()
                .with_context(|| format!("read printer connection {connection}"))?,
            profile: printer::profile(profile)
                .with_context(|| format!("find printer profile {profile}"))?,
            fonts: config.printer.fonts.clone(),
            pin_hash: config.desk.pin_hash.clone(),
        })
    }
}

/// What both threads and the session's thread look at.
pub(crate) struct Shared {
    setup: Setup,
    clock: WallClock,
    outlet: Outlet,
    /// Loaded by whoever needs it first: fonts take longer than a screen.
    layout: Mutex<Layout>,
    /// Accepted jobs that have not ended, and who stopped them.
    jobs: Mutex<Vec<(u64, Option<Stop>)>>,
    /// What the next slip will be numbered; empty while the journal is not open.
    next_number: Mutex<String>,
}

impl Shared {
    fn new(setup: Setup, clock: WallClock, outlet: Outlet) -> Shared {
        Shared {
            setup,
            clock,
            outlet,
            layout: Mutex::new(Layout::default()),
            jobs: Mutex::new(Vec::new()),
            next_number: Mutex::new(String::new()),
        }
    }

    /// Tells how the printer is.
    fn printer_is(&self, state: printer::State) {
        let code = match state {
            printer::State::NoPrinter => "none",
            state => state.as_code(),
        };
        self.report(Report::Printer(code.into()));
    }

    fn report(&self, report: Report) {
        self.outlet.tell(Event::Desk(report));
    }

    fn stopped(&self, job: u64) -> Option<Stop> {
        let jobs = held(&self.jobs);
        jobs.iter().find(|(id, _)| *id == job)?.1
    }
}

/// A worker that panicked in the middle of a lock left nothing half done: the data are plain values.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

enum Errand {
    Order(Box<Order>),
    Settle(String, Finding, Role),
    Followed(Cursor),
    Check,
    Watch(bool),
}

/// The session's end of the desk.
pub struct PrintDesk {
    shared: Arc<Shared>,
    errands: Sender<Errand>,
    measures: Sender<Measure>,
    questions: Sender<Asked>,
}

impl PrintDesk {
    /// Starts its threads; they end when this is dropped and the running job is over.
    pub fn start(setup: Setup, clock: WallClock, outlet: Outlet) -> std::io::Result<PrintDesk> {
        let shared = Arc::new(Shared::new(setup, clock, outlet));
        let (errands, errand_list) = channel();
        let (measures, measure_list) = channel();
        let (questions, question_list) = channel();
        let desk = shared.clone();
        std::thread::Builder::new()
            .name("print-desk".into())
            .spawn(move || work::run(&desk, &errand_list))?;
        let table = shared.clone();
        std::thread::Builder::new()
            .name("slip-layout".into())
            .spawn(move || layout::run(&table, &measure_list))?;
        let counter = shared.clone();
        std::thread::Builder::new()
            .name("desk-clerk".into())
            .spawn(move || clerk::run(&counter, &question_list))?;
        Ok(PrintDesk {
            shared,
            errands,
            measures,
            questions,
        })
    }

    /// Lays slips out; answered by `Measured`, one for each content.
    pub fn measure(&self, measure: Measure) {
        self.shared.outlet.begin();
        if self.measures.send(measure).is_err() {
            self.shared.outlet.end();
        }
    }

    /// Compares a PIN; answered by `Unlocked`.
    pub fn unlock(&self, serial: u64, pin: Pin) {
        self.ask(Asked::Unlock { serial, pin });
    }

    /// Reads the register; answered by `Slips`.
    pub fn list(&self, serial: u64) {
        self.ask(Asked::Slips { serial });
    }

    fn ask(&self, question: Asked) {
        self.shared.outlet.begin();
        if self.questions.send(question).is_err() {
            self.shared.outlet.end();
        }
    }

    /// Registers what an attendant found; answered by `Settled`, after the job under way.
    pub fn settle(&self, number: String, found: Finding, by: Role) {
        // The desk outlives its handle only while the program ends.
        let _ = self.errands.send(Errand::Settle(number, found, by));
    }

    /// Notes in the journal that screen and queue have followed the mirror so far (下架回执).
    pub fn followed(&self, cursor: Cursor) {
        // The desk outlives its handle only while the program ends.
        let _ = self.errands.send(Errand::Followed(cursor));
    }

    /// Asks the agent to check the mirror, which could not be read.
    pub fn check_mirror(&self) {
        // The desk outlives its handle only while the program ends.
        let _ = self.errands.send(Errand::Check);
    }

    /// Asks the printer how it is, now and every second, until told otherwise. While it prints it is not asked: that it prints
    /// is known.
    pub fn watch(&self, on: bool) {
        if on && !held(&self.shared.jobs).is_empty() {
            self.shared.printer_is(printer::State::Printing);
        }
        // The desk outlives its handle only while the program ends.
        let _ = self.errands.send(Errand::Watch(on));
    }

    /// Takes an order, or says that the queue is full.
    pub fn order(&self, order: Order) {
        let job = order.job;
        let mut jobs = held(&self.shared.jobs);
        let taken =
            jobs.len() < QUEUE_MAX && self.errands.send(Errand::Order(Box::new(order))).is_ok();
        match taken {
            true => jobs.push((job, None)),
            false => self.shared.report(Report::Full { job }),
        }
    }

    /// Stops a job, waiting or running. The first to stop it is remembered.
    pub fn stop(&self, job: u64, by: Stop) {
        let mut jobs = held(&self.shared.jobs);
        if let Some((_, stopped)) = jobs.iter_mut().find(|(id, _)| *id == job) {
            stopped.get_or_insert(by);
        }
    }
}
