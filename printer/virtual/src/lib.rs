//! A printer without paper: takes ESC/POS over TCP or a pseudo-terminal, answers like a device, fails when told to, and writes
//! each slip as picture, decoded commands and bytes. Its decoder is written against the command reference and shares
//! nothing with any encoder. Imports nothing of ours; the font is brought by whoever starts it.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod at_once;
pub mod decoder;
mod faults;
mod font;
mod machine;
mod mouth;
mod output;
mod paper;
mod roll;
mod serve;
mod served;
mod simulated;
mod terminal;

pub use faults::{FaultError, Faults};
pub use font::{Font, Picture};
pub use machine::{Device, Machine, Received};
pub use output::{Output, SlipEnd, Tally};
pub use roll::Roll;
pub use serve::{Settings, run};
pub use simulated::{Simulated, SimulatedLine};
