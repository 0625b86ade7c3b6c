//! How many wrong PINs were typed, on disk: whoever restarts the terminal gains nothing. One small file, written beside and renamed before
//! a PIN is compared, so that the power may go at any moment. Holds no PIN and no time.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Tries at the desk.
const FILE_NAME: &str = "desk.tries";
/// Tries from the office's page.
const PAGE_FILE_NAME: &str = "page.tries";
/// Owner writes, group reads.
const FILE_MODE: u32 = 0o640;
/// Longest file that is read.
const FILE_BYTES_MAX: u64 = 32;
/// More are not counted: the longest wait is reached long before.
const COUNT_MAX: u32 = 1_000;
/// What is thought of a file that cannot be read: somebody waits once.
const COUNT_UNREADABLE: u32 = 3;

/// The count in the folder of the journal.
pub struct TriesFile {
    dir: PathBuf,
    name: &'static str,
}

impl TriesFile {
    /// Reads nothing yet.
    pub fn beside(journal: &Path) -> TriesFile {
        TriesFile {
            dir: journal.to_path_buf(),
            name: FILE_NAME,
        }
    }

    /// The count of the office's page: who tries there keeps nobody from the desk.
    pub fn of_the_page(journal: &Path) -> TriesFile {
        TriesFile {
            dir: journal.to_path_buf(),
            name: PAGE_FILE_NAME,
        }
    }

    /// Wrong PINs since the last right one.
    pub fn count(&self) -> u32 {
        let mut text = String::new();
        let read = File::open(self.dir.join(self.name))
            .and_then(|file| file.take(FILE_BYTES_MAX).read_to_string(&mut text));
        match read {
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(_) => COUNT_UNREADABLE,
            Ok(_) => text
                .strip_suffix('\n')
                .and_then(|digits| digits.parse().ok())
                .map_or(COUNT_UNREADABLE, |count: u32| count.min(COUNT_MAX)),
        }
    }

    /// One more is about to be compared.
    pub fn tried(&self) -> io::Result<()> {
        self.write(self.count().saturating_add(1).min(COUNT_MAX))
    }

    /// It was the right one.
    pub fn forget(&self) -> io::Result<()> {
        match self.count() {
            0 => Ok(()),
            _ => self.write(0),
        }
    }

    fn write(&self, count: u32) -> io::Result<()> {
        journal::place(
            &self.dir.join(self.name),
            format!("{count}\n").as_bytes(),
            FILE_MODE,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_counted_over_restarts_and_forgotten_with_the_right_one() {
        let dir = tempfile::tempdir().unwrap();
        let journal = dir.path().join("journal");
        let file = || TriesFile::beside(&journal);
        assert_eq!(file().count(), 0);
        file().forget().unwrap();
        assert!(!journal.exists(), "nothing to forget writes nothing");
        for n in 1..=4 {
            file().tried().unwrap();
            assert_eq!(file().count(), n);
        }
        file().forget().unwrap();
        assert_eq!(file().count(), 0);
    }

    #[test]
    fn what_a_power_cut_or_a_stranger_left_opens_no_door() {
        let dir = tempfile::tempdir().unwrap();
        let file = TriesFile::beside(dir.path());
        file.tried().unwrap();
        // Cut off before the rename.
        std::fs::write(dir.path().join("desk.tries.new"), "").unwrap();
        assert_eq!(file.count(), 1);
        for (bytes, count) in [
            (&b""[..], COUNT_UNREADABLE),
            (b"-1\n", COUNT_UNREADABLE),
            (b"7", COUNT_UNREADABLE),
            (b"\xff\xfe\n", COUNT_UNREADABLE),
            (b"99999999999999999999999999999999999\n", COUNT_UNREADABLE),
            (b"4294967295\n", COUNT_MAX),
        ] {
            std::fs::write(dir.path().join(FILE_NAME), bytes).unwrap();
            assert_eq!(file.count(), count, "{bytes:?}");
        }
        file.tried().unwrap();
        assert_eq!(file.count(), COUNT_MAX);
    }
}
