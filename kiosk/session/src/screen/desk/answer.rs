//! The office's answer to an opinion (意见答复), being typed.

use serde::{Deserialize, Serialize};

use super::sheet::Act;
use crate::screen::services::form::Form;

/// See [`Page::Answer`](super::Page::Answer).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Answer {
    /// The opinion, as the desk calls it: `0007`.
    pub short: String,
    pub form: Form,
    /// What can be done with it.
    pub acts: Vec<Act>,
}
