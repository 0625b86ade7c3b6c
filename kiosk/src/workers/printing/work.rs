//! The thread that owns the printer. For each order: register row, slip with its number, bytes, outcome. Everything that is to stand in the
//! register it asks of the registrar, and waits for the answer where paper depends on it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use journal::{Content, Filter, Reader, Request};
use printer::{Cause, Go, Printer};

use super::errand::Errand;
use super::layout::Layout;
use crate::slip::{self, Stamp};
use crate::workers::registrar::{Line, Registrar, Slip};
use crate::workers::shared::{Shared, Stop, held};
use session::moment;
use session::{Order, Report};

/// How often the printer is asked while the print screen shows.
const STATUS_MS: u64 = 1_000;
/// With nobody in front of it the printer is asked now and then, so that an empty roll is known before somebody wants a slip.
const REST_MS: u64 = 300_000;
/// The first time soon after the start, when the first screen is drawn: whether a new system reaches its printer is asked of what was heard.
const START_MS: u64 = 3_000;
/// Reason of a job that failed on our side of the cable.
const REASON_ERROR: &str = "error";
/// Reason of a job whose document is gone.
const REASON_WITHDRAWN: &str = "withdrawn";

pub(super) fn run(mut desk: Desk<'_>, errands: &Receiver<Errand>) {
    let mut watching = false;
    let mut rest_ms = START_MS;
    loop {
        let wait_ms = if watching { STATUS_MS } else { rest_ms };
        match errands.recv_timeout(Duration::from_millis(wait_ms)) {
            Ok(Errand::Order(order)) => {
                desk.take(&order);
                if watching {
                    desk.look();
                }
            }
            Ok(Errand::Receipt(order)) => desk.give_receipt(&order),
            Ok(Errand::Staff(serial, paper)) => desk.give_paper(serial, &paper),
            Ok(Errand::Watch(on)) => {
                watching = on;
                if on {
                    desk.registrar.look();
                    // Without a register no slip has a number.
                    let open = !held(&desk.shared.next_number).is_empty();
                    desk.shared.report(Report::Register { open });
                    desk.look();
                }
            }
            Err(RecvTimeoutError::Timeout) if watching => desk.look(),
            Err(RecvTimeoutError::Timeout) => {
                desk.status();
                rest_ms = REST_MS;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// The printer and what it needs to make a slip.
pub(super) struct Desk<'a> {
    pub shared: &'a Shared,
    pub table: &'a Mutex<Layout>,
    pub registrar: Registrar,
    pub printer: Printer,
    /// Why the printer was off line when it was looked at last, for the log.
    pub cause: Option<Cause>,
    /// Whether the register was looked into for a slip that may still lie in the printer.
    pub looked_back: bool,
}

/// How a job ended, in the words of screen and register.
struct End {
    outcome: journal::Outcome,
    number: String,
}

impl Desk<'_> {
    /// Whether a slip of which nobody knows the end may still lie in the printer, from before the program was started. Asked before
    /// the first slip, when what was left open is closed.
    fn look_back(&mut self, line: &Line) {
        if std::mem::replace(&mut self.looked_back, true) {
            return;
        }
        let newest = Filter {
            newest_first: true,
            limit: Some(2),
            ..Filter::default()
        };
        let rows = Reader::open(&self.shared.setup.journal).and_then(|reader| reader.rows(&newest));
        // A register that cannot be read is told of where it is needed.
        let rows = rows.unwrap_or_default();
        // The row of this slip is the newest, unless it is printed once more.
        let own = line.again.is_none().then_some(&line.number);
        let before = rows.iter().find(|row| Some(&row.number) != own);
        let outcome = before.and_then(|row| row.outcome.as_ref());
        if matches!(outcome, Some(journal::Outcome::Unknown { .. })) {
            self.printer.expect_left_over();
        }
    }

    fn look(&mut self) {
        // Orders can be taken while the printer thinks about its answer.
        let idle = held(&self.shared.jobs).is_empty();
        let state = match idle {
            true => self.status(),
            // Another order waits behind the one that ended.
            false => printer::State::Printing,
        };
        self.shared.printer_is(state);
    }

    fn status(&mut self) -> printer::State {
        let state = self.printer.status();
        self.shared.printer_was(state);
        let cause = self.printer.cause();
        if cause != self.cause {
            let setup = &self.shared.setup;
            match cause {
                Some(cause) => {
                    console::tell!(
                        "kiosk: reach printer {}: {}",
                        setup.connection,
                        cause.as_code()
                    );
                }
                None => console::tell!("kiosk: printer {} is reached", setup.connection),
            }
            self.cause = cause;
            self.shared.printer_is_unreached(cause);
        }
        state
    }

    fn take(&mut self, order: &Order) {
        let job = order.job;
        let report = match catch_unwind(AssertUnwindSafe(|| self.run(order))) {
            Ok(Some(end)) => Report::Done {
                job,
                outcome: end.outcome,
                number: end.number,
            },
            Ok(None) => Report::RegisterFailed { job },
            // The row, if it stands, is closed as unknown when the journal is opened anew.
            Err(_) => {
                self.registrar.reopen();
                Report::Done {
                    job,
                    outcome: journal::Outcome::Unknown {
                        reason: REASON_ERROR.into(),
                    },
                    number: String::new(),
                }
            }
        };
        held(&self.shared.jobs).retain(|(id, _)| *id != job);
        self.shared.report(report);
    }

    /// `None` when the register could not be written: then nothing was printed.
    fn run(&mut self, order: &Order) -> Option<End> {
        let line = self.registrar.begin(asked(order)?).ok()?;
        let job = order.job;
        let number = line.number.clone();
        self.shared.report(Report::Begun {
            job,
            number: number.clone(),
        });
        let outcome = self.outcome(order, &line);
        // Not written, the row stays open and becomes unknown; the visitor hears the truth.
        let _ = self.registrar.finish(&line, &outcome);
        Some(End { outcome, number })
    }

    fn outcome(&mut self, order: &Order, line: &Line) -> journal::Outcome {
        match self.shared.stopped(order.job) {
            Some(Stop::Visitor) => return journal::Outcome::Cancelled,
            Some(Stop::Withdrawn) => return refused(REASON_WITHDRAWN),
            None => {}
        }
        let setup = &self.shared.setup;
        let stamp = Stamp {
            site: setup.name.clone(),
            plate: setup.plate.clone(),
            number: line.number.clone(),
            code: line.code.clone(),
            at: line.at,
            again: line.again,
            data_time: order.data_time.clone(),
        };
        let receipt = slip::compose(&order.document, &order.content, &stamp);
        let composed = held(self.table).compose(setup, &receipt);
        let slip = match composed {
            Ok(slip) => slip,
            Err(error) => {
                console::tell!("kiosk: lay out slip {}: {error:#}", line.number);
                return refused(REASON_ERROR);
            }
        };
        // A reprint has no steps: left open by a power cut it becomes unknown all the same.
        if line.again.is_none() && self.registrar.sending(&line.number).is_err() {
            return refused(REASON_ERROR);
        }
        self.look_back(line);
        self.send(order.job, line, &slip)
    }

    fn send(&mut self, job: u64, line: &Line, slip: &printer::Slip) -> journal::Outcome {
        let shared = self.shared;
        let registrar = &self.registrar;
        let mut last = None;
        let mut all_sent = false;
        let outcome = self.printer.print(slip, &mut |percent| {
            if last.replace(percent) != Some(percent) {
                shared.report(Report::Progress { job, percent });
            }
            if percent >= 100 && !all_sent {
                all_sent = true;
                if line.again.is_none() {
                    registrar.sent(&line.number);
                }
            }
            match shared.stopped(job) {
                Some(_) => Go::Cancel,
                None => Go::Continue,
            }
        });
        of_register(outcome)
    }
}

/// What the printer says, as registers say it.
pub(super) fn of_register(outcome: printer::Outcome) -> journal::Outcome {
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

/// The row of an order; `None` when it is to come out once more and its row has no time.
fn asked(order: &Order) -> Option<Slip> {
    let document = &order.document;
    let again = match &order.again {
        None => None,
        Some(again) => Some((again.number.clone(), moment::parse(&again.at)?, again.by)),
    };
    Some(Slip {
        request: Request {
            document_id: document.id.clone(),
            document_rev: document.rev,
            title: document.title.clone(),
            doc_no: document.doc_no.clone(),
            content: order.content.clone(),
            labels: match &order.content {
                Content::Excerpt { articles } => slip::labels(document, articles),
                _ => Vec::new(),
            },
            length_mm: order.length_mm,
            purpose: order.purpose,
        },
        again,
    })
}

fn refused(reason: &str) -> journal::Outcome {
    journal::Outcome::Refused {
        reason: reason.into(),
    }
}

#[cfg(test)]
mod tests;
