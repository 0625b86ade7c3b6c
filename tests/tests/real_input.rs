//! The whole line on real documents: counts, traps, search, slips, a second publication, kills. Needs DATA, the folder of the
//! data set, and the peers of `tests/peers/setup.sh`; fails without them. Holds no text of the data and is tuned to no file
//! beyond those that the requirements name.
#![allow(clippy::unwrap_used)]

#[path = "real_input/attachments.rs"]
mod attachments;
#[path = "real_input/counts.rs"]
mod counts;
#[path = "real_input/exact.rs"]
mod exact;
#[path = "real_input/found.rs"]
mod found;
#[path = "real_input/kills.rs"]
mod kills;
#[path = "real_input/numbers.rs"]
mod numbers;
#[path = "real_input/office.rs"]
mod office;
#[path = "real_input/paper.rs"]
mod paper;
#[path = "real_input/peers.rs"]
mod peers;
#[path = "real_input/portals.rs"]
mod portals;
#[path = "real_input/relevance.rs"]
mod relevance;
#[path = "real_input/screens.rs"]
mod screens;
#[path = "real_input/second.rs"]
mod second;
#[path = "real_input/speech.rs"]
mod speech;
#[path = "real_input/traps.rs"]
mod traps;
#[path = "real_input/world.rs"]
mod world;
