//! The mirror: the documents of a terminal, their search, and how far they follow the feed. One file, `mirror.db`,
//! and the attachments beside it. Knows no network, no feed and no clock: times come as text from the caller.
//!
//! [`Writer`] is for sync-agent alone, [`Reader`] for everybody.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod behind;
mod blobs;
mod bodies;
mod body;
mod change;
mod citation;
mod codes;
mod dictionary;
mod document;
mod error;
mod expression;
mod fold;
mod hole;
mod index;
mod matching;
mod mistype;
mod names;
mod number;
mod plan;
mod prepare;
#[doc(hidden)]
pub mod probe;
mod query;
mod quick;
mod reader;
mod rows;
#[cfg(test)]
mod sample;
mod schema;
mod scrub;
mod search;
mod segment;
mod shape;
mod snippet;
mod sound;
mod store;
mod stored;
mod suggest;
mod syllables;
mod tokens;
mod upkeep;
mod verify;
mod word;
mod writer;

pub use document::{Align, Article, Attachment, Block, Document, Relation, Validity};
pub use error::Error;
pub use query::{
    ArticleRef, Axis, Cursor, FeedMark, Filter, Group, Head, Hit, Listing, PAGE_ROWS_MAX, Page,
    QUERY_CHARS_MAX, Query, Snippet, State, Suggestion, SuggestionKind,
};
pub use reader::Reader;
pub use verify::{Report, verify};
pub use writer::{Applied, Batch, Writer};

/// A program opens a mirror on one thread and reads or writes it on another.
const _: fn() = || {
    fn sent<T: Send>() {}
    sent::<Reader>();
    sent::<Writer>();
};
