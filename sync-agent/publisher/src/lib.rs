//! The publisher: portal pages and files become a signed feed. Owns reading the sources, the disclosure gate, the keys
//! and the feed's folder. Runs beside the portal, never on a terminal.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod adapters;
pub mod channel;
pub mod garbage;
pub mod gate;
pub mod inspect;
pub mod keys;
pub mod merge;
pub mod pack;
pub mod plan;
pub mod publication;
pub mod publish;
pub mod push;
pub mod report;
pub mod state;
pub mod store;
pub mod withdraw;
