//! The touch-screen program of a disclosure reading point: session, screens, workers. Reads the mirror and never writes
//! it; alone writes the journal. Never talks to the network.
//!
//! Decisions:
//!
//! - The reader breaks its own lines (`bridge::{breaking, typeset, sheet}`): only whole lines show, pages turn
//!   without loss, and an article opens exactly at its first line, which a list of estimated heights cannot do.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod app;
pub mod bridge;
pub mod characters;
mod clock;
pub mod first_pin;
pub mod fonts_missing;
pub mod memory;
pub mod office;
pub mod pulse;
pub mod say;
pub mod sealed;
pub mod secrecy;
pub mod slip;
pub mod splash;
pub mod startup;
#[cfg(feature = "studio")]
pub mod studio;
pub mod verify;
pub mod workers;
pub mod wrong_settings;
