//! What a visitor takes along from screen to screen: settings, what was used up, a call. Data, wiped with the session; leads nowhere.

use crate::hearing::Hearing;
use crate::rules::Rules;
use crate::screen::Look;

/// Reader text at 4 px/mm.
pub const TEXT_PX_MIN: u16 = 24;
/// Reader text at 4 px/mm.
pub const TEXT_PX_MAX: u16 = 64;
/// One tap on A+ or A−.
pub const TEXT_PX_STEP: u16 = 4;
/// Where the reader starts.
pub const TEXT_PX: u16 = 36;

/// What a visitor takes along from screen to screen; wiped with the session.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Visitor {
    pub look: Look,
    /// Reader text size.
    pub text_px: u16,
    pub prints: u32,
    /// Register number of the last slip that may not have come out (登记号): attendants ask for it.
    pub open_slip: Option<String>,
    /// An attendant was called.
    pub call: Option<Calling>,
    /// The appraisal was handed in.
    pub appraised: bool,
    /// Opinions handed in.
    pub opinions: u32,
    /// Applications handed in.
    pub applications: u32,
    pub hearing: Hearing,
}

impl Default for Visitor {
    fn default() -> Self {
        Visitor {
            look: Look::default(),
            text_px: TEXT_PX,
            prints: 0,
            open_slip: None,
            call: None,
            appraised: false,
            opinions: 0,
            applications: 0,
            hearing: Hearing::default(),
        }
    }
}

impl Visitor {
    /// Slips the visitor may still start.
    pub fn prints_left(&self, rules: &Rules) -> u32 {
        rules.prints_per_session.saturating_sub(self.prints)
    }
}

/// Before one may ring again.
pub const AGAIN_MS: u64 = 60_000;

/// A visitor's call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calling {
    /// Of the writing.
    pub serial: u64,
    /// Number in the register, once it stands there.
    pub number: Option<String>,
    /// When it rang last, by the session's clock.
    pub at_ms: u64,
    /// The wall clock of that moment, `14:36`; empty until it stands in the register.
    pub at: String,
    /// An attendant said so at the desk.
    pub seen: bool,
}

impl Calling {
    /// Seconds before one may ring again; 0 when one may.
    pub fn again_s(&self, now_ms: u64) -> u32 {
        let left_ms = (self.at_ms + AGAIN_MS).saturating_sub(now_ms);
        u32::try_from(left_ms.div_ceil(1000)).unwrap_or(u32::MAX)
    }
}
