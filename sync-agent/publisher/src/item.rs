//! What a source brings, one by one: a document or a refusal each, with the closed list of reasons. Owns the shape, and when two
//! readings of a body differ.

use std::path::PathBuf;

use feed::{Attachment, Document};
use serde::{Deserialize, Serialize};

/// What an adapter made of one piece of the source.
#[derive(Debug, Clone)]
pub struct Item {
    /// Path relative to the source's root.
    pub source: String,
    /// The document with `rev` 0 and an empty `provenance.collection`, or why there is none.
    pub result: Result<Document, Refusal>,
    /// Things an operator should look at although the document stands; they go to the report's `conflicts`.
    pub notes: Vec<String>,
    /// Where the bytes of the document's attachments are; each `Attachment` also stands in the document.
    pub files: Vec<(Attachment, PathBuf)>,
    /// Files that the document names and that did not come.
    pub links: Vec<Link>,
    /// Pictures of its text that are still to be fetched.
    pub pictures: Vec<Link>,
    /// What a second reader says of where its body is, if it is a page.
    pub second: Option<Opinion>,
}

/// A file that a page links to (附件), as the page names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Link {
    /// What the link says.
    pub name: String,
    /// Where it leads, as the page writes it or resolved against the page's address; empty where that address was good for one request.
    pub address: String,
}

impl Link {
    /// What its file is called: as the page names it, with the kind of the file.
    pub fn file_name(&self, kind: &str) -> String {
        let ending = format!(".{}", kind.to_ascii_lowercase());
        match self.name.to_ascii_lowercase().ends_with(&ending) {
            true => self.name.clone(),
            false => format!("{}.{kind}", self.name),
        }
    }
}

/// Beside the shortest bodies a page has more words of its own than the body: its fields, its imprint.
const LEFT_OUT_MIN: usize = 200;

/// How two readings of one body compare, in runs of eight characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// Of our body.
    pub ours: usize,
    /// Of the second reader's.
    pub theirs: usize,
    /// Of both of them alike.
    pub common: usize,
}

impl Opinion {
    /// Whether the readers chose different places, so that most of the one is not in the other; or the second one has as much again that
    /// we left out.
    pub fn differs(&self) -> bool {
        let left_out = self.theirs.saturating_sub(self.common);
        self.common * 2 < self.ours.min(self.theirs) || left_out > self.ours.max(LEFT_OUT_MIN)
    }

    /// Of several pages of one article.
    #[must_use]
    pub fn and(self, other: Opinion) -> Opinion {
        Opinion {
            ours: self.ours + other.ours,
            theirs: self.theirs + other.theirs,
            common: self.common + other.common,
        }
    }
}

/// Why a piece of the source is not published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The code for the report.
    pub reason: Reason,
    /// The evidence, in words.
    pub detail: String,
}

/// Reasons of a refusal; the report's closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Reason {
    /// Nothing shows that the document is public.
    NoEvidence,
    /// Something shows that it is not.
    NotPublic,
    /// Mojibake or injected text: a reading point shows authoritative text or none.
    DamagedText,
    Empty,
    /// Beyond a limit.
    TooLarge,
    /// The file cannot be read or parsed.
    Unreadable,
    /// Another item has the same id.
    Duplicate,
    /// Content that must not reach a terminal.
    Unsafe,
    /// A list, a search, a home page, a captcha, a shell: no document at all.
    NotADocument,
}

impl Refusal {
    /// With its evidence, in words.
    pub fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Refusal {
            reason,
            detail: detail.into(),
        }
    }
}
