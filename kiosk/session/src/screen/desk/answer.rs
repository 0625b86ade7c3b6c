//! Words that an attendant types: the office's answer to an opinion (意见答复), why paper and register differ, why an
//! application was a mistake.

use serde::{Deserialize, Serialize};

use super::sheet::Act;
use crate::screen::services::form::Form;

coded! {
    /// What is typed.
    #[derive(Default)]
    AnswerAbout {
        /// The office's answer to an opinion.
        #[default]
        Opinion = "opinion",
        /// An opinion that was written on paper.
        PaperOpinion = "paper-opinion",
        /// Why paper and register differ at a line.
        FormLine = "form-line",
        /// The number of an application that is looked for.
        FindApplication = "find-application",
        /// Why an application was taken in by mistake.
        VoidApplication = "void-application",
        /// A word for who takes over.
        Handover = "handover",
    }
}

/// See [`Page::Answer`](super::Page::Answer).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Answer {
    #[serde(default)]
    pub about: AnswerAbout,
    /// The opinion or the line, as the desk calls it: `0007`.
    pub short: String,
    pub form: Form,
    /// What can be done with it.
    pub acts: Vec<Act>,
}
