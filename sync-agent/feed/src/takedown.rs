//! The takedown list (撤下清单): every id ever taken away. Owns its shape and its pieces: a short list stands in one file, a longer one
//! is cut by the hash of the ids into pieces of a few hundred entries, so that one more takedown costs a terminal one piece and
//! a hundred thousand of them end no feed. Refuses a list that is over its caps.
//!
//! A reader that knows no pieces finds no `entries` and refuses the feed, rather than taking a long list for an empty one.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::check::{check_id, is_sha256};
use crate::fault::TipError;
use crate::limits::{
    TAKEDOWN_LIST_MAX, TAKEDOWN_PIECE_BYTES_MAX, TAKEDOWN_PIECE_ENTRIES, TAKEDOWN_PIECES_MAX,
    TAKEDOWNS_BYTES_MAX,
};
use crate::named::NamedFile;
use crate::record::DelReason;

/// Every id ever taken away, or a piece of that. Applied before anything else is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakedownList {
    /// One for each id, sorted by id.
    pub entries: Vec<Takedown>,
}

/// A document that is taken away up to a revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Takedown {
    /// The document's id.
    pub id: String,
    /// Revisions up to this one must not be shown.
    pub rev: u64,
    pub reason: DelReason,
    /// An operator took it away by hand: publishing its source again does not bring it back. Terminals need not care.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
}

/// What the signed `takedown.json` is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Listed {
    Whole(TakedownList),
    /// Files with the entries, each a list of its own.
    Pieces(Vec<NamedFile>),
}

/// `takedown.json` of a list in pieces.
#[derive(Debug, Serialize, Deserialize)]
struct Index {
    /// SHA-256 and bytes of each piece; a power of two of them. Piece `k` holds the ids whose SHA-256 begins with the bits of `k`.
    pieces: Vec<(String, u64)>,
}

/// Path of a list, or of a piece of one.
pub fn list_path(sha256: &str) -> String {
    format!("targets/{sha256}.takedown.json")
}

impl Listed {
    /// Reads and checks what the targets name.
    pub fn parse(bytes: &[u8]) -> Result<Listed, TipError> {
        let Ok(Index { pieces }) = serde_json::from_slice(bytes) else {
            return TakedownList::parse(bytes).map(Listed::Whole);
        };
        if !pieces.len().is_power_of_two() || pieces.len() > TAKEDOWN_PIECES_MAX {
            return Err(TipError::Field("number of takedown pieces"));
        }
        let mut all_bytes = 0_u64;
        for (sha256, length) in &pieces {
            all_bytes = all_bytes.saturating_add(*length);
            if !is_sha256(sha256) || *length > TAKEDOWN_PIECE_BYTES_MAX {
                return Err(TipError::Field("takedown piece"));
            }
        }
        if all_bytes > TAKEDOWNS_BYTES_MAX {
            return Err(TipError::Field("length of all takedown pieces"));
        }
        let file = |(sha256, length): (String, u64)| NamedFile {
            path: list_path(&sha256),
            length,
            sha256,
        };
        Ok(Listed::Pieces(pieces.into_iter().map(file).collect()))
    }
}

impl TakedownList {
    /// Reads and checks a list or a piece of one; its entries come sorted, one for each id.
    pub fn parse(bytes: &[u8]) -> Result<TakedownList, TipError> {
        let mut list: TakedownList =
            serde_json::from_slice(bytes).map_err(|error| TipError::Json(error.to_string()))?;
        if list.entries.len() > TAKEDOWN_LIST_MAX {
            return Err(TipError::TooMany {
                what: "takedowns",
                max: TAKEDOWN_LIST_MAX,
            });
        }
        if list
            .entries
            .iter()
            .any(|entry| check_id(&entry.id).is_err())
        {
            return Err(TipError::Field("takedown id"));
        }
        list.sort();
        Ok(list)
    }

    /// Sorts the entries; of several of one id the highest revision stays.
    pub fn sort(&mut self) {
        self.entries
            .sort_by(|a, b| a.id.cmp(&b.id).then(b.rev.cmp(&a.rev)));
        self.entries.dedup_by(|later, kept| later.id == kept.id);
    }

    /// An entry above what the log can have had: each revision takes a number of its own.
    pub fn beyond(&self, seq: u64) -> Option<&Takedown> {
        self.entries.iter().find(|entry| entry.rev > seq)
    }

    /// The entry of `id`, in a sorted list.
    pub fn of(&self, id: &str) -> Option<&Takedown> {
        let place = self
            .entries
            .binary_search_by(|entry| entry.id.as_str().cmp(id));
        place.ok().map(|place| &self.entries[place])
    }

    /// The last revision of `id` that must not be shown, in a sorted list.
    pub fn rev_of(&self, id: &str) -> Option<u64> {
        self.of(id).map(|entry| entry.rev)
    }

    /// The bytes of `takedown.json`, and those of its pieces if it has any.
    pub(crate) fn write(&self) -> (Vec<u8>, Vec<Vec<u8>>) {
        let bits = bits_for(self.entries.len());
        if bits == 0 {
            return (to_json(self), Vec::new());
        }
        let mut parts: Vec<Vec<&Takedown>> = vec![Vec::new(); 1 << bits];
        for entry in &self.entries {
            parts[piece_of(&entry.id, bits)].push(entry);
        }
        let pieces: Vec<Vec<u8>> = parts
            .iter()
            .map(|entries| to_json(&serde_json::json!({ "entries": entries })))
            .collect();
        let index = Index {
            pieces: pieces
                .iter()
                .map(|bytes| (hex::encode(Sha256::digest(bytes)), bytes.len() as u64))
                .collect(),
        };
        (to_json(&index), pieces)
    }
}

/// log2 of the number of pieces for so many entries; 0 for one list.
fn bits_for(entries: usize) -> u32 {
    entries
        .div_ceil(TAKEDOWN_PIECE_ENTRIES)
        .max(1)
        .next_power_of_two()
        .ilog2()
}

/// The first `bits` bits of the id's hash.
fn piece_of(id: &str, bits: u32) -> usize {
    let hash = Sha256::digest(id.as_bytes());
    let first = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
    (first >> (u32::BITS - bits)) as usize
}

fn to_json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("lists have only string keys")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(count: usize) -> TakedownList {
        let entry = |n| Takedown {
            id: format!("site:{n}.html"),
            rev: 1,
            reason: DelReason::Withdrawn,
            held: false,
        };
        let mut list = TakedownList {
            entries: (0..count).map(entry).collect(),
        };
        list.sort();
        list
    }

    #[test]
    fn a_short_list_is_one_file_and_a_long_one_comes_back_from_its_pieces() {
        let (bytes, pieces) = list(TAKEDOWN_PIECE_ENTRIES).write();
        assert!(pieces.is_empty());
        let short = list(TAKEDOWN_PIECE_ENTRIES);
        assert_eq!(Listed::parse(&bytes), Ok(Listed::Whole(short)));
        let long = list(20_000);
        let (bytes, pieces) = long.write();
        let Ok(Listed::Pieces(named)) = Listed::parse(&bytes) else {
            panic!("a long list is cut");
        };
        assert_eq!((named.len(), pieces.len()), (64, 64));
        let mut again = TakedownList::default();
        for (file, piece) in named.iter().zip(&pieces) {
            file.check(piece).unwrap();
            let piece = TakedownList::parse(piece).unwrap();
            assert!(piece.entries.len() < 2 * TAKEDOWN_PIECE_ENTRIES);
            again.entries.extend(piece.entries);
        }
        again.sort();
        assert_eq!(again, long);
        assert!(
            TakedownList::parse(&bytes).is_err(),
            "a reader that knows no pieces sees no empty list"
        );
    }

    #[test]
    fn one_more_takedown_changes_one_piece() {
        let (_, before) = list(20_000).write();
        let (_, after) = list(20_001).write();
        let changed = before.iter().zip(&after).filter(|(a, b)| a != b).count();
        assert_eq!(changed, 1);
    }

    #[test]
    fn an_index_over_its_caps_is_refused() {
        let index = |pieces: &[(&str, u64)]| {
            Listed::parse(
                serde_json::json!({ "pieces": pieces })
                    .to_string()
                    .as_bytes(),
            )
        };
        let good = "a".repeat(64);
        assert!(index(&[(good.as_str(), 9), (good.as_str(), 9)]).is_ok());
        assert!(index(&[]).is_err());
        assert!(index(&[(good.as_str(), 9); 3]).is_err());
        assert!(index(&[("../../etc/passwd", 9)]).is_err());
        assert!(index(&[(good.as_str(), TAKEDOWN_PIECE_BYTES_MAX + 1)]).is_err());
        assert!(index(&[(good.as_str(), TAKEDOWN_PIECE_BYTES_MAX); 1024]).is_err());
        assert!(index(&vec![(good.as_str(), 9); 2 * TAKEDOWN_PIECES_MAX]).is_err());
    }

    #[test]
    fn of_several_entries_of_one_id_the_highest_revision_counts() {
        let bytes = br#"{"entries":[{"id":"b","rev":1,"reason":"withdrawn"},{"id":"a","rev":2,"reason":"withdrawn"},
            {"id":"a","rev":7,"reason":"purged"},{"id":"a","rev":3,"reason":"withdrawn"}]}"#;
        let list = TakedownList::parse(bytes).unwrap();
        let told: Vec<(&str, u64)> = list
            .entries
            .iter()
            .map(|e| (e.id.as_str(), e.rev))
            .collect();
        assert_eq!(told, [("a", 7), ("b", 1)]);
        assert_eq!((list.rev_of("a"), list.rev_of("c")), (Some(7), None));
    }
}
