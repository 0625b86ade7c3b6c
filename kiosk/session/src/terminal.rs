//! What the terminal knows whoever stands before it. Holds data; asks nobody.

use crate::asks::{Missing, Overview};
use crate::printer_state::{PrinterState, Unreached};
use crate::tries::Tries;

/// See the module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Terminal {
    /// The mirror, once read.
    pub overview: Option<Overview>,
    /// Why it cannot be read.
    pub missing: Option<Missing>,
    /// Last word of the printer.
    pub printer: PrinterState,
    /// Why it is not reached, when it is not.
    pub unreached: Option<Unreached>,
    /// How the desk's PIN was tried.
    pub tries: Tries,
}

impl Terminal {
    /// When the data was confirmed current, RFC 3339; empty if never.
    pub fn data_time(&self) -> String {
        let overview = self.overview.as_ref();
        overview.map(|o| o.checked.clone()).unwrap_or_default()
    }
}
