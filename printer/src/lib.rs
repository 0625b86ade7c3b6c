//! Receipt -> bytes -> device, and what the device said of it. Knows neither documents nor databases nor terminal.toml.
//!
//! `compose` lays a receipt out and draws it, `encode` makes bytes of it, `device` owns the printer and says what became of a job.
//! The virtual printer is a crate of its own that imports nothing of ours: feature `virtual` joins it to our fonts and to [`Way`],
//! for the bench tool and for tests. A device is built without it.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod compose;
mod device;
mod encode;
mod profile;
#[cfg(test)]
mod properties;
pub mod receipt;
#[cfg(feature = "virtual")]
mod simulation;

pub use compose::layout;
pub use compose::{ComposeError, FontError, Renderer, Slip, test_page};
pub use device::answers;
pub use device::{
    Cable, ConfirmedBy, Connection, ConnectionError, Flow, Go, Line, Outcome, Parity, Patience,
    Printer, RAW_PORT, Reason, Serial, State, WRITE_BYTES_MAX, Way,
};
pub use encode::{Chunk, Mode};
pub use profile::{Charset, Confirmation, Profile, profile, profile_names};
pub use receipt::{Align, Item, Receipt};
#[cfg(feature = "virtual")]
pub use simulation::{device_font, simulated};
#[cfg(feature = "virtual")]
pub use virtual_printer;
