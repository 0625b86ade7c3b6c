//! How the terminal's own system is renewed (系统更新), as the programs use it. Data only.

use std::path::PathBuf;

use crate::hours::Span;

/// `[update]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// Whether new systems are taken at all.
    pub on: bool,
    /// Whether this terminal takes them first (先行终端).
    pub canary: bool,
    /// When it may start anew for one, by the time of the point.
    pub window: Span,
    /// Hours between two looks for a new system.
    pub every_h: u32,
    /// Minutes in which a new system must show that it works.
    pub prove_min: u32,
    /// Folder of what is fetched and of how far an update is.
    pub dir: PathBuf,
}
