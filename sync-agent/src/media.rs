//! Sticks (U盘): folders below `[sync] media` that hold a feed. Owns which of them is new; a stick that stays plugged in is
//! imported once, not with every poll.

use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Sticks looked at.
const STICKS_MAX: usize = 16;

/// What was imported already: folder -> SHA-256 of its timestamp.
#[derive(Debug, Clone, Default)]
pub struct Seen(HashMap<PathBuf, [u8; 32]>);

impl Seen {
    /// Folders with a feed that was not seen before. A folder that went away is forgotten.
    pub fn fresh(&mut self, media: &Path) -> Vec<PathBuf> {
        let found: HashMap<PathBuf, [u8; 32]> = fs::read_dir(media)
            .into_iter()
            .flatten()
            .flatten()
            .take(STICKS_MAX)
            .filter_map(|entry| Some((entry.path(), timestamp(&entry.path())?)))
            .collect();
        let mut fresh: Vec<PathBuf> = found
            .iter()
            .filter(|(path, sha256)| self.0.get(*path) != Some(sha256))
            .map(|(path, _)| path.clone())
            .collect();
        fresh.sort();
        self.0 = found;
        fresh
    }
}

/// What a stick says it holds; only to tell one content from another.
fn timestamp(stick: &Path) -> Option<[u8; 32]> {
    let path = stick.join("metadata/timestamp.json");
    if !fs::metadata(&path).ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    let file = File::open(path).ok()?;
    file.take(feed::limits::TIMESTAMP_BYTES_MAX)
        .read_to_end(&mut bytes)
        .ok()?;
    Some(Sha256::digest(&bytes).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stick_is_new_once_and_again_with_another_feed_or_after_it_was_away() {
        let media = tempfile::tempdir().unwrap();
        let mut seen = Seen::default();
        assert!(seen.fresh(media.path()).is_empty());
        assert!(seen.fresh(&media.path().join("absent")).is_empty());
        let stick = media.path().join("sda1");
        fs::create_dir_all(stick.join("metadata")).unwrap();
        fs::create_dir_all(media.path().join("photos")).unwrap();
        assert!(
            seen.fresh(media.path()).is_empty(),
            "a stick without a feed"
        );
        fs::write(stick.join("metadata/timestamp.json"), "1").unwrap();
        assert_eq!(seen.fresh(media.path()), std::slice::from_ref(&stick));
        assert!(seen.fresh(media.path()).is_empty());
        fs::write(stick.join("metadata/timestamp.json"), "2").unwrap();
        assert_eq!(seen.fresh(media.path()), std::slice::from_ref(&stick));
        fs::rename(&stick, media.path().join("photos/x")).unwrap();
        assert!(seen.fresh(media.path()).is_empty());
        fs::rename(media.path().join("photos/x"), &stick).unwrap();
        assert_eq!(seen.fresh(media.path()), [stick]);
    }
}
