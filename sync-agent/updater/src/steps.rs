//! From one system to the next, step by step. Pure: what was seen and what came of an effect go in, the next state and at most one effect come
//! out. The state is on the disk before its effect begins, so every effect may be met half done after a power cut, and each is one that can be
//! begun again.

use feed::{Bundle, Version};
use serde::{Deserialize, Serialize};

/// Times that an installation is begun before the bundle is given up.
pub const INSTALLS_MAX: u8 = 3;
/// Times that a system which did not prove itself is told to go, where it comes up again all the same.
pub const LEAVES_MAX: u8 = 3;
/// Bundles that failed, as far back as they are known.
pub const REFUSED_MAX: usize = 32;

/// How far an update is, and what failed here before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// How far it is.
    pub phase: Phase,
    /// Bundles that are not tried again, the latest last.
    #[serde(default)]
    pub refused: Vec<Refused>,
}

/// A bundle that failed on this terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Refused {
    pub sha256: String,
    pub version: Version,
    pub why: Why,
}

/// How it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// RAUC did not take it, or its pieces make something else.
    NotInstalled,
    /// It was restarted into, and the system before came up.
    FellBack,
    /// It ran, and drew no screen, opened no mirror or reached no printer in time.
    NotProven,
}

/// How the device was under the system before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Health {
    pub drawn: bool,
    pub mirror: bool,
    pub printer: bool,
}

impl Health {
    /// Everything that worked before works; a screen is drawn in any case.
    pub fn is_as_before(self, before: Health) -> bool {
        self.drawn && (self.mirror || !before.mirror) && (self.printer || !before.printer)
    }
}

/// How far an update is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "at")]
#[allow(missing_docs)]
pub enum Phase {
    #[default]
    Idle,
    /// Its pieces are put together.
    Gathering { offer: Offer },
    /// It lies here whole, and waits for its time.
    Ready { offer: Offer },
    /// RAUC was asked.
    Installing {
        offer: Offer,
        tries: u8,
        boot: String,
        before: Health,
    },
    /// It is in the other slot; a restart is due.
    Installed {
        offer: Offer,
        boot: String,
        before: Health,
    },
    /// It runs, unconfirmed.
    Trying { offer: Offer, before: Health },
    /// It runs and must not.
    Leaving {
        offer: Offer,
        boot: String,
        tries: u8,
    },
}

/// A bundle that this terminal is to take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// What it is.
    pub bundle: Bundle,
    /// The folder with its pieces.
    pub from: std::path::PathBuf,
    /// From a stick: somebody stands there and waits.
    pub at_once: bool,
}

/// What was seen in one look.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Facts {
    /// Names this start of the machine.
    pub boot: String,
    pub running: Version,
    pub offer: Option<Offer>,
    /// Whether it is the time for restarts.
    pub window: bool,
    pub health: Health,
    /// Whether a new system has had all the time that it gets.
    pub overdue: bool,
}

/// What came of an effect, or was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Event {
    Looked(Box<Facts>),
    Gathered(Gathered),
    /// Whether RAUC took the bundle.
    Installed(bool),
    Confirmed(bool),
}

/// What came of putting the pieces together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gathered {
    /// The bundle lies here and is what was promised.
    Whole,
    /// Some pieces are not there yet, or the disk is full; another look goes on.
    NotYet,
    /// All pieces are right and make something else.
    Wrong,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Put the pieces together.
    Gather,
    /// `rauc install`.
    Install,
    /// Start the machine anew.
    Restart,
    /// `rauc status mark-good`.
    Confirm,
    /// `rauc status mark-bad`, and start anew.
    Leave,
    /// Remove what was put together.
    Clean,
}

/// What follows from what was seen or came of an effect.
pub fn step(state: &State, event: Event) -> (State, Option<Effect>) {
    let phase = state.phase.clone();
    match event {
        Event::Looked(facts) => looked(state, phase, *facts),
        Event::Gathered(gathered) => match (phase, gathered) {
            (Phase::Gathering { offer }, Gathered::Whole) => state.to(Phase::Ready { offer }, None),
            (Phase::Gathering { offer }, Gathered::Wrong) => {
                state.give_up(&offer, Why::NotInstalled)
            }
            (phase, _) => state.to(phase, None),
        },
        Event::Installed(done) => match phase {
            Phase::Installing {
                offer,
                boot,
                before,
                ..
            } if done => {
                let phase = Phase::Installed {
                    offer,
                    boot,
                    before,
                };
                state.to(phase, None)
            }
            Phase::Installing { offer, tries, .. } if tries >= INSTALLS_MAX => {
                state.give_up(&offer, Why::NotInstalled)
            }
            phase => state.to(phase, None),
        },
        Event::Confirmed(done) => match phase {
            Phase::Trying { .. } if done => state.to(Phase::Idle, Some(Effect::Clean)),
            phase => state.to(phase, None),
        },
    }
}

fn looked(state: &State, phase: Phase, facts: Facts) -> (State, Option<Effect>) {
    match phase {
        Phase::Idle => state.begin(facts.offer),
        Phase::Gathering { offer } | Phase::Ready { offer } if !offer.is_still(&facts) => {
            state.begin(facts.offer)
        }
        Phase::Gathering { .. } => {
            let offer = facts.offer.expect("it is still offered");
            state.to(Phase::Gathering { offer }, Some(Effect::Gather))
        }
        Phase::Ready { offer } if facts.window || offer.at_once => {
            let before = facts.health;
            state.install(offer, 1, facts.boot, before)
        }
        Phase::Ready { offer } => state.to(Phase::Ready { offer }, None),
        // The power went when RAUC was as good as done: what would be written now is the system to fall back to.
        Phase::Installing { offer, before, .. } if facts.running == offer.bundle.version => {
            trying(state, offer, before, &facts)
        }
        // Cut short, or refused by RAUC the last time.
        Phase::Installing { offer, tries, .. } if tries >= INSTALLS_MAX => {
            state.give_up(&offer, Why::NotInstalled)
        }
        Phase::Installing {
            offer,
            tries,
            before,
            ..
        } => state.install(offer, tries + 1, facts.boot, before),
        Phase::Installed {
            offer,
            boot,
            before,
        } => match facts.boot == boot {
            true => {
                let now = (facts.window || offer.at_once).then_some(Effect::Restart);
                let phase = Phase::Installed {
                    offer,
                    boot,
                    before,
                };
                state.to(phase, now)
            }
            false if facts.running == offer.bundle.version => trying(state, offer, before, &facts),
            false => state.give_up(&offer, Why::FellBack),
        },
        Phase::Trying { offer, .. } if facts.running != offer.bundle.version => {
            state.give_up(&offer, Why::FellBack)
        }
        Phase::Trying { offer, before } => trying(state, offer, before, &facts),
        Phase::Leaving { offer, .. } if facts.running != offer.bundle.version => {
            state.give_up(&offer, Why::NotProven)
        }
        // Not even that brought the other one up: better this one than none.
        Phase::Leaving { offer, boot, tries } if facts.boot != boot && tries >= LEAVES_MAX => {
            state.give_up(&offer, Why::NotProven)
        }
        Phase::Leaving { offer, boot, tries } => {
            let tries = tries + u8::from(facts.boot != boot);
            let boot = facts.boot;
            state.to(Phase::Leaving { offer, boot, tries }, Some(Effect::Leave))
        }
    }
}

/// The new system runs: does it what the one before did?
fn trying(state: &State, offer: Offer, before: Health, facts: &Facts) -> (State, Option<Effect>) {
    if facts.health.is_as_before(before) {
        return state.to(Phase::Trying { offer, before }, Some(Effect::Confirm));
    }
    if facts.overdue {
        let boot = facts.boot.clone();
        let tries = 1;
        return state.to(Phase::Leaving { offer, boot, tries }, Some(Effect::Leave));
    }
    state.to(Phase::Trying { offer, before }, None)
}

impl State {
    fn to(&self, phase: Phase, effect: Option<Effect>) -> (State, Option<Effect>) {
        let refused = self.refused.clone();
        (State { phase, refused }, effect)
    }

    /// A new bundle, or none any more.
    fn begin(&self, offer: Option<Offer>) -> (State, Option<Effect>) {
        match offer {
            Some(offer) => self.to(Phase::Gathering { offer }, Some(Effect::Gather)),
            // Also where nothing was begun: the power may have gone before the last one was cleaned away.
            None => self.to(Phase::Idle, Some(Effect::Clean)),
        }
    }

    fn install(
        &self,
        offer: Offer,
        tries: u8,
        boot: String,
        before: Health,
    ) -> (State, Option<Effect>) {
        let phase = Phase::Installing {
            offer,
            tries,
            boot,
            before,
        };
        self.to(phase, Some(Effect::Install))
    }

    fn give_up(&self, offer: &Offer, why: Why) -> (State, Option<Effect>) {
        let mut refused = self.refused.clone();
        refused.push(Refused {
            sha256: offer.bundle.sha256.clone(),
            version: offer.bundle.version,
            why,
        });
        let too_many = refused.len().saturating_sub(REFUSED_MAX);
        refused.drain(..too_many);
        let phase = Phase::Idle;
        (State { phase, refused }, Some(Effect::Clean))
    }

    /// Whether this bundle lies here whole already.
    pub fn holds(&self, bundle: &Bundle) -> bool {
        match &self.phase {
            Phase::Idle | Phase::Gathering { .. } => false,
            Phase::Ready { offer }
            | Phase::Installing { offer, .. }
            | Phase::Installed { offer, .. }
            | Phase::Trying { offer, .. }
            | Phase::Leaving { offer, .. } => offer.bundle.sha256 == bundle.sha256,
        }
    }

    /// SHA-256 of bundles that failed here.
    pub fn failed(&self) -> Vec<String> {
        self.refused.iter().map(|r| r.sha256.clone()).collect()
    }
}

impl Offer {
    /// The feed still wants it of this terminal.
    fn is_still(&self, facts: &Facts) -> bool {
        let offered = facts.offer.as_ref();
        offered.is_some_and(|offer| offer.bundle.sha256 == self.bundle.sha256)
    }
}

#[cfg(test)]
mod tests;
