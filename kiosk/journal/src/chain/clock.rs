//! Which day it is for the registers. The clock's day, unless the clock stands so far ahead of what the publisher signed last that it is
//! not believed: one print under a clock of 2099 must not number slips of 2099 for ever. A day that was wrong nevertheless is set right by
//! an attendant, with an entry. Asks no clock.

use super::declare::{CLOCK_AHEAD, DAY_SET};
use super::log;
use super::number::{self, Period};
use crate::Error;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension};

/// So far the clock may stand ahead of the newest signed time: a terminal that heard nothing for a year still counts days.
const AHEAD_DAYS_MAX: i64 = 400;
/// Where the newest signed time stands; no part of the chain.
pub(crate) const SIGNED: &str = "signed_time";

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

pub(crate) fn signed(conn: &Connection) -> Result<Option<Timestamp>, Error> {
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

/// What an entry that gives a number out says when the clock was not believed.
pub(crate) fn remark(ahead: bool) -> Option<(&'static str, String)> {
    ahead.then(|| (CLOCK_AHEAD, "1".to_owned()))
}
