//! The hash chain: a salted commitment per field, and an entry hash over the previous one. Pure; salts are arguments.
//!
//! ```text
//! commitment = SHA-256("journal-field-1"  ‖ salt[32] ‖ len(name) ‖ name ‖ len(value) ‖ value)
//! hash       = SHA-256("journal-entry-1"  ‖ prev[32] ‖ seq ‖ len(kind) ‖ kind ‖ len(number) ‖ number ‖ len(at) ‖ at
//!                      ‖ count ‖ { len(name) ‖ name ‖ commitment[32] } in ascending order of names)
//! ```
//! Lengths, counts and seq are big-endian u64. Deleting value and salt of a field redacts it; the chain still verifies, and
//! the salt keeps anyone from guessing the value back.

use sha2::{Digest, Sha256};

/// Bytes of a hash, a commitment and a salt.
pub(crate) const HASH_BYTES: usize = 32;

/// A hash, a commitment or a salt.
pub(crate) type Hash = [u8; HASH_BYTES];

/// The end of the chain: what is printed on the daily sheet and uploaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Head {
    /// Sequence number of the last entry; 0 for none.
    pub seq: u64,
    pub hash: [u8; 32],
}

impl Head {
    /// Before the first entry.
    pub(crate) const NONE: Head = Head {
        seq: 0,
        hash: [0; HASH_BYTES],
    };
}

impl std::fmt::Display for Head {
    /// `123 <64 hex digits>`; [`crate::parse_heads`] reads it back.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.seq, hex::encode(self.hash))
    }
}

/// Reads one head as [`Head`] displays it.
pub(crate) fn parse_head(text: &str) -> Option<Head> {
    let (seq, hash) = text.split_once(' ')?;
    let mut head = Head {
        seq: seq.parse().ok()?,
        hash: [0; HASH_BYTES],
    };
    hex::decode_to_slice(hash.trim(), &mut head.hash).ok()?;
    Some(head)
}

/// What the chain commits to of one entry.
pub(crate) struct Link<'a> {
    pub prev: &'a Hash,
    pub seq: u64,
    pub kind: &'a str,
    pub number: &'a str,
    pub at: &'a str,
    /// Ascending by name.
    pub fields: &'a [(String, Hash)],
}

/// Commits to one field.
pub(crate) fn commitment(salt: &Hash, name: &str, value: &str) -> Hash {
    let mut hash = Sha256::new_with_prefix(b"journal-field-1");
    hash.update(salt);
    part(&mut hash, name.as_bytes());
    part(&mut hash, value.as_bytes());
    hash.finalize().into()
}

/// The hash of an entry.
pub(crate) fn entry_hash(link: &Link<'_>) -> Hash {
    let mut hash = Sha256::new_with_prefix(b"journal-entry-1");
    hash.update(link.prev);
    hash.update(link.seq.to_be_bytes());
    part(&mut hash, link.kind.as_bytes());
    part(&mut hash, link.number.as_bytes());
    part(&mut hash, link.at.as_bytes());
    hash.update((link.fields.len() as u64).to_be_bytes());
    for (name, commitment) in link.fields {
        part(&mut hash, name.as_bytes());
        hash.update(commitment);
    }
    hash.finalize().into()
}

/// Length first, so that no two lists of parts give the same bytes.
fn part(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_a_byte_from_name_to_value_changes_the_commitment() {
        let salt = [7; HASH_BYTES];
        assert_ne!(commitment(&salt, "ab", "c"), commitment(&salt, "a", "bc"));
    }

    #[test]
    fn the_same_value_under_another_salt_looks_unrelated() {
        assert_ne!(
            commitment(&[1; HASH_BYTES], "title", "通知"),
            commitment(&[2; HASH_BYTES], "title", "通知")
        );
    }

    #[test]
    fn every_part_of_an_entry_is_in_its_hash() {
        let fields = [("title".to_owned(), [3; HASH_BYTES])];
        let base = Link {
            prev: &[0; HASH_BYTES],
            seq: 1,
            kind: "request",
            number: "L01-1-20181015-0001",
            at: "2018-10-15T01:00:00Z",
            fields: &fields,
        };
        let hash = entry_hash(&base);
        let variants = [
            entry_hash(&Link {
                prev: &[1; HASH_BYTES],
                ..base
            }),
            entry_hash(&Link { seq: 2, ..base }),
            entry_hash(&Link {
                kind: "outcome",
                ..base
            }),
            entry_hash(&Link {
                number: "L01-1-20181015-0002",
                ..base
            }),
            entry_hash(&Link {
                at: "2018-10-15T01:00:01Z",
                ..base
            }),
            entry_hash(&Link {
                fields: &[],
                ..base
            }),
        ];
        for variant in variants {
            assert_ne!(hash, variant);
        }
    }

    #[test]
    fn the_format_of_the_first_version_is_frozen() {
        // Golden values: registers out in the field were written with them.
        let salt = [0; HASH_BYTES];
        let c = commitment(&salt, "title", "通知");
        let fields = [("title".to_owned(), c)];
        let link = Link {
            prev: &[0; HASH_BYTES],
            seq: 1,
            kind: "request",
            number: "L01-1-20181015-0001",
            at: "2018-10-15T01:00:00Z",
            fields: &fields,
        };
        assert_eq!(hex::encode(c), GOLDEN_COMMITMENT);
        assert_eq!(hex::encode(entry_hash(&link)), GOLDEN_ENTRY);
    }

    const GOLDEN_COMMITMENT: &str =
        "4e98f0fbe483bb68a53e520dd13e0d5a0b747c93717dbddc680b7abfc9bea19c";
    const GOLDEN_ENTRY: &str = "508fd884ef527fe68f1a1178e618e26210cae79ebe987f624c29779bc29bbe37";
}
