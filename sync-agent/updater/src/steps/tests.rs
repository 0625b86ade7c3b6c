//! The steps on a device that is made up: two slots, a loader that gives a new system three starts, a power that may go before, in and after
//! every write and every effect.

use super::*;
use proptest::prelude::*;

/// Starts that the loader gives a system which is not confirmed.
const STARTS: u8 = 3;
/// Looks after which everything must be settled.
const LOOKS: usize = 60;

fn version(text: &str) -> Version {
    text.parse().unwrap()
}

fn offer(version_text: &str) -> Offer {
    Offer {
        bundle: Bundle {
            version: version(version_text),
            board: "qemu".into(),
            sha256: hex::encode(version_text),
            length: 1,
            share: 100,
            older: false,
            pieces: Vec::new(),
        },
        from: "/inbox".into(),
        at_once: false,
    }
}

/// What the new system does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Works,
    Panics,
    BlackScreen,
    MirrorLost,
    PrinterGone,
    /// RAUC does not take it.
    NotTaken,
}

#[derive(Debug)]
struct World {
    /// What is on the disk.
    state: State,
    fate: Fate,
    boot: u64,
    /// Looks since this start.
    up: u64,
    runs_new: bool,
    /// The other slot holds the new system whole, and the loader prefers it.
    armed: bool,
    starts_left: u8,
    confirmed: bool,
    gathered: bool,
    installs: u32,
    /// Moments at which the power goes.
    cuts: Vec<bool>,
}

/// The power went.
struct Cut;

impl World {
    fn begin(fate: Fate, cuts: Vec<bool>) -> World {
        World {
            state: State::default(),
            fate,
            boot: 1,
            up: 0,
            runs_new: false,
            armed: false,
            starts_left: 0,
            confirmed: false,
            gathered: false,
            installs: 0,
            cuts,
        }
    }

    fn power(&mut self) -> Result<(), Cut> {
        match self.cuts.pop() {
            Some(true) => Err(Cut),
            _ => Ok(()),
        }
    }

    fn start(&mut self) {
        self.boot += 1;
        self.up = 0;
        self.runs_new = false;
        while self.armed && !self.runs_new && (self.confirmed || self.starts_left > 0) {
            self.starts_left = self.starts_left.saturating_sub(1);
            self.runs_new = self.fate != Fate::Panics;
        }
    }

    fn facts(&self) -> Facts {
        let new = self.runs_new;
        let failed: Vec<String> = self.state.failed();
        let wanted = offer("2.0.0");
        let is_wanted = !new && !failed.contains(&wanted.bundle.sha256);
        Facts {
            boot: self.boot.to_string(),
            running: version(if new { "2.0.0" } else { "1.0.0" }),
            offer: is_wanted.then_some(wanted),
            window: true,
            health: Health {
                drawn: self.up > 0 && !(new && self.fate == Fate::BlackScreen),
                mirror: !(new && self.fate == Fate::MirrorLost),
                printer: !(new && self.fate == Fate::PrinterGone),
            },
            overdue: self.up > 5,
        }
    }

    fn look(&mut self) -> Result<(), Cut> {
        self.up += 1;
        let mut event = Event::Looked(self.facts().into());
        loop {
            let (next, effect) = step(&self.state, event);
            self.power()?;
            self.state = next;
            self.power()?;
            let Some(effect) = effect else { return Ok(()) };
            match self.perform(effect)? {
                Some(came) => event = came,
                None => return Ok(()),
            }
        }
    }

    fn perform(&mut self, effect: Effect) -> Result<Option<Event>, Cut> {
        Ok(match effect {
            Effect::Gather => {
                self.power()?;
                self.gathered = true;
                Some(Event::Gathered(Gathered::Whole))
            }
            Effect::Install => {
                assert!(self.gathered, "RAUC is handed nothing but a whole bundle");
                assert!(!self.runs_new, "the slot that runs is never written");
                self.installs += 1;
                self.armed = false;
                self.power()?;
                let taken = self.fate != Fate::NotTaken;
                if taken {
                    self.armed = true;
                    self.confirmed = false;
                    self.starts_left = STARTS;
                }
                self.power()?;
                Some(Event::Installed(taken))
            }
            Effect::Confirm => {
                assert_eq!(self.fate, Fate::Works, "only what works is confirmed");
                assert!(self.runs_new && self.up > 0);
                self.power()?;
                self.confirmed = true;
                self.power()?;
                Some(Event::Confirmed(true))
            }
            Effect::Restart => {
                self.start();
                None
            }
            Effect::Leave => {
                assert!(self.runs_new && !self.confirmed);
                self.power()?;
                self.armed = false;
                self.power()?;
                self.start();
                None
            }
            Effect::Clean => {
                self.gathered = false;
                None
            }
        })
    }

    /// Looks until nothing more is to come; a cut is a start of the machine.
    fn live(&mut self) {
        for _ in 0..LOOKS {
            if self.look().is_err() {
                self.start();
            }
        }
    }
}

fn fates() -> impl Strategy<Value = Fate> {
    prop_oneof![
        Just(Fate::Works),
        Just(Fate::Panics),
        Just(Fate::BlackScreen),
        Just(Fate::MirrorLost),
        Just(Fate::PrinterGone),
        Just(Fate::NotTaken),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn wherever_the_power_goes_a_device_ends_on_a_system_that_works(
        fate in fates(),
        cuts in proptest::collection::vec(proptest::bool::weighted(0.2), 0..40),
    ) {
        let mut world = World::begin(fate, cuts);
        world.live();
        prop_assert_eq!(&world.state.phase, &Phase::Idle);
        prop_assert!(!world.gathered, "nothing is left over");
        match world.runs_new {
            true => {
                prop_assert_eq!(fate, Fate::Works);
                prop_assert!(world.confirmed);
                prop_assert!(world.state.refused.is_empty());
            }
            // What failed is known, and not tried without end.
            false => prop_assert_eq!(world.state.refused.len(), 1),
        }
        prop_assert!(world.installs <= u32::from(INSTALLS_MAX));
    }

    #[test]
    fn a_state_is_read_as_it_was_kept(
        fate in fates(),
        cuts in proptest::collection::vec(proptest::bool::weighted(0.3), 0..20),
        looks in 0usize..12,
    ) {
        let mut world = World::begin(fate, cuts);
        for _ in 0..looks {
            if world.look().is_err() {
                world.start();
            }
            let text = serde_json::to_vec(&world.state).unwrap();
            let read: State = serde_json::from_slice(&text).unwrap();
            prop_assert_eq!(&read, &world.state);
        }
    }
}

#[test]
fn without_cuts_each_fate_ends_as_it_must() {
    for (fate, why) in [
        (Fate::Works, None),
        (Fate::Panics, Some(Why::FellBack)),
        (Fate::BlackScreen, Some(Why::NotProven)),
        (Fate::MirrorLost, Some(Why::NotProven)),
        (Fate::PrinterGone, Some(Why::NotProven)),
        (Fate::NotTaken, Some(Why::NotInstalled)),
    ] {
        let mut world = World::begin(fate, Vec::new());
        world.live();
        let refused = world.state.refused.last().map(|refused| refused.why);
        assert_eq!((world.runs_new, refused), (why.is_none(), why), "{fate:?}");
    }
}

#[test]
fn nothing_is_installed_out_of_hours_unless_somebody_stands_there() {
    let mut facts = World::begin(Fate::Works, Vec::new()).facts();
    facts.window = false;
    for at_once in [false, true] {
        let mut offer = offer("2.0.0");
        offer.at_once = at_once;
        facts.offer = Some(offer.clone());
        let ready = State {
            phase: Phase::Ready { offer },
            refused: Vec::new(),
        };
        let (_, effect) = step(&ready, Event::Looked(facts.clone().into()));
        assert_eq!(effect == Some(Effect::Install), at_once);
    }
}

#[test]
fn a_bundle_that_is_no_longer_offered_is_let_go_and_a_newer_one_taken_instead() {
    let mut facts = World::begin(Fate::Works, Vec::new()).facts();
    facts.window = false;
    let ready = State {
        phase: Phase::Ready {
            offer: offer("2.0.0"),
        },
        refused: Vec::new(),
    };
    facts.offer = Some(offer("3.0.0"));
    let (next, effect) = step(&ready, Event::Looked(facts.clone().into()));
    assert_eq!(effect, Some(Effect::Gather));
    assert!(
        matches!(next.phase, Phase::Gathering { offer } if offer.bundle.version == version("3.0.0"))
    );
    facts.offer = None;
    let (next, effect) = step(&ready, Event::Looked(facts.into()));
    assert_eq!((next.phase, effect), (Phase::Idle, Some(Effect::Clean)));
}

#[test]
fn failures_are_remembered_up_to_a_number() {
    let mut state = State::default();
    for n in 0..REFUSED_MAX + 5 {
        let (next, _) = state.give_up(&offer(&format!("1.{n}.0")), Why::FellBack);
        state = next;
    }
    assert_eq!(state.refused.len(), REFUSED_MAX);
    assert_eq!(state.refused.last().unwrap().version, version("1.36.0"));
}
