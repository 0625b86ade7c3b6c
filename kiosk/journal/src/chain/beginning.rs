//! How a journal file begins: its key, its first entry, and the number after which it goes on when an earlier file was lost,
//! set aside or exchanged. Never gives a number out itself.

use super::mark::Mark;
use super::number::{Last, Number};
use super::store::{self, kind};
use crate::Error;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use std::path::PathBuf;

/// What is known when a journal is opened.
pub(crate) struct Begun<'a> {
    pub prefix: &'a str,
    pub site: &'a str,
    pub terminal: &'a str,
    pub mark: Option<&'a Mark>,
    pub wreck: Option<&'a Wreck>,
}

/// A damaged journal that was set aside, and what could be read from it.
pub(crate) struct Wreck {
    pub last: Option<Last>,
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
    let fresh = store::meta(&tx, "slip_key")?.is_none();
    let mark = begun.mark.filter(|m| m.prefix == begun.prefix);
    if fresh {
        store::set_meta(&tx, "slip_key", &first_key(begun.wreck)?)?;
        // A file that replaces another goes on where the last known head was, so that heads never come twice.
        if let Some(mark) = begun.mark {
            store::set_meta(&tx, "genesis", mark.head.to_string().as_bytes())?;
        }
    }
    let stored = last_number(&tx, begun.prefix)?;
    let known = mark
        .map(|m| m.last.clone())
        .max(begun.wreck.and_then(|w| w.last.clone()))
        .filter(|last| *last > stored);
    let went_back = !fresh && begun.mark.is_some_and(|m| is_ahead(m, &tx));
    if let Some(last) = &known {
        let value = format!("{} {}", last.day, last.ordinal);
        store::set_meta(&tx, &floor_key(begun.prefix), value.as_bytes())?;
    }
    if fresh || went_back || known.is_some() {
        let reason = match (begun.wreck, fresh) {
            (Some(_), _) => "damaged",
            (None, true) if begun.mark.is_some() => "missing",
            (None, true) => "first",
            (None, false) => "went-back",
        };
        let mut fields = vec![
            ("reason", reason.to_owned()),
            ("site", begun.site.to_owned()),
            ("terminal", begun.terminal.to_owned()),
        ];
        if let Some(wreck) = begun.wreck {
            let name = wreck.path.file_name().unwrap_or_default();
            fields.push(("set_aside", name.to_string_lossy().into_owned()));
            fields.push(("damage", wreck.detail.chars().take(500).collect()));
        }
        if let Some(mark) = begun.mark {
            fields.push(("known_head", mark.head.to_string()));
        }
        if let Some(last) = &known {
            let after = Number {
                prefix: begun.prefix.to_owned(),
                day: last.day.clone(),
                ordinal: last.ordinal,
            };
            fields.push(("continues_after", after.to_string()));
        }
        store::append(&tx, kind::OPENED, "", now, &fields)?;
    }
    tx.commit().map_err(Error::database("begin journal"))
}

/// The mark knows a later entry than the database, or another one in its place: the file was exchanged for an older copy.
fn is_ahead(mark: &Mark, conn: &Connection) -> bool {
    let hash: Option<[u8; 32]> = conn
        .query_row(
            "SELECT hash FROM entry WHERE seq = ?1",
            [store::int(mark.head.seq)],
            |row| row.get(0),
        )
        .optional()
        .unwrap_or(None);
    mark.head.seq > 0 && hash != Some(mark.head.hash)
}

fn first_key(wreck: Option<&Wreck>) -> Result<[u8; 32], Error> {
    if let Some(key) = wreck.and_then(|w| w.slip_key) {
        return Ok(key);
    }
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|_| Error::Random)?;
    Ok(key)
}

fn floor_key(prefix: &str) -> String {
    format!("floor {prefix}")
}

/// The last number given out with this prefix, by this file or by one that it replaces.
pub(crate) fn last_number(conn: &Connection, prefix: &str) -> Result<Last, Error> {
    let stored = conn
        .prepare_cached(
            "SELECT day, ordinal FROM register WHERE prefix = ?1 ORDER BY day DESC, ordinal DESC LIMIT 1",
        )
        .and_then(|mut query| {
            query
                .query_row([prefix], |row| {
                    Ok(Last {
                        day: row.get(0)?,
                        ordinal: store::count_at(row, 1)?,
                    })
                })
                .optional()
        })
        .map_err(Error::database("read last number"))?;
    let floor = store::meta(conn, &floor_key(prefix))?.and_then(|bytes| {
        let text = String::from_utf8(bytes).ok()?;
        let (day, ordinal) = text.split_once(' ')?;
        Some(Last {
            day: day.to_owned(),
            ordinal: ordinal.parse().ok()?,
        })
    });
    Ok(stored.max(floor).unwrap_or_default())
}

/// The secret of the terminal.
pub(crate) fn slip_key(conn: &Connection) -> Result<[u8; 32], Error> {
    store::meta(conn, "slip_key")?
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| Error::Damaged {
            detail: "the slip key is missing".to_owned(),
        })
}
