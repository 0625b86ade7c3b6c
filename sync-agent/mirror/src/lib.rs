//! The mirror: the documents of a terminal, their search, and how far they follow the feed. One file, `mirror.db`,
//! and the attachments beside it. Knows no network, no feed and no clock: times come as text from the caller.
//!
//! [`Writer`] is for sync-agent alone, [`Reader`] for everybody.
//!
//! Decisions:
//! - **Folders import upwards only**: `words` (characters, sounds, tokens; pure) below `index` (which documents hold which token)
//!   below `store` (the file) below `search`. `document`, `query` and `error` are plain data below all of them.
//! - **A token is spelled in one place** (`words::mark`), a closed list of codes in one (`coded`): what is stored under one spelling
//!   is looked up under it.
//! - **Exact, then near.** `hits` hold every word and are counted; `near` hold some, say which they lack, and are never counted. A
//!   question is read in another way (without the words around it, a citation, an official word) only when nothing holds it as it
//!   stands, or it cites an article; `understood` says how.
//! - **How an SQLite file is opened** (`store::file`; the rule for the product's other stores too): a file may come from anywhere, so
//!   nothing that its schema brings along runs (defensive, no trusted schema, no triggers, no views), cells are checked, temporary
//!   tables stay in memory, waiting has a limit, a reader cannot write, and a file of another program or a later version is
//!   refused before anything is read. A store keeps its own few lines: a shared crate would be one more that everybody imports.
//! - **For whoever turns keys into words**: [`Reader::words`] gives the words of titles, agencies and subjects with their documents
//!   (takes a moment: once for each state of the mirror), [`Reader::counts`] what given words find.
//! - **An office adds everyday words** in `synonyms.tsv` beside `mirror.db` (format: `words::synonyms`).
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
mod notes;
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
    Align, Article, Attachment, Block, Category, Document, Merged, Relation, RelationKind, Span,
    Validity,
};
pub use error::Error;
pub use notes::{
    Arrivals, Imported, LastImport, arrivals, last_import, last_import_seen, note_arrivals,
    note_import,
};
pub use query::{
    ArticleRef, AttachedRef, Axis, Cursor, FeedMark, Filter, Group, Head, Hit, Listing, Near,
    Offer, PAGE_ROWS_MAX, Page, QUERY_CHARS_MAX, Query, Snippet, State, Suggestion, SuggestionKind,
};
pub use reader::Reader;
pub use search::tally::Counting;
pub use store::batch::{Applied, Batch};
pub use verify::{Report, verify};
pub use words::fold::{fold_char, is_searchable};
pub use words::initial::agency_initial;
pub use writer::Writer;

/// A program opens a mirror on one thread and reads or writes it on another.
const _: fn() = || {
    fn sent<T: Send>() {}
    sent::<Reader>();
    sent::<Writer>();
};
