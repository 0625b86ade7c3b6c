//! Entries, one by one: reads the head and appends to it inside a transaction. What an entry may hold, its kind declares; nothing else
//! is written.

use super::declare::Kind;
pub(crate) use super::declare::{CLOCK_AHEAD, CLOCK_BEHIND};
use super::hash::{self, Hash, Head, Link};
use crate::Error;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

/// A counter as SQLite keeps it: signed.
pub(crate) fn int(n: u64) -> i64 {
    i64::try_from(n).expect("counters of ours stay far below 2^63")
}

/// Reads a counter; a hostile file may hold a negative one.
pub(crate) fn count_at(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let n: i64 = row.get(column)?;
    u64::try_from(n).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, n))
}

/// Like [`count_at`] for a column that may be empty.
pub(crate) fn maybe_count_at(
    row: &rusqlite::Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<u64>> {
    match row.get::<_, Option<i64>>(column)? {
        None => Ok(None),
        Some(_) => count_at(row, column).map(Some),
    }
}

/// A value of the `meta` table.
pub(crate) fn meta(conn: &Connection, key: &str) -> Result<Option<Vec<u8>>, Error> {
    conn.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| {
        row.get(0)
    })
    .optional()
    .map_err(Error::database("read journal setting"))
}

/// Sets a value of the `meta` table.
pub(crate) fn set_meta(conn: &Connection, key: &str, value: &[u8]) -> Result<(), Error> {
    conn.execute(
        "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
        params![key, value],
    )
    .map(|_| ())
    .map_err(Error::database("write journal setting"))
}

/// Takes a value out of the `meta` table.
pub(crate) fn remove_meta(conn: &Connection, key: &str) -> Result<(), Error> {
    conn.execute("DELETE FROM meta WHERE key = ?1", [key])
        .map(|_| ())
        .map_err(Error::database("remove journal setting"))
}

/// Where the head stands behind which this file goes on.
pub(crate) const GENESIS: &str = "genesis";

/// What the last entry of a kind says in a field.
pub(crate) fn last_value(
    conn: &Connection,
    kind: &str,
    name: &str,
) -> Result<Option<String>, Error> {
    conn.prepare_cached(
        "SELECT value FROM entry JOIN field USING (seq)
         WHERE kind = ?1 AND name = ?2 ORDER BY seq DESC LIMIT 1",
    )
    .and_then(|mut query| query.query_row([kind, name], |row| row.get(0)).optional())
    .map(Option::flatten)
    .map_err(Error::database("read the last entry of a kind"))
}

/// The value of a field of an entry.
pub(crate) fn value(conn: &Connection, seq: u64, name: &str) -> Result<Option<String>, Error> {
    conn.prepare_cached("SELECT value FROM field WHERE seq = ?1 AND name = ?2")
        .and_then(|mut query| {
            query
                .query_row(params![int(seq), name], |row| row.get(0))
                .optional()
        })
        .map(Option::flatten)
        .map_err(Error::database("read a field"))
}

/// The end of the chain.
pub(crate) fn head(conn: &Connection) -> Result<Head, Error> {
    let last = conn
        .query_row(
            "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1",
            [],
            |row| {
                Ok(Head {
                    seq: count_at(row, 0)?,
                    hash: row.get(1)?,
                })
            },
        )
        .optional()
        .map_err(Error::database("read journal head"))?;
    match last {
        Some(head) => Ok(head),
        None => genesis(conn),
    }
}

/// Where this file's chain begins: nowhere, or at the head of the file it continues.
pub(crate) fn genesis(conn: &Connection) -> Result<Head, Error> {
    let damaged = || Error::Damaged {
        detail: "the beginning of the chain is unreadable".to_owned(),
    };
    match meta(conn, GENESIS)? {
        None => Ok(Head::NONE),
        Some(bytes) => hash::parse_head(&String::from_utf8_lossy(&bytes)).ok_or_else(damaged),
    }
}

/// So much the clock may be set back without a word: summer time, a correction.
const SET_BACK_S_MAX: i64 = 3_600;

/// An entry to be written: what its kind declares, by name.
pub(crate) type Values = Vec<(&'static str, String)>;

/// Appends one entry with its committed fields, inside the caller's transaction. Refuses a field that its kind does not declare.
pub(crate) fn append(
    conn: &Connection,
    kind: &Kind,
    number: &str,
    now: Timestamp,
    fields: &[(&'static str, String)],
) -> Result<Head, Error> {
    let failed = Error::database("append to journal");
    kind.check(fields)?;
    let last = head(conn)?;
    let seq = last.seq + 1;
    let at = now.to_string();
    let mut committed: Vec<(&str, Hash, Hash, &str)> = Vec::with_capacity(fields.len() + 1);
    let mut commit = |name: &'static str, value| -> Result<(), Error> {
        let mut salt = [0; hash::HASH_BYTES];
        getrandom::fill(&mut salt).map_err(|_| Error::Random)?;
        committed.push((name, hash::commitment(&salt, name, value), salt, value));
        Ok(())
    };
    for (name, value) in fields {
        commit(name, value)?;
    }
    // A kind that gives numbers out says by days whether the clock is behind, see `series::give`.
    if !kind.opens && last_time(conn)?.is_some_and(|then| is_behind(now, then)) {
        commit(CLOCK_BEHIND, "1")?;
    }
    committed.sort_by(|a, b| a.0.cmp(b.0));
    let list: Vec<(String, Hash)> = committed
        .iter()
        .map(|(name, commitment, ..)| ((*name).to_owned(), *commitment))
        .collect();
    let hash = hash::entry_hash(&Link {
        prev: &last.hash,
        seq,
        kind: kind.name,
        number,
        at: &at,
        fields: &list,
    });
    conn.prepare_cached(
        "INSERT INTO entry (seq, kind, number, at, prev, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )
    .and_then(|mut insert| {
        insert.execute(params![int(seq), kind.name, number, at, last.hash, hash])
    })
    .map_err(&failed)?;
    let mut insert = conn
        .prepare_cached(
            "INSERT INTO field (seq, name, commitment, salt, value) VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .map_err(&failed)?;
    for (name, commitment, salt, value) in &committed {
        insert
            .execute(params![int(seq), name, commitment, salt, value])
            .map_err(&failed)?;
    }
    Ok(Head { seq, hash })
}

fn is_behind(now: Timestamp, then: Timestamp) -> bool {
    then.as_second().saturating_sub(now.as_second()) > SET_BACK_S_MAX
}

/// When the last entry was written.
fn last_time(conn: &Connection) -> Result<Option<Timestamp>, Error> {
    let at: Option<String> = conn
        .prepare_cached("SELECT at FROM entry ORDER BY seq DESC LIMIT 1")
        .and_then(|mut query| query.query_row([], |row| row.get(0)).optional())
        .map_err(Error::database("read the time of the last entry"))?;
    Ok(at.and_then(|at| at.parse().ok()))
}
