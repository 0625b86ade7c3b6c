//! What the terminal knows whoever stands before it. Holds data; asks nobody.

use std::sync::Arc;

use config::calendar::Calendar;

use crate::asks::{Missing, Overview};
use crate::hearing::VoiceState;
use crate::printer_state::{PrinterState, Unreached};
use crate::rules::Rules;
use crate::services::PaperHoldings;
use crate::tries::Tries;

/// See the module.
#[derive(Debug, Clone, PartialEq)]
pub struct Terminal {
    /// The mirror, once read.
    pub overview: Option<Overview>,
    /// Searches of the home page (常用查询) that find nothing in it.
    pub barren: Vec<String>,
    /// Why it cannot be read.
    pub missing: Option<Missing>,
    /// Last word of the printer.
    pub printer: PrinterState,
    /// Why it is not reached, when it is not.
    pub unreached: Option<Unreached>,
    /// Paper that visitors took today, millimetres; `None` until it was read.
    pub spent_mm: Option<u64>,
    /// What should be left on the roll, millimetres; `None` until it was read, or where no roll was written down.
    pub roll_mm: Option<u64>,
    /// The register could not be opened when it was looked at last.
    pub register_shut: bool,
    /// How the desk's PIN was tried.
    pub tries: Tries,
    /// The working-day calendar.
    pub calendar: Arc<Calendar>,
    /// The paper holdings.
    pub holdings: PaperHoldings,
    /// People may come in.
    pub open: bool,
    /// The yearly appraisal is held.
    pub appraises: bool,
    /// Headphones are plugged in.
    pub headphones: bool,
    /// Whether it can speak.
    pub voice: VoiceState,
}

impl Default for Terminal {
    /// Open until told otherwise.
    fn default() -> Self {
        Terminal {
            overview: None,
            barren: Vec::new(),
            missing: None,
            printer: PrinterState::default(),
            unreached: None,
            spent_mm: None,
            roll_mm: None,
            register_shut: false,
            tries: Tries::default(),
            calendar: Arc::default(),
            holdings: PaperHoldings::default(),
            open: true,
            appraises: false,
            headphones: false,
            voice: VoiceState::default(),
        }
    }
}

impl Terminal {
    /// Something may be said: there is a voice, and a loudspeaker or somebody's headphones.
    pub fn says(&self, rules: &Rules) -> bool {
        !self.voice.lacks() && (rules.aloud || self.headphones)
    }

    /// When the data was confirmed current, RFC 3339; empty if never.
    pub fn data_time(&self) -> String {
        let overview = self.overview.as_ref();
        overview.map(|o| o.checked.clone()).unwrap_or_default()
    }
}
