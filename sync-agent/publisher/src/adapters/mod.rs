//! Adapters turn a source into items: a document or a refusal each. Own reading and labelling; publish nothing.
//!
//! A reader of a format (`text`, `markdown`, `page`, `policy_json`) makes a [`draft::Draft`]; `furniture` and `head` take off
//! what is not body; `structure` makes blocks and articles; `assemble` fills the document and asks the gate.

mod address;
mod annexes;
pub mod assemble;
pub mod charset;
pub mod classify;
mod cuts;
pub mod damage;
pub mod draft;
pub mod facts;
pub mod fields;
pub mod folder;
pub mod furniture;
pub mod head;
pub mod history;
pub mod html;
pub mod labels;
pub mod markdown;
pub mod page;
pub mod policy_json;
pub mod sidecar;
pub mod structure;
pub mod text;
pub mod tidy;
pub mod titles;
mod toc;
mod walk;

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
pub enum Reason {
    /// Nothing shows that the document is public.
    NoEvidence,
    /// Something shows that it is not.
    NotPublic,
    /// Mojibake or injected text: a reading point shows authoritative text or none.
    DamagedText,
    /// No body.
    Empty,
    /// Beyond a limit.
    TooLarge,
    /// The file cannot be read or parsed.
    Unreadable,
    /// Another item has the same id.
    Duplicate,
    /// Content that must not reach a terminal.
    Unsafe,
}

impl Refusal {
    fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Refusal {
            reason,
            detail: detail.into(),
        }
    }
}

/// CHANNEL.toml: what the operator answers for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Site code; the first part of every id.
    pub site: String,
    /// Name of the channel.
    pub name: String,
    /// `public` or nothing.
    pub default_disclosure: Option<String>,
    /// Address or document that says so.
    pub evidence: Option<String>,
}

impl Channel {
    /// The channel of a folder without CHANNEL.toml: it declares nothing.
    pub fn local() -> Self {
        Channel {
            site: crate::channel::SITE_WITHOUT_CHANNEL.to_owned(),
            name: String::new(),
            default_disclosure: None,
            evidence: None,
        }
    }
}
