//! The mirror: the documents of a terminal, their search, and how far they follow the feed. One file, `mirror.db`,
//! and the attachments beside it. Knows no network, no feed and no clock: times come as text from the caller.
//!
//! [`Writer`] is for sync-agent alone, [`Reader`] for everybody.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod coded;
mod document;
mod error;
mod index;
#[doc(hidden)]
pub mod probe;
mod query;
mod reader;
#[cfg(test)]
mod sample;
mod search;
mod store;
mod verify;
mod words;
mod writer;

pub use coded::UnknownCode;
pub use document::{
    Align, Article, Attachment, Block, Category, Document, Relation, RelationKind, Validity,
};
pub use error::Error;
pub use query::{
    ArticleRef, Axis, Cursor, FeedMark, Filter, Group, Head, Hit, Listing, PAGE_ROWS_MAX, Page,
    QUERY_CHARS_MAX, Query, Snippet, State, Suggestion, SuggestionKind,
};
pub use reader::Reader;
pub use store::batch::{Applied, Batch};
pub use verify::{Report, verify};
pub use writer::Writer;

/// A program opens a mirror on one thread and reads or writes it on another.
const _: fn() = || {
    fn sent<T: Send>() {}
    sent::<Reader>();
    sent::<Writer>();
};
