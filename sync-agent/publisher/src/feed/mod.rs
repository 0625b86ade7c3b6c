//! The feed's folder. Owns what it says now, what a run changes in it, the publication, and its way into a bucket. Knows items, never
//! where they come from.

pub mod bundles;
pub mod ceremony;
pub mod garbage;
pub mod guard;
pub mod inspect;
pub mod known;
pub mod merge;
pub mod pack;
pub mod plan;
pub mod publication;
pub mod publish;
pub mod push;
pub mod puts;
pub mod repair;
pub mod report;
pub mod state;
pub mod store;
pub mod withdraw;
pub mod words;
