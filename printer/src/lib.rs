//! Receipt -> bytes -> device, and what the device said of it. Knows neither documents nor databases nor terminal.toml.
//!
//! `compose` lays a receipt out and draws it, `encode` makes bytes of it, `device` owns the printer and says what became of a job.
//! The virtual printer is a crate of its own that imports nothing of ours: feature `virtual` joins it to our fonts and to [`Way`],
//! for the bench tool and for tests. A device is built without it.
//!
//! Decisions:
//!
//! - One grid for paper. Text mode and raster mode share a layout of half-width cells, so line breaks, preview and
//!   length agree by construction.
//! - Printer models are data (`printer/profiles/*.toml`): each names its manual and says what no manual says and is
//!   assumed. Epsons confirm by process id; the others by status, asked after the time that the head needs. A device
//!   that answers less than its profile says is believed less.
//! - A line without flow control is paced. The job is never ahead of the head by more than the profile's buffer, so
//!   that text sent ten times faster than it prints is not dropped by the device.
//! - Waiting goes by a clock that is an argument (`printer::Way`): the same desk, printer owner and virtual device
//!   run thousands of jobs with random faults in simulated time (`printer/tests/simulated.rs`,
//!   `kiosk::workers::printing::work::tests`).
//! - QR codes that are not ASCII carry ECI 26 (UTF-8) and stay out of the Kanji mode, which fits some of their byte
//!   pairs and means other words.
//! - `sent` is what a device gets that never answers; one that answered before and falls silent is `unknown`.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod compose;
mod device;
mod encode;
mod profile;
#[cfg(test)]
#[path = "tests/properties.rs"]
mod properties;
pub mod receipt;
#[cfg(feature = "virtual")]
mod simulation;

pub use compose::layout;
pub use compose::{ComposeError, FontError, RARE_FAMILIES, Renderer, Slip, test_page};
pub use device::answers;
pub use device::{
    About, Cable, Calibration, Cause, Closing, ConfirmedBy, Connection, ConnectionError, Flow, Go,
    Line, Outcome, Parity, Patience, Printer, RAW_PORT, Reason, Serial, State, WRITE_BYTES_MAX,
    Way,
};
pub use encode::{Chunk, Mode};
pub use profile::{
    Changes, Charset, Confirmation, Cut, Profile, ProfileError, profile, profile_from, profile_in,
    profile_names, profile_of_model,
};
pub use receipt::{Align, Item, Receipt, ReceiptError};
#[cfg(feature = "virtual")]
pub use simulation::{device_font, simulated};
#[cfg(feature = "virtual")]
pub use virtual_printer;
