//! The check of a yearly report (政府信息公开工作年度报告) that an office has: its tables are read, their sums checked, and compared with the
//! report of the year before and with its own sentences. Owns the order of that and how it is told; corrects nothing, guesses no number, and
//! says what it did not check.

mod about;
mod cell;
mod checks;
mod clauses;
mod columns;
mod filled;
mod form;
mod lines;
mod narrative;
mod outcome;
mod reading;
mod rows;
mod tables;
mod told;
mod values;

pub use checks::{Finding, Level};
pub use form::Form;
pub use lines::table_rows;
pub use outcome::{Filled, Outcome, Yearly, check};
pub use tables::Unread;
pub use told::report;

#[cfg(test)]
mod tests;
