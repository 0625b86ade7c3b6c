//! Numbers of a workbook as its program shows them: times, dates, shares, sums (ECMA-376, 18.8.30 and 18.8.31), written as words before
//! anyone reads them. Owns nothing itself.

mod built_in;
mod calendar;
mod code;
mod decimal;
mod formats;
mod fraction;
pub mod of_package;
pub mod of_records;
mod parts;
mod places;
mod spoken;
mod writing;
