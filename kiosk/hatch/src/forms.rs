//! What the page hears of paper forms (纸质登记表): which went out, and one of them line by line beside the register (纸表核对). Data only; the words with
//! which somebody explained a line stay on the terminal.

use journal::{LineFound, LineState, Made};
use serde::{Deserialize, Serialize};

/// All forms that went out, and the one that is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Forms {
    /// The oldest first.
    pub forms: Vec<FormHead>,
    /// `None` where none went out.
    pub shown: Option<Form>,
}

/// A form among the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct FormHead {
    /// Number in its register.
    pub number: String,
    /// Its first and its last line.
    pub lines: (u64, u64),
    /// Lines on which paper and register do not agree yet.
    pub open: u32,
    /// Nothing of it is changed any longer (封存).
    pub sealed: bool,
    /// `2026-10-15`, when every line of it was looked at last; empty for never.
    #[serde(default)]
    pub compared: String,
}

/// A form with its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Form {
    pub head: FormHead,
    /// `2026-10-01`, when it went out.
    pub printed: String,
    /// In the order of the paper.
    pub lines: Vec<FormLine>,
}

/// A line of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct FormLine {
    /// The number that is printed on it.
    pub line: u64,
    pub state: LineState,
    /// What the register holds under it: kind, and pages or volumes.
    #[serde(default)]
    pub entered: Option<(Made, u64)>,
    /// What was found of it last.
    #[serde(default)]
    pub found: Option<LineFound>,
}

impl FormLine {
    /// What can be found of it: what stands in the register is right or not on the paper; where nothing stands, what became of the line. Why the two
    /// differ can be said of each.
    pub fn findings(&self) -> &'static [LineFound] {
        use LineFound as F;
        match (self.entered, self.state) {
            (Some(_), _) => &[F::Agreed, F::Blank],
            (None, LineState::PaperOnly) => &[F::Spoiled, F::Lost, F::Unused],
            // Something stands on the paper of what was made void.
            (None, LineState::Voided) => &[F::Written, F::Spoiled, F::Lost],
            (None, _) => &[F::Written, F::Spoiled, F::Lost, F::Unused],
        }
    }
}
