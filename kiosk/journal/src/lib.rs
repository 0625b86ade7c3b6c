//! The registers (登记簿) in `journal.db`: who asked for what paper, when, and what became of it; append-only, in a hash
//! chain with a salted commitment per field. [`Writer`] belongs to the kiosk alone, [`Reader`] to everybody else.
//! Refuses to hand out a number before its row is on disk, to change a row, to guess an outcome, and to lose a damaged file.
//!
//! - `chain` knows no register. Below `registers` each one *declares* its kinds of entries and their fields ([`Field`], [`Class`]). Appending,
//!   redaction, export, verification and what may leave the terminal ([`Reader::leaving`]) follow from that one table, so that a new field
//!   cannot be uploaded because somebody forgot a list.
//! - `journal.key` beside the file holds the secret of slip codes, for its owner alone; the chain vouches for it.
//! - `journal.mark` beside the file knows the last head and numbers, so that a lost file never leads to a number twice.
//! - Whatever else a database browser leaves in the file, an index or statistics, does nothing here and is swept out at the next start.
//!
//! Decisions:
//!
//! - A reprint (补打) is an entry of the chain before its first byte, allowed only after an attendant found the slip
//!   missing or torn, once for each such finding, under the old number. The journal keeps these rules.
#![cfg_attr(test, allow(clippy::unwrap_used))]

#[macro_use]
mod codes;
mod carried;
mod chain;
mod erasing;
mod error;
mod heads;
mod placed;
mod pulse;
mod registers;
mod retention;
mod verify;
mod wishes;

pub use carried::{Carried, carry_over};
pub use chain::declare::{Class, Field, Form, Kind, Register};
pub use chain::number::Period;
pub use chain::reader::Reader;
pub use chain::writer::Writer;
pub use chain::{FILE_NAME, Gap, Head, Number, Problem, Stored, day_of};
pub use erasing::{Erasable, RedactReason};
pub use error::Error;
pub use placed::place;
pub use pulse::Pulse;
pub use registers::applications::{Answer, Applicant, Application, ApplicationWay, Closing, Grade};
pub use registers::appraisal::tally::{AppraisalYear, Tally, YearClosed};
pub use registers::appraisal::{Appraisal, TOPICS};
pub use registers::calls::Call;
pub use registers::day::DayOff;
pub use registers::desk::{DeskEntry, Matter};
pub use registers::handovers::Handover;
pub use registers::maintenance::{Maintenance, Work};
pub use registers::months::{Month, MonthChange, MonthsClosed};
pub use registers::opinions::{Opinion, OpinionAbout, OpinionWay};
pub use registers::papers::{Made, Paper};
pub use registers::prints::of_desk::{DeskPrint, GivenPaper, Printout};
pub use registers::prints::{
    Content, Counts, Entry, Filter, Finding, Outcome, Purpose, Reprint, Request, Role, Row,
    Settlement, State,
};
pub use registers::sheets::lines::LineFault;
pub use registers::sheets::{Compared, LineFound, LineState, SHEET_LINES, Sheet, SheetLine};
pub use registers::shelf::{ShelfCheck, ShelfKind, ShelfState, shelf_states};
pub use registers::statistics::{NAMED_LEAST, Statistics};
pub use registers::table::Table;
pub use registers::{ALL as REGISTERS, DayTotals, YearlyApplications};
pub use verify::{Note, Report, Soundness, parse_heads, verify};
pub use wishes::{Asked, Seen, Wish};
