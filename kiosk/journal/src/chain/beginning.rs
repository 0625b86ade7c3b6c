//! How a journal file begins: its key, its first entry, and the numbers after which it goes on when an earlier file was lost,
//! set aside or exchanged. Never gives a number out itself.

use super::declare::OPENED;
use super::hash::Head;
use super::log;
use super::mark::Mark;
use super::number::{Last, Number};
use super::series::Series;
use crate::Error;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use sha2::{Digest, Sha256};
use std::path::PathBuf;

/// Where the secret of the terminal lies.
pub(crate) const SLIP_KEY: &str = "slip_key";
/// Characters of SQLite's words on a damage.
const DAMAGE_CHARS_MAX: usize = 500;

/// What is known when a journal is opened.
pub(crate) struct Begun<'a> {
    /// The first is that of paper.
    pub series: &'a [Series],
    pub site: &'a str,
    pub terminal: &'a str,
    pub mark: Option<&'a Mark>,
    pub wreck: Option<&'a Wreck>,
}

/// A damaged journal that was set aside, and what could be read from it.
pub(crate) struct Wreck {
    /// Front part of a series and its highest number.
    pub last: Vec<(String, Last)>,
    pub slip_key: Option<[u8; 32]>,
    pub path: PathBuf,
    pub detail: String,
}

/// Gives a new file its key and first entry, and makes sure that no number given out before is given out again.
pub(crate) fn settle(
    conn: &mut Connection,
    begun: &Begun<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(Error::database("begin journal"))?;
    let fresh = log::meta(&tx, SLIP_KEY)?.is_none();
    if fresh {
        log::set_meta(&tx, SLIP_KEY, &first_key(begun.wreck)?)?;
        // A file that replaces another goes on where the last known head was, so that heads never come twice.
        if let Some(mark) = begun.mark {
            log::set_meta(&tx, log::GENESIS, mark.head.to_string().as_bytes())?;
        }
    }
    let went_back = !fresh && begun.mark.is_some_and(|m| is_ahead(m.head, &tx));
    let behind = behind(&tx, begun)?;
    for (series, last) in &behind {
        series.set_floor(&tx, last)?;
    }
    let key_check = key_check(&slip_key(&tx)?);
    let vouched = log::last_value(&tx, OPENED.name, "key_check")?.as_ref() == Some(&key_check);
    if fresh || went_back || !behind.is_empty() || !vouched {
        let reason = match (begun.wreck, fresh) {
            (Some(_), _) => "damaged",
            (None, true) if begun.mark.is_some() => "missing",
            (None, true) => "first",
            (None, false) if went_back || !behind.is_empty() => "went-back",
            (None, false) => "upgraded",
        };
        let mut fields = vec![
            ("reason", reason.to_owned()),
            ("site", begun.site.to_owned()),
            ("terminal", begun.terminal.to_owned()),
            ("key_check", key_check),
        ];
        fields.extend(told_of_others(begun, &behind));
        log::append(&tx, &OPENED, "", now, &fields)?;
    }
    tx.commit().map_err(Error::database("begin journal"))
}

/// What the first entry says of an earlier file.
fn told_of_others(begun: &Begun<'_>, behind: &[(&Series, Last)]) -> log::Values {
    let mut fields = Vec::new();
    if let Some(wreck) = begun.wreck {
        let name = wreck.path.file_name().unwrap_or_default();
        fields.push(("set_aside", name.to_string_lossy().into_owned()));
        let damage = wreck.detail.chars().take(DAMAGE_CHARS_MAX).collect();
        fields.push(("damage", damage));
    }
    if let Some(mark) = begun.mark {
        fields.push(("known_head", mark.head.to_string()));
    }
    let mut numbers = behind.iter().map(|(series, last)| {
        let number = Number {
            prefix: series.prefix.clone(),
            day: last.day.clone(),
            ordinal: last.ordinal,
        };
        number.to_string()
    });
    fields.extend(numbers.next().map(|first| ("continues_after", first)));
    let more: Vec<String> = numbers.collect();
    if !more.is_empty() {
        let list = serde_json::to_string(&more).expect("a list of strings is JSON");
        fields.push(("also_after", list));
    }
    fields
}

/// Series of which numbers are known that this file does not hold.
fn behind<'s>(conn: &Connection, begun: &Begun<'s>) -> Result<Vec<(&'s Series, Last)>, Error> {
    let mut found: Vec<(&Series, Last)> = Vec::new();
    for series in begun.series {
        let marked = begun.mark.and_then(|mark| mark.last(&series.prefix));
        let wreck = begun.wreck.and_then(|wreck| {
            let last = wreck.last.iter().find(|(known, _)| *known == series.prefix);
            last.map(|(_, last)| last)
        });
        let Some(known) = marked.max(wreck) else {
            continue;
        };
        let told = found.iter().any(|(told, _)| told.prefix == series.prefix);
        if !told && *known > series.last(conn)? {
            found.push((series, known.clone()));
        }
    }
    Ok(found)
}

/// The mark knows a later entry than the database, or another one in its place: the file was exchanged for an older copy.
fn is_ahead(known: Head, conn: &Connection) -> bool {
    let hash: Option<[u8; 32]> = conn
        .query_row(
            "SELECT hash FROM entry WHERE seq = ?1",
            [log::int(known.seq)],
            |row| row.get(0),
        )
        .optional()
        .unwrap_or(None);
    known.seq > 0 && hash != Some(known.hash)
}

fn first_key(wreck: Option<&Wreck>) -> Result<[u8; 32], Error> {
    if let Some(key) = wreck.and_then(|w| w.slip_key) {
        return Ok(key);
    }
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|_| Error::Random)?;
    Ok(key)
}

/// The secret of the terminal.
pub(crate) fn slip_key(conn: &Connection) -> Result<[u8; 32], Error> {
    log::meta(conn, SLIP_KEY)?
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| Error::Damaged {
            detail: "the slip key is missing".to_owned(),
        })
}

/// What the chain says of the key, so that an exchanged one is found; the key cannot be guessed from it.
pub(crate) fn key_check(key: &[u8; 32]) -> String {
    let mut hash = Sha256::new_with_prefix(b"journal-key-1");
    hash.update(key);
    hex::encode(hash.finalize())
}
