//! What one transaction brings in, and what it did. Plain data.

use crate::document::Document;
use crate::query::{Cursor, FeedMark};

/// What one transaction brings in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// New documents and new revisions.
    pub puts: Vec<Document>,
    /// Ids that go, withdrawn or taken down; unknown ones are no error.
    pub dels: Vec<String>,
    /// Where the feed stands after this batch.
    pub cursor: Cursor,
    /// What the feed says about itself.
    pub mark: FeedMark,
    /// Percent of the first filling; `None` once filled.
    pub filling: Option<u8>,
}

/// What a batch did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Applied {
    /// Documents that are new.
    pub added: u64,
    /// Documents that got a new revision (or the same again).
    pub replaced: u64,
    /// Documents that are gone.
    pub deleted: u64,
    /// Puts left out because the mirror holds a later revision.
    pub stale: u64,
}
