//! Series of numbers: which number comes next, so that none is given out twice, also not after a file was lost. Pure but for reading
//! the chain.

use super::declare::Register;
use super::log;
use super::number::{self, Last, Number, Period};
use crate::Error;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;

/// Before the front part of a series, in what stands beside the chain.
const FLOOR: &str = "floor ";

fn floor(bytes: Vec<u8>) -> Option<Last> {
    let text = String::from_utf8(bytes).ok()?;
    let (day, ordinal) = text.split_once(' ')?;
    Some(Last {
        day: day.to_owned(),
        ordinal: ordinal.parse().ok()?,
    })
}

/// After which number each series goes on, where an earlier file was lost; by its front part.
pub(crate) fn floors(conn: &Connection) -> Result<BTreeMap<String, Last>, Error> {
    let failed = Error::database("read where numbers go on");
    let mut query = conn
        .prepare("SELECT key, value FROM meta WHERE substr(key, 1, 6) = ?1")
        .map_err(&failed)?;
    let rows = query
        .query_map([FLOOR], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?))
        })
        .map_err(&failed)?;
    let mut found = BTreeMap::new();
    for row in rows {
        let (key, value) = row.map_err(&failed)?;
        let prefix = key.strip_prefix(FLOOR).unwrap_or_default().to_owned();
        // What cannot be read is no number, and so not the one that the chain tells.
        found.insert(prefix, floor(value).unwrap_or_default());
    }
    Ok(found)
}

/// The numbers of one register at one terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Series {
    /// `L01-1`, or `L01-1-S`.
    pub prefix: String,
    pub period: Period,
}

impl Series {
    pub fn of(register: &Register, terminal: &str) -> Series {
        Series {
            prefix: register.prefix(terminal),
            period: register.period,
        }
    }

    /// The number after the last one, and whether the clock stood before its period.
    pub fn next(&self, conn: &Connection, now: Timestamp) -> Result<(Number, bool), Error> {
        let last = self.last(conn)?;
        Ok(number::next(&self.prefix, self.period, &last, now))
    }

    /// The last number given out, by this file or by one that it replaces.
    pub fn last(&self, conn: &Connection) -> Result<Last, Error> {
        let stored = self.last_stored(conn)?;
        let floor = log::meta(conn, &self.floor_key())?.and_then(floor);
        Ok(stored.max(floor).unwrap_or_default())
    }

    /// Numbers begin behind this one, whatever the chain holds.
    pub fn set_floor(&self, conn: &Connection, last: &Last) -> Result<(), Error> {
        let value = format!("{} {}", last.day, last.ordinal);
        log::set_meta(conn, &self.floor_key(), value.as_bytes())
    }

    fn floor_key(&self) -> String {
        format!("{FLOOR}{}", self.prefix)
    }

    /// Numbers stand in the order of their text but for those that are wider than four digits.
    fn last_stored(&self, conn: &Connection) -> Result<Option<Last>, Error> {
        let greatest = greatest(conn, &format!("{}-", self.prefix), "number DESC")?;
        let Some(newest) = greatest.and_then(|text| Number::parse(&text)) else {
            return Ok(None);
        };
        let day = format!("{}-{}-", self.prefix, newest.day);
        let widest = greatest_of_day(conn, &day)?.and_then(|text| Number::parse(&text));
        Ok(widest.map(|number| Last {
            day: number.day,
            ordinal: number.ordinal,
        }))
    }
}

/// The first in this order of the numbers that begin with `front` and go on with a digit.
fn greatest(conn: &Connection, front: &str, order: &str) -> Result<Option<String>, Error> {
    conn.prepare_cached(&format!(
        "SELECT number FROM entry WHERE number >= ?1 || '0' AND number < ?1 || ':' ORDER BY {order} LIMIT 1"
    ))
    .and_then(|mut query| query.query_row([front], |row| row.get(0)).optional())
    .map_err(Error::database("read last number"))
}

fn greatest_of_day(conn: &Connection, front: &str) -> Result<Option<String>, Error> {
    greatest(conn, front, "length(number) DESC, number DESC")
}
