//! Orders become paper here. Two threads: one lays slips out for the screen, one owns the printer and asks the registrar for begin,
//! sending, sent and finish. Prints nothing that is not in the register, and nothing twice unless an attendant found it missing.

mod errand;
mod layout;
mod papers;
mod receipts;
mod work;

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use printer::Printer;
use session::services::ReceiptOrder;
use session::staff::StaffPaper;
use session::{Measure, Order, PrinterState, Report};

use super::registrar::Registrar;
use super::shared::{Shared, Stop, held};
use errand::Errand;
use layout::{Layout, Wanted};
use work::Desk;

#[cfg(feature = "studio")]
pub use layout::preview;

/// Orders that may wait, the one being printed among them.
pub(super) const QUEUE_MAX: usize = 4;

/// A way to the printer. Its threads end when all are dropped.
#[derive(Clone)]
pub struct Printing {
    shared: Arc<Shared>,
    errands: Sender<Errand>,
    layouts: Sender<Wanted>,
}

impl Printing {
    /// Starts its threads; they end when this is dropped and the running job is over.
    pub(super) fn start(
        shared: Arc<Shared>,
        registrar: Registrar,
        printer: Printer,
    ) -> std::io::Result<Printing> {
        let (errands, errand_list) = channel();
        let (layouts, layout_list) = channel();
        let table = Arc::new(Mutex::new(Layout::default()));
        let measured = (shared.clone(), table.clone());
        let desk = shared.clone();
        std::thread::Builder::new()
            .name("printing".into())
            .spawn(move || {
                let desk = Desk {
                    cause: None,
                    looked_back: false,
                    shared: &desk,
                    table: &table,
                    registrar,
                    printer,
                };
                work::run(desk, &errand_list);
            })?;
        std::thread::Builder::new()
            .name("slip-layout".into())
            .spawn(move || layout::run(&measured.0, &measured.1, &layout_list))?;
        Ok(Printing {
            shared,
            errands,
            layouts,
        })
    }

    /// Lays slips out; answered by `Measured`, one for each content.
    pub fn measure(&self, measure: Measure) {
        self.layout(Wanted::Slips(measure));
    }

    /// Lays paper of the desk out; answered by `PaperLaid`.
    pub fn lay(&self, serial: u64, paper: StaffPaper) {
        self.layout(Wanted::Paper(serial, Box::new(paper)));
    }

    fn layout(&self, wanted: Wanted) {
        self.shared.outlet.begin();
        if self.layouts.send(wanted).is_err() {
            self.shared.outlet.end();
        }
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

    /// How the printer was when it was last asked, and when that was.
    pub fn asked(&self) -> Option<(PrinterState, Timestamp)> {
        *held(&self.shared.asked)
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

    /// Prints the receipt of an application, which stands in its register already; answered by `ReceiptDone`.
    pub fn receipt(&self, order: ReceiptOrder) {
        let serial = order.serial;
        if self.errands.send(Errand::Receipt(Box::new(order))).is_err() {
            self.shared.report(Report::ReceiptDone {
                serial,
                good: false,
            });
        }
    }

    /// Prints paper of the desk, which is no slip of the register; answered by `ReceiptDone`.
    pub fn staff(&self, serial: u64, paper: StaffPaper) {
        let errand = Errand::Staff(serial, Box::new(paper));
        if self.errands.send(errand).is_err() {
            let good = false;
            self.shared.report(Report::ReceiptDone { serial, good });
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
