//! One entry as it stands in the file, before anything of it is believed.

use super::hash::{self, Hash, Link};
use super::log;

/// An entry as it stands in the file.
pub(crate) struct Stored {
    pub(crate) seq: u64,
    pub(crate) kind: String,
    pub(crate) number: String,
    pub(crate) at: String,
    pub(crate) prev: Hash,
    pub(crate) hash: Hash,
    pub(crate) fields: Vec<(String, Hash)>,
}

impl Stored {
    /// Without the fields, which stand in a table of their own. What cannot be read is empty and so does not fit the hash.
    pub(crate) fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let text = |column| row.get::<_, String>(column).unwrap_or_default();
        let hash = |column| {
            let bytes: Vec<u8> = row.get(column).unwrap_or_default();
            Hash::try_from(bytes).unwrap_or_default()
        };
        Ok(Self {
            seq: log::count_at(row, 0)?,
            kind: text(1),
            number: text(2),
            at: text(3),
            prev: hash(4),
            hash: hash(5),
            fields: Vec::new(),
        })
    }

    pub(crate) fn hash_as(&self, seq: u64) -> Hash {
        hash::entry_hash(&Link {
            prev: &self.prev,
            seq,
            kind: &self.kind,
            number: &self.number,
            at: &self.at,
            fields: &self.fields,
        })
    }
}
