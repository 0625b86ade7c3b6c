//! A file by its hash: what signed metadata names. Owns the check of fetched bytes against that.

use crate::error::FeedError;
use crate::segment::match_bytes;

/// A file that signed metadata names.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct NamedFile {
    /// Path in the feed.
    pub path: String,
    pub length: u64,
    /// SHA-256 of the bytes.
    pub sha256: String,
}

impl NamedFile {
    /// Checks fetched bytes.
    pub fn check(&self, bytes: &[u8]) -> Result<(), FeedError> {
        match_bytes(&self.path, self.length, &self.sha256, bytes)
    }
}
