//! What the agent leaves for the attendant's desk in small files beside `mirror.db`: how the last import from a stick (U盘导入) went, whatever
//! became of it, and what the day brought. Owns those files. What cannot be read is not there.

use crate::coded::coded;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;
use std::time::SystemTime;

/// The last import.
const IMPORT: &str = "last-import.json";
/// What came on the last day that brought anything.
const ARRIVALS: &str = "arrivals.json";
/// Bytes of each.
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

/// What came on one day (当日数据变化), by all runs together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Arrivals {
    /// `yyyymmdd`, of the terminal's place.
    pub day: String,
    /// Documents added or changed.
    pub put: u64,
    pub removed: u64,
}

/// The last import; `None` if there was none.
pub fn last_import(dir: &Path) -> Option<LastImport> {
    read(&dir.join(IMPORT))
}

/// Tells one import from the next without reading it.
pub fn last_import_seen(dir: &Path) -> Option<SystemTime> {
    fs::metadata(dir.join(IMPORT)).ok()?.modified().ok()
}

/// For sync-agent alone.
pub fn note_import(dir: &Path, import: &LastImport) -> std::io::Result<()> {
    write(dir, IMPORT, import)
}

/// What came on that day; nothing where nothing is known of it.
pub fn arrivals(dir: &Path, day: &str) -> Arrivals {
    let known = read::<Arrivals>(&dir.join(ARRIVALS)).filter(|known| known.day == day);
    known.unwrap_or_else(|| Arrivals {
        day: day.to_owned(),
        ..Arrivals::default()
    })
}

/// Adds what one run brought to what its day brought before. For sync-agent alone.
pub fn note_arrivals(dir: &Path, day: &str, put: u64, removed: u64) -> std::io::Result<()> {
    let mut known = arrivals(dir, day);
    known.put = known.put.saturating_add(put);
    known.removed = known.removed.saturating_add(removed);
    write(dir, ARRIVALS, &known)
}

fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let mut bytes = Vec::new();
    let file = File::open(path).ok()?;
    file.take(BYTES_MAX).read_to_end(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Writes it beside and renames, so that a power cut leaves the old one or the new one.
fn write(dir: &Path, name: &str, note: &impl Serialize) -> std::io::Result<()> {
    let fresh = dir.join(format!("{name}.new"));
    let json = serde_json::to_vec(note).expect("plain data has a JSON form");
    let mut file = File::create(&fresh)?;
    file.write_all(&json)?;
    file.sync_all()?;
    fs::rename(&fresh, dir.join(name))
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
            fs::write(dir.path().join(IMPORT), rubbish).unwrap();
            assert_eq!(last_import(dir.path()), None);
        }
    }

    #[test]
    fn what_a_day_brought_is_added_up_and_the_next_day_begins_anew() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(arrivals(dir.path(), "20261122").put, 0);
        note_arrivals(dir.path(), "20261122", 3, 0).unwrap();
        note_arrivals(dir.path(), "20261122", 1, 2).unwrap();
        let day = arrivals(dir.path(), "20261122");
        assert_eq!((day.put, day.removed), (4, 2));
        assert_eq!(arrivals(dir.path(), "20261123").put, 0);
        note_arrivals(dir.path(), "20261123", 1, 0).unwrap();
        assert_eq!(arrivals(dir.path(), "20261122").put, 0);
        fs::write(dir.path().join(ARRIVALS), "[").unwrap();
        assert_eq!(arrivals(dir.path(), "20261123").put, 0);
    }
}
