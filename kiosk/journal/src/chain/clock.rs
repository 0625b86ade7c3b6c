//! Which day it is for the registers. The clock's day, unless the clock stands so far ahead of what the publisher signed last that it is
//! not believed: one print under a clock of 2099 must not number slips of 2099 for ever. A day that was wrong nevertheless is set right by
//! an attendant, with an entry. Asks no clock.

use super::declare::{CLOCK_AHEAD, DAY_SET};
use super::log;
use super::number::{self, Period};
use super::reader::Reader;
use super::series::Series;
use super::writer::Writer;
use crate::Error;
use crate::registers::prints::Role;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension};

/// So far the clock may stand ahead of the newest signed time: a terminal that heard nothing for a year still counts days.
const AHEAD_DAYS_MAX: i64 = 400;
/// Where the newest signed time stands; no part of the chain.
const SIGNED: &str = "signed_time";
/// With nothing signed yet, no day before this program was written is right.
const EARLIEST_DAY: &str = "20260101";

/// A clock's reading, and what is known of the true time.
pub(crate) struct Clock {
    pub now: Timestamp,
    /// When the publisher signed something last, or an attendant said which day it is.
    pub known: Option<Timestamp>,
}

impl Clock {
    /// A reading, with what this file knows.
    pub fn read(conn: &Connection, now: Timestamp) -> Result<Clock, Error> {
        let set = day_set(conn)?.and_then(|set| number::noon_of(&set.day));
        Ok(Clock {
            now,
            known: signed(conn)?.max(set),
        })
    }

    /// The day or year, and whether the clock was not believed.
    pub fn period(&self, period: Period) -> (String, bool) {
        let latest = SignedDuration::from_hours(24 * AHEAD_DAYS_MAX);
        match self.known {
            Some(known) if self.now.duration_since(known) > latest => {
                (number::period_of(period, known), true)
            }
            _ => (number::period_of(period, self.now), false),
        }
    }
}

fn signed(conn: &Connection) -> Result<Option<Timestamp>, Error> {
    let bytes = log::meta(conn, SIGNED)?;
    // What is no time bounds nothing; the next signed one stands over it.
    Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()?.parse().ok()))
}

/// The last word of an attendant about the day.
pub(crate) struct DaySet {
    pub seq: u64,
    pub day: String,
}

/// The last entry that set the day, if there is one.
pub(crate) fn day_set(conn: &Connection) -> Result<Option<DaySet>, Error> {
    conn.prepare_cached(
        "SELECT seq, value FROM entry JOIN field USING (seq)
         WHERE kind = ?1 AND name = 'set_to' AND value IS NOT NULL ORDER BY seq DESC LIMIT 1",
    )
    .and_then(|mut query| {
        query
            .query_row([DAY_SET.name], |row| {
                Ok(DaySet {
                    seq: log::count_at(row, 0)?,
                    day: row.get(1)?,
                })
            })
            .optional()
    })
    .map_err(Error::database("read which day was set"))
}

/// The register counts another day than the clock shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayOff {
    /// `yyyymmdd` of the next number.
    pub register: String,
    /// `yyyymmdd` of the clock.
    pub clock: String,
}

/// Whether numbers would go on with another day than the clock's, and an attendant may set it: not to a day before what was signed.
fn day_off(conn: &Connection, slips: &Series, now: Timestamp) -> Result<Option<DayOff>, Error> {
    let (next, _) = slips.next(conn, now)?;
    let clock = number::day_of(now);
    let earliest = signed(conn)?.map_or(EARLIEST_DAY.to_owned(), number::day_of);
    let off = next.day != clock && clock >= earliest;
    Ok(off.then_some(DayOff {
        register: next.day,
        clock,
    }))
}

impl Reader {
    /// Whether the registers of this terminal count another day than the clock shows, so that an attendant should look.
    pub fn day_off(
        &self,
        site: &str,
        terminal: &str,
        now: Timestamp,
    ) -> Result<Option<DayOff>, Error> {
        let slips = Series {
            prefix: format!("{site}-{terminal}"),
            period: Period::Day,
        };
        day_off(self.connection(), &slips, now)
    }
}

impl Writer {
    /// Notes when the publisher signed something: a clock far ahead of it is not believed. An earlier time changes nothing.
    pub fn signed(&mut self, at: Timestamp) -> Result<(), Error> {
        let conn = self.connection();
        let known = signed(conn)?;
        // A day is what matters; the same day again writes nothing.
        if known.is_some_and(|known| number::day_of(at) <= number::day_of(known)) {
            return Ok(());
        }
        log::set_meta(conn, SIGNED, at.to_string().as_bytes())
    }

    /// An attendant says that the clock shows the right day: numbers go on with it, behind those that this day had before. Refused when
    /// they do so anyway, and for a day before what was signed.
    pub fn set_day(&mut self, by: Role, now: Timestamp) -> Result<(), Error> {
        self.in_place()?;
        let slips = self.slips();
        self.transact("set the day of the register", |entries| {
            let off = day_off(entries.conn, &slips, now)?;
            let off = off.ok_or_else(|| Error::OutOfOrder {
                number: slips.prefix.clone(),
                from: "its day".to_owned(),
                to: number::day_of(now),
            })?;
            let fields = [("set_to", off.clock), ("set_by", by.as_code().to_owned())];
            entries.append(&DAY_SET, "", now, &fields).map(|_| ())
        })
    }
}

/// What an entry that gives a number out says when the clock was not believed.
pub(crate) fn remark(ahead: bool) -> Option<(&'static str, String)> {
    ahead.then(|| (CLOCK_AHEAD, "1".to_owned()))
}
