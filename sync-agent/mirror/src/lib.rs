//! The mirror: the documents of a terminal, their search, and how far they follow the feed. One file, `mirror.db`,
//! and the attachments beside it. Knows no network, no feed and no clock: times come as text from the caller.
//!
//! [`Writer`] is for sync-agent alone, [`Reader`] for everybody.
//!
//! Decisions:
//!
//! - One index, not two. bm25 counts every posting of a common word before it ranks one row. Titles, agencies,
//!   numbers and sounds are marked tokens of the same index as the text; the newest and shortest titles come to the
//!   front, and `matching` ranks them by what a librarian asks.
//! - An index of our own, not FTS5 (`mirror::index`). FTS5 with our tokenizer took several times the CPU for a
//!   document (`tests/benchmarks/search.md`) and forgot a withdrawn one only when everything was merged. Ours holds
//!   the pairs of characters and the marked tokens of each batch as a *run*: blocks of sorted tokens on pages of
//!   ordinary tables, documents numbered inside the run, lists as gaps or bitmaps. Runs of one size are merged, and
//!   blocks that were read leave the file at once, so that it does not grow. An expression is evaluated to a set of
//!   bits per run, which makes counts exact. SQLite still gives transactions, pages and the log, so a batch, its
//!   index and its cursor commit together; no unsafe code is left in the crate.
//! - A count is never too high. Words of one or two characters are decided by the index and counted exactly. Of
//!   longer ones the page and twenty more rows are looked at: `total` is what was found so far, `total_exact` says
//!   whether that is all, `--exact` looks at all.
//! - The dictionary of the bodies holds no sentence. zstd's own training keeps whole passages, also of documents
//!   withdrawn later. Ours is phrases of 4 to 16 characters that at least 8 documents shared; before the last of
//!   those can be gone, it is made anew and the bodies are packed again.
//! - A takedown does not rewrite the file. The tokens of a document that goes are made once more from its text and
//!   taken out of the lists that hold them, in the transaction that deletes it; then `mirror::scrub` overwrites the
//!   room between the rows in place, where balancing left copies; VACUUM is the way out for a file it does not
//!   understand.
//! - What was meant is offered, not searched. `search --json` says `did_you_mean` when nothing was found; hits stay
//!   exact. Offered are one slip put right, citations in official words (刑法264条 is `刑法 第二百六十四条`, 国务院735号令 is
//!   `国务院令第735号`), and else the part of a sentence that is known. An article that was asked for by its label is the
//!   one a hit opens.

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
    ArticleRef, Axis, Cursor, FeedMark, Filter, Group, Head, Hit, Listing, Near, Offer,
    PAGE_ROWS_MAX, Page, QUERY_CHARS_MAX, Query, Snippet, State, Suggestion, SuggestionKind,
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
