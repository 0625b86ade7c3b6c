//! The words of the register: what is asked, what became of it, what an attendant found. Pure data with their codes.

use crate::Error;
use crate::chain::declare::TEXT_BYTES_MAX;
use crate::chain::log::Values;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Most articles in one excerpt.
pub(crate) const ARTICLES_MAX: usize = 2000;

/// What a visitor asks to have on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Request {
    pub document_id: String,
    /// Revision that is printed.
    pub document_rev: u64,
    /// 标题.
    pub title: String,
    /// 发文字号.
    pub doc_no: Option<String>,
    /// What of it.
    pub content: Content,
    /// Names of the articles of an excerpt (第五条), as they stand on the slip.
    pub labels: Vec<String>,
    /// Paper it takes, millimetres.
    pub length_mm: u32,
    /// What it is for, if the visitor said so.
    pub purpose: Option<Purpose>,
}

/// What of a document goes on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "content", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Content {
    /// Title, numbers and QR only.
    Reference,
    Excerpt {
        /// Article ids in document order.
        articles: Vec<String>,
    },
    /// All of it.
    Whole,
}

codes! {
    /// What a visitor wants the paper for (用途).
    Purpose {
        /// 办事.
        Errand = "errand",
        /// 学习研究.
        Study = "study",
        /// 维护权益.
        Rights = "rights",
        /// 其他.
        Other = "other",
    }
}

impl Content {
    /// The codes that may stand in a row, for the declaration of the field.
    pub const CODES: &'static [&'static str] = &["reference", "excerpt", "whole"];

    /// `reference` `excerpt` `whole`.
    pub fn as_code(&self) -> &'static str {
        match self {
            Content::Reference => "reference",
            Content::Excerpt { .. } => "excerpt",
            Content::Whole => "whole",
        }
    }

    /// The content that `code` stands for; `articles` are those of an excerpt.
    pub fn from_code(code: &str, articles: Vec<String>) -> Option<Content> {
        Some(match code {
            "reference" => Content::Reference,
            "excerpt" => Content::Excerpt { articles },
            "whole" => Content::Whole,
            _ => return None,
        })
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
    /// The clock stood too far ahead to be believed.
    pub clock_ahead: bool,
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
    /// The codes that may stand in a row, for the declaration of the field.
    pub const CODES: &'static [&'static str] =
        &["printed", "sent", "refused", "cancelled", "unknown"];

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
    pub fn from_code(code: &str, detail: &str) -> Option<Outcome> {
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

codes! {
    /// Where a job stands.
    State {
        /// On disk; no byte has gone to the printer.
        Queued = "queued",
        /// Bytes may have gone to the printer.
        Sending = "sending",
        /// All bytes have gone to the printer; waiting for what it says.
        Sent = "sent",
        /// Has an outcome.
        Done = "done",
    }
}

codes! {
    /// What the attendant found when settling an unknown outcome.
    Finding {
        /// The slip lay there, whole.
        CameOut = "came-out",
        /// Part of the slip lay there.
        Partly = "partly",
        /// Nothing came out.
        Nothing = "nothing",
        /// Somebody looked, and nobody can say (说不准): a visitor may have taken it.
        Undecided = "undecided",
    }
}

impl Finding {
    /// The slip is missing or torn: only then may it come out once more.
    pub const fn is_missing(self) -> bool {
        matches!(self, Finding::Partly | Finding::Nothing)
    }
}

codes! {
    /// Staff role (A/B 岗); never a name.
    Role {
        /// A 岗.
        A = "A",
        /// B 岗.
        B = "B",
    }
}

/// How an unknown outcome was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Settlement {
    /// What was found.
    pub found: Finding,
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
#[allow(missing_docs)]
pub struct Row {
    pub number: String,
    /// Place of the request in the chain.
    pub seq: u64,
    /// When it was asked for, RFC 3339 UTC.
    pub at: String,
    /// `yyyymmdd` in Shanghai.
    pub day: String,
    /// The clock stood on an earlier day than the register.
    pub clock_behind: bool,
    /// The clock stood too far ahead to be believed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub clock_ahead: bool,
    pub document_id: Option<String>,
    pub document_rev: Option<u64>,
    /// 标题.
    pub title: Option<String>,
    /// 发文字号.
    pub doc_no: Option<String>,
    /// What was asked for.
    pub content: Option<Content>,
    /// Names of the articles of an excerpt.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    pub length_mm: Option<u32>,
    /// What it is for.
    pub purpose: Option<Purpose>,
    /// Where the job stands.
    pub state: State,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// When the outcome was written, RFC 3339 UTC.
    pub outcome_at: Option<String>,
    /// How an unknown outcome was settled.
    pub settled: Option<Settlement>,
    /// The line cannot be read: only its number is known.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unreadable: bool,
}

impl Outcome {
    /// Paper came out, or may have.
    pub(crate) fn took_paper(&self) -> bool {
        matches!(
            self,
            Outcome::Printed { .. } | Outcome::Sent | Outcome::Unknown { .. }
        )
    }

    /// As the chain commits to it.
    pub(crate) fn fields(&self) -> Values {
        let mut fields = vec![("outcome", self.as_code().to_owned())];
        if !matches!(self, Outcome::Sent | Outcome::Cancelled) {
            fields.push(("detail", self.detail().to_owned()));
        }
        fields
    }
}

impl Row {
    /// A line of which only the number can be read.
    pub(crate) fn unreadable(number: String) -> Row {
        Row {
            number,
            seq: 0,
            at: String::new(),
            day: String::new(),
            clock_behind: false,
            clock_ahead: false,
            document_id: None,
            document_rev: None,
            title: None,
            doc_no: None,
            content: None,
            labels: Vec::new(),
            length_mm: None,
            purpose: None,
            state: State::Done,
            outcome: None,
            outcome_at: None,
            settled: None,
            unreadable: true,
        }
    }

    /// It lies in somebody's hand: confirmed, sent to a device that cannot confirm, or found whole by an attendant.
    pub fn came_out(&self) -> bool {
        match self.outcome {
            Some(Outcome::Printed { .. } | Outcome::Sent) => true,
            Some(Outcome::Unknown { .. }) => self.found() == Some(Finding::CameOut),
            _ => false,
        }
    }

    /// It took paper, or may have.
    pub(crate) fn took_paper(&self) -> bool {
        self.outcome.as_ref().is_some_and(Outcome::took_paper)
            && self.found() != Some(Finding::Nothing)
    }

    fn found(&self) -> Option<Finding> {
        self.settled.as_ref().map(|settled| settled.found)
    }

    /// Waits for an attendant.
    pub fn needs_settling(&self) -> bool {
        matches!(self.outcome, Some(Outcome::Unknown { .. })) && self.settled.is_none()
    }
}

impl Request {
    /// Refuses what does not fit; nothing is cut silently.
    pub(crate) fn check(&self) -> Result<(), Error> {
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
    pub(crate) fn fields(&self) -> Values {
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
            fields.push(("purpose", purpose.as_code().to_owned()));
        }
        let list = |items| serde_json::to_string(items).expect("a list of strings is JSON");
        if let Content::Excerpt { articles } = &self.content {
            fields.push(("articles", list(articles)));
        }
        if !self.labels.is_empty() {
            fields.push(("labels", list(&self.labels)));
        }
        fields
    }
}

fn within(field: &'static str, value: &str, max: usize) -> Result<(), Error> {
    if value.len() > max {
        return Err(Error::BadValue { field, max });
    }
    Ok(())
}
