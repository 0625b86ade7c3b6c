//! The voice of a terminal, and how one works by ear: sound, headphones, keys of a keypad. Plain data.

/// Speech (朗读).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speech {
    /// The loudspeaker may be used: documents can be read aloud.
    pub speaker: bool,
    /// The voice's program, looked up in PATH.
    pub voice: String,
    /// The program that plays samples, as aplay does.
    pub player: String,
    /// ALSA's name of the output.
    pub device: String,
    /// ALSA's name of an output that nobody hears but whoever wears the headphones; without one, nothing private is said.
    pub headphones: Option<String>,
    /// What tells that headphones are plugged in.
    pub jack: Jack,
    /// Keys of a keypad and what they mean by ear.
    pub keys: Vec<(String, EarKey)>,
}

impl Speech {
    /// Somebody may hear something: by a loudspeaker, or by headphones.
    pub fn speaks(&self) -> bool {
        self.speaker || self.jack != Jack::None
    }
}

/// What a key means to whoever works by ear (听屏).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum EarKey {
    Next,
    Previous,
    Finer,
    Coarser,
    Press,
    Repeat,
    Where,
    Faster,
    Slower,
    Louder,
    Softer,
    Spell,
    Curtain,
    Listen,
}

impl EarKey {
    /// All of them.
    pub const ALL: [EarKey; 14] = [
        EarKey::Next,
        EarKey::Previous,
        EarKey::Finer,
        EarKey::Coarser,
        EarKey::Press,
        EarKey::Repeat,
        EarKey::Where,
        EarKey::Faster,
        EarKey::Slower,
        EarKey::Louder,
        EarKey::Softer,
        EarKey::Spell,
        EarKey::Curtain,
        EarKey::Listen,
    ];

    /// The word in terminal.toml.
    pub fn as_code(self) -> &'static str {
        match self {
            EarKey::Next => "next",
            EarKey::Previous => "previous",
            EarKey::Finer => "finer",
            EarKey::Coarser => "coarser",
            EarKey::Press => "press",
            EarKey::Repeat => "repeat",
            EarKey::Where => "where",
            EarKey::Faster => "faster",
            EarKey::Slower => "slower",
            EarKey::Louder => "louder",
            EarKey::Softer => "softer",
            EarKey::Spell => "spell",
            EarKey::Curtain => "curtain",
            EarKey::Listen => "listen",
        }
    }
}

/// What tells that headphones are plugged in (耳机插孔).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Jack {
    /// The terminal is not told: a long press or a key begins.
    #[default]
    None,
    /// Headphones bring a sound card of their own: they are in while a USB sound card is there.
    Usb,
    /// A switch of the input device of this name (`SW_HEADPHONE_INSERT` of Linux).
    Switch(String),
}
