//! What a run needs to know of the terminal it fills. Values only.

use std::path::PathBuf;

/// Paths and limits of a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terminal {
    /// Folder of the mirror.
    pub mirror_dir: PathBuf,
    /// The shipped root.json.
    pub root: PathBuf,
    /// Space that attachments must leave free, bytes.
    pub reserve_bytes: u64,
}
