//! Orders become paper here: journal first, then printer. Three threads: one lays slips out for the screen, one reads the register
//! for the attendant, one owns journal and printer. Prints nothing that is not in the register, and nothing twice unless an
//! attendant found it missing.

mod layout;
#[cfg(test)]
mod tests;
mod work;

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use journal::{Finding, Role};
use mirror::Cursor;

use super::clerk::{self, Asked};
use super::inbox::{Outlet, WallClock};
use super::shared::{Setup, Shared, Stop, held};
use layout::Layout;
use session::{Measure, Order, Pin, Report};

#[cfg(feature = "studio")]
pub use layout::preview;

/// Orders that may wait, the one being printed among them.
const QUEUE_MAX: usize = 4;

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
        let table = Arc::new(Mutex::new(Layout::default()));
        let measured = (shared.clone(), table.clone());
        let desk = shared.clone();
        std::thread::Builder::new()
            .name("print-desk".into())
            .spawn(move || work::run(&desk, &table, &errand_list))?;
        std::thread::Builder::new()
            .name("slip-layout".into())
            .spawn(move || layout::run(&measured.0, &measured.1, &measure_list))?;
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
