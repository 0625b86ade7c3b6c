//! The chain: entries with committed fields in one file, its mark, what is salvaged of a wreck, the walk from its beginning to its
//! head. Knows no register.

pub(crate) mod beginning;
pub(crate) mod entries;
pub(crate) mod fields;
pub(crate) mod hash;
pub(crate) mod mark;
mod migrations;
pub(crate) mod number;
pub(crate) mod problem;
pub(crate) mod salvage;
pub(crate) mod store;
pub(crate) mod walk;

pub use entries::Stored;
pub use hash::Head;
pub use number::{Number, day_of};
pub use problem::Problem;
