//! Series of numbers: which number comes next, so that none is given out twice, also not after a file was lost. Pure but for reading
//! the chain.

use super::clock::{self, Clock};
use super::declare::{OPENED, Register};
use super::log;
use super::number::{self, Last, Number, Period};
use crate::Error;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
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

    /// The number after the last one, and what the clock was like.
    pub fn next(&self, conn: &Connection, now: Timestamp) -> Result<(Number, Skew), Error> {
        let last = self.last(conn)?;
        let (period, ahead) = Clock::read(conn, now)?.period(self.period);
        let (mut number, behind) = number::next(&self.prefix, &last, &period);
        if number.day != last.day {
            // Before an attendant set the day back, this one may have had numbers.
            number.ordinal = self.known_of(conn, &number.day)? + 1;
        }
        Ok((number, Skew { ahead, behind }))
    }

    /// The number behind which the next goes on: the last one given out since an attendant set the day, else ever.
    pub fn last(&self, conn: &Connection) -> Result<Last, Error> {
        let Some(set) = clock::day_set(conn)? else {
            return self.greatest(conn);
        };
        let told = told(conn, set.seq)?.into_iter();
        let told = told.filter(|number| number.prefix == self.prefix);
        let told = told.map(|number| Last {
            day: number.day,
            ordinal: number.ordinal,
        });
        let since = self.opened_since(conn, set.seq)?;
        if let Some(last) = since.into_iter().chain(told).max() {
            return Ok(last);
        }
        let day = match self.period {
            Period::Day => set.day,
            Period::Year => set.day.get(..4).unwrap_or_default().to_owned(),
        };
        Ok(Last {
            ordinal: self.known_of(conn, &day)?,
            day,
        })
    }

    /// The last number that an entry behind `seq` began with.
    fn opened_since(&self, conn: &Connection, seq: u64) -> Result<Option<Last>, Error> {
        let newest: Option<String> = conn
            .prepare_cached(
                "SELECT number FROM entry AS own WHERE seq > ?1 AND number >= ?2 || '0' AND number < ?2 || ':'
                 AND NOT EXISTS (SELECT 1 FROM entry AS before WHERE before.number = own.number AND before.seq < own.seq)
                 ORDER BY seq DESC LIMIT 1",
            )
            .and_then(|mut query| {
                query
                    .query_row(params![log::int(seq), format!("{}-", self.prefix)], |row| row.get(0))
                    .optional()
            })
            .map_err(Error::database("read last number"))?;
        let number = newest.and_then(|text| Number::parse(&text));
        Ok(number.map(|number| Last {
            day: number.day,
            ordinal: number.ordinal,
        }))
    }

    /// The highest running number that a day or year had, by this file or by one that it replaces; 0 for none.
    pub fn known_of(&self, conn: &Connection, day: &str) -> Result<u64, Error> {
        let stored = greatest_of_day(conn, &format!("{}-{day}-", self.prefix))?;
        let stored = stored.and_then(|text| Number::parse(&text));
        let told = told(conn, 0)?.into_iter();
        let told = told.filter(|number| number.prefix == self.prefix && number.day == day);
        let ordinals = stored.into_iter().chain(told).map(|number| number.ordinal);
        Ok(ordinals.max().unwrap_or(0))
    }

    /// The greatest number ever given out, by this file or by one that it replaces.
    pub fn greatest(&self, conn: &Connection) -> Result<Last, Error> {
        let stored = self.last_stored(conn)?;
        let floor = log::meta(conn, &self.floor_key())?.and_then(floor);
        Ok(stored.max(floor).unwrap_or_default())
    }

    /// Numbers begin behind this one and behind those that were said before, whatever the chain holds.
    pub fn raise_floor(&self, conn: &Connection, last: &Last) -> Result<(), Error> {
        let before = log::meta(conn, &self.floor_key())?.and_then(floor);
        let last = before.as_ref().map_or(last, |before| before.max(last));
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

/// How the clock stood when a number was given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Skew {
    /// So far ahead of what was signed that it was not believed.
    pub ahead: bool,
    /// On an earlier day than the register.
    pub behind: bool,
}

/// Numbers of files that were lost, as entries behind `seq` tell them.
fn told(conn: &Connection, seq: u64) -> Result<Vec<Number>, Error> {
    let failed = Error::database("read where numbers go on");
    let mut query = conn
        .prepare_cached(
            "SELECT name, value FROM entry JOIN field USING (seq) WHERE kind = ?1 AND seq > ?2
             AND name IN ('continues_after', 'also_after') AND value IS NOT NULL",
        )
        .map_err(&failed)?;
    let rows = query
        .query_map(params![OPENED.name, log::int(seq)], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })
        .map_err(&failed)?;
    let mut found = Vec::new();
    for row in rows {
        let (name, value) = row.map_err(&failed)?;
        let numbers = match name.as_str() {
            "continues_after" => vec![value],
            _ => serde_json::from_str(&value).unwrap_or_default(),
        };
        found.extend(numbers.iter().filter_map(|text| Number::parse(text)));
    }
    Ok(found)
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
