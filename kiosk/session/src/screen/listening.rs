//! What a visitor does who works by ear (听屏): a finger that slides over the glass, keys in its place, and the words that were found.

/// A point of the glass, from its upper left corner, in tenths of a millimetre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Spot {
    pub x_dmm: i32,
    pub y_dmm: i32,
}

impl Spot {
    /// How far it is to another.
    pub fn far_dmm(self, other: Spot) -> i32 {
        let square = |from: i32, to: i32| (f64::from(from) - f64::from(to)).powi(2);
        let far = square(self.x_dmm, other.x_dmm) + square(self.y_dmm, other.y_dmm);
        far.sqrt().round() as i32
    }
}

/// What is done, to whatever stands on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    /// A finger points there.
    At {
        /// The point of the glass that is meant.
        spot: Spot,
        /// It has just come down: what lies there is said even if it was said before.
        fresh: bool,
    },
    /// A finger has left there and meant nothing else: whoever touched nothing is told so.
    Tapped {
        /// The point of the glass that is meant.
        spot: Spot,
    },
    /// Do what was said last.
    Press {
        /// By two taps, whose first one pointed at something too: what counts was said before.
        tapped: bool,
    },
    /// To the next piece, or back to the one before.
    Step {
        /// To the next one.
        on: bool,
    },
    /// By smaller or larger pieces.
    Unit {
        /// By smaller ones.
        finer: bool,
    },
    /// Where am I?
    Where,
    /// Nothing was said to the last touch: what was touched is said, as it stands now.
    Again,
    /// Character by character, each told by a word that everybody knows.
    Spell,
    /// Say how the voice or the screen stands now.
    Tuned(Tuned),
}

/// How the voice sounds to this visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    /// From 1, slow, to [`SPEED_MAX`].
    pub speed: u8,
    /// From 1, soft, to [`VOLUME_MAX`]; a step is 3 dB.
    pub volume: u8,
}

/// Steps of speed.
pub const SPEED_MAX: u8 = 5;
/// Steps of volume: 18 dB from the first to the last.
pub const VOLUME_MAX: u8 = 7;

impl Default for Voice {
    fn default() -> Self {
        Voice {
            speed: 2,
            volume: 5,
        }
    }
}

/// What a visitor changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tune {
    /// Faster or slower.
    Speed {
        /// To the next faster step.
        up: bool,
    },
    /// Louder or softer.
    Volume {
        /// To the next louder step.
        up: bool,
    },
    /// The curtain (遮屏): nobody else reads along.
    Curtain {
        /// Drawn; `None`: the other way round.
        drawn: Option<bool>,
    },
}

/// What stands after a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tuned {
    /// Steps of speed.
    Speed(u8),
    /// Steps of volume.
    Volume(u8),
    /// The curtain is drawn.
    Curtain(bool),
}

/// What a finger or a key does by ear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    /// A finger comes down.
    Down(Spot),
    /// It slides over the glass.
    Move(Spot),
    /// It leaves the glass.
    Up(Spot),
    /// The system took it away.
    Gone,
    /// A key means this.
    Key(Gesture),
    /// Say the last words once more.
    Repeat,
    /// Voice or screen are to be changed.
    Tune(Tune),
    /// What was found on the screen.
    Found(Found),
}

/// What was found on the screen: words, and a tone before them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Found {
    pub words: String,
    pub cue: Option<Cue>,
}

impl From<&str> for Found {
    fn from(words: &str) -> Found {
        Found {
            words: words.to_owned(),
            cue: None,
        }
    }
}

/// What a tone tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
    /// The finger found something; in the countdown: a second is over.
    Tick,
    /// What was pressed does nothing now.
    Refused,
    /// Another page stands there now.
    Page,
}
