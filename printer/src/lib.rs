//! Receipt -> bytes -> device, and what the device said of it. Knows neither documents nor databases nor terminal.toml.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod answers;
pub mod layout;

mod canvas;
mod charset;

mod connection;
mod device;
mod encode;
mod glyphs;
mod outcome;
mod profile;
#[cfg(test)]
mod properties;
pub mod receipt;
mod slip;
mod test_page;
mod transport;
pub mod virtual_printer;

pub use connection::{Connection, ConnectionError, Flow, Parity, RAW_PORT, Serial};
pub use device::{Patience, Printer};
pub use outcome::{ConfirmedBy, Go, Outcome, Reason, State};
pub use profile::{Charset, Confirmation, Profile, profile, profile_names};
pub use receipt::{Align, Item, Receipt};
pub use slip::{Chunk, ComposeError, FontError, Mode, Renderer, Slip};
pub use test_page::test_page;
pub use transport::{Cable, Line, WRITE_BYTES_MAX, Way};
