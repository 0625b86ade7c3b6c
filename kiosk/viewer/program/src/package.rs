//! A ZIP package in memory (OFD, DOCX, XLSX). Owns the caps on what unpacks: parts, bytes of each and of all together, counted
//! while inflating and never taken from what the package says of itself. Reads nothing into a file system.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use viewer::Reason;
use viewer::limits::{PACKAGE_BYTES_MAX, PART_BYTES_MAX, PARTS_MAX};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// An open package.
pub struct Package {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    left_bytes: u64,
}

impl Package {
    /// Reads the directory.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Reason> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Reason::Damaged)?;
        if archive.len() > PARTS_MAX {
            return Err(Reason::TooLarge);
        }
        Ok(Package {
            archive,
            left_bytes: PACKAGE_BYTES_MAX,
        })
    }

    /// Names of all parts.
    pub fn names(&self) -> Vec<String> {
        self.archive
            .file_names()
            .flatten()
            .map(|name| name.into_owned())
            .collect()
    }

    /// Whether a part of this name is there.
    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// Hands out a part piece by piece and keeps none of it; false when it is not there, is damaged, or has more than `left` bytes,
    /// which it takes away from.
    pub fn each_piece(&mut self, name: &str, left: &mut u64, mut take: impl FnMut(&[u8])) -> bool {
        const PIECE: usize = 64 * 1024;
        let Ok(mut part) = self.archive.by_name(name) else {
            return false;
        };
        let mut piece = vec![0; PIECE];
        loop {
            match part.read(&mut piece) {
                Ok(0) => return true,
                Ok(count) if count as u64 <= *left => {
                    *left -= count as u64;
                    take(&piece[..count]);
                }
                Ok(_) | Err(_) => return false,
            }
        }
    }

    /// The package with other bytes for some of its parts; the rest is copied as it is packed.
    pub fn with_parts(&mut self, parts: &BTreeMap<String, Vec<u8>>) -> Option<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        // It is read once, at once.
        let quick = SimpleFileOptions::default().compression_level(Some(1));
        for index in 0..self.archive.len() {
            let part = self.archive.by_index_raw(index).ok()?;
            let name = part.name().ok()?.into_owned();
            match parts.get(&name) {
                Some(bytes) => {
                    writer.start_file(name, quick).ok()?;
                    writer.write_all(bytes).ok()?;
                }
                None => writer.raw_copy_file(part).ok()?,
            }
        }
        Some(writer.finish().ok()?.into_inner())
    }

    /// A part unpacked; `None` when it is not there.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Reason> {
        let part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(Reason::Locked);
            }
            Err(_) => return Err(Reason::Damaged),
        };
        let most = PART_BYTES_MAX.min(self.left_bytes);
        let mut bytes = Vec::new();
        let read = part.take(most + 1).read_to_end(&mut bytes);
        self.left_bytes = self.left_bytes.saturating_sub(bytes.len() as u64);
        if bytes.len() as u64 > most {
            return Err(Reason::TooLarge);
        }
        read.map_err(|_| Reason::Damaged)?;
        Ok(Some(bytes))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A package of the given parts.
    pub fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_part_that_unpacks_beyond_the_cap_is_refused() {
        let zeros = vec![0; PART_BYTES_MAX as usize + 1];
        let mut package = Package::open(packed(&[("big", &zeros), ("small", b"x")])).unwrap();
        assert_eq!(package.part("big"), Err(Reason::TooLarge));
        assert_eq!(package.part("small"), Ok(Some(b"x".to_vec())));
        assert_eq!(package.part("none"), Ok(None));
    }

    #[test]
    fn all_parts_together_have_a_cap() {
        let half = vec![0; PART_BYTES_MAX as usize];
        let parts = [("a", half.as_slice()), ("b", &half), ("c", &half)];
        let mut package = Package::open(packed(&parts)).unwrap();
        assert!(package.part("a").is_ok() && package.part("b").is_ok());
        assert_eq!(package.part("c"), Err(Reason::TooLarge));
    }
}
