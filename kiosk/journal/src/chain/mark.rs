//! `journal.mark`: the last number and head given out, beside the database, so that a lost or damaged `journal.db` never
//! leads to a number twice. Two slots written in turn and in place, each with a checksum: a torn write loses one, not both.
//! Holds nothing that the database does not; is never trusted over a healthy, newer database.

use super::hash::{self, Head};
use super::number::Last;
use crate::Error;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;

pub(crate) const FILE_NAME: &str = "journal.mark";
/// One slot; a disk sector.
const SLOT_BYTES: usize = 512;
/// Hex digits of a slot's checksum.
const CHECKSUM_DIGITS: usize = 16;

/// What was last given out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub head: Head,
    /// Front part of each series and its greatest number, and where an attendant set the day back also its last; the first is that of
    /// paper.
    pub given: Vec<(String, Last)>,
}

impl Mark {
    /// A series for which the slot has no room is left out: its numbers stand in the chain as well.
    fn encode(&self) -> [u8; SLOT_BYTES] {
        let mut body = format!("journal-mark-2 {}", self.head);
        for (prefix, last) in &self.given {
            let more = format!(" {prefix} {} {}", last.day, last.ordinal);
            if body.len() + more.len() + CHECKSUM_DIGITS + 2 <= SLOT_BYTES {
                body.push_str(&more);
            }
        }
        let line = format!("{body} {}\n", checksum(&body));
        let mut slot = [b' '; SLOT_BYTES];
        slot[..line.len()].copy_from_slice(line.as_bytes());
        slot
    }

    fn decode(slot: &[u8]) -> Option<Mark> {
        let line = std::str::from_utf8(slot).ok()?.lines().next()?;
        let (body, sum) = line.rsplit_once(' ')?;
        if sum != checksum(body) {
            return None;
        }
        // The first version knew one series, and wrote no day for one that had not begun.
        let body = body
            .strip_prefix("journal-mark-2 ")
            .or_else(|| body.strip_prefix("journal-mark-1 "))?;
        let parts: Vec<&str> = body.split(' ').collect();
        let (head, series) = parts.split_at_checked(2)?;
        let given = series
            .chunks(3)
            .map(|part| {
                let [prefix, day, ordinal] = part else {
                    return None;
                };
                let last = Last {
                    day: (*day).to_owned(),
                    ordinal: ordinal.parse().ok()?,
                };
                Some(((*prefix).to_owned(), last))
            })
            .collect::<Option<Vec<_>>>()?;
        Some(Mark {
            head: hash::parse_head(&head.join(" "))?,
            given,
        })
    }
}

fn checksum(body: &str) -> String {
    hex::encode(&Sha256::digest(body.as_bytes())[..CHECKSUM_DIGITS / 2])
}

/// The mark in `dir`, for a check; `None` when there is none that can be read.
pub(crate) fn read(dir: &Path) -> Option<Mark> {
    let mut bytes = [0; 2 * SLOT_BYTES];
    let file = File::open(dir.join(FILE_NAME)).ok()?;
    file.read_exact_at(&mut bytes, 0).ok()?;
    newest(&bytes)
}

fn newest(bytes: &[u8]) -> Option<Mark> {
    bytes
        .chunks(SLOT_BYTES)
        .filter_map(Mark::decode)
        .max_by_key(|mark| mark.head.seq)
}

/// The open file; one writer.
pub(crate) struct MarkFile {
    file: File,
    path: std::path::PathBuf,
}

impl MarkFile {
    /// Opens or creates it at its full size, so that later writes need no space.
    pub fn open(dir: &Path) -> Result<(MarkFile, Option<Mark>), Error> {
        let path = dir.join(FILE_NAME);
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(Error::file("open", &path))?;
        let mut bytes = [0; 2 * SLOT_BYTES];
        let length = file
            .metadata()
            .map_err(Error::file("measure", &path))?
            .len();
        if length >= bytes.len() as u64 {
            file.read_exact_at(&mut bytes, 0)
                .map_err(Error::file("read", &path))?;
        } else {
            file.write_all_at(&[b' '; 2 * SLOT_BYTES], 0)
                .and_then(|()| file.sync_all())
                .map_err(Error::file("write", &path))?;
        }
        Ok((MarkFile { file, path }, newest(&bytes)))
    }

    /// Writes the mark through to the medium.
    pub fn write(&self, mark: &Mark) -> Result<(), Error> {
        let offset = (mark.head.seq % 2) * SLOT_BYTES as u64;
        self.file
            .write_all_at(&mark.encode(), offset)
            .and_then(|()| self.file.sync_data())
            .map_err(Error::file("write", &self.path))
    }

    /// Writes both slots, after the journal went back behind an older mark.
    pub fn reset(&self, mark: &Mark) -> Result<(), Error> {
        for offset in [0, SLOT_BYTES as u64] {
            self.file
                .write_all_at(&mark.encode(), offset)
                .and_then(|()| self.file.sync_data())
                .map_err(Error::file("write", &self.path))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(seq: u64) -> Mark {
        Mark {
            head: Head {
                seq,
                hash: [seq as u8; 32],
            },
            given: ["L01-1", "L01-1-S"]
                .map(|prefix| {
                    let day = "20181015".into();
                    (prefix.into(), Last { day, ordinal: seq })
                })
                .to_vec(),
        }
    }

    #[test]
    fn the_newest_whole_slot_wins() {
        let dir = tempfile::tempdir().unwrap();
        let (file, none) = MarkFile::open(dir.path()).unwrap();
        assert_eq!(none, None);
        file.write(&mark(1)).unwrap();
        file.write(&mark(2)).unwrap();
        assert_eq!(MarkFile::open(dir.path()).unwrap().1, Some(mark(2)));
        // A torn write of the next one destroys slot 1 only.
        file.file.write_all_at(b"journal-mark-1 3", 512).unwrap();
        assert_eq!(MarkFile::open(dir.path()).unwrap().1, Some(mark(2)));
    }

    #[test]
    fn any_bytes_in_the_file_are_survived() {
        let dir = tempfile::tempdir().unwrap();
        for bytes in [
            vec![0xff; 1024],
            vec![0; 3],
            b"journal-mark-1 x y z".repeat(60),
        ] {
            std::fs::write(dir.path().join(FILE_NAME), &bytes).unwrap();
            assert_eq!(MarkFile::open(dir.path()).unwrap().1, None);
        }
    }

    #[test]
    fn every_flipped_byte_of_a_slot_is_noticed() {
        let slot = mark(9).encode();
        let used = slot.iter().position(|b| *b == b'\n').unwrap();
        for i in 0..used {
            let mut torn = slot;
            torn[i] ^= 1;
            assert_ne!(Mark::decode(&torn), Some(mark(9)), "byte {i}");
        }
    }

    #[test]
    fn series_without_room_are_left_out_and_the_rest_is_kept() {
        let last = Last {
            day: "20181015".into(),
            ordinal: u64::MAX,
        };
        let many = Mark {
            given: (0..40)
                .map(|n| (format!("{}-{n}", "长".repeat(40)), last.clone()))
                .collect(),
            ..mark(u64::MAX)
        };
        let read = Mark::decode(&many.encode()).unwrap();
        assert_eq!(read.head, many.head);
        assert!(!read.given.is_empty());
        assert_eq!(read.given[..], many.given[..read.given.len()]);
    }
}
