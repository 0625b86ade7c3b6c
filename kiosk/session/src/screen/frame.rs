//! What stands around every screen: the bar on top, the footer, a message, the countdown; and what a finger can do there.

use serde::{Deserialize, Serialize};

use crate::language::Language;

/// The bar on top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Head {
    /// Wording on the plate (牌子).
    pub plate: String,
    /// Name of the portal that is mirrored.
    pub portal: String,
    /// Name of the point.
    pub site: String,
    /// When the data was last confirmed current, in local time: `09:12`, or the day of a year before; empty if never.
    pub updated: String,
    /// Month and day of it, where it was on another day of this year.
    #[serde(default)]
    pub updated_day: Option<(u8, u8)>,
    /// `updated` lies on the current day.
    pub updated_today: bool,
    /// Older than the configured limit, or the feed has expired: amber with words.
    pub stale: bool,
    /// The clock was never set (时间未校准): it tells neither time nor day, and `clock` is empty.
    #[serde(default)]
    pub unset: bool,
    /// `14:36`.
    pub clock: String,
    pub month: u8,
    pub day: u8,
    /// 1 Monday to 7 Sunday.
    pub weekday: u8,
}

/// Visitor's settings; wiped with the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Look {
    /// Large print (大字).
    pub large: bool,
    /// Yellow on black (高对比).
    pub contrast: bool,
    /// Controls in the lower 45 % (低位).
    pub low_reach: bool,
    /// One thing at a time, in large words (关怀模式).
    pub care: bool,
    /// Works by ear (听屏): a finger explores, nothing is pressed by one tap.
    pub listening: bool,
    /// The curtain is drawn (遮屏): nobody else reads along.
    pub curtain: bool,
    /// Headphones are in.
    pub headphones: bool,
    /// The voice is missing: nothing that needs one is offered.
    pub mute: bool,
    /// What is said is heard by one alone.
    pub private: bool,
    pub language: Language,
}

/// A message over the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Notice {
    /// The open document was withdrawn; nothing of it stays on the screen, not even its title.
    Withdrawn,
    /// The open document was replaced by a newer revision, which is shown now.
    Revised,
    /// The print queue is full.
    PleaseWait,
    /// No more prints in this session.
    LimitReached,
    /// The mirror could not be read just now.
    CatalogueBusy,
    /// The register cannot be written, so nothing is printed.
    RegisterFailed,
    /// Desk: the register cannot be read or written.
    RegisterUnread,
    /// Desk: the mirror no longer holds what the slip was made of.
    ReprintGone,
    /// A register cannot be written, so nothing was taken in.
    NotWritten,
    /// The point closes in a few minutes.
    Closing,
}

/// What a finger can do on every screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// Anywhere: stops the countdown.
    Touched,
    /// Close the message.
    Dismiss,
    /// The first screen.
    Home,
    /// The ‹ button: one screen back.
    Back,
    /// Wipe now (结束使用).
    End,
    /// How to use the terminal.
    Help,
    /// The slip of which nobody knew whether it came out is whole, says the visitor, who has it (完整，我拿走了).
    Whole,
    /// A long press on the plate: the door of those who work here.
    Staff,
    /// The next language.
    Language,
    /// Large print, on or off.
    Large,
    /// High contrast, on or off.
    Contrast,
    /// Low reach, on or off.
    LowReach,
    /// Care mode, on or off.
    Care,
    /// By ear, on or off: a long press anywhere.
    Listen,
}
