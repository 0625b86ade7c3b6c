//! The paper holdings: what stands where, with a field to look for a title.

use serde::{Deserialize, Serialize};

use super::form::Form;

/// Titles that are shown at once; whoever finds more types more.
pub const HOLDINGS_SHOWN_MAX: usize = 300;

/// See [`Service::Holdings`](super::Service::Holdings).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Holdings {
    /// One field: what is looked for.
    pub form: Form,
    /// Code of a kind of the shelf; empty for all.
    #[serde(default)]
    pub kind: String,
    /// Titles that fit, at most [`HOLDINGS_SHOWN_MAX`].
    pub rows: Vec<Paper>,
    /// How many fit.
    pub total: u32,
}

/// One title on paper.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Paper {
    pub title: String,
    pub doc_no: String,
    pub edition: String,
    pub place: String,
    /// 0 when not told.
    pub copies: u32,
    pub take_away: bool,
}

/// What a finger can do there.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    /// A kind of the shelf; empty for all.
    Kind { code: String },
}
