//! Compression of bodies: zstd, for the words with the mirror's own dictionary. Owns the codecs; refuses sizes that no
//! honest file has.

use std::cell::RefCell;
use std::collections::HashMap;

/// Plain bytes of one text or shape.
pub const PLAIN_BYTES_MAX: usize = 64 << 20;
/// zstd without dictionary; from 2 on, a row of the table `dictionary`.
pub const CODEC_PLAIN: i64 = 1;
/// Compression level; higher ones cost the filling terminal more than they save.
const LEVEL: i32 = 3;

/// Compresses; one a thread that writes.
pub struct Packer {
    codec: i64,
    words: zstd::bulk::Compressor<'static>,
    plain: zstd::bulk::Compressor<'static>,
}

/// A compressed text and how.
#[allow(missing_docs)]
pub struct Packed {
    /// Codec of the bytes.
    pub codec: i64,
    pub bytes: Vec<u8>,
}

impl Packer {
    /// A packer with a dictionary, or without.
    pub fn new(dictionary: Option<&(i64, Vec<u8>)>) -> std::io::Result<Packer> {
        let (codec, mut words) = match dictionary {
            Some((codec, bytes)) => (
                *codec,
                zstd::bulk::Compressor::with_dictionary(LEVEL, bytes)?,
            ),
            None => (CODEC_PLAIN, zstd::bulk::Compressor::new(LEVEL)?),
        };
        let mut plain = zstd::bulk::Compressor::new(LEVEL)?;
        // Four bytes that tell a body which the card forgot from one that was written.
        words.include_checksum(true)?;
        plain.include_checksum(true)?;
        Ok(Packer {
            codec,
            words,
            plain,
        })
    }

    /// Compresses the words of a body.
    pub fn pack_words(&mut self, words: &str) -> std::io::Result<Packed> {
        let bytes = self.words.compress(words.as_bytes())?;
        Ok(Packed {
            codec: self.codec,
            bytes,
        })
    }

    /// Compresses bytes that are not words, always without dictionary.
    pub fn pack(&mut self, plain: &[u8]) -> std::io::Result<Vec<u8>> {
        self.plain.compress(plain)
    }
}

/// Decompresses; one a connection. Learns dictionaries as it meets them.
#[derive(Default)]
pub struct Unpacker(RefCell<HashMap<i64, zstd::bulk::Decompressor<'static>>>);

impl Unpacker {
    /// Decompresses to exactly `plain_bytes`; `None` if the bytes are not what was stored. `dictionary` is asked once
    /// for each codec.
    pub fn unpack(
        &self,
        codec: i64,
        plain_bytes: i64,
        packed: &[u8],
        dictionary: impl FnOnce(i64) -> Option<Vec<u8>>,
    ) -> Option<Vec<u8>> {
        let size = usize::try_from(plain_bytes)
            .ok()
            .filter(|size| *size <= PLAIN_BYTES_MAX)?;
        let mut all = self.0.borrow_mut();
        let unpacker = match all.entry(codec) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(if codec == CODEC_PLAIN {
                    zstd::bulk::Decompressor::new().ok()?
                } else {
                    zstd::bulk::Decompressor::with_dictionary(&dictionary(codec)?).ok()?
                })
            }
        };
        let plain = unpacker.decompress(packed, size).ok()?;
        (plain.len() == size).then_some(plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_with_and_without_a_dictionary() {
        let dictionary = (2, "政务公开信息\n示例市人民政府".as_bytes().to_vec());
        let words = "示例市人民政府政务公开信息";
        for dictionary in [None, Some(&dictionary)] {
            let packed = Packer::new(dictionary).unwrap().pack_words(words).unwrap();
            assert_eq!(packed.codec, dictionary.map_or(CODEC_PLAIN, |d| d.0));
            let plain = Unpacker::default().unpack(
                packed.codec,
                words.len() as i64,
                &packed.bytes,
                |codec| dictionary.filter(|d| d.0 == codec).map(|d| d.1.clone()),
            );
            assert_eq!(plain.unwrap(), words.as_bytes());
        }
    }

    #[test]
    fn a_body_of_which_a_byte_changed_is_no_body() {
        let words = "关于供水管理的通知，自发布之日起施行。".repeat(20);
        let packed = Packer::new(None).unwrap().pack_words(&words).unwrap().bytes;
        for at in 0..packed.len() {
            for byte in [0, packed[at] ^ 1, packed[at] ^ 0x80] {
                let mut changed = packed.clone();
                changed[at] = byte;
                let size = words.len() as i64;
                let read = Unpacker::default().unpack(CODEC_PLAIN, size, &changed, |_| None);
                assert!(
                    read.is_none_or(|read| read == words.as_bytes()),
                    "byte {at}"
                );
            }
        }
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let bomb = Packer::new(None).unwrap().pack(&vec![0; 1 << 20]).unwrap();
        let unpacker = Unpacker::default();
        let unpack = |codec, size| unpacker.unpack(codec, size, &bomb, |_| None);
        assert!(unpack(CODEC_PLAIN, 100).is_none());
        assert!(unpack(CODEC_PLAIN, i64::MAX).is_none());
        assert!(unpack(7, 1 << 20).is_none());
        assert!(unpack(CODEC_PLAIN, 1 << 20).is_some());
    }
}
