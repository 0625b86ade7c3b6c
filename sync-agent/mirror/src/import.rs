//! How the last import from a stick (U盘导入) went, for the attendant's desk: a small file beside `mirror.db`, written by the agent after every
//! import, whatever became of it. Owns that file. What cannot be read is no import.

use crate::coded::coded;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Name of the file.
const FILE: &str = "last-import.json";
/// Bytes of it.
const BYTES_MAX: u64 = 4_096;

coded! {
    /// What became of an import.
    #[allow(missing_docs)]
    pub enum Imported {
        /// The mirror is what the stick says, or newer already.
        Done = "done",
        /// The stick's feed must not be followed: older than what is here, signed by others, damaged.
        Refused = "refused",
        /// The stick could not be read.
        Unreadable = "unreadable",
        /// The terminal's disk is full.
        DiskFull = "disk-full",
        Failed = "failed",
    }
}

/// The last import from a stick or a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct LastImport {
    /// When it ended, RFC 3339 UTC.
    pub at: String,
    pub result: Imported,
    /// Documents added or changed.
    pub put: u64,
    pub removed: u64,
}

fn path(dir: &Path) -> PathBuf {
    dir.join(FILE)
}

/// The last import; `None` if there was none.
pub fn last_import(dir: &Path) -> Option<LastImport> {
    let mut bytes = Vec::new();
    let file = File::open(path(dir)).ok()?;
    file.take(BYTES_MAX).read_to_end(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Tells one import from the next without reading it.
pub fn last_import_seen(dir: &Path) -> Option<SystemTime> {
    fs::metadata(path(dir)).ok()?.modified().ok()
}

/// Writes it beside and renames, so that a power cut leaves the old one or the new one. For sync-agent alone.
pub fn note_import(dir: &Path, import: &LastImport) -> std::io::Result<()> {
    let fresh = dir.join(format!("{FILE}.new"));
    let json = serde_json::to_vec(import).expect("plain data has a JSON form");
    let mut file = File::create(&fresh)?;
    file.write_all(&json)?;
    file.sync_all()?;
    fs::rename(&fresh, path(dir))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_is_read_as_it_was_written_and_rubbish_is_none() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(last_import(dir.path()), None);
        assert_eq!(last_import_seen(dir.path()), None);
        let import = LastImport {
            at: "2026-11-22T02:00:00Z".into(),
            result: Imported::Refused,
            put: 0,
            removed: 3,
        };
        note_import(dir.path(), &import).unwrap();
        assert_eq!(last_import(dir.path()), Some(import));
        assert!(last_import_seen(dir.path()).is_some());
        for rubbish in [
            &b"{"[..],
            b"",
            br#"{"at":"x","result":"else","put":0,"removed":0}"#,
        ] {
            fs::write(path(dir.path()), rubbish).unwrap();
            assert_eq!(last_import(dir.path()), None);
        }
    }
}
