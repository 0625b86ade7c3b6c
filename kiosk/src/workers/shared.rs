//! What the workers that print and keep the register share: the settings, the clock, the way to the session, the jobs that were taken.
//! Does nothing by itself.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use anyhow::Context;
use jiff::Timestamp;

use super::inbox::{Outlet, WallClock};
use session::{Event, PrinterState, Report, Unreached, VoiceState};

/// Who stopped a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Stop {
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
    /// All of the settings, for what is handed in about the point; `None` where only the desk is tried.
    pub point: Option<Arc<config::Config>>,
    /// Folder under which sticks are mounted.
    pub media: Option<PathBuf>,
    /// Folder in which the unit that carries files to sticks answers, if there is one.
    pub courier: PathBuf,
    /// Folder in which the unit listens that restarts the machine, if there is one.
    pub power: PathBuf,
    /// Days for which sealed words are kept once their matter is over.
    pub keep_days: u32,
    /// PHC string of the attendants' PIN, or of A's alone; without one no PIN fits.
    pub pin_hash: Option<String>,
    /// PHC string of B's own PIN; without one B types the same as A.
    pub pin_hash_b: Option<String>,
    /// Where the office's page asks, if it may.
    pub hatch: Option<Hatch>,
}

/// Where the office's page asks, and what its terms are reckoned by.
#[derive(Debug, Clone)]
pub struct Hatch {
    /// The socket of the machine.
    pub socket: PathBuf,
    /// The working-day calendar, which an office may replace at any time.
    pub calendar: PathBuf,
    /// Folder of the mirror: which editions the shelf should have.
    pub mirror: PathBuf,
    /// Days and working days after which something is late.
    pub late: Late,
}

/// When something is late, as the house sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Late {
    pub shelf_days: u32,
    pub gazette_days: u32,
    pub soon_days: u32,
}

impl Setup {
    /// From a checked configuration.
    pub fn of(config: &config::Config) -> anyhow::Result<Setup> {
        let connection = &config.printer.connection;
        let connection: printer::Connection = connection
            .parse()
            .with_context(|| format!("read printer connection {connection}"))?;
        // Reading goes on with a printer that cannot be used: the log says why, the screen that there is none.
        let (usable, profile) = match connection
            .check()
            .map_err(anyhow::Error::new)
            .and_then(|()| profile(&config.printer))
        {
            Ok(profile) => (connection, profile),
            Err(error) => {
                console::tell!("kiosk: use printer: {error:#}");
                (printer::Connection::None, printer::Profile::plain())
            }
        };
        Ok(Setup {
            journal: config.journal.dir.clone(),
            site: config.site.id.clone(),
            terminal: config.site.terminal.clone(),
            name: config.site.name.clone(),
            plate: config.site.plate.clone(),
            connection: usable,
            profile,
            fonts: config.printer.fonts.clone(),
            point: Some(Arc::new(config.clone())),
            media: config.sync.media.clone(),
            courier: config.desk.courier.clone(),
            power: config.desk.power.clone(),
            keep_days: config.office.keep_days,
            pin_hash: config.desk.pin_hash.clone(),
            pin_hash_b: config.desk.pin_hash_b.clone(),
            hatch: config.desk_page.as_ref().map(|page| Hatch {
                socket: page.socket.clone(),
                calendar: config.hours.calendar.clone(),
                mirror: config.mirror.dir.clone(),
                late: Late {
                    shelf_days: config.desk.shelf_days,
                    gazette_days: config.desk.gazette_days,
                    soon_days: config.desk.soon_days,
                },
            }),
        })
    }
}

/// The profile of the settings, with what the point changes of it.
fn profile(settings: &config::Printer) -> anyhow::Result<printer::Profile> {
    let name = &settings.profile;
    let found = printer::profile_in(settings.profiles.as_deref(), name)?
        .with_context(|| format!("find printer profile {name}"))?;
    let adapted = &settings.adapted;
    let numbers = printer::Changes {
        speed_mm_s: adapted.speed_mm_s,
        buffer_bytes: adapted.buffer_bytes,
        tail_dots: adapted.blank_feed_dots,
        ..Default::default()
    };
    let changes = numbers.with_words(
        adapted.cut.as_deref(),
        adapted.form.as_deref(),
        adapted.confirm.as_deref(),
    )?;
    Ok(found.adapted(&changes)?)
}

/// What both threads and the session's thread look at.
pub(crate) struct Shared {
    pub(super) setup: Setup,
    pub(super) clock: WallClock,
    pub(super) outlet: Outlet,
    /// Accepted jobs that have not ended, and who stopped them.
    pub(super) jobs: Mutex<Vec<(u64, Option<Stop>)>>,
    /// What the next slip will be numbered; empty while the journal is not open.
    pub(super) next_number: Mutex<String>,
    /// How the printer was when it was last asked, and when.
    pub(super) asked: Mutex<Option<(PrinterState, Timestamp)>>,
    /// How voice and sound were when they were last tried.
    pub(super) voice: Mutex<VoiceState>,
}

impl Shared {
    pub(super) fn new(setup: Setup, clock: WallClock, outlet: Outlet) -> Shared {
        Shared {
            setup,
            clock,
            outlet,
            jobs: Mutex::new(Vec::new()),
            next_number: Mutex::new(String::new()),
            asked: Mutex::new(None),
            voice: Mutex::new(VoiceState::default()),
        }
    }

    /// Where the mirror lies, if the point is set up.
    pub(super) fn mirror_dir(&self) -> Option<&Path> {
        let point = self.setup.point.as_ref();
        point.map(|config| config.mirror.dir.as_path())
    }

    /// What numbers of paper begin with: `<site>-<terminal>`.
    pub(super) fn paper_prefix(&self) -> String {
        format!("{}-{}", self.setup.site, self.setup.terminal)
    }

    /// Tells why the printer is not reached.
    pub(super) fn printer_is_unreached(&self, why: Option<printer::Cause>) {
        self.report(Report::Unreached(why.map(unreached)));
    }

    /// Keeps how the printer was, for whoever looks after the terminal from elsewhere.
    pub(super) fn printer_was(&self, state: printer::State) {
        *held(&self.asked) = Some((state_of(state), (self.clock)()));
    }

    /// Tells how the printer is.
    pub(super) fn printer_is(&self, state: printer::State) {
        self.report(Report::Printer(state_of(state)));
    }

    pub(super) fn report(&self, report: Report) {
        self.outlet.tell(Event::Reported(report));
    }

    pub(super) fn stopped(&self, job: u64) -> Option<Stop> {
        let jobs = held(&self.jobs);
        jobs.iter().find(|(id, _)| *id == job)?.1
    }
}

/// The printer's word as the session knows it.
fn state_of(state: printer::State) -> PrinterState {
    match state {
        printer::State::Ready => PrinterState::Ready,
        printer::State::NearEnd => PrinterState::NearEnd,
        printer::State::Printing => PrinterState::Printing,
        printer::State::PaperOut => PrinterState::PaperOut,
        printer::State::CoverOpen => PrinterState::CoverOpen,
        printer::State::Offline => PrinterState::Offline,
        printer::State::Error => PrinterState::Error,
        printer::State::Unknown => PrinterState::Unknown,
        printer::State::NoPrinter => PrinterState::None,
    }
}

/// The printer's reason as the session knows it.
fn unreached(why: printer::Cause) -> Unreached {
    match why {
        printer::Cause::NoPermission => Unreached::NoPermission,
        printer::Cause::NoDevice => Unreached::NoDevice,
        printer::Cause::NotADevice => Unreached::NotADevice,
        printer::Cause::Locked => Unreached::Locked,
        printer::Cause::NameUnknown => Unreached::NameUnknown,
        printer::Cause::ConnectionRefused => Unreached::ConnectionRefused,
        printer::Cause::Unreachable => Unreached::Unreachable,
        printer::Cause::Lost => Unreached::Lost,
        printer::Cause::SaysOffline => Unreached::SaysOffline,
    }
}

/// A worker that panicked in the middle of a lock left nothing half done: the data are plain values.
pub(super) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_of_the_printer_keeps_its_code() {
        for cause in printer::Cause::ALL {
            assert_eq!(unreached(*cause).as_code(), cause.as_code());
        }
    }

    #[test]
    fn the_screen_offers_a_print_exactly_when_the_printer_would_begin_it() {
        use printer::State;
        for state in [
            State::Ready,
            State::NearEnd,
            State::Printing,
            State::PaperOut,
            State::CoverOpen,
            State::Offline,
            State::Error,
            State::Unknown,
            State::NoPrinter,
        ] {
            let offered = state_of(state).takes_jobs();
            assert_eq!(offered, state.hindrance().is_none(), "{state:?}");
        }
    }
}
