//! Files that are always whole: written beside, made safe, renamed. A power cut leaves the old one or the new one. Owns no content.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use anyhow::Context;

use crate::intake::Memory;
use crate::points::small_file;

/// Puts `bytes` at `path`, or leaves what is there.
pub fn place(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let fresh = path.with_extension("new");
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&fresh)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&fresh, path)?;
        match path.parent().filter(|dir| !dir.as_os_str().is_empty()) {
            Some(dir) => File::open(dir)?.sync_all(),
            None => File::open(".")?.sync_all(),
        }
    };
    write().with_context(|| format!("write {}", path.display()))
}

/// What the last run remembered. One that cannot be read is refused: going on without it would let old statuses count again.
pub fn remembered(path: &Path) -> anyhow::Result<Memory> {
    if !path.exists() {
        return Ok(Memory::default());
    }
    serde_json::from_str(&small_file(path)?).with_context(|| {
        format!(
            "read {}: it is damaged; restore it, or remove it and look at whether each terminal still has its key",
            path.display()
        )
    })
}

/// Remembers it for the next run.
pub fn remember(path: &Path, memory: &Memory) -> anyhow::Result<()> {
    let text = serde_json::to_vec(memory).expect("plain data has a JSON form");
    place(path, &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_the_old_one_or_the_new_one() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("index.html");
        place(&path, b"one").unwrap();
        // What a power cut left beside it.
        fs::write(dir.path().join("index.new"), b"half of").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one");
        place(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        assert!(place(&dir.path().join("absent/x"), b"").is_err());
    }

    #[test]
    fn a_damaged_memory_is_refused_and_left_where_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("seen.json");
        assert_eq!(remembered(&path).unwrap(), Memory::default());
        for text in ["", "{", "{\"terminals\":{\"L01-1\":{}}}", "{\"x\":1}"] {
            fs::write(&path, text).unwrap();
            let said = format!("{:#}", remembered(&path).unwrap_err());
            assert!(said.contains("damaged"), "{said}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }
}
