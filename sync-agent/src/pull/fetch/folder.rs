//! A feed in a folder: a stick, a share, the publisher's own tree. Owns the capped read, on a thread of its own with a limit, so that a
//! stick that hangs holds nobody up; refuses to leave the folder, also by symbolic link, and to open anything but files.

use super::traffic::Traffic;
use feed::SourceError;
use rustix::fs::{Mode, OFlags};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Seconds that a read may take, beside one for each [`SLOWEST_BYTES_PER_S`].
const READ_S_MAX: u64 = 60;
/// Slowest stick that is waited for.
const SLOWEST_BYTES_PER_S: u64 = 64 * 1024;

/// A feed in a folder.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    traffic: Arc<Traffic>,
}

impl Folder {
    pub(super) fn new(root: &Path) -> Folder {
        Folder {
            root: root.to_owned(),
            traffic: Arc::default(),
        }
    }

    pub(super) fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    /// [`Folder::read`] on a thread of its own.
    pub(super) async fn read_apart(
        &self,
        path: &str,
        max: u64,
    ) -> Result<Option<Vec<u8>>, SourceError> {
        let owned = path.to_owned();
        self.apart(path, max, move |folder| folder.read(&owned, max))
            .await
    }

    /// [`Folder::read_at_most`] on a thread of its own.
    pub(super) async fn read_at_most_apart(
        &self,
        path: &str,
        most: u64,
    ) -> Result<Option<Vec<u8>>, SourceError> {
        let owned = path.to_owned();
        self.apart(path, most, move |folder| folder.read_at_most(&owned, most))
            .await
    }

    async fn apart<T: Send + 'static>(
        &self,
        path: &str,
        bytes: u64,
        work: impl FnOnce(&Folder) -> Result<T, SourceError> + Send + 'static,
    ) -> Result<T, SourceError> {
        let folder = self.clone();
        let limit = Duration::from_secs(READ_S_MAX + bytes / SLOWEST_BYTES_PER_S);
        let task = tokio::task::spawn_blocking(move || work(&folder));
        match tokio::time::timeout(limit, task).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => Err(SourceError::unreachable(path, error)),
            // The thread stays in the kernel until the stick answers or is pulled out.
            Err(_) => Err(SourceError::unreachable(
                path,
                format!("the stick does not answer for {} s", limit.as_secs()),
            )),
        }
    }

    /// The whole file; one longer than `max` is an error.
    pub(super) fn read(&self, path: &str, max: u64) -> Result<Option<Vec<u8>>, SourceError> {
        let bytes = self.read_at_most(path, max.saturating_add(1))?;
        match bytes {
            Some(bytes) if bytes.len() as u64 > max => Err(SourceError::TooLarge {
                path: path.to_owned(),
                max,
            }),
            other => Ok(other),
        }
    }

    /// The first `most` bytes of the file.
    pub(super) fn read_at_most(
        &self,
        path: &str,
        most: u64,
    ) -> Result<Option<Vec<u8>>, SourceError> {
        self.traffic.asked();
        // A folder that is not there is unreachable, not empty: the stick may not be mounted.
        let root = std::fs::canonicalize(&self.root)
            .and_then(|root| {
                if root.is_dir() {
                    Ok(root)
                } else {
                    Err(io::ErrorKind::NotADirectory.into())
                }
            })
            .map_err(|e| SourceError::unreachable(&self.root.display().to_string(), e))?;
        let fail = |e: io::Error| SourceError::unreachable(path, e);
        let Some(file) = open_below(&root, path).map_err(fail)? else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes).map_err(fail)?;
        self.traffic.received(bytes.len());
        Ok(Some(bytes))
    }
}

fn open_below(root: &Path, path: &str) -> io::Result<Option<File>> {
    let outside = || io::Error::new(io::ErrorKind::InvalidInput, "the path leaves the feed");
    if path.split('/').any(|part| matches!(part, "" | "." | "..")) || path.contains(['\\', '\0']) {
        return Err(outside());
    }
    let whole = match std::fs::canonicalize(root.join(path)) {
        Ok(whole) => whole,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    if !whole.starts_with(root) {
        return Err(outside());
    }
    // Without NONBLOCK a pipe on a stick would hold the agent for ever.
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(&whole, flags, Mode::empty())?);
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
    }
    Ok(Some(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stick_that_is_not_there_is_unreachable_and_not_empty() {
        let dir = tempfile::tempdir().unwrap();
        let gone = Folder::new(&dir.path().join("stick"));
        assert!(matches!(
            gone.read("metadata/2.root.json", 9),
            Err(SourceError::Unreachable { .. })
        ));
        let there = Folder::new(dir.path());
        assert!(there.read("metadata/2.root.json", 9).unwrap().is_none());
        std::fs::write(dir.path().join("file"), b"x").unwrap();
        assert!(Folder::new(&dir.path().join("file")).read("a", 9).is_err());
    }

    #[test]
    fn nothing_outside_the_folder_is_ever_read() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("secret"), b"secret").unwrap();
        let feed = dir.path().join("feed");
        std::fs::create_dir_all(feed.join("log")).unwrap();
        std::os::unix::fs::symlink(dir.path().join("secret"), feed.join("link")).unwrap();
        std::os::unix::fs::symlink(dir.path(), feed.join("log/up")).unwrap();
        let folder = Folder::new(&feed);
        for path in [
            "../secret",
            "log/../../secret",
            "/etc/passwd",
            "link",
            "log/up/secret",
            "",
            ".",
            "log//x",
            "a\0b",
        ] {
            assert!(folder.read(path, 99).is_err(), "{path:?}");
        }
    }

    #[test]
    fn only_files_are_read_and_a_pipe_does_not_hold_the_agent() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("folder")).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            dir.path().join("pipe"),
            rustix::fs::FileType::Fifo,
            Mode::RUSR,
            0,
        )
        .unwrap();
        let folder = Folder::new(dir.path());
        assert!(folder.read("folder", 9).is_err());
        assert!(folder.read("pipe", 9).is_err());
    }

    #[test]
    fn a_file_over_the_limit_is_refused_without_reading_it_whole() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a"), vec![7; 100_000]).unwrap();
        let folder = Folder::new(dir.path());
        assert!(matches!(
            folder.read("a", 99),
            Err(SourceError::TooLarge { max: 99, .. })
        ));
        assert_eq!(folder.traffic().bytes(), 100);
        assert_eq!(folder.read("a", 100_000).unwrap().unwrap().len(), 100_000);
    }
}
