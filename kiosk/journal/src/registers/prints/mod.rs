//! The register of slips (打印登记): who asked for what paper, and what became of it.

mod declared;
mod entry;
mod export;
mod judge;
pub(crate) mod of_desk;
mod reader;
mod register;
mod reprint;
mod rows;
#[cfg(test)]
mod tests;
mod writer;

pub use entry::{
    Content, Entry, Finding, Outcome, Purpose, Reprint, Request, Role, Row, Settlement, State,
};
pub use reader::{Counts, Filter};
pub(crate) use register::REGISTER;
pub(crate) use rows::check_rows;
