//! The edge of the half that is root: looks, asks `steps`, keeps the answer, does what it says. Owns the order of these and how RAUC is asked;
//! decides nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use config::Config;
use jiff::Timestamp;
use sync_agent::failure::{Exit, Failure, Outcome, io_failure};

use crate::device::{self, Device};
use crate::files;
use crate::gather;
use crate::offers::{self, Asking, Kept};
use crate::steps::{Effect, Event, Facts, Gathered, Offer, Phase, State, Why, step};

/// Folder below `[update] dir` that only this half writes.
pub const DIR: &str = "state";
const STATE: &str = "state.json";
const FLOORS: &str = "floors.json";
/// Bytes of the state; two bundles of a thousand pieces fit.
const STATE_BYTES_MAX: u64 = 1024 * 1024;
/// Steps of one look; the longest way takes four.
const STEPS_MAX: usize = 8;

/// What installs, and what starts the machine anew.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Hands {
    pub rauc: PathBuf,
    /// A program and its arguments.
    pub restart: Vec<String>,
}

/// One look at what is to be done.
pub struct Look<'a> {
    /// Settings of the terminal.
    pub config: &'a Config,
    /// The machine that it runs on.
    pub device: &'a Device,
    /// What installs and starts anew.
    pub hands: &'a Hands,
    /// What the clock says now.
    pub now: Timestamp,
}

/// How far an update is; nothing begun where nothing was kept.
pub fn state(config: &Config) -> Outcome<State> {
    let path = config.update.dir.join(DIR).join(STATE);
    let bytes = files::read(&path, STATE_BYTES_MAX).map_err(|e| io_failure(e, "read", &path))?;
    match bytes {
        None => Ok(State::default()),
        Some(bytes) => serde_json::from_slice(&bytes).map_err(|e| {
            Failure::new(Exit::Unexpected, e).context(format!("read {}", path.display()))
        }),
    }
}

impl Look<'_> {
    /// Looks, and takes every step that can be taken now.
    pub async fn run(&self) -> Outcome<State> {
        let dir = self.dir();
        fs::create_dir_all(&dir).map_err(|e| io_failure(e, "create folder", &dir))?;
        let _lock = sync_agent::lock::take(&dir)?;
        let mut state = self.kept()?;
        let mut event = Event::Looked(self.facts(&state).await?.into());
        for _ in 0..STEPS_MAX {
            let (next, effect) = step(&state, event);
            if next != state {
                self.keep(&next)?;
                tell(&state, &next);
                state = next;
            }
            let Some(effect) = effect else {
                // What has just become ready, or was just installed, may be due.
                match self.due(&state).await? {
                    Some(facts) => event = Event::Looked(facts.into()),
                    None => break,
                }
                continue;
            };
            match self.perform(effect, &state).await? {
                Some(came) => event = came,
                None => break,
            }
        }
        Ok(state)
    }

    fn dir(&self) -> PathBuf {
        self.config.update.dir.join(DIR)
    }

    /// The kept state. One that cannot be read is set aside: what it knew of failures is lost, the device is not.
    fn kept(&self) -> Outcome<State> {
        match state(self.config) {
            Err(failure) => {
                let path = self.dir().join(STATE);
                log!("{failure}; it is set aside, and begun anew");
                let aside = path.with_added_extension("damaged");
                fs::rename(&path, &aside).map_err(|e| io_failure(e, "set aside", &path))?;
                Ok(State::default())
            }
            known => known,
        }
    }

    fn keep(&self, state: &State) -> Outcome<()> {
        let path = self.dir().join(STATE);
        let text = serde_json::to_vec(state).expect("plain data has a JSON form");
        files::replace(&path, &text).map_err(|e| io_failure(e, "write", &path))
    }

    async fn facts(&self, state: &State) -> Outcome<Facts> {
        let running = self.device.running()?;
        let asking = Asking::of(self.config, self.device.board()?, running, state.failed());
        let offer = match self.config.update.on {
            true => self.offer(&asking).await?,
            false => None,
        };
        let prove_s = u64::from(self.config.update.prove_min) * 60;
        Ok(Facts {
            boot: self.device.boot()?,
            running,
            offer,
            window: device::is_window(self.config, self.now),
            health: device::health(self.config, self.now),
            overdue: self.device.up_s()? > prove_s,
        })
    }

    async fn offer(&self, asking: &Asking) -> Outcome<Option<Offer>> {
        let mut floors = Kept::read(self.dir().join(FLOORS))?;
        Ok(offers::look(self.config, &mut floors, asking, self.now).await)
    }

    /// What is seen now, where the next step is one that waits for its time and that time is now.
    async fn due(&self, state: &State) -> Outcome<Option<Facts>> {
        let (Phase::Ready { offer } | Phase::Installed { offer, .. }) = &state.phase else {
            return Ok(None);
        };
        match offer.at_once || device::is_window(self.config, self.now) {
            true => self.facts(state).await.map(Some),
            false => Ok(None),
        }
    }

    /// Does it; tells what came of it, if the state is to hear of that.
    async fn perform(&self, effect: Effect, state: &State) -> Outcome<Option<Event>> {
        let dir = self.dir();
        Ok(match (effect, &state.phase) {
            (Effect::Gather, Phase::Gathering { offer }) => {
                let gathered = gather::gather(offer, &dir).await;
                let gathered = gathered.unwrap_or_else(|failure| {
                    log!(
                        "put the bundle {} together: {failure}",
                        offer.bundle.version
                    );
                    Gathered::NotYet
                });
                Some(Event::Gathered(gathered))
            }
            (Effect::Install, _) => {
                let bundle = gather::path(&dir);
                let done = self.rauc(&["install", &bundle.to_string_lossy()]);
                Some(Event::Installed(done))
            }
            (Effect::Confirm, _) => Some(Event::Confirmed(self.rauc(&["status", "mark-good"]))),
            (Effect::Leave, _) => {
                self.rauc(&["status", "mark-bad"]);
                self.restart();
                None
            }
            (Effect::Restart, _) => {
                self.restart();
                None
            }
            (Effect::Clean, _) => {
                gather::clean(&dir)?;
                None
            }
            (Effect::Gather, _) => None,
        })
    }

    fn rauc(&self, arguments: &[&str]) -> bool {
        self.call(&self.hands.rauc, arguments)
    }

    fn restart(&self) {
        if let Some((program, arguments)) = self.hands.restart.split_first() {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            self.call(Path::new(program), &arguments);
        }
    }

    fn call(&self, program: &Path, arguments: &[&str]) -> bool {
        let named = format!("{} {}", program.display(), arguments.join(" "));
        log!("run {named}");
        match Command::new(program).args(arguments).status() {
            Ok(status) if status.success() => true,
            Ok(status) => {
                log!("run {named}: {status}");
                false
            }
            Err(error) => {
                log!("run {named}: {error}");
                false
            }
        }
    }
}

/// What is said of a step in the log.
fn tell(before: &State, now: &State) {
    let (at, version) = in_words(now);
    let version = version.unwrap_or_default();
    if before.refused != now.refused
        && let Some(last) = now.refused.last()
    {
        let why = why(last.why);
        log!(
            "the system {} failed here and is not tried again: {why}",
            last.version
        );
    }
    log!("{}", format!("{at} {version}").trim_end());
}

/// How far an update is, in a word, and to which version.
pub fn in_words(state: &State) -> (&'static str, Option<String>) {
    let (at, offer) = match &state.phase {
        Phase::Idle => ("idle", None),
        Phase::Gathering { offer } => ("gathering", Some(offer)),
        Phase::Ready { offer } => ("ready", Some(offer)),
        Phase::Installing { offer, .. } => ("installing", Some(offer)),
        Phase::Installed { offer, .. } => ("installed", Some(offer)),
        Phase::Trying { offer, .. } => ("trying", Some(offer)),
        Phase::Leaving { offer, .. } => ("leaving", Some(offer)),
    };
    (at, offer.map(|offer| offer.bundle.version.to_string()))
}

/// Why a bundle failed, in a word.
pub fn why(why: Why) -> &'static str {
    match why {
        Why::NotInstalled => "not-installed",
        Why::FellBack => "fell-back",
        Why::NotProven => "not-proven",
    }
}
