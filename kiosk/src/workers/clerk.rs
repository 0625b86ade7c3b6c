//! The desk's clerk: compares PINs and reads the register for the attendant. A thread of its own, because comparing takes long on
//! purpose and an attendant comes when a job hangs. Writes nothing but how many wrong PINs there were.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use journal::{DayOff, Filter, Outcome, Reader, Row};

use super::affairs;
use super::shared::Shared;
use super::standing;
use super::tries::TriesFile;
use session::{Pin, Report, Slip};

/// Newest lines of the register that the desk can page through.
const NEWEST_MAX: u32 = 200;
/// Lines that wait for an attendant; more are shown when these are settled.
const UNSETTLED_MAX: u32 = 100;

/// What the clerk is asked.
enum Asked {
    Unlock { serial: u64, pin: Pin },
    Slips { serial: u64 },
    Answers { serial: u64 },
    Application { serial: u64, number: String },
}

/// A way to the clerk.
pub struct Clerk {
    shared: Arc<Shared>,
    questions: Sender<Asked>,
}

impl Clerk {
    /// Starts the thread; it ends when this is dropped.
    pub(super) fn start(shared: Arc<Shared>) -> std::io::Result<Clerk> {
        let (questions, list) = channel();
        let counter = shared.clone();
        std::thread::Builder::new()
            .name("desk-clerk".into())
            .spawn(move || run(&counter, &list))?;
        Ok(Clerk { shared, questions })
    }

    /// Compares a PIN; answered by `Unlocked`.
    pub fn unlock(&self, serial: u64, pin: Pin) {
        self.ask(Asked::Unlock { serial, pin });
    }

    /// Reads the registers; answered by `Day`, `Affairs` and `Slips`.
    pub fn list(&self, serial: u64) {
        self.ask(Asked::Slips { serial });
    }

    /// Reads which answers of the office everybody may read; answered by `Answers`.
    pub fn answers(&self, serial: u64) {
        self.ask(Asked::Answers { serial });
    }

    /// Looks for an application; answered by `Stands`.
    pub fn application(&self, serial: u64, number: String) {
        self.ask(Asked::Application { serial, number });
    }

    fn ask(&self, question: Asked) {
        self.shared.outlet.begin();
        if self.questions.send(question).is_err() {
            self.shared.outlet.end();
        }
    }
}

fn run(shared: &Shared, questions: &Receiver<Asked>) {
    let tries = TriesFile::beside(&shared.setup.journal);
    if let count @ 1.. = tries.count() {
        shared.report(Report::Tried { count });
    }
    while let Ok(asked) = questions.recv() {
        match asked {
            Asked::Unlock { serial, pin } => {
                let fits = opens(shared, &tries, &pin);
                shared.report(Report::Unlocked { serial, fits });
            }
            Asked::Slips { serial } => {
                let off = day_off(shared);
                shared.report(Report::Day { serial, off });
                let affairs = read(shared, |reader, today| {
                    affairs::affairs(reader, &shared.paper_prefix(), today)
                });
                let affairs = affairs.map(Box::new);
                shared.report(Report::Affairs { serial, affairs });
                let slips = slips(shared);
                shared.report(Report::Slips { serial, slips });
            }
            Asked::Answers { serial } => {
                let answers = read(shared, standing::answers);
                shared.report(Report::Answers { serial, answers });
            }
            Asked::Application { serial, number } => {
                let found = read(shared, |reader, today| {
                    standing::application(reader, &number, today)
                });
                let found = found.flatten().map(Box::new);
                shared.report(Report::Stands { serial, found });
            }
        }
        shared.outlet.end();
    }
}

/// The try is on disk before it is compared. Where it cannot be written, the wait is the session's alone.
fn opens(shared: &Shared, tries: &TriesFile, pin: &Pin) -> bool {
    noted(tries.tried());
    let hash = shared.setup.pin_hash.as_ref();
    let fits = hash.is_some_and(|hash| config::pin::fits(pin.digits(), hash));
    if fits {
        noted(tries.forget());
    }
    fits
}

fn noted(written: std::io::Result<()>) {
    if let Err(error) = written {
        eprintln!("kiosk: note a try of the PIN: {error}");
    }
}

/// Whether the register counts another day than the clock shows.
fn day_off(shared: &Shared) -> Option<DayOff> {
    let setup = &shared.setup;
    let reader = Reader::open(&setup.journal).ok()?;
    let now = (shared.clock)();
    // A register that cannot be read is told of by its lines.
    reader
        .day_off(&setup.site, &setup.terminal, now)
        .ok()
        .flatten()
}

fn slips(shared: &Shared) -> Option<Vec<Slip>> {
    read(shared, |reader, _| listed(reader))
}

/// Something out of the register, with the day that it is; nothing stands in one that was never made. `None` when it cannot be read: the log
/// says why.
fn read<T: Default>(
    shared: &Shared,
    look: impl FnOnce(&Reader, &str) -> Result<T, journal::Error>,
) -> Option<T> {
    let today = journal::day_of((shared.clock)());
    let looked = match Reader::open(&shared.setup.journal) {
        Err(journal::Error::Absent { .. }) => Ok(T::default()),
        Err(error) => Err(error),
        Ok(reader) => look(&reader, &today),
    };
    match looked {
        Ok(found) => Some(found),
        Err(error) => {
            eprintln!("kiosk: {:#}", anyhow::Error::new(error));
            None
        }
    }
}

/// What waits for an attendant first, whatever its day, then the newest.
fn listed(reader: &Reader) -> Result<Vec<Slip>, journal::Error> {
    let newest = |unsettled, limit| Filter {
        unsettled,
        newest_first: true,
        limit: Some(limit),
        ..Filter::default()
    };
    let mut rows = reader.rows(&newest(true, UNSETTLED_MAX))?;
    let waiting = rows.len();
    for row in reader.rows(&newest(false, NEWEST_MAX))? {
        if !rows[..waiting].iter().any(|held| held.number == row.number) {
            rows.push(row);
        }
    }
    rows.into_iter().map(|row| slip(reader, row)).collect()
}

fn slip(reader: &Reader, row: Row) -> Result<Slip, journal::Error> {
    // Only an unknown outcome is ever settled or printed once more.
    let doubtful = matches!(row.outcome, Some(Outcome::Unknown { .. }));
    let reprints = match doubtful {
        true => reader.reprints(&row.number)?,
        false => Vec::new(),
    };
    let last = reprints.last().and_then(|reprint| reprint.outcome.as_ref());
    Ok(Slip {
        at: row.at,
        title: row.title.unwrap_or_default(),
        document_id: row.document_id,
        document_rev: row.document_rev,
        content: row.content,
        length_mm: row.length_mm.unwrap_or(0),
        outcome: row.outcome,
        found: row.settled.map(|settled| settled.found),
        reprint: last.cloned(),
        may_settle: doubtful,
        may_reprint: doubtful && reader.may_reprint(&row.number)?,
        number: row.number,
    })
}
