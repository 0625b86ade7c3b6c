//! sync-agent: pulls the signed feed into the mirror of a terminal. Owns mirror.db and trust.db as their only writer.
//! Never touches the journal's file, never shows anything to visitors, and applies nothing that `feed` has not verified.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod apply;
pub mod attach;
pub mod checkup;
pub mod cli;
pub mod convert;
pub mod desk;
pub mod examine;
pub mod failure;
pub mod fetch;
pub mod lock;
pub mod media;
pub mod metrics;
pub mod poll;
pub mod schedule;
pub mod search;
pub mod serve;
pub mod session;
pub mod status;
pub mod trust;
pub mod upload;
