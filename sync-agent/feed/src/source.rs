//! Where a feed's files come from. Owns the capped read that every source must keep to, and the one for a folder (a
//! mounted stick, the publisher's own tree); refuses paths that leave the feed. Opens no network connection.

use std::future::Future;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::pin::Pin;

/// What a fetch answers: the bytes, or nothing when the source says that there is no such file.
pub type Fetched<'a> =
    Pin<Box<dyn Future<Output = Result<Option<Vec<u8>>, SourceError>> + Send + 'a>>;

/// A place that holds a feed.
pub trait Source: Send + Sync {
    /// Reads the file at `path` (relative to the feed, `/` between names), at most `max` bytes. A longer file is
    /// [`SourceError::TooLarge`], found before more than `max` bytes are held. `None` only when the source positively
    /// says that the file does not exist.
    fn fetch<'a>(&'a self, path: &'a str, max: u64) -> Fetched<'a>;
}

/// Why a file could not be fetched.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum SourceError {
    /// The source does not answer, or answers with something else than the file or its absence.
    #[error("fetch {path}")]
    Unreachable {
        path: String,
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The file is longer than the reader accepts.
    #[error("fetch {path}: longer than {max} bytes")]
    TooLarge { path: String, max: u64 },
}

impl SourceError {
    /// An unreachable source with its cause.
    pub fn unreachable(
        path: &str,
        cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> SourceError {
        SourceError::Unreachable {
            path: path.to_owned(),
            cause: cause.into(),
        }
    }
}

/// A feed in a folder.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The feed at `root`. A root that is missing is unreachable, not empty: a stick that is not mounted is no feed
    /// without documents.
    pub fn new(root: impl Into<PathBuf>) -> Folder {
        Folder { root: root.into() }
    }

    /// Reads one file, as [`Source::fetch`] does.
    pub fn read(&self, path: &str, max: u64) -> Result<Option<Vec<u8>>, SourceError> {
        if path.split('/').any(|part| matches!(part, "" | "." | "..")) || path.contains('\\') {
            return Err(SourceError::unreachable(path, "the path leaves the feed"));
        }
        let file = match std::fs::File::open(self.root.join(path)) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return self.root_answers(path).map(|()| None);
            }
            Err(error) => return Err(SourceError::unreachable(path, error)),
        };
        let mut bytes = Vec::new();
        file.take(max.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| SourceError::unreachable(path, error))?;
        if bytes.len() as u64 > max {
            return Err(SourceError::TooLarge {
                path: path.to_owned(),
                max,
            });
        }
        Ok(Some(bytes))
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn root_answers(&self, path: &str) -> Result<(), SourceError> {
        match std::fs::metadata(&self.root) {
            Ok(root) if root.is_dir() => Ok(()),
            Ok(_) => Err(SourceError::unreachable(path, "the feed is not a folder")),
            Err(error) => Err(SourceError::unreachable(path, error)),
        }
    }
}

impl Source for Folder {
    fn fetch<'a>(&'a self, path: &'a str, max: u64) -> Fetched<'a> {
        let answer = self.read(path, max);
        Box::pin(async move { answer })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_is_none_and_a_missing_folder_is_unreachable() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path());
        assert!(folder.read("metadata/2.root.json", 9).unwrap().is_none());
        let gone = Folder::new(dir.path().join("stick"));
        assert!(matches!(
            gone.read("metadata/2.root.json", 9),
            Err(SourceError::Unreachable { .. })
        ));
    }

    #[test]
    fn a_file_over_the_limit_is_too_large() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a"), b"12345").unwrap();
        let folder = Folder::new(dir.path());
        assert_eq!(folder.read("a", 5).unwrap().unwrap(), b"12345");
        assert!(matches!(
            folder.read("a", 4),
            Err(SourceError::TooLarge { max: 4, .. })
        ));
    }

    #[test]
    fn a_path_that_climbs_is_never_opened() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path().join("feed"));
        for path in [
            "../secret",
            "a/../../secret",
            "/etc/passwd",
            "",
            "a//b",
            ".",
        ] {
            assert!(folder.read(path, 9).is_err(), "{path}");
        }
    }
}
