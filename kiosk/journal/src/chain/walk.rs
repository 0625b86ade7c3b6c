//! Follows the chain from the file's beginning to its head, entry by entry, and keeps of it what the other checks compare.

use super::fields::{self, Blanks};
use super::hash::{self, Hash, Head, Link};
use super::number::Number;
use super::problem::Found;
use super::problem::Problem;
use super::store::{self, kind};
use crate::Error;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Entries compared pairwise when looking for exchanged places.
const EXCHANGED_MAX: usize = 200;

/// What the walk along the chain leaves for the other checks.
pub(crate) struct Chain {
    pub(crate) genesis: Head,
    pub(crate) head: Head,
    pub(crate) hashes: BTreeMap<u64, Hash>,
    /// Requests in the order of the chain.
    pub(crate) requests: Vec<(u64, Number)>,
    /// Last outcome and settlement of each number.
    pub(crate) outcomes: BTreeMap<String, u64>,
    pub(crate) settled: BTreeMap<String, u64>,
    pub(crate) blanks: Blanks,
}

impl Chain {
    fn from(genesis: Head) -> Self {
        Self {
            genesis,
            head: genesis,
            hashes: BTreeMap::new(),
            requests: Vec::new(),
            outcomes: BTreeMap::new(),
            settled: BTreeMap::new(),
            blanks: Blanks::default(),
        }
    }

    /// Takes the next entry; a hole before it or a broken link is a problem, and the walk goes on from there.
    fn follow(&mut self, entry: &Stored, found: &mut Found) {
        if entry.seq != self.head.seq + 1 {
            found.add(Problem::Removed {
                from: self.head.seq + 1,
                to: entry.seq.saturating_sub(1),
            });
        } else if entry.prev != self.head.hash {
            found.add(Problem::Broken { seq: entry.seq });
        }
        self.head = Head {
            seq: entry.seq,
            hash: entry.hash,
        };
        self.hashes.insert(entry.seq, entry.hash);
        let number = entry.number.clone();
        match entry.kind.as_str() {
            kind::REQUEST => match Number::parse(&entry.number) {
                Some(number) => self.requests.push((entry.seq, number)),
                None => found.add(Problem::NumberOrder {
                    seq: entry.seq,
                    number,
                }),
            },
            kind::OUTCOME => drop(self.outcomes.insert(number, entry.seq)),
            kind::SETTLED => drop(self.settled.insert(number, entry.seq)),
            _ => {}
        }
    }
}

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
    /// Without the fields, which stand in a table of their own.
    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: store::count_at(row, 0)?,
            kind: row.get(1)?,
            number: row.get(2)?,
            at: row.get(3)?,
            prev: row.get(4)?,
            hash: row.get(5)?,
            fields: Vec::new(),
        })
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

pub(crate) fn walk(conn: &Connection, found: &mut Found) -> Result<Chain, Error> {
    let failed = Error::database("read the chain");
    let mut chain = Chain::from(store::genesis(conn)?);
    let mut suspects: Vec<Stored> = Vec::new();
    let mut query = conn
        .prepare("SELECT seq, kind, number, at, prev, hash FROM entry ORDER BY seq")
        .map_err(&failed)?;
    let mut rows = query.query([]).map_err(&failed)?;
    while let Some(row) = rows.next().map_err(&failed)? {
        let mut entry = Stored::read(row).map_err(&failed)?;
        let fields = fields::read(conn, &entry, &mut chain.blanks, found)?;
        fields::note(&entry, &fields, &mut chain.blanks, found);
        entry.fields = fields.into_iter().map(|f| (f.name, f.commitment)).collect();
        chain.follow(&entry, found);
        if entry.hash != entry.hash_as(entry.seq) {
            suspects.push(entry);
        }
    }
    tell_edited_from_moved(&suspects, found);
    Ok(chain)
}

/// An entry whose hash fits at another suspect's place was moved, not edited.
fn tell_edited_from_moved(suspects: &[Stored], found: &mut Found) {
    for entry in suspects {
        let written_as = suspects
            .iter()
            .take(EXCHANGED_MAX)
            .map(|other| other.seq)
            .find(|seq| entry.hash_as(*seq) == entry.hash);
        found.add(match written_as {
            Some(written_as) => Problem::Reordered {
                seq: entry.seq,
                written_as,
            },
            None => Problem::EntryEdited { seq: entry.seq },
        });
    }
}
