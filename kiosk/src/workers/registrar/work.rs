//! The registrar's thread: does what it is asked, one after the other, each in its own transaction.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Receiver;

use journal::{Carried, Reader, Writer};

use super::asked::{Answer, Entry, Line, Request, Slip, Unwritten};
use crate::slip::{self, Sealed};
use crate::workers::shared::{Setup, Shared, held};

pub(super) fn run(shared: &Shared, requests: &Receiver<Request>) {
    let mut desk = Desk {
        shared,
        journal: None,
        moved: false,
        looked_on: String::new(),
    };
    desk.open();
    desk.forget_in_time();
    while let Ok(request) = requests.recv() {
        // Who waits for an answer that does not come takes it for a refusal.
        if catch_unwind(AssertUnwindSafe(|| desk.take(request))).is_err() {
            desk.journal = None;
        }
        desk.peek();
        desk.forget_in_time();
    }
}

struct Desk<'a> {
    shared: &'a Shared,
    journal: Option<Writer>,
    /// Somebody moved, deleted or replaced the file while it is in use.
    moved: bool,
    /// The day on which it was looked at last whether the time of person data is over.
    looked_on: String,
}

impl Desk<'_> {
    fn take(&mut self, request: Request) {
        match request {
            Request::Write(entry, then) => then(self.write(&entry).is_some()),
            Request::Enter(entry, then) => {
                self.open();
                let now = (self.shared.clock)();
                then(self.on_open(|journal| journal.enter(&entry, now)));
            }
            Request::Begin(slip, answer) => reply(&answer, self.begin(&slip)),
            Request::Sending(number, answer) => {
                let now = (self.shared.clock)();
                let done = self.on_open(|journal| journal.sending(&number, now));
                reply(&answer, done);
            }
            Request::Sent(number) => {
                let now = (self.shared.clock)();
                let _ = self.on_open(|journal| journal.sent(&number, now));
            }
            Request::Finish {
                number,
                again,
                outcome,
                answer,
            } => {
                let now = (self.shared.clock)();
                let done = self.on_open(|journal| match again {
                    false => journal.finish(&number, &outcome, now),
                    true => journal.finish_reprint(&number, &outcome, now),
                });
                if done.is_none() {
                    // The row stays open and becomes unknown when the journal is opened again; the visitor hears the truth.
                    self.journal = None;
                }
                reply(&answer, done);
            }
            Request::Look(answer) => {
                self.open();
                reply(&answer, Some(()));
            }
            Request::Reopen => {
                self.journal = None;
                self.open();
            }
        }
    }

    /// Opens the journal if it is not; a full disk at the start must not stop printing for the day.
    fn open(&mut self) {
        if self.journal.is_none() {
            let setup = &self.shared.setup;
            let now = (self.shared.clock)();
            // What cannot be taken over keeps the register closed: a number would be given out a second time.
            let opened = take_over(setup)
                .and_then(|()| Writer::open(&setup.journal, &setup.site, &setup.terminal, now));
            match opened {
                Ok(writer) => self.journal = Some(writer),
                Err(error) => told(error),
            }
        }
        self.peek();
    }

    /// Once a day: person data whose time is over is deleted (清除). Between two requests, so that nobody waits for it.
    fn forget_in_time(&mut self) {
        let now = (self.shared.clock)();
        let today = journal::day_of(now);
        if self.looked_on == today || self.journal.is_none() {
            return;
        }
        let setup = &self.shared.setup;
        let read = Reader::open(&setup.journal);
        let purged = read.and_then(|reader| {
            let done = self
                .journal
                .as_mut()
                .map(|journal| journal.purge(&reader, setup.keep_days, now));
            done.unwrap_or(Ok(0))
        });
        match purged {
            Ok(0) => {}
            Ok(count) => {
                console::tell!("kiosk: deleted sealed words of {count} matters that are over")
            }
            Err(error) => told(error),
        }
        self.looked_on = today;
    }

    /// What the next slip will be numbered, for previews.
    fn peek(&self) {
        let now = (self.shared.clock)();
        let number = self.journal.as_ref().and_then(|j| j.peek_number(now).ok());
        *held(&self.shared.next_number) = number.unwrap_or_default();
    }

    fn write(&mut self, entry: &Entry) -> Option<()> {
        self.open();
        let now = (self.shared.clock)();
        self.on_open(|journal| match entry {
            Entry::Found { number, found, by } => journal.settle(number, *found, *by, now),
            Entry::Followed(cursor) => {
                journal.mirror_seen(&cursor.repository, cursor.epoch, cursor.seq, now)
            }
            Entry::Signed(at) => journal.signed(*at),
            Entry::Day(by) => journal.set_day(*by, now),
            Entry::Desk(entry) => journal.enter(entry, now).map(|_| ()),
            Entry::Redact { number, why, by } => journal.redact_by_hand(number, *why, *by, now),
            Entry::Searched { found } => journal.searched(*found, now),
            Entry::Wish(wish) => journal.ask(*wish, now).map(|_| ()),
        })
    }

    fn begin(&mut self, slip: &Slip) -> Option<Line> {
        self.open();
        let now = (self.shared.clock)();
        let begun = self.on_open(|journal| match &slip.again {
            // The journal says whether the slip may come out once more.
            Some((number, at, by)) => {
                journal.reprint(number, *by, now)?;
                Ok((number.clone(), *at, Some(now)))
            }
            None => {
                let entry = journal.begin(&slip.request, now)?;
                Ok((entry.number, entry.at, None))
            }
        });
        let Some((number, at, again)) = begun else {
            // After a refusal the journal is opened anew: what it holds open is closed then. No job is under way here. One that was
            // moved is not: a new one in its place would go on as if nothing had happened.
            if !self.moved {
                self.journal = None;
            }
            return None;
        };
        let key = self.journal.as_ref()?.slip_key();
        let sealed = Sealed {
            number: &number,
            document_id: &slip.request.document_id,
            document_rev: slip.request.document_rev,
            content: &slip.request.content,
            at,
        };
        let code = slip::code(&key, &sealed);
        Some(Line {
            number,
            at,
            again,
            code,
        })
    }

    /// `None` when the journal is not open or refused; the log says why.
    fn on_open<T>(
        &mut self,
        write: impl FnOnce(&mut Writer) -> Result<T, journal::Error>,
    ) -> Option<T> {
        let done = write(self.journal.as_mut()?);
        self.moved = matches!(done, Err(journal::Error::Moved { .. }));
        done.map_err(told).ok()
    }
}

/// Who asked may have gone meanwhile; what was written stays.
fn reply<T>(answer: &Answer<T>, done: Option<T>) {
    let _ = answer.send(done.ok_or(Unwritten));
}

/// Into the log of the device; visitors get a sentence of their own.
/// The register of a device that this one replaces (换机), before this one has begun its own.
fn take_over(setup: &Setup) -> Result<(), journal::Error> {
    let Some(point) = &setup.point else {
        return Ok(());
    };
    let from = &point.journal.replaced;
    match journal::carry_over(from, &setup.journal, &setup.site, &setup.terminal)? {
        Some(Carried::Whole) => {
            console::tell!("kiosk: took over the register in {}", from.display())
        }
        Some(Carried::Numbers) => {
            console::tell!(
                "kiosk: the register goes on behind the numbers in {}",
                from.display()
            );
        }
        None => {}
    }
    Ok(())
}

fn told(error: journal::Error) {
    console::tell!("kiosk: {:#}", anyhow::Error::new(error));
}
