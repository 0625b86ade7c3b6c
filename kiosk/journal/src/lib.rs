//! The register (登记簿) in `journal.db`: who asked for what paper, when, and what became of it; append-only, in a hash
//! chain with a salted commitment per field. [`Writer`] belongs to the kiosk alone, [`Reader`] to everybody else.
//! Refuses to hand out a number before its row is on disk, to change a row, to guess an outcome, and to lose a damaged file.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod chain;
mod error;
mod registers;
mod verify;
mod wishes;

pub use chain::{Head, Number, Problem, Stored, day_of};
pub use error::Error;
pub use registers::prints::{
    Content, Counts, Entry, Filter, Finding, Gap, Outcome, Reader, Reprint, Request, Role, Row,
    Settlement, State, Writer,
};
pub use verify::{Report, parse_heads, verify};
pub use wishes::{Asked, Seen, Wish};

/// Name of the database inside the journal folder.
pub const FILE_NAME: &str = "journal.db";
