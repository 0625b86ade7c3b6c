//! Receipt -> bytes -> device, and what the device said of it. Knows neither documents nor databases nor terminal.toml.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod layout;

mod connection;
mod device;
mod outcome;
mod profile;
pub mod receipt;
mod slip;

pub use connection::{Connection, ConnectionError, Flow, Parity, RAW_PORT, Serial};
pub use device::Printer;
pub use outcome::{ConfirmedBy, Go, Outcome, Reason, State};
pub use profile::{Charset, Confirmation, Profile, profile, profile_names};
pub use receipt::{Align, Item, Receipt};
pub use slip::{Chunk, ComposeError, FontError, Mode, Renderer, Slip};
