//! The words of the register: what is asked, what became of it, what an attendant found. Pure data with their codes.

use crate::Error;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Longest title, in bytes.
pub(crate) const TITLE_BYTES_MAX: usize = 4096;
/// Longest other text, in bytes.
pub(crate) const TEXT_BYTES_MAX: usize = 2048;
/// Longest reason or confirmation code, in bytes.
pub(crate) const CODE_BYTES_MAX: usize = 64;
/// Most articles in one excerpt.
pub(crate) const ARTICLES_MAX: usize = 2000;

/// What a visitor asks to have on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Document id.
    pub document_id: String,
    /// Revision that is printed.
    pub document_rev: u64,
    /// 标题.
    pub title: String,
    /// 发文字号.
    pub doc_no: Option<String>,
    /// What of it.
    pub content: Content,
    /// Paper it takes, millimetres.
    pub length_mm: u32,
    /// Purpose code, if the visitor gave one.
    pub purpose: Option<String>,
}

/// What of a document goes on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "content", rename_all = "kebab-case")]
pub enum Content {
    /// Title, numbers and QR only.
    Reference,
    /// Some articles.
    Excerpt {
        /// Article ids in document order.
        articles: Vec<String>,
    },
    /// All of it.
    Whole,
}

impl Content {
    /// `reference` `excerpt` `whole`.
    pub fn as_code(&self) -> &'static str {
        match self {
            Content::Reference => "reference",
            Content::Excerpt { .. } => "excerpt",
            Content::Whole => "whole",
        }
    }
}

/// A row that is on disk: its number may be printed now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// `L01-1-20181015-0027`.
    pub number: String,
    /// Place in the hash chain.
    pub seq: u64,
    /// When it was written.
    pub at: Timestamp,
    /// The clock stood on an earlier day than the register.
    pub clock_behind: bool,
}

/// What became of a job: what the device said, never a guess.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// The device confirmed it.
    Printed {
        /// `process-id` `gs-r` `status`.
        confirmed_by: String,
    },
    /// All bytes handed over; this device cannot confirm. Needs no settling.
    Sent,
    /// Nothing came out.
    Refused {
        /// `paper-out`, `power`, ...
        reason: String,
    },
    /// Stopped by the visitor.
    Cancelled,
    /// Bytes were sent and nothing is certain; an attendant settles it.
    Unknown {
        /// `power`, `timeout`, ...
        reason: String,
    },
}

impl Outcome {
    /// `printed` `sent` `refused` `cancelled` `unknown`.
    pub fn as_code(&self) -> &'static str {
        match self {
            Outcome::Printed { .. } => "printed",
            Outcome::Sent => "sent",
            Outcome::Refused { .. } => "refused",
            Outcome::Cancelled => "cancelled",
            Outcome::Unknown { .. } => "unknown",
        }
    }

    /// Confirmation or reason; empty for `sent` and `cancelled`.
    pub fn detail(&self) -> &str {
        match self {
            Outcome::Printed { confirmed_by } => confirmed_by,
            Outcome::Refused { reason } | Outcome::Unknown { reason } => reason,
            Outcome::Sent | Outcome::Cancelled => "",
        }
    }

    /// The outcome that `code` and `detail` stand for.
    pub(crate) fn from_code(code: &str, detail: &str) -> Option<Outcome> {
        let detail = detail.to_owned();
        Some(match code {
            "printed" => Outcome::Printed {
                confirmed_by: detail,
            },
            "sent" => Outcome::Sent,
            "refused" => Outcome::Refused { reason: detail },
            "cancelled" => Outcome::Cancelled,
            "unknown" => Outcome::Unknown { reason: detail },
            _ => return None,
        })
    }
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// On disk; no byte has gone to the printer.
    Queued,
    /// Bytes may have gone to the printer.
    Sending,
    /// All bytes have gone to the printer; waiting for what it says.
    Sent,
    /// Has an outcome.
    Done,
}

impl State {
    /// `queued` `sending` `sent` `done`.
    pub fn as_code(self) -> &'static str {
        match self {
            State::Queued => "queued",
            State::Sending => "sending",
            State::Sent => "sent",
            State::Done => "done",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<State> {
        [State::Queued, State::Sending, State::Sent, State::Done]
            .into_iter()
            .find(|s| s.as_code() == code)
    }
}

/// What the attendant found when settling an unknown outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// The slip lay there, whole.
    CameOut,
    /// Part of the slip lay there.
    Partly,
    /// Nothing came out.
    Nothing,
}

impl Finding {
    /// `came-out` `partly` `nothing`.
    pub fn as_code(self) -> &'static str {
        match self {
            Finding::CameOut => "came-out",
            Finding::Partly => "partly",
            Finding::Nothing => "nothing",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Finding> {
        [Finding::CameOut, Finding::Partly, Finding::Nothing]
            .into_iter()
            .find(|f| f.as_code() == code)
    }
}

/// Staff role (A/B 岗); never a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// A 岗.
    A,
    /// B 岗.
    B,
}

impl Role {
    /// `A` or `B`.
    pub fn as_code(self) -> &'static str {
        match self {
            Role::A => "A",
            Role::B => "B",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Role> {
        [Role::A, Role::B].into_iter().find(|r| r.as_code() == code)
    }
}

/// How an unknown outcome was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settlement {
    /// What was found.
    pub found: Finding,
    /// By whom.
    pub by: Role,
    /// When, RFC 3339 UTC.
    pub at: String,
}

/// A slip printed once more (补打).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reprint {
    /// By whom it was confirmed.
    pub by: Role,
    /// When, RFC 3339 UTC.
    pub at: String,
    /// What became of it; `None` while it is under way.
    pub outcome: Option<Outcome>,
}

/// One line of the register as it stands now. A field that was redacted is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Register number.
    pub number: String,
    /// Place of the request in the chain.
    pub seq: u64,
    /// When it was asked for, RFC 3339 UTC.
    pub at: String,
    /// `yyyymmdd` in Shanghai.
    pub day: String,
    /// The clock stood on an earlier day than the register.
    pub clock_behind: bool,
    /// Document id.
    pub document_id: Option<String>,
    /// Revision.
    pub document_rev: Option<u64>,
    /// 标题.
    pub title: Option<String>,
    /// 发文字号.
    pub doc_no: Option<String>,
    /// What was asked for.
    pub content: Option<Content>,
    /// Paper, millimetres.
    pub length_mm: Option<u32>,
    /// Purpose code.
    pub purpose: Option<String>,
    /// Where the job stands.
    pub state: State,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// When the outcome was written, RFC 3339 UTC.
    pub outcome_at: Option<String>,
    /// How an unknown outcome was settled.
    pub settled: Option<Settlement>,
}

impl Row {
    /// Waits for an attendant.
    pub fn needs_settling(&self) -> bool {
        matches!(self.outcome, Some(Outcome::Unknown { .. })) && self.settled.is_none()
    }
}

impl Request {
    /// Refuses what does not fit; nothing is cut silently.
    pub(crate) fn check(&self) -> Result<(), Error> {
        within("title", &self.title, TITLE_BYTES_MAX)?;
        within("document_id", &self.document_id, TEXT_BYTES_MAX)?;
        within(
            "doc_no",
            self.doc_no.as_deref().unwrap_or(""),
            TEXT_BYTES_MAX,
        )?;
        within(
            "purpose",
            self.purpose.as_deref().unwrap_or(""),
            TEXT_BYTES_MAX,
        )?;
        if let Content::Excerpt { articles } = &self.content {
            if articles.is_empty() || articles.len() > ARTICLES_MAX {
                return Err(Error::BadValue {
                    field: "articles",
                    max: ARTICLES_MAX,
                });
            }
            for id in articles {
                within("articles", id, TEXT_BYTES_MAX)?;
            }
        }
        Ok(())
    }

    /// Name and value of each field, as the chain commits to them.
    pub(crate) fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = vec![
            ("document_id", self.document_id.clone()),
            ("document_rev", self.document_rev.to_string()),
            ("title", self.title.clone()),
            ("content", self.content.as_code().to_owned()),
            ("length_mm", self.length_mm.to_string()),
        ];
        if let Some(doc_no) = &self.doc_no {
            fields.push(("doc_no", doc_no.clone()));
        }
        if let Some(purpose) = &self.purpose {
            fields.push(("purpose", purpose.clone()));
        }
        if let Content::Excerpt { articles } = &self.content {
            let list = serde_json::to_string(articles).expect("a list of strings is JSON");
            fields.push(("articles", list));
        }
        fields
    }
}

/// A code is lower-case kebab, so that it can stand in a file, a table and a translation key.
pub(crate) fn check_code(field: &'static str, code: &str) -> Result<(), Error> {
    let ok = !code.is_empty()
        && code.len() <= CODE_BYTES_MAX
        && code
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if ok {
        Ok(())
    } else {
        Err(Error::BadValue {
            field,
            max: CODE_BYTES_MAX,
        })
    }
}

fn within(field: &'static str, value: &str, max: usize) -> Result<(), Error> {
    if value.len() > max {
        return Err(Error::BadValue { field, max });
    }
    Ok(())
}
