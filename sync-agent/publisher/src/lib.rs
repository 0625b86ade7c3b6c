//! The publisher: portal pages and files become a signed feed. Owns reading the sources, the disclosure gate, the keys
//! and the feed's folder. Runs beside the portal, never on a terminal.
//!
//! A source (`sources`) finds the pieces; a reader of its format (`formats`) takes one apart into a [`reading::draft::Draft`];
//! `reading` finds head, fields, body and articles in it and asks the gate; `feed` compares with what the feed says and signs.
//! `sources` knows `formats`, `formats` knows `reading`; `feed` knows none of them, only items and the promise of a source (`harvest`).
//!
//! Decisions:
//!
//! - No `tough` in the publisher. It brings aws-lc and a clock check that cannot be switched off. Metadata is written
//!   with the types and the canonical JSON of `sigstore-tuf`, signed with `ed25519-dalek`, and read back by our own
//!   verifier before the timestamp goes out.
//! - What nothing names any more is noted with its date in `.publisher-garbage.json` beside the feed (never served as
//!   part of it) and deleted after 30 days; a purge deletes all of it at once.
//! - A document withdrawn by hand stays withdrawn when its file is published again; `publisher withdraw ID --lift`
//!   frees it.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod channel;
pub mod feed;
pub mod formats;
pub mod harvest;
pub mod item;
pub mod keys;
pub mod offering;
pub mod reading;
pub mod remembered;
pub mod reports;
pub mod sources;
pub mod trial;
