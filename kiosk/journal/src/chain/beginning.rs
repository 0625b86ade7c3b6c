//! How a journal file begins: its key, its first entry, and the numbers after which it goes on when an earlier file was lost,
//! set aside or exchanged. Never gives a number out itself.

use super::declare::OPENED;
use super::hash::Head;
use super::key::{self, Key, SLIP_KEY};
use super::log;
use super::mark::Mark;
use super::number::{self, Last, Number};
use super::series::Series;
use crate::Error;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use std::path::PathBuf;

/// What the key is known by; says that the file was begun.
const KEY_CHECK: &str = "key_check";
/// Characters of SQLite's words on a damage.
const DAMAGE_CHARS_MAX: usize = 500;

/// What is known when a journal is opened.
pub(crate) struct Begun<'a> {
    /// Lies in its own file already.
    pub key: &'a Key,
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
    pub slip_key: Option<Key>,
    pub path: PathBuf,
    pub detail: String,
}

/// Gives a new file its first entry, and makes sure that no number given out before is given out again. True when the file held the key
/// and let go of it.
pub(crate) fn settle(
    conn: &mut Connection,
    begun: &Begun<'_>,
    now: Timestamp,
) -> Result<bool, Error> {
    let tx = conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(Error::database("begin journal"))?;
    let held = log::meta(&tx, SLIP_KEY)?.is_some();
    let known = held || log::meta(&tx, KEY_CHECK)?.is_some();
    let fresh = !known && log::head(&tx)? == Head::NONE;
    if fresh {
        // A file that replaces another goes on where the last known head was, so that heads never come twice.
        if let Some(mark) = begun.mark {
            log::set_meta(&tx, log::GENESIS, mark.head.to_string().as_bytes())?;
        }
    }
    let went_back = !fresh && begun.mark.is_some_and(|m| is_ahead(m.head, &tx));
    let behind = behind(&tx, begun, now)?;
    for (series, last) in &behind {
        series.raise_floor(&tx, last)?;
    }
    let key_check = key::check(begun.key);
    log::set_meta(&tx, KEY_CHECK, key_check.as_bytes())?;
    if held {
        log::remove_meta(&tx, SLIP_KEY)?;
    }
    let said = log::last_value(&tx, OPENED.name, "key_check")?;
    let vouched = said.as_ref() == Some(&key_check);
    if fresh || went_back || !behind.is_empty() || !vouched {
        let reason = match (begun.wreck, fresh) {
            (Some(_), _) => "damaged",
            (None, true) if begun.mark.is_some() => "missing",
            (None, true) => "first",
            (None, false) if went_back || !behind.is_empty() => "went-back",
            (None, false) if said.is_some() => "key-lost",
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
    tx.commit().map_err(Error::database("begin journal"))?;
    Ok(held)
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
fn behind<'s>(
    conn: &Connection,
    begun: &Begun<'s>,
    now: Timestamp,
) -> Result<Vec<(&'s Series, Last)>, Error> {
    let mut found: Vec<(&Series, Last)> = Vec::new();
    for series in begun.series {
        if found.iter().any(|(told, _)| told.prefix == series.prefix) {
            continue;
        }
        for last in known(begun, series, now) {
            if last > series.last(conn)? && last.ordinal > series.known_of(conn, &last.day)? {
                found.push((series, last));
            }
        }
    }
    Ok(found)
}

/// What mark and wreck know of a series: the greatest number ever; and where that is of a day to come, for an attendant who set the
/// day back or will do so, the last ones of the days before.
fn known(begun: &Begun<'_>, series: &Series, now: Timestamp) -> Vec<Last> {
    let marked = begun.mark.map_or(&[][..], |mark| &mark.given);
    let wreck = begun.wreck.map_or(&[][..], |wreck| &wreck.last);
    let own = marked.iter().chain(wreck);
    let own = own.filter(|(prefix, _)| *prefix == series.prefix);
    let mut known: Vec<Last> = own.map(|(_, last)| last.clone()).collect();
    known.sort_by(|a, b| b.cmp(a));
    let today = number::period_of(series.period, now);
    if known.first().is_some_and(|greatest| greatest.day <= today) {
        known.truncate(1);
    }
    // The greatest of each day.
    known.dedup_by(|later, first| later.day == first.day);
    known
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
