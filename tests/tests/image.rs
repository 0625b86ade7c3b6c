//! What only a device with an image does: it renews its own system, starts one of two, finds its settings among those of a fleet, and goes back to factory.
#![allow(clippy::unwrap_used)]

#[path = "image/bench.rs"]
mod bench;
#[path = "image/provisioning.rs"]
mod provisioning;
#[path = "image/resetting.rs"]
mod resetting;
#[path = "image/slots.rs"]
mod slots;
#[path = "image/updating.rs"]
mod updating;
