//! The feed: how documents travel. Owns the wire format, its limits and its verification. Opens no database, no network
//! connection, and holds no private key.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod document;
pub mod record;

pub use document::{Align, Article, Attachment, Block, Disclosure, Document, Provenance, Relation};
pub use record::{DelReason, Record};
