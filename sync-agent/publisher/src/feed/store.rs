//! The feed's folder on disk. Owns the lock, and writing so that a crash leaves either the old file or the new one;
//! refuses a second publisher on the same folder.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use feed::Folder;
use feed::write::Outgoing;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

const LOCK_NAME: &str = ".publisher.lock";
const TEMPORARY_PREFIX: &str = ".new-";
const GARBAGE_NAME: &str = ".publisher-garbage.json";

/// A feed folder that only this process writes.
pub struct Store {
    root: PathBuf,
    folder: Folder,
    _lock: File,
}

/// Another publisher is at work on the same folder.
#[derive(Debug, thiserror::Error)]
#[error("lock {0}: another publisher is at work")]
pub struct Busy(pub String);

impl Store {
    /// Makes the folder if needed and locks it.
    pub fn open(root: &Path) -> anyhow::Result<Store> {
        fs::create_dir_all(root).with_context(|| format!("make {}", root.display()))?;
        let path = root.join(LOCK_NAME);
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .with_context(|| format!("open {}", path.display()))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!(Busy(root.display().to_string())),
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("lock {}", path.display()));
            }
        }
        Ok(Store {
            root: root.to_owned(),
            folder: Folder::new(root),
            _lock: lock,
        })
    }

    /// For reading with verification.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Writes one file: temporary name, fsync, rename, fsync of the folder. An equal file is left alone.
    pub fn put(&self, file: &Outgoing) -> anyhow::Result<()> {
        let max = file.bytes.len() as u64;
        if matches!(self.folder.read(&file.path, max), Ok(Some(old)) if old == file.bytes) {
            return Ok(());
        }
        self.place(&file.path, |new| new.write_all(&file.bytes))
    }

    /// Copies an attachment in, unless a file of that name and hash is there.
    pub fn copy_blob(&self, sha256: &str, length: u64, from: &Path) -> anyhow::Result<()> {
        let path = feed::blob_path(sha256);
        let there = self.root.join(&path);
        let is_there = fs::metadata(&there).is_ok_and(|old| old.len() == length);
        if is_there && hash_file(&there, length).is_ok_and(|found| found == sha256) {
            return Ok(());
        }
        self.place(&path, |new| {
            std::io::copy(&mut File::open(from)?, new).map(|_| ())
        })
    }

    fn place(
        &self,
        path: &str,
        fill: impl FnOnce(&mut File) -> std::io::Result<()>,
    ) -> anyhow::Result<()> {
        let target = self.root.join(path);
        let parent = target.parent().expect("a path in the feed has a folder");
        let name = target.file_name().expect("a path in the feed has a name");
        let temporary = parent.join(format!("{TEMPORARY_PREFIX}{}", name.to_string_lossy()));
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(parent)?;
            let mut new = File::create(&temporary)?;
            fill(&mut new)?;
            new.sync_all()?;
            fs::rename(&temporary, &target)?;
            // The new name must survive a power cut before a later file points at it; so must new folders.
            for folder in parent.ancestors().take_while(|f| f.starts_with(&self.root)) {
                File::open(folder)?.sync_all()?;
            }
            Ok(())
        };
        write().with_context(|| format!("write {}", target.display()))
    }

    /// Deletes one file, for good.
    pub fn delete(&self, path: &str) -> anyhow::Result<()> {
        let whole = self.root.join(path);
        fs::remove_file(&whole).with_context(|| format!("delete {}", whole.display()))?;
        if let Some(parent) = whole.parent() {
            File::open(parent)?.sync_all()?;
        }
        Ok(())
    }

    /// Since when which files are named by nothing. A note of the publisher's own: without it their time begins anew.
    pub fn read_garbage(&self) -> BTreeMap<String, Timestamp> {
        fs::read(self.root.join(GARBAGE_NAME))
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// Keeps what waits to be deleted, and since when.
    pub fn write_garbage(&self, waiting: &BTreeMap<String, Timestamp>) -> anyhow::Result<()> {
        let json = serde_json::to_vec(waiting).context("encode the list of unneeded files")?;
        self.place(GARBAGE_NAME, |new| new.write_all(&json))
    }

    /// Every file under the feed's own folders, as path in the feed.
    pub fn walk(&self) -> anyhow::Result<Vec<String>> {
        let mut found = Vec::new();
        let mut open: Vec<String> = ["metadata", "targets", "log", "pack", "blob"]
            .map(String::from)
            .to_vec();
        while let Some(folder) = open.pop() {
            let whole = self.root.join(&folder);
            let entries = match fs::read_dir(&whole) {
                Ok(entries) => entries,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                Err(error) => {
                    return Err(error).with_context(|| format!("list {}", whole.display()));
                }
            };
            for entry in entries {
                let entry = entry.with_context(|| format!("list {}", whole.display()))?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = format!("{folder}/{name}");
                if entry.file_type()?.is_dir() {
                    open.push(path);
                } else {
                    found.push(path);
                }
            }
        }
        Ok(found)
    }
}

/// SHA-256 of a file of `length` bytes; a longer or shorter one gives another hash.
pub(crate) fn hash_file(path: &Path, length: u64) -> anyhow::Result<String> {
    let file = File::open(path).with_context(|| format!("read {}", path.display()))?;
    let mut capped = file.take(length + 1);
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = capped
            .read(&mut buffer)
            .with_context(|| format!("read {}", path.display()))?;
        if read == 0 {
            return Ok(hex::encode(hash.finalize()));
        }
        hash.update(&buffer[..read]);
    }
}

/// Whether a path is a temporary file of a run that was cut short.
pub fn is_temporary(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with(TEMPORARY_PREFIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_publishers_never_share_a_folder() {
        let dir = tempfile::tempdir().unwrap();
        let first = Store::open(dir.path()).unwrap();
        let second = Store::open(dir.path()).err().unwrap();
        assert!(second.is::<Busy>());
        drop(first);
        assert!(Store::open(dir.path()).is_ok());
    }
}
