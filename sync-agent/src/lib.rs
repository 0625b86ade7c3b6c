//! sync-agent: pulls the signed feed into the mirror of a terminal. Owns mirror.db and trust.db as their only writer.
//! Never touches the journal's file, never shows anything to visitors, and applies nothing that `feed` has not verified.
//!
//! `pull` is the way in, `report` the way out, `tell` what one sees from outside, `trust` what is never forgotten. `pull` and
//! `tell` know nothing of each other, and none of the four knows `agent`, which puts them together.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod agent;
pub mod cli;
pub mod clock;
pub mod failure;
pub mod lock;
pub mod media;
pub mod pull;
pub mod report;
pub mod schedule;
pub mod serve;
pub mod tell;
pub mod terminal;
pub mod trust;
pub mod wishes;
