//! What the targets metadata says of one target: its path, length and hash. Refuses one beyond its cap, or without a hash.

use sigstore_tuf::TargetFile;

use super::{Run, cap, malformed};
use crate::error::FeedError;
use crate::named::NamedFile;

impl Run<'_> {
    /// A target that a feed may have or not.
    pub(super) fn listed_if_any(
        &self,
        name: &str,
        max: u64,
    ) -> Result<Option<NamedFile>, FeedError> {
        let targets = self.trusted.targets_role("targets");
        match targets.and_then(|signed| signed.target(name)) {
            Some(_) => self.listed(name, max).map(Some),
            None => Ok(None),
        }
    }

    /// What the targets metadata says about a target.
    pub(super) fn listed(&self, name: &str, max: u64) -> Result<NamedFile, FeedError> {
        const WHERE: &str = "metadata/targets.json";
        let file: &TargetFile = self
            .trusted
            .targets_role("targets")
            .and_then(|signed| signed.target(name))
            .ok_or_else(|| malformed(WHERE, &format!("it lists no {name}")))?;
        let sha256 = file
            .hashes
            .get("sha256")
            .filter(|sha256| crate::check::is_sha256(sha256))
            .ok_or_else(|| malformed(WHERE, &format!("no sha256 of {name}")))?;
        let path = format!("targets/{sha256}.{name}");
        cap(&path, file.length, max)?;
        Ok(NamedFile {
            path,
            length: file.length,
            sha256: sha256.clone(),
        })
    }
}
