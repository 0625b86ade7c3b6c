//! Opinions and the yearly appraisal: grades by a tap, words by the keyboard, answers of the office to read.

use journal::{Grade, OpinionAbout};
use serde::{Deserialize, Serialize};

use super::form::Form;

/// See [`Service::Opinions`](super::Service::Opinions).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinions {
    /// Which part shows.
    pub tab: Tab,
    /// The yearly appraisal is held now: until this day of the year, month and day.
    #[serde(default)]
    pub appraisal: Option<(u8, u8)>,
    /// What was tapped, topic by topic.
    #[serde(default)]
    pub grades: Vec<Option<Grade>>,
    /// What the opinion is about.
    #[serde(default)]
    pub about: Option<OpinionAbout>,
    /// Words and, if one likes, how to be reached.
    #[serde(default)]
    pub form: Form,
    /// Something is being written down.
    #[serde(default)]
    pub busy: bool,
    /// What there is can be handed in.
    #[serde(default)]
    pub may_send: bool,
    /// Opinions can be taken in on the screen: the office has a key.
    #[serde(default)]
    pub takes_in: bool,
    /// What was handed in.
    #[serde(default)]
    pub sent: Sent,
    /// Answers of the office that it lets everybody read, newest first.
    #[serde(default)]
    pub answers: Vec<Answer>,
}

/// The parts of the page, one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tab {
    /// 给个评价.
    Appraise,
    /// 提意见.
    Write,
    /// 看答复.
    Answers,
}

impl Tab {
    /// In the order of their buttons.
    pub const ALL: [Tab; 3] = [Tab::Appraise, Tab::Write, Tab::Answers];

    /// `appraise` `write` `answers`.
    pub fn as_code(self) -> &'static str {
        match self {
            Tab::Appraise => "appraise",
            Tab::Write => "write",
            Tab::Answers => "answers",
        }
    }

    /// Reads what `as_code` wrote.
    pub fn from_code(code: &str) -> Option<Tab> {
        Tab::ALL.into_iter().find(|tab| tab.as_code() == code)
    }
}

/// What was handed in within this session.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Sent {
    /// The appraisal was.
    pub appraisal: bool,
    /// Number of the last opinion; empty for none.
    pub number: String,
}

/// An answer that everybody may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Of the opinion.
    pub number: String,
    /// What it was about.
    pub about: Option<OpinionAbout>,
    /// `YYYY-MM-DD`.
    pub date: String,
    /// Words of the office.
    pub answer: String,
}

/// What a finger can do there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Touch {
    Tab(Tab),
    /// A grade for a topic, from 0; the same again takes it back.
    Grade(u32, Grade),
    /// What the opinion is about.
    About(OpinionAbout),
    /// Hand it in.
    Send,
}
