//! The publisher: portal pages and files become a signed feed. Owns reading the sources, the disclosure gate, the keys
//! and the feed's folder. Runs beside the portal, never on a terminal.
//!
//! A source (`sources`) finds the pieces; a reader of its format (`formats`) takes one apart into a [`reading::draft::Draft`];
//! `reading` finds head, fields, body and articles in it and asks the gate; `feed` compares with what the feed says and signs.
//! `sources` knows `formats`, `formats` knows `reading`; `feed` knows none of them, only items and the promise of a source (`harvest`).

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod channel;
pub mod feed;
pub mod formats;
pub mod harvest;
pub mod item;
pub mod keys;
pub mod reading;
pub mod sources;
pub mod trial;
