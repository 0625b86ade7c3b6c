//! The thread that owns journal and printer. For each order: register row, slip with its number, bytes, outcome.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use journal::{Entry, Request, Writer};
use printer::{Go, Printer};

use super::{Errand, Shared, Stop, held};
use crate::session::{Content, Order, Report};
use crate::slip::{self, Sealed, Stamp};

/// How often the printer is asked while the print screen shows.
const STATUS_MS: u64 = 1_000;
/// With nothing to watch the thread only waits for errands.
const REST_MS: u64 = 3_600_000;
/// Reason of a job that failed on our side of the cable.
const REASON_ERROR: &str = "error";
/// Reason of a job whose document is gone.
const REASON_WITHDRAWN: &str = "withdrawn";

pub(super) fn run(shared: &Shared, errands: &Receiver<Errand>) {
    let setup = &shared.setup;
    let mut desk = Desk {
        shared,
        journal: None,
        printer: Printer::open(&setup.connection, &setup.profile),
    };
    // At the start, so that jobs a power cut left open are settled before anybody prints.
    desk.open_journal();
    let mut watching = false;
    loop {
        let wait_ms = if watching { STATUS_MS } else { REST_MS };
        match errands.recv_timeout(Duration::from_millis(wait_ms)) {
            Ok(Errand::Order(order)) => {
                desk.take(&order);
                if watching {
                    desk.look();
                }
            }
            Ok(Errand::Watch(on)) => {
                watching = on;
                if on {
                    desk.open_journal();
                    desk.look();
                }
            }
            Err(RecvTimeoutError::Timeout) if watching => desk.look(),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

struct Desk<'a> {
    shared: &'a Shared,
    journal: Option<Writer>,
    printer: Printer,
}

/// How a job ended, in the words of screen and register.
struct End {
    outcome: journal::Outcome,
    number: String,
}

impl Desk<'_> {
    /// Opens the journal if it is not; a full disk at the start must not stop printing for the day.
    fn open_journal(&mut self) {
        if self.journal.is_none() {
            let setup = &self.shared.setup;
            let now = (self.shared.clock)();
            match Writer::open(&setup.journal, &setup.site, &setup.terminal, now) {
                Ok(writer) => self.journal = Some(writer),
                Err(error) => eprintln!("kiosk: {:#}", anyhow::Error::new(error)),
            }
        }
        self.peek();
    }

    /// What the next slip will be numbered, for previews.
    fn peek(&self) {
        let now = (self.shared.clock)();
        let number = self.journal.as_ref().and_then(|j| j.peek_number(now).ok());
        *held(&self.shared.next_number) = number.unwrap_or_default();
    }

    fn look(&mut self) {
        // Orders can be taken while the printer thinks about its answer.
        let idle = held(&self.shared.jobs).is_empty();
        let state = match idle {
            true => self.printer.status(),
            // Another order waits behind the one that ended.
            false => printer::State::Printing,
        };
        self.shared.printer_is(state);
    }

    fn take(&mut self, order: &Order) {
        let job = order.job;
        let report = match catch_unwind(AssertUnwindSafe(|| self.run(order))) {
            Ok(Some(end)) => Report::Done {
                job,
                outcome: end.outcome.as_code().into(),
                reason: reason(&end.outcome).into(),
                number: end.number,
            },
            Ok(None) => Report::RegisterFailed { job },
            // The row, if it stands, is closed as unknown when the journal is opened anew.
            Err(_) => {
                self.journal = None;
                self.open_journal();
                Report::Done {
                    job,
                    outcome: "unknown".into(),
                    reason: REASON_ERROR.into(),
                    number: String::new(),
                }
            }
        };
        held(&self.shared.jobs).retain(|(id, _)| *id != job);
        self.shared.report(report);
        self.peek();
    }

    /// `None` when the register could not be written: then nothing was printed.
    fn run(&mut self, order: &Order) -> Option<End> {
        self.open_journal();
        let entry = self.register(order)?;
        let job = order.job;
        let number = entry.number.clone();
        self.shared.report(Report::Begun {
            job,
            number: number.clone(),
        });
        let outcome = self.outcome(order, &entry);
        let now = (self.shared.clock)();
        let journal = self.journal.as_mut().expect("the row was written to it");
        if let Err(error) = journal.finish(&number, &outcome, now) {
            // The row stays open and becomes unknown when the journal is opened again; the visitor hears the truth.
            eprintln!("kiosk: {:#}", anyhow::Error::new(error));
            self.journal = None;
        }
        Some(End { outcome, number })
    }

    fn register(&mut self, order: &Order) -> Option<Entry> {
        let document = &order.document;
        let request = Request {
            document_id: document.id.clone(),
            document_rev: document.rev,
            title: document.title.clone(),
            doc_no: document.doc_no.clone(),
            content: registered(&order.content),
            length_mm: order.length_mm,
            purpose: order.purpose.clone(),
        };
        let now = (self.shared.clock)();
        match self.journal.as_mut()?.begin(&request, now) {
            Ok(entry) => Some(entry),
            Err(error) => {
                eprintln!("kiosk: {:#}", anyhow::Error::new(error));
                self.journal = None;
                None
            }
        }
    }

    fn outcome(&mut self, order: &Order, entry: &Entry) -> journal::Outcome {
        match self.shared.stopped(order.job) {
            Some(Stop::Visitor) => return journal::Outcome::Cancelled,
            Some(Stop::Withdrawn) => return refused(REASON_WITHDRAWN),
            None => {}
        }
        let journal = self.journal.as_mut().expect("the row was written to it");
        let sealed = Sealed {
            number: &entry.number,
            document_id: &order.document.id,
            document_rev: order.document.rev,
            content: &order.content,
            at: entry.at,
        };
        let setup = &self.shared.setup;
        let stamp = Stamp {
            site: setup.name.clone(),
            plate: setup.plate.clone(),
            number: entry.number.clone(),
            code: slip::code(&journal.slip_key(), &sealed),
            at: entry.at,
            data_time: order.data_time.clone(),
        };
        let receipt = slip::compose(&order.document, &order.content, &stamp);
        let composed = held(&self.shared.layout).compose(setup, &receipt);
        let slip = match composed {
            Ok(slip) => slip,
            Err(error) => {
                eprintln!("kiosk: lay out slip {}: {error:#}", entry.number);
                return refused(REASON_ERROR);
            }
        };
        if let Err(error) = journal.sending(&entry.number, (self.shared.clock)()) {
            eprintln!("kiosk: {:#}", anyhow::Error::new(error));
            return refused(REASON_ERROR);
        }
        self.send(order.job, &entry.number, &slip)
    }

    fn send(&mut self, job: u64, number: &str, slip: &printer::Slip) -> journal::Outcome {
        let shared = self.shared;
        let journal = self.journal.as_mut().expect("the row was written to it");
        let mut last = None;
        let mut all_sent = false;
        let outcome = self.printer.print(slip, &mut |percent| {
            if last.replace(percent) != Some(percent) {
                shared.report(Report::Progress { job, percent });
            }
            if percent >= 100 && !all_sent {
                all_sent = true;
                // Only tells how far a job was when the power went; the outcome does not depend on it.
                if let Err(error) = journal.sent(number, (shared.clock)()) {
                    eprintln!("kiosk: {:#}", anyhow::Error::new(error));
                }
            }
            match shared.stopped(job) {
                Some(_) => Go::Cancel,
                None => Go::Continue,
            }
        });
        match outcome {
            printer::Outcome::Printed { confirmed_by } => journal::Outcome::Printed {
                confirmed_by: confirmed_by.as_code().into(),
            },
            printer::Outcome::Sent => journal::Outcome::Sent,
            printer::Outcome::Refused { reason } => refused(reason.as_code()),
            printer::Outcome::Cancelled => journal::Outcome::Cancelled,
            printer::Outcome::Unknown { reason } => journal::Outcome::Unknown {
                reason: reason.as_code().into(),
            },
        }
    }
}

fn refused(reason: &str) -> journal::Outcome {
    journal::Outcome::Refused {
        reason: reason.into(),
    }
}

fn reason(outcome: &journal::Outcome) -> &str {
    match outcome {
        journal::Outcome::Refused { reason } | journal::Outcome::Unknown { reason } => reason,
        _ => "",
    }
}

/// The register's word for a content.
pub(crate) fn registered(content: &Content) -> journal::Content {
    match content {
        Content::Reference => journal::Content::Reference,
        Content::Excerpt(articles) => journal::Content::Excerpt {
            articles: articles.clone(),
        },
        Content::Whole => journal::Content::Whole,
    }
}

#[cfg(test)]
mod simulation;
