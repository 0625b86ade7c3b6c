//! The registrar (登记): a thread of its own that alone owns the journal's writer. Whatever is to stand in a register is asked of it here and is
//! on disk when it answers, also while a long slip prints or a printer hangs. Never talks to a device, never waits for one.

mod asked;
mod work;

pub use asked::Entry;
pub(super) use asked::{Line, Slip, Unwritten};

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use journal::{DeskEntry, Finding, Outcome, Role, Wish};
use mirror::Cursor;

use super::inbox::Outlet;
use super::shared::Shared;
use asked::{Answer, Request};
use session::{Event, Report};

/// A way to the registrar. The thread ends when all are dropped.
#[derive(Clone)]
pub struct Registrar {
    requests: Sender<Request>,
    outlet: Outlet,
}

impl Registrar {
    /// Starts the thread. The journal is opened at once, so that jobs a power cut left open are settled before anybody prints.
    pub(super) fn start(shared: Arc<Shared>) -> std::io::Result<(Registrar, JoinHandle<()>)> {
        let (requests, list) = channel();
        let outlet = shared.outlet.clone();
        let thread = std::thread::Builder::new()
            .name("registrar".into())
            .spawn(move || work::run(&shared, &list))?;
        Ok((Registrar { requests, outlet }, thread))
    }

    /// Has an entry written. `then` is told whether it is on disk, on the registrar's thread: it only hands on what it heard.
    pub fn write(&self, entry: Entry, then: impl FnOnce(bool) + Send + 'static) {
        // Gone only while the program ends.
        let _ = self.requests.send(Request::Write(entry, Box::new(then)));
    }

    /// Has a line of a register written. `then` is told its number once it is on disk, on the registrar's thread.
    pub fn enter(&self, entry: DeskEntry, then: impl FnOnce(Option<String>) + Send + 'static) {
        // Gone only while the program ends.
        let _ = self.requests.send(Request::Enter(entry, Box::new(then)));
    }

    /// The way to the session.
    pub(super) fn outlet(&self) -> &Outlet {
        &self.outlet
    }

    /// Registers what an attendant found; answered by `Settled`.
    pub fn settle(&self, number: String, found: Finding, by: Role) {
        let outlet = self.outlet.clone();
        self.write(Entry::Found { number, found, by }, move |done| {
            outlet.tell(Event::Reported(Report::Settled { done }));
        });
    }

    /// Notes that screen and queue have followed the mirror so far. Nothing depends on it: the next change notes it again.
    pub fn followed(&self, cursor: Cursor) {
        self.write(Entry::Followed(cursor), drop);
    }

    /// Notes when the publisher signed something; what is no time is nothing.
    pub fn signed(&self, at: &str) {
        if let Some(at) = session::moment::parse(at) {
            self.write(Entry::Signed(at), drop);
        }
    }

    /// Registers that the clock shows the right day; answered by `DaySet`.
    pub fn set_day(&self, by: Role) {
        let outlet = self.outlet.clone();
        self.write(Entry::Day(by), move |done| {
            outlet.tell(Event::Reported(Report::DaySet { done }));
        });
    }

    /// Counts that somebody searched. Nothing depends on it: one that is not counted is only missing in a figure.
    pub fn searched(&self, found: bool) {
        self.write(Entry::Searched { found }, drop);
    }

    /// Asks the agent to check the mirror, which could not be read. It does so by itself once a day; this is only sooner.
    pub fn check_mirror(&self) {
        self.write(Entry::Wish(Wish::Check), drop);
    }

    /// Row and number are on disk when this returns; before, nothing may be sent to the printer.
    pub(super) fn begin(&self, slip: Slip) -> Result<Line, Unwritten> {
        self.ask(|answer| Request::Begin(Box::new(slip), answer))
    }

    /// On disk before the first byte goes out: from here on something may have come out.
    pub(super) fn sending(&self, number: &str) -> Result<(), Unwritten> {
        self.ask(|answer| Request::Sending(number.to_owned(), answer))
    }

    /// All bytes are handed over. Not waited for: it only tells how far a job was when the power went.
    pub(super) fn sent(&self, number: &str) {
        // Gone only while the program ends.
        let _ = self.requests.send(Request::Sent(number.to_owned()));
    }

    /// What became of the job, or of its reprint.
    pub(super) fn finish(&self, line: &Line, outcome: &Outcome) -> Result<(), Unwritten> {
        self.ask(|answer| Request::Finish {
            number: line.number.clone(),
            again: line.again.is_some(),
            outcome: outcome.clone(),
            answer,
        })
    }

    /// The journal is open when this returns, if it can be.
    pub(super) fn look(&self) {
        let _ = self.ask(Request::Look);
    }

    /// After a job ended in the middle: its row, if it stands, is closed as unknown.
    pub(super) fn reopen(&self) {
        // Gone only while the program ends.
        let _ = self.requests.send(Request::Reopen);
    }

    fn ask<T>(&self, request: impl FnOnce(Answer<T>) -> Request) -> Result<T, Unwritten> {
        let (answer, heard) = channel();
        self.requests.send(request(answer)).map_err(|_| Unwritten)?;
        heard.recv().map_err(|_| Unwritten)?
    }
}
