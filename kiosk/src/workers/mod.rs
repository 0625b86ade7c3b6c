//! The threads beside the screen, and how they reach it. Each owns what nobody else touches; none decides what a visitor sees.

pub(crate) mod catalogue;
mod clerk;
pub mod inbox;
pub mod printing;
pub mod shared;
