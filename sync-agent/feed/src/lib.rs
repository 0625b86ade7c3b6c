//! The feed: how documents travel. Owns the wire format, its limits and its verification. Opens no database, no network
//! connection, and holds no private key.
//!
//! ```text
//! metadata/  N.root.json  timestamp.json  N.snapshot.json  N.targets.json
//! targets/   <sha256>.tip.json  <sha256>.takedown.json (a list, its pieces)  <sha256>.packs.json  <sha256>.bundles.json (or none)
//! log/L0/<to>.<sha256>.zst               JSON lines, zstd
//! log/L1|L2/<from>-<to>.<sha256>.zst     merged
//! pack/<sha256>.zst                      pieces of the whole log, for new terminals
//! blob/ab/<sha256>                       attachments, pieces of system bundles
//! ```
//! The order of use: [`FeedVerifier::refresh`] gives [`Verified`]; [`segments_for`] says what to fetch; [`open_segment`]
//! turns the bytes into records, each of which stands or falls alone.
//!
//! Decisions:
//!
//! - `1.root.json` lies in the feed, but the agent never reads it: the first root is the one it ships with.
//! - Packs are pieces of the log, not a second form of the documents: `pack/<sha256>.zst` is a segment of level 3
//!   that stands for a range of sequence numbers and holds only what is still shown. So the cursor, the order, a
//!   filling that is interrupted, and every check are those of segments. `Tip::packed` says up to where the packs
//!   reach; the tip's own segments need only cover what follows, which keeps the tip small. Large segments that are
//!   still current stand in `packs.json` as they are. What was deleted comes from the takedown list.
//! - The cheapest segments, not the fewest: a terminal a few publications behind does not fetch a large merged
//!   segment for them (`feed::route`).

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod bundle;
pub mod chain;
pub mod check;
mod crypto;
pub mod document;
pub mod error;
mod fault;
pub mod limits;
pub mod named;
pub mod record;
pub mod route;
pub mod segment;
pub mod source;
pub mod takedown;
pub mod tip;
pub mod verify;
pub mod write;

pub use bundle::{Bundle, BundleList, Piece, Ring, Taker, Version};
pub use chain::{Checkpoint, Descent};
pub use document::{
    Align, Article, Attachment, Block, Disclosure, Document, Ended, Provenance, Relation, Span,
};
pub use error::{FeedError, Kind};
pub use fault::{RecordError, TipError};
pub use named::NamedFile;
pub use record::{DelReason, Record};
pub use route::segments_for;
pub use segment::{BadRecord, VerifiedSegment, check_blob, open_segment};
pub use source::{Fetched, Folder, Source, SourceError};
pub use takedown::{Takedown, TakedownList};
pub use tip::{PackList, Segment, Tip, blob_path};
pub use verify::{FeedVerifier, Floors, Verified};
