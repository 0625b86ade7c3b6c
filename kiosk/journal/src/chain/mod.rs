//! The chain: entries with committed fields in one file, its mark, what is salvaged of a wreck, the walk from its beginning to its
//! head. Knows no register: a register declares its kinds and fields, see [`declare`].

mod beginning;
pub(crate) mod clock;
pub(crate) mod declare;
mod entries;
mod fields;
pub(crate) mod gaps;
pub(crate) mod hash;
pub(crate) mod key;
pub(crate) mod log;
pub(crate) mod mark;
mod migrations;
pub(crate) mod number;
pub(crate) mod problem;
pub(crate) mod reader;
mod salvage;
pub(crate) mod series;
pub(crate) mod store;
mod stored;
pub(crate) mod walk;
pub(crate) mod writer;

pub use entries::Stored;
pub use gaps::Gap;
pub use hash::Head;
pub use number::{Number, day_of};
pub use problem::Problem;
pub use writer::FILE_NAME;
