//! What a run remembers for the next, so that its work follows what changed: files beside the keys that no one needs. Owns their form; whatever
//! is wrong with one (another program, a cut, another key), all is read again.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use anyhow::Context;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Bytes of such a file when unpacked.
const BYTES_MAX: u64 = 4 << 30;
const LEVEL: i32 = 1;

/// The first line: whose it is, and how many lines follow.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    program: String,
    key: String,
    lines: usize,
}

/// This build of the publisher: another one may read the same words otherwise.
pub fn program() -> String {
    let stamp = || -> std::io::Result<String> {
        let about = std::env::current_exe()?.metadata()?;
        let time = about.modified()?.duration_since(std::time::UNIX_EPOCH);
        let nanoseconds = time.map_or(0, |time| time.as_nanos());
        Ok(format!("{} {nanoseconds}", about.len()))
    };
    format!(
        "{} {}",
        env!("CARGO_PKG_VERSION"),
        stamp().unwrap_or_default()
    )
}

/// Remembers `lines` under `key`.
///
/// # Errors
/// The file cannot be written; what was remembered before stays.
pub fn write<T: Serialize>(path: &Path, key: &str, lines: &[T]) -> anyhow::Result<()> {
    let temporary = path.with_added_extension("new");
    let write = || -> anyhow::Result<()> {
        let file = BufWriter::new(File::create(&temporary)?);
        let mut packed = zstd::Encoder::new(file, LEVEL)?;
        packed.include_checksum(true)?;
        let head = Head {
            program: program(),
            key: key.to_owned(),
            lines: lines.len(),
        };
        serde_json::to_writer(&mut packed, &head)?;
        packed.write_all(b"\n")?;
        for line in lines {
            serde_json::to_writer(&mut packed, line)?;
            packed.write_all(b"\n")?;
        }
        packed.finish()?.flush()?;
        std::fs::rename(&temporary, path)?;
        Ok(())
    };
    write().with_context(|| format!("write {}", path.display()))
}

/// What was remembered under `key` by this program; `None` if it is not there whole.
pub fn read<T: DeserializeOwned>(path: &Path, key: &str) -> Option<Vec<T>> {
    let plain = zstd::Decoder::new(File::open(path).ok()?).ok()?;
    let mut lines = BufReader::new(plain.take(BYTES_MAX)).lines();
    let head: Head = serde_json::from_str(&lines.next()?.ok()?).ok()?;
    if head.program != program() || head.key != key {
        return None;
    }
    let mut found = Vec::new();
    for line in lines {
        found.push(serde_json::from_str(&line.ok()?).ok()?);
    }
    (found.len() == head.lines).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_whole_and_of_this_key_is_remembered() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("notes");
        assert_eq!(read::<u32>(&path, "a"), None);
        let lines: Vec<u32> = (0..10_000).collect();
        write(&path, "a", &lines).unwrap();
        assert_eq!(read(&path, "a"), Some(lines));
        assert_eq!(read::<u32>(&path, "b"), None);
        let whole = std::fs::read(&path).unwrap();
        for at in [10, whole.len() / 2, whole.len() - 3] {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            std::fs::write(&path, &bytes).unwrap();
            assert_eq!(read::<u32>(&path, "a"), None, "a flipped bit at {at}");
            std::fs::write(&path, &whole[..at]).unwrap();
            assert_eq!(read::<u32>(&path, "a"), None, "cut at {at}");
        }
    }
}
