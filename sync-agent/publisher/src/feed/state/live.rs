//! What a run must know of a document that the feed shows. Owns what is left of it without its text.

use feed::{Document, Ended};
use serde::{Deserialize, Serialize};

use crate::feed::state::body::Body;
use crate::feed::state::end::End;
use crate::feed::state::names::{self, Called};
use crate::harvest::brought;

/// A document as the feed has it now, without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Live {
    pub rev: u64,
    /// Its line in the log; 0 where nobody knows.
    pub seq: u64,
    pub content: [u8; 32],
    /// The same without its relations, which follow from all documents of a feed: what a source brought.
    pub brought: [u8; 32],
    /// 标题.
    pub title: String,
    pub category: String,
    pub agency: String,
    pub doc_no: Option<String>,
    pub issued_on: Option<String>,
    /// Path relative to its source.
    pub source: String,
    /// What shows that it is public.
    pub evidence: String,
    /// Which of the operator's sources it belongs to.
    pub collection: String,
    /// Attachments it names.
    pub blobs: Vec<String>,
    /// It tells the words of all of them, or that they have none.
    pub is_read_through: bool,
    /// How many merged cells its tables have.
    pub spans: usize,
    /// What it says of its validity.
    pub validity: String,
    /// By what it is ended, if its own source does not say so.
    pub ended: Option<Ended>,
    /// What it surely ends.
    pub ends: Vec<End>,
    /// What it calls others that it speaks of.
    pub names: Vec<String>,
    /// Its words, as far as a guard must know them.
    pub body: Body,
}

impl Live {
    /// What to remember of a document.
    pub fn of(document: &Document) -> Live {
        Live {
            rev: document.rev,
            seq: 0,
            content: document.content_sha256(),
            brought: brought(document),
            title: document.title.clone(),
            category: document.category.clone(),
            agency: document.agency.clone(),
            doc_no: document.doc_no.clone(),
            issued_on: document.issued_on.clone(),
            source: document.provenance.source.clone(),
            evidence: document.disclosure.evidence.clone(),
            body: Body::of(document),
            collection: document.provenance.collection.clone(),
            is_read_through: document.is_read_through(),
            spans: document.spans(),
            validity: document.validity.clone(),
            ended: document.ended.clone(),
            ends: End::all(document),
            names: names::of_others(document),
            blobs: document
                .attachments
                .iter()
                .map(|file| file.sha256.clone())
                .collect(),
        }
    }

    /// Under what it may be found.
    pub fn keys(&self) -> Vec<String> {
        names::keys_of_document(&Called {
            title: &self.title,
            doc_no: self.doc_no.as_deref(),
            agency: &self.agency,
            category: &self.category,
        })
    }

    /// Whether names that led here, or to another one, may lead elsewhere.
    pub fn is_called_as(&self, before: &Live) -> bool {
        self.doc_no == before.doc_no
            && self.issued_on == before.issued_on
            && self.title == before.title
            && self.agency == before.agency
            && self.category == before.category
    }
}
