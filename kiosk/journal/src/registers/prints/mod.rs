//! The register of slips (打印登记): who asked for what paper, and what became of it.

mod entry;
mod export;
pub(crate) mod reader;
mod reprint;
#[cfg(test)]
mod tests;
mod writer;

pub use entry::{Content, Entry, Finding, Outcome, Reprint, Request, Role, Row, Settlement, State};
pub use reader::{Counts, Filter, Gap, Reader};
pub use writer::Writer;
