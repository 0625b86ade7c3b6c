//! Paper for the office from the registers: the day sheet (查阅、打印、复印登记表，日表) and the pack for an inspection (五个一) as A4 PDF, the register as a
//! workbook beside its CSV.
//! Owns their values, words and layout; reads a [`journal::Reader`], writes bytes. Knows no screen, no printer and no clock.
//!
//! Decisions:
//!
//! - PDF by `krilla`: pure Rust, embeds and subsets the fonts it uses, so that the sheet looks the same everywhere. Glyphs are placed by their
//!   advance widths, one after the other: Chinese text needs no shaping, and a shaper would bring a second font stack.
//! - A cell of the workbook is text even where it begins with `=`: nothing that a document is called can become a formula.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod book;
mod cells;
mod day;
mod fonts;
mod forms;
mod layout;
mod leaves;
mod pack;
mod page;
mod words;

pub use book::workbook;
pub use day::{DayLine, DaySheet, Point};
pub use pack::{CHAPTERS, Facts, Pack, PackLine};
pub use page::{pack_pdf, pdf};

/// Why a sheet could not be made.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum Error {
    #[error("read the register for a sheet")]
    Register(#[from] journal::Error),
    /// No Chinese face is installed.
    #[error("find a chinese font for the sheet: install fonts-noto-cjk")]
    NoFont,
    #[error("read font {0}")]
    Font(String),
    #[error("write the sheet as PDF: {0}")]
    Pdf(String),
    #[error("write the register as a workbook")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

#[cfg(test)]
mod tests;
