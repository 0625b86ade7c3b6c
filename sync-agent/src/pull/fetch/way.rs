//! How to get to a web server: patience, proxy, authorities, and the time that certificates are judged by.

use crate::clock::Clock;
use config::Proxy;
use jiff::Timestamp;
use std::path::PathBuf;
use std::time::Duration;

/// How long to wait for a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Until a connection is given up.
    pub connect: Duration,
    /// Without a byte until a transfer is given up.
    pub stall: Duration,
    /// For a whole transfer, beside a second for each KiB.
    pub transfer: Duration,
}

/// How to get to a web server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// How long to wait.
    pub limits: Limits,
    /// How requests leave the house.
    pub proxy: Proxy,
    /// A file with certificate authorities of the house's own.
    pub ca: Option<PathBuf>,
    /// What the clock says, ...
    pub clock: Clock,
    /// ... and before when no clock is right.
    pub floor: Option<Timestamp>,
}
