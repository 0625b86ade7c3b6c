//! What the agent says when somebody looks: status, metrics, an examination, a search. Reads committed state only; writes and
//! fetches nothing.

pub mod examine;
pub mod metrics;
pub mod search;
pub mod status;
pub mod words;
