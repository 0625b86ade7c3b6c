//! The desk's clerk: compares PINs and reads the register for the attendant. A thread of its own, because comparing takes long on
//! purpose and an attendant comes when a job hangs. Writes nothing but how many wrong PINs there were, a copy of the register where somebody
//! asks for one, and the order to restart the machine.

pub(super) mod affairs;
mod courier;
mod export;
pub(super) mod figures;
mod holdings;
pub(super) mod machine;
mod slips;
mod standing;
pub(super) mod tries;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use config::holdings::Holding;
use journal::{DayOff, Filter, Reader, Role};

use super::security::Door;
use super::shared::Shared;
use session::screen::desk::StickFault;
use session::services::Unbrought;
use session::staff::Exporting;
use session::{Affairs, Pin, Report, Slip};
use tries::TriesFile;

/// What the clerk is asked.
enum Asked {
    Unlock {
        serial: u64,
        by: Option<Role>,
        pin: Pin,
    },
    Slips {
        serial: u64,
    },
    Day {
        serial: u64,
        day: String,
    },
    Spent,
    Statistics {
        serial: u64,
        period: String,
    },
    Erasable {
        serial: u64,
        day: String,
    },
    Export {
        serial: u64,
        what: Exporting,
    },
    BringHoldings {
        serial: u64,
    },
    KeepHoldings {
        serial: u64,
        held: Option<Arc<Vec<Holding>>>,
    },
    Power {
        serial: u64,
        off: bool,
    },
    Answers {
        serial: u64,
    },
    Application {
        serial: u64,
        number: String,
    },
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

    /// Compares a PIN with that of a role, or of either; answered by `Unlocked`.
    pub fn unlock(&self, serial: u64, by: Option<Role>, pin: Pin) {
        self.ask(Asked::Unlock { serial, by, pin });
    }

    /// Reads the registers; answered by `Day`, `Affairs` and `Slips`.
    pub fn list(&self, serial: u64) {
        self.ask(Asked::Slips { serial });
    }

    /// Reads the register of a day, empty for today; answered by `DayRead`.
    pub fn day(&self, serial: u64, day: String) {
        self.ask(Asked::Day { serial, day });
    }

    /// Counts the paper that visitors took today; answered by `Spent`.
    pub fn spent(&self) {
        self.ask(Asked::Spent);
    }

    /// Counts a month or a year, empty for this month; answered by `Counted`.
    pub fn statistics(&self, serial: u64, period: String) {
        self.ask(Asked::Statistics { serial, period });
    }

    /// Looks what of a day can be deleted by hand; answered by `Erasable`.
    pub fn erasable(&self, serial: u64, day: String) {
        self.ask(Asked::Erasable { serial, day });
    }

    /// Copies of the register go to a stick; answered by `Exported`.
    pub fn export(&self, serial: u64, what: Exporting) {
        self.ask(Asked::Export { serial, what });
    }

    /// Reads the list of paper holdings of a stick; answered by `HoldingsBrought`.
    pub fn bring_holdings(&self, serial: u64) {
        self.ask(Asked::BringHoldings { serial });
    }

    /// That list holds from here on, or that of the settings again; answered by `HoldingsKept`.
    pub fn keep_holdings(&self, serial: u64, held: Option<Arc<Vec<Holding>>>) {
        self.ask(Asked::KeepHoldings { serial, held });
    }

    /// Has the machine restarted, or switched off; answered by `Powered`.
    pub fn power(&self, serial: u64, off: bool) {
        self.ask(Asked::Power { serial, off });
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

/// A stick may be slow, and no PIN waits for it. Where no thread can be started, `failed` is the answer.
fn aside(
    shared: &Arc<Shared>,
    work: impl FnOnce(&Shared) -> Report + Send + 'static,
    failed: Report,
) {
    let own = shared.clone();
    let work = move || {
        let told = work(&own);
        own.report(told);
        own.outlet.end();
    };
    let thread = std::thread::Builder::new().name("stick".into());
    if let Err(error) = thread.spawn(work) {
        console::tell!("kiosk: start a thread for the stick: {error}");
        shared.report(failed);
        shared.outlet.end();
    }
}

fn export_aside(shared: &Arc<Shared>, serial: u64, what: Exporting) {
    let told = move |result| Report::Exported { serial, result };
    let work = move |own: &Shared| told(export::export(own, &what));
    aside(shared, work, told(Err(StickFault::Failed)));
}

fn bring_aside(shared: &Arc<Shared>, serial: u64) {
    let told = move |result| Report::HoldingsBrought { serial, result };
    let work = move |own: &Shared| told(holdings::bring(own));
    aside(
        shared,
        work,
        told(Err(Unbrought::Stick(StickFault::Failed))),
    );
}

fn run(shared: &Arc<Shared>, questions: &Receiver<Asked>) {
    let tries = TriesFile::beside(&shared.setup.journal);
    if let count @ 1.. = tries.count() {
        shared.report(Report::Tried { count });
    }
    while let Ok(asked) = questions.recv() {
        match asked {
            Asked::Unlock { serial, by, pin } => {
                let fits = opens(shared, &tries, by, &pin);
                shared.report(Report::Unlocked { serial, fits });
            }
            Asked::Slips { serial } => {
                let off = day_off(shared);
                shared.report(Report::Day { serial, off });
                let affairs = read(shared, |reader, today| {
                    affairs::affairs(reader, &shared.paper_prefix(), today)
                });
                let affairs = affairs.map(|affairs| {
                    let at = (shared.clock)().to_string();
                    Box::new(Affairs { at, ..affairs })
                });
                shared.report(Report::Affairs { serial, affairs });
                let slips = slips(shared);
                shared.report(Report::Slips { serial, slips });
                let machine = Box::new(machine::look(shared));
                shared.report(Report::Machine { serial, machine });
            }
            Asked::Day { serial, day } => {
                let day = match day.is_empty() {
                    true => today(shared),
                    false => day,
                };
                let book = read(shared, |reader, _| {
                    affairs::day(reader, &shared.paper_prefix(), &day)
                });
                let book = book.map(Box::new);
                shared.report(Report::DayRead { serial, day, book });
            }
            Asked::Spent => {
                let spent = read(shared, |reader, today| {
                    let day = Some(today.to_owned());
                    let counts = reader.counts(&Filter {
                        from_day: day.clone(),
                        to_day: day,
                        ..Filter::default()
                    })?;
                    Ok((counts.paper_mm, reader.roll_mm()?))
                });
                let roll = spent.and_then(|(_, roll)| roll);
                shared.report(Report::Spent {
                    today_mm: spent.map(|(today_mm, _)| today_mm),
                    roll_mm: roll.map(|(used, whole)| whole.saturating_sub(used)),
                });
            }
            Asked::Statistics { serial, period } => {
                let this = journal::day_of((shared.clock)());
                let period = match period.is_empty() {
                    true => this.get(..6).unwrap_or_default().to_owned(),
                    false => period,
                };
                let mirror = shared.mirror_dir();
                let figures = read(shared, |reader, _| {
                    figures::figures(reader, mirror, &period)
                });
                let figures = figures.map(Box::new);
                shared.report(Report::Counted {
                    serial,
                    period,
                    figures,
                });
            }
            Asked::Erasable { serial, day } => {
                let held = read(shared, |reader, _| reader.erasable(&day));
                shared.report(Report::Erasable { serial, day, held });
            }
            Asked::Export { serial, what } => {
                export_aside(shared, serial, what);
                continue;
            }
            Asked::BringHoldings { serial } => {
                bring_aside(shared, serial);
                continue;
            }
            Asked::KeepHoldings { serial, held } => {
                let held = held.as_ref().map(|held| held.as_slice());
                let stands = holdings::keep(shared, held);
                shared.report(Report::HoldingsKept { serial, stands });
            }
            Asked::Power { serial, off } => {
                let ordered = machine::order(shared, off, (shared.clock)());
                if let Err(error) = &ordered {
                    console::tell!("kiosk: order a restart: {error}");
                }
                let done = ordered.is_ok();
                shared.report(Report::Powered { serial, done });
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
fn opens(shared: &Shared, tries: &TriesFile, by: Option<Role>, pin: &Pin) -> bool {
    noted(tries.tried());
    let both = shared.setup.pin_hash.as_ref();
    let of_b = shared.setup.pin_hash_b.as_ref();
    let hashes = match by {
        Some(Role::A) => [both, None],
        Some(Role::B) => [of_b.or(both), None],
        None => [both, of_b],
    };
    let mut hashes = hashes.into_iter().flatten();
    let fits = hashes.any(|hash| config::pin::fits(pin.digits(), hash));
    match fits {
        true => {
            noted(tries.forget());
            Door::Desk.opened(by);
        }
        false => Door::Desk.refused(tries.count()),
    }
    fits
}

fn noted(written: std::io::Result<()>) {
    if let Err(error) = written {
        console::tell!("kiosk: note a try of the PIN: {error}");
    }
}

/// Whether the register counts another day than the clock shows.
pub(super) fn day_off(shared: &Shared) -> Option<DayOff> {
    let setup = &shared.setup;
    let reader = Reader::open(&setup.journal).ok()?;
    let now = (shared.clock)();
    // A register that cannot be read is told of by its lines.
    reader
        .day_off(&setup.site, &setup.terminal, now)
        .ok()
        .flatten()
}

/// The day that the registers count; the clock's where none was ever made, or it cannot be read.
fn today(shared: &Shared) -> String {
    let (setup, now) = (&shared.setup, (shared.clock)());
    let counted = Reader::open(&setup.journal)
        .and_then(|reader| reader.day(&setup.site, &setup.terminal, now));
    counted.unwrap_or_else(|_| journal::day_of(now))
}

fn slips(shared: &Shared) -> Option<Vec<Slip>> {
    read(shared, |reader, _| slips::listed(reader))
}

/// Something out of the register, with the day that it counts; nothing stands in one that was never made. `None` when it cannot be read: the log
/// says why.
pub(super) fn read<T: Default>(
    shared: &Shared,
    look: impl FnOnce(&Reader, &str) -> Result<T, journal::Error>,
) -> Option<T> {
    let (setup, now) = (&shared.setup, (shared.clock)());
    let looked = match Reader::open(&setup.journal) {
        Err(journal::Error::Absent { .. }) => Ok(T::default()),
        Err(error) => Err(error),
        Ok(reader) => reader
            .day(&setup.site, &setup.terminal, now)
            .and_then(|today| look(&reader, &today)),
    };
    match looked {
        Ok(found) => Some(found),
        Err(error) => {
            console::tell!("kiosk: {:#}", anyhow::Error::new(error));
            None
        }
    }
}
