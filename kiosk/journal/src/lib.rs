//! The register (登记簿) in `journal.db`: who asked for what paper, when, and what became of it; append-only, in a hash
//! chain with a salted commitment per field. [`Writer`] belongs to the kiosk alone, [`Reader`] to everybody else.
//! Refuses to hand out a number before its row is on disk, to change a row, to guess an outcome, and to lose a damaged file.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod beginning;
mod chain;
mod desk;
mod entries;
mod entry;
mod error;
mod export;
mod mark;
mod migrations;
mod number;
mod problem;
mod reader;
mod salvage;
mod store;
mod verify;
mod writer;

pub use chain::Head;
pub use desk::{Asked, Seen, Wish};
pub use entries::Stored;
pub use entry::{Content, Entry, Finding, Outcome, Reprint, Request, Role, Row, Settlement, State};
pub use error::Error;
pub use number::{Number, day_of};
pub use problem::Problem;
pub use reader::{Counts, Filter, Gap, Reader};
pub use verify::{Report, parse_heads, verify};
pub use writer::Writer;

/// Name of the database inside the journal folder.
pub const FILE_NAME: &str = "journal.db";
