//! Whether the terminal can speak. The worker that owns voice and sound tries both and says it; nothing here starts a program.

use serde::{Deserialize, Serialize};

/// How voice (语音) and sound were when they were last tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VoiceState {
    /// None is configured: nothing is missed.
    Unused,
    /// Both work, or were not tried yet.
    #[default]
    Works,
    /// The program that makes the voice is missing, or makes none.
    NoVoice,
    /// The voice speaks, and nothing plays it: no sound card, or another program holds it.
    NoSound,
}

impl VoiceState {
    /// It is configured, and cannot be had: whatever needs it is off.
    pub fn lacks(self) -> bool {
        matches!(self, VoiceState::NoVoice | VoiceState::NoSound)
    }

    /// The code by which the screens know it.
    pub fn as_code(self) -> &'static str {
        match self {
            VoiceState::Unused => "unused",
            VoiceState::Works => "works",
            VoiceState::NoVoice => "no-voice",
            VoiceState::NoSound => "no-sound",
        }
    }
}
