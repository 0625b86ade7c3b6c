//! The thread that owns journal and printer. For each order: register row, slip with its number, bytes, outcome.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use jiff::Timestamp;
use journal::{Content, Finding, Request, Role, Wish, Writer};
use mirror::Cursor;
use printer::{Go, Printer};

use super::Errand;
use super::layout::Layout;
use crate::slip::{self, Sealed, Stamp};
use crate::workers::shared::{Shared, Stop, held};
use session::moment;
use session::{Again, Order, Report};

/// How often the printer is asked while the print screen shows.
const STATUS_MS: u64 = 1_000;
/// With nothing to watch the thread only waits for errands.
const REST_MS: u64 = 3_600_000;
/// Reason of a job that failed on our side of the cable.
const REASON_ERROR: &str = "error";
/// Reason of a job whose document is gone.
const REASON_WITHDRAWN: &str = "withdrawn";

pub(super) fn run(shared: &Shared, table: &Mutex<Layout>, errands: &Receiver<Errand>) {
    let setup = &shared.setup;
    let mut desk = Desk {
        shared,
        table,
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
            Ok(Errand::Settle(number, found, by)) => desk.settle(&number, found, by),
            Ok(Errand::Followed(cursor)) => desk.followed(&cursor),
            Ok(Errand::Check) => desk.ask_for_a_check(),
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
    table: &'a Mutex<Layout>,
    journal: Option<Writer>,
    printer: Printer,
}

/// What stands in the register before the first byte goes out.
struct Line {
    number: String,
    /// When the slip was first asked for.
    at: Timestamp,
    /// When an attendant let it be printed once more (补打).
    again: Option<Timestamp>,
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
                Err(error) => told(error),
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
                outcome: end.outcome,
                number: end.number,
            },
            Ok(None) => Report::RegisterFailed { job },
            // The row, if it stands, is closed as unknown when the journal is opened anew.
            Err(_) => {
                self.journal = None;
                self.open_journal();
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
        self.peek();
    }

    /// `None` when the register could not be written: then nothing was printed.
    fn run(&mut self, order: &Order) -> Option<End> {
        self.open_journal();
        let line = match &order.again {
            None => self.register(order)?,
            Some(again) => self.register_again(again)?,
        };
        let job = order.job;
        let number = line.number.clone();
        self.shared.report(Report::Begun {
            job,
            number: number.clone(),
        });
        let outcome = self.outcome(order, &line);
        let now = (self.shared.clock)();
        let journal = self.journal.as_mut().expect("the row was written to it");
        let written = match line.again {
            None => journal.finish(&number, &outcome, now),
            Some(_) => journal.finish_reprint(&number, &outcome, now),
        };
        if let Err(error) = written {
            // The row stays open and becomes unknown when the journal is opened again; the visitor hears the truth.
            told(error);
            self.journal = None;
        }
        Some(End { outcome, number })
    }

    fn register(&mut self, order: &Order) -> Option<Line> {
        let document = &order.document;
        let request = Request {
            document_id: document.id.clone(),
            document_rev: document.rev,
            title: document.title.clone(),
            doc_no: document.doc_no.clone(),
            content: order.content.clone(),
            labels: match &order.content {
                Content::Excerpt { articles: chosen } => slip::labels(document, chosen),
                _ => Vec::new(),
            },
            length_mm: order.length_mm,
            purpose: order.purpose,
        };
        let now = (self.shared.clock)();
        let begun = self.journal.as_mut()?.begin(&request, now);
        let entry = self.written(begun)?;
        Some(Line {
            number: entry.number,
            at: entry.at,
            again: None,
        })
    }

    /// The journal says whether the slip may come out once more.
    fn register_again(&mut self, again: &Again) -> Option<Line> {
        let at = moment::parse(&again.at)?;
        let now = (self.shared.clock)();
        let allowed = self.journal.as_mut()?.reprint(&again.number, again.by, now);
        self.written(allowed)?;
        Some(Line {
            number: again.number.clone(),
            at,
            again: Some(now),
        })
    }

    fn settle(&mut self, number: &str, found: Finding, by: Role) {
        self.open_journal();
        let now = (self.shared.clock)();
        let done = self.journal.as_mut().is_some_and(|journal| {
            let settled = journal.settle(number, found, by, now);
            settled.map_err(told).is_ok()
        });
        self.shared.report(Report::Settled { done });
    }

    fn followed(&mut self, cursor: &Cursor) {
        self.open_journal();
        let now = (self.shared.clock)();
        let Some(journal) = &mut self.journal else {
            return;
        };
        let noted = journal.mirror_seen(&cursor.repository, cursor.epoch, cursor.seq, now);
        // The next change of the mirror notes it again; printing does not depend on it.
        let _ = noted.map_err(told);
    }

    fn ask_for_a_check(&mut self) {
        self.open_journal();
        let now = (self.shared.clock)();
        if let Some(journal) = &mut self.journal {
            // The agent checks by itself once a day; this is only sooner.
            let _ = journal.ask(Wish::Check, now).map_err(told);
        }
    }

    /// After a refusal the journal is opened anew: what it holds open is closed then.
    fn written<T>(&mut self, result: Result<T, journal::Error>) -> Option<T> {
        if result.is_err() {
            self.journal = None;
        }
        result.map_err(told).ok()
    }

    fn outcome(&mut self, order: &Order, line: &Line) -> journal::Outcome {
        match self.shared.stopped(order.job) {
            Some(Stop::Visitor) => return journal::Outcome::Cancelled,
            Some(Stop::Withdrawn) => return refused(REASON_WITHDRAWN),
            None => {}
        }
        let journal = self.journal.as_mut().expect("the row was written to it");
        let sealed = Sealed {
            number: &line.number,
            document_id: &order.document.id,
            document_rev: order.document.rev,
            content: &order.content,
            at: line.at,
        };
        let setup = &self.shared.setup;
        let stamp = Stamp {
            site: setup.name.clone(),
            plate: setup.plate.clone(),
            number: line.number.clone(),
            code: slip::code(&journal.slip_key(), &sealed),
            at: line.at,
            again: line.again,
            data_time: order.data_time.clone(),
        };
        let receipt = slip::compose(&order.document, &order.content, &stamp);
        let composed = held(self.table).compose(setup, &receipt);
        let slip = match composed {
            Ok(slip) => slip,
            Err(error) => {
                eprintln!("kiosk: lay out slip {}: {error:#}", line.number);
                return refused(REASON_ERROR);
            }
        };
        // A reprint has no steps: left open by a power cut it becomes unknown all the same.
        if line.again.is_none()
            && let Err(error) = journal.sending(&line.number, (self.shared.clock)())
        {
            told(error);
            return refused(REASON_ERROR);
        }
        self.send(order.job, line, &slip)
    }

    fn send(&mut self, job: u64, line: &Line, slip: &printer::Slip) -> journal::Outcome {
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
                if line.again.is_none()
                    && let Err(error) = journal.sent(&line.number, (shared.clock)())
                {
                    told(error);
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

/// Into the log of the device; visitors get a sentence of their own.
fn told(error: journal::Error) {
    eprintln!("kiosk: {:#}", anyhow::Error::new(error));
}

fn refused(reason: &str) -> journal::Outcome {
    journal::Outcome::Refused {
        reason: reason.into(),
    }
}

#[cfg(test)]
mod tests;
