//! The way in: from a feed at some place to the mirror. Owns fetching, verification of what was fetched, the order of a run and
//! what becomes of attachments. Knows neither the register nor who asked for the run.

pub mod apply;
pub mod attach;
pub mod checkup;
pub mod convert;
pub mod fetch;
mod policy;
pub mod poll;
mod segments;
