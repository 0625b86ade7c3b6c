//! What a visitor does at the terminal, as a pure state machine: `step(now, event) -> effects`, and one value for each picture.
//! Knows documents and the register by their types only. Opens no file, asks no clock, names no widget, no printer.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod articles;
pub mod keyboard;
pub mod moment;
pub mod screen;
mod session;
pub mod view;

pub use session::*;
