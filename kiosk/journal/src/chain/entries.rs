//! The chain as it is stored, entry by entry, for whoever carries it elsewhere. Reads only; interprets nothing.

use super::declare::{Class, Register};
use super::log;
use super::reader::{Reader, Told};
use crate::Error;
use rusqlite::params;
use std::collections::BTreeMap;

/// One entry of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Place in the chain, from 1.
    pub seq: u64,
    /// Its kind, as a register declares it.
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

/// Numbers that one query is asked about.
const NUMBERS_AT_ONCE: usize = 200;

fn stored(
    row: &rusqlite::Row<'_>,
    fields: &mut BTreeMap<u64, BTreeMap<String, String>>,
) -> rusqlite::Result<Stored> {
    let seq = log::count_at(row, 0)?;
    let hash: Vec<u8> = row.get(4)?;
    Ok(Stored {
        seq,
        kind: row.get(1)?,
        number: row.get(2)?,
        at: row.get(3)?,
        hash: hex::encode(hash),
        fields: fields.remove(&seq).unwrap_or_default(),
    })
}

impl Reader {
    /// Entries behind `after`, in order, at most `limit`, with all their fields: for checks on this machine. What goes to another one
    /// takes `leaving`.
    pub fn entries(&self, after: u64, limit: u32) -> Result<Vec<Stored>, Error> {
        // One snapshot for all statements.
        let _tx = self.snapshot()?;
        self.with_hashes(self.told(
            "WHERE seq > ?1 ORDER BY seq LIMIT ?2",
            params![log::int(after), limit],
        )?)
    }

    /// All entries of these numbers in the order of the chain, by number; a number that does not stand here has none. A few queries, however many there are.
    pub(crate) fn stories(&self, numbers: &[&str]) -> Result<BTreeMap<String, Vec<Stored>>, Error> {
        let failed = Error::database("read the chain");
        // Nobody writes between fields and entries.
        let _tx = self.steady()?;
        let mut found: BTreeMap<String, Vec<Stored>> = BTreeMap::new();
        for some in numbers.chunks(NUMBERS_AT_ONCE) {
            let places = vec!["?"; some.len()].join(", ");
            let text = format!(
                "SELECT seq, name, value FROM field JOIN entry USING (seq)
                 WHERE number IN ({places}) AND value IS NOT NULL"
            );
            let mut query = self.connection().prepare_cached(&text).map_err(&failed)?;
            let mut rows = query
                .query(rusqlite::params_from_iter(some))
                .map_err(&failed)?;
            let mut fields: BTreeMap<u64, BTreeMap<String, String>> = BTreeMap::new();
            while let Some(row) = rows.next().map_err(&failed)? {
                let seq = log::count_at(row, 0).map_err(&failed)?;
                let name = row.get(1).map_err(&failed)?;
                let value = row.get(2).map_err(&failed)?;
                fields.entry(seq).or_default().insert(name, value);
            }
            let text = format!(
                "SELECT seq, kind, number, at, hash FROM entry WHERE number IN ({places}) ORDER BY seq"
            );
            let mut query = self.connection().prepare_cached(&text).map_err(&failed)?;
            let mut rows = query
                .query(rusqlite::params_from_iter(some))
                .map_err(&failed)?;
            while let Some(row) = rows.next().map_err(&failed)? {
                let stored = stored(row, &mut fields).map_err(&failed)?;
                found.entry(stored.number.clone()).or_default().push(stored);
            }
        }
        Ok(found)
    }

    fn with_hashes(&self, told: Vec<Told>) -> Result<Vec<Stored>, Error> {
        let failed = Error::database("read the chain");
        let mut hashes = self
            .connection()
            .prepare_cached("SELECT hash FROM entry WHERE seq = ?1")
            .map_err(&failed)?;
        let mut found = Vec::with_capacity(told.len());
        for told in told {
            let hash: Vec<u8> = hashes
                .query_row([log::int(told.seq)], |row| row.get(0))
                .map_err(&failed)?;
            let fields = told.fields.into_iter();
            found.push(Stored {
                seq: told.seq,
                kind: told.kind,
                number: told.number,
                at: told.at,
                hash: hex::encode(hash),
                fields: fields
                    .filter_map(|(name, value)| Some((name, value?)))
                    .collect(),
            });
        }
        Ok(found)
    }

    /// Entries behind `after` with nothing but what `registers` declare to be open. Of a kind that nobody declares, no field leaves.
    pub(crate) fn open_entries(
        &self,
        registers: &[&'static Register],
        after: u64,
        limit: u32,
    ) -> Result<Vec<Stored>, Error> {
        let mut entries = self.entries(after, limit)?;
        for entry in &mut entries {
            let kind = super::declare::kind(registers, &entry.kind);
            entry.fields.retain(|name, value| {
                let field = kind.and_then(|kind| kind.field(name));
                field.is_some_and(|field| field.class == Class::Open && field.fits(value))
            });
        }
        Ok(entries)
    }

    /// Tells this journal from every other, also from one that replaces it on the same terminal: the hash of its first
    /// entry, which holds salted commitments. `None` before the first entry.
    pub fn id(&self) -> Result<Option<String>, Error> {
        let first = self.entries(0, 1)?;
        Ok(first
            .first()
            .and_then(|entry| entry.hash.get(..16))
            .map(str::to_owned))
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
