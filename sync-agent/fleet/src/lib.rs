//! The fleet without a server (终端总览): signed statuses of many terminals in, one static page and one file of metrics out. Owns who is in
//! need of a person and why. Changes nothing at a terminal, asks no terminal, and keeps only what it must to tell a replayed status from a new one.
//!
//! `source` fetches, `intake` believes or refuses, `judge` finds what is wrong by `rules`, `page` and `metrics` say it, `place` writes it.
//!
//! Decisions:
//!
//! - A page that needs nothing (no script, no address) and is made anew every few minutes: it opens from a folder, a web server of the house or a
//!   stick, and there is no program of ours that a network could reach.
//! - A status is believed with the key that `--keys` or `--points` names, else with the first key that this terminal was seen with; never one older
//!   than the last. What is refused stands on the page beside what was last believed.
//! - What one terminal says of the feed makes no other one late: the newest publication is the one that two terminals tell.
//! - Times are judged by `now`, an argument; a status that goes by a clock of its own is one of the things that are told.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod intake;
pub mod judge;
pub mod metrics;
pub mod page;
pub mod place;
pub mod points;
pub mod rules;
pub mod source;
pub mod words;
