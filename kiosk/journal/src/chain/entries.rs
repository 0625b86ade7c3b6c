//! The chain as it is stored, entry by entry, for whoever carries it elsewhere. Reads only; interprets nothing.

use super::store;
use crate::{Error, Reader};
use rusqlite::params;
use std::collections::BTreeMap;

/// One entry of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Place in the chain, from 1.
    pub seq: u64,
    /// `opened`, `request`, `outcome`, `settled`, `redacted`.
    pub kind: String,
    /// The register number it is about; empty if none.
    pub number: String,
    /// When, RFC 3339 UTC.
    pub at: String,
    /// Its hash in the chain, lower-case hex.
    pub hash: String,
    /// Fields by name; a redacted one is left out.
    pub fields: BTreeMap<String, String>,
}

impl Reader {
    /// Entries behind `after`, in order, at most `limit`.
    pub fn entries(&self, after: u64, limit: u32) -> Result<Vec<Stored>, Error> {
        let failed = Error::database("read the chain");
        // One snapshot for all statements.
        let tx = self.connection().unchecked_transaction().map_err(&failed)?;
        let mut entries = tx
            .prepare_cached("SELECT seq, kind, number, at, hash FROM entry WHERE seq > ?1 ORDER BY seq LIMIT ?2")
            .map_err(&failed)?;
        let mut fields = tx
            .prepare_cached("SELECT name, value FROM field WHERE seq = ?1 AND value IS NOT NULL")
            .map_err(&failed)?;
        let rows = entries
            .query_map(params![store::int(after), limit], |row| {
                Ok(Stored {
                    seq: store::count_at(row, 0)?,
                    kind: row.get(1)?,
                    number: row.get(2)?,
                    at: row.get(3)?,
                    hash: hex::encode(row.get::<_, Vec<u8>>(4)?),
                    fields: BTreeMap::new(),
                })
            })
            .map_err(&failed)?;
        let mut found = Vec::new();
        for row in rows {
            let mut stored = row.map_err(&failed)?;
            stored.fields = fields
                .query_map([store::int(stored.seq)], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .map_err(&failed)?
                .collect::<Result<_, _>>()
                .map_err(&failed)?;
            found.push(stored);
        }
        Ok(found)
    }

    /// Tells this journal from every other, also from one that replaces it on the same terminal: the hash of its first
    /// entry, which holds salted commitments. `None` before the first entry.
    pub fn id(&self) -> Result<Option<String>, Error> {
        let first = self.entries(0, 1)?;
        Ok(first.first().map(|entry| entry.hash[..16].to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use crate::{Reader, Writer};

    #[test]
    fn the_chain_is_read_in_pieces_and_each_journal_has_a_name_of_its_own() {
        let now = "2026-11-22T02:00:00Z".parse().unwrap();
        let open = |dir: &std::path::Path| {
            let writer = Writer::open(dir, "L01", "1", now).unwrap();
            (Reader::open(dir).unwrap(), writer)
        };
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (reader, writer) = open(one.path());
        let all = reader.entries(0, 100).unwrap();
        assert_eq!((all[0].seq, all[0].kind.as_str()), (1, "opened"));
        assert_eq!(all[0].fields["site"], "L01");
        assert_eq!(
            all.last().unwrap().hash,
            hex::encode(writer.head().unwrap().hash)
        );
        assert_eq!(reader.entries(all.len() as u64, 100).unwrap(), []);
        let (other, _writer) = open(two.path());
        assert_ne!(reader.id().unwrap(), other.id().unwrap());
        assert_eq!(reader.id().unwrap(), reader.id().unwrap());
    }
}
