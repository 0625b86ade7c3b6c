//! One line of the log: a document put, or one taken away. Owns the line's shape; judges nothing but the document inside.

use serde::{Deserialize, Serialize};

use crate::document::Document;

/// One line of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Record {
    /// A document appears or takes a new revision.
    Put {
        /// Place in the log, from 1, rising. A purge leaves gaps.
        seq: u64,
        document: Box<Document>,
    },
    /// A document goes.
    Del {
        /// Place in the log.
        seq: u64,
        /// The document's id.
        id: String,
        /// The last revision that goes; a later `put` has a higher one.
        rev: u64,
        reason: DelReason,
    },
}

/// Why a document goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DelReason {
    /// 撤回: the source took it back.
    Withdrawn,
    /// It must not be found anywhere any more; the publisher has rewritten the log without it.
    Purged,
    /// Another document holds it now.
    MergedInto {
        /// Id of that document.
        id: String,
    },
}

impl Record {
    /// Place in the log.
    pub fn seq(&self) -> u64 {
        match self {
            Record::Put { seq, .. } | Record::Del { seq, .. } => *seq,
        }
    }

    /// The document's id.
    pub fn id(&self) -> &str {
        match self {
            Record::Put { document, .. } => &document.id,
            Record::Del { id, .. } => id,
        }
    }

    /// The revision that is put, or the last one that goes.
    pub fn rev(&self) -> u64 {
        match self {
            Record::Put { document, .. } => document.rev,
            Record::Del { rev, .. } => *rev,
        }
    }
}
