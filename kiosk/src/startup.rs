//! The start-up check: what a terminal needs, one thing after the other, and in plain words what to do where it is not there.
//! Looks and tells; repairs nothing, writes nothing but a probe file that it takes away again, and never keeps a terminal from
//! starting.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use printer::{Cause, Connection, Patience, Printer, Profile};
use serde::{Deserialize, Serialize};
use session::VoiceState;
use speech::engine::Espeak;
use speech::speaker::{Lack, Output, Player, lack};

/// Less free than this, and the register or an update may not find room.
const DISK_FREE_BYTES_MIN: u64 = 200 * 1024 * 1024;
/// A clock before this was never set: the program is younger.
const CLOCK_MIN: &str = "2026-01-01T00:00:00Z";
/// How far the feed's own time may be ahead of the clock.
const CLOCK_BEHIND_S_MAX: i64 = 3_600;
/// How long a printer gets to answer.
const PRINTER_ANSWER: Duration = Duration::from_secs(2);

/// How it is with one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is there.
    Good,
    /// The terminal goes on without it, with less.
    Less,
    /// Something that visitors come for does not work.
    Bad,
}

/// One line of the check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Check {
    /// Which thing: `screen-fonts`, `printer` ...
    pub code: &'static str,
    /// How it is.
    pub state: State,
    pub words: String,
}

/// What was seen; each is true when it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Seen {
    pub screen_fonts: bool,
    pub slip_fonts: bool,
    pub rare_characters: bool,
    pub mirror: bool,
    pub register: bool,
    pub disk: bool,
    pub clock: bool,
    pub dictionary: bool,
    /// [`VoiceState::Unused`]: not configured, so not missed.
    pub voice: VoiceState,
    /// Reached, or why not.
    pub printer: Option<Result<(), Cause>>,
}

/// All lines, in the order in which somebody would look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Report {
    pub checks: Vec<Check>,
}

impl Report {
    /// Nothing is bad.
    pub fn good(&self) -> bool {
        self.checks.iter().all(|check| check.state != State::Bad)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for check in &self.checks {
            let sign = match check.state {
                State::Good => '✓',
                State::Less => '!',
                State::Bad => '✗',
            };
            writeln!(f, "{sign} {}", check.words)?;
        }
        Ok(())
    }
}

/// Says what was seen.
pub fn judge(seen: &Seen) -> Report {
    use State::{Bad, Less};
    let spoken = seen.voice != VoiceState::Unused;
    let sounded = spoken && seen.voice != VoiceState::NoVoice;
    let things = [
        ("screen-fonts", Some(seen.screen_fonts), Bad),
        ("slip-fonts", Some(seen.slip_fonts), Bad),
        ("rare-characters", Some(seen.rare_characters), Less),
        ("mirror", Some(seen.mirror), Bad),
        ("register", Some(seen.register), Bad),
        ("disk", Some(seen.disk), Bad),
        ("clock", Some(seen.clock), Bad),
        ("dictionary", Some(seen.dictionary), Less),
        (
            "voice",
            spoken.then_some(seen.voice != VoiceState::NoVoice),
            Less,
        ),
        // Without a voice nobody knows of the sound.
        (
            "sound",
            sounded.then_some(seen.voice != VoiceState::NoSound),
            Less,
        ),
        ("printer", seen.printer.map(|reached| reached.is_ok()), Bad),
    ];
    let words = words();
    let why = match seen.printer {
        Some(Err(cause)) => format!("printer-{}", cause.as_code()),
        _ => String::new(),
    };
    let checks = things.into_iter().filter_map(|(code, there, otherwise)| {
        let there = there?;
        let said = match code {
            "printer" => words.get(&why).or_else(|| words.get(code))?,
            code => words.get(code)?,
        };
        Some(Check {
            code,
            state: if there { State::Good } else { otherwise },
            words: if there { &said.good } else { &said.bad }.clone(),
        })
    });
    Report {
        checks: checks.collect(),
    }
}

/// Looks at this machine.
pub fn look(config: &config::Config, now: Timestamp) -> Seen {
    let mirror = mirror::Reader::open(&config.mirror.dir).and_then(|reader| reader.state());
    let told = mirror.as_ref().map(|state| state.mark.checked.clone());
    let place = input::Place::debian(input::scratch_folder(None));
    let fonts = config.printer.fonts.as_deref();
    Seen {
        screen_fonts: crate::bridge::fonts::check().is_ok(),
        slip_fonts: printer::Renderer::with_family(fonts).is_ok(),
        rare_characters: crate::bridge::fonts::has_rare(),
        mirror: mirror.is_ok(),
        register: writable(&config.journal.dir),
        disk: [&config.journal.dir, &config.mirror.dir]
            .into_iter()
            .all(|dir| free_bytes(dir).is_none_or(|free| free >= DISK_FREE_BYTES_MIN)),
        clock: clock_goes(now, told.ok().and_then(|told| told.parse().ok())),
        dictionary: input::Rime::open(&place).is_ok(),
        voice: voice(&config.speech),
        printer: reached(&config.printer.connection),
    }
}

/// Not before the program was made, and not long before what the feed was last confirmed at.
pub fn clock_goes(now: Timestamp, confirmed: Option<Timestamp>) -> bool {
    let made: Timestamp = CLOCK_MIN.parse().expect("a time");
    let behind = |told: Timestamp| told.duration_since(now).as_secs() > CLOCK_BEHIND_S_MAX;
    now >= made && !confirmed.is_some_and(behind)
}

fn writable(dir: &Path) -> bool {
    let probe = dir.join(".kiosk-start-up");
    let written = std::fs::write(&probe, b"").is_ok();
    written && std::fs::remove_file(&probe).is_ok()
}

/// `None` where nobody can tell.
pub(crate) fn free_bytes(dir: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(dir).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Whether the terminal could speak now: voice and sound are tried, and nobody hears it.
fn voice(config: &config::Speech) -> VoiceState {
    if !config.speaks() {
        return VoiceState::Unused;
    }
    let mut player = Player::new(&config.player, Output::new(&config.device));
    voice_state(lack(&mut Espeak::later(&config.voice), &mut player).as_ref())
}

/// What a trial found, as the session knows it.
pub(crate) fn voice_state(lack: Option<&Lack>) -> VoiceState {
    match lack {
        None => VoiceState::Works,
        Some(Lack::Voice(_)) => VoiceState::NoVoice,
        Some(Lack::Sound(_)) => VoiceState::NoSound,
    }
}

/// Whether the printer is reached, asked as the terminal asks it; `None` without a printer. How it is, paper and cover, is another
/// matter.
fn reached(connection: &str) -> Option<Result<(), Cause>> {
    let Ok(connection) = connection.parse::<Connection>() else {
        return Some(Err(Cause::NotADevice));
    };
    if connection == Connection::None {
        return None;
    }
    let patience = Patience {
        late: PRINTER_ANSWER,
        ..Patience::default()
    };
    let mut printer = Printer::open(&connection, &Profile::plain()).with_patience(patience);
    Some(match printer.status() {
        printer::State::Offline => Err(printer.cause().unwrap_or(Cause::Lost)),
        _ => Ok(()),
    })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    good: String,
    bad: String,
}

fn words() -> BTreeMap<String, Said> {
    toml::from_str(include_str!("../../assets/lang/startup.zh.toml"))
        .expect("the words of the start-up check are well formed")
}

#[cfg(test)]
mod tests;
