//! The touch-screen program of a disclosure reading point: session, screens, workers. Reads the mirror and never writes
//! it; alone writes the journal. Never talks to the network.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod app;
pub mod bridge;
#[cfg(feature = "studio")]
pub mod journey;
#[cfg(feature = "studio")]
pub mod shots;
pub mod slip;
pub mod verify;
pub mod workers;
