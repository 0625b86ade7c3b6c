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
    /// Every column holds what such a column can hold.
    whole: bool,
}

impl Stored {
    /// Without the fields, which stand in a table of their own.
    pub(crate) fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let text = |column| row.get::<_, String>(column).ok();
        let hash = |column| Hash::try_from(row.get::<_, Vec<u8>>(column).ok()?).ok();
        let (kind, number, at) = (text(1), text(2), text(3));
        let (prev, own) = (hash(4), hash(5));
        let whole = kind.is_some() && number.is_some() && at.is_some();
        Ok(Self {
            seq: log::count_at(row, 0)?,
            whole: whole && prev.is_some() && own.is_some(),
            kind: kind.unwrap_or_default(),
            number: number.unwrap_or_default(),
            at: at.unwrap_or_default(),
            prev: prev.unwrap_or_default(),
            hash: own.unwrap_or_default(),
            fields: Vec::new(),
        })
    }

    /// The hash is that of an entry at this place. What cannot be read fits no hash.
    pub(crate) fn fits_at(&self, seq: u64) -> bool {
        self.whole && self.hash == self.hash_as(seq)
    }

    fn hash_as(&self, seq: u64) -> Hash {
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
