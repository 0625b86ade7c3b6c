//! The updater (系统更新): brings a device from one signed system to the next. Owns which bundle is taken and when, and that one which does
//! not prove itself is left again. Writes no slot itself: that is RAUC's, which checks the bundle's own signature once more.
//!
//! Two halves of one program, so that what is root meets no network and what meets the network is not root:
//!
//! - `updater fetch` runs as the agent does. It verifies the feed, and lays what the wanted bundle needs into `inbox`, a folder that looks
//!   like a feed.
//! - `updater run` is root without any capability. It reads feeds in folders, the inbox and sticks, verifies each from the shipped root on with
//!   floors of its own, and believes nothing else of them.
//!
//! Decisions:
//!
//! - How far an update is stands in one small file, replaced whole before anything is done (`steps`, pure; the edge is `run`). The program
//!   lives for one look; a timer starts it again. A power cut is nothing but a look that did not end.
//! - A bundle is two things to check: the feed's list says who is to take it, RAUC's signature says who built it. Neither key alone
//!   renews a terminal.
//! - A new system is confirmed by what the device did before and does again: a drawn frame, a mirror that opens, a printer that answers. A
//!   printer that was silent before the update holds nothing up.
#![cfg_attr(test, allow(clippy::unwrap_used))]

/// A line of the log, in the language of whoever started the program.
macro_rules! log {
    ($($words:tt)*) => {
        console::tell!("{}", console::said(&format!("updater: {}", format!($($words)*))))
    };
}

pub mod cli;
pub mod device;
pub mod files;
pub mod gather;
pub mod inbox;
pub mod offers;
pub mod run;
pub mod steps;
