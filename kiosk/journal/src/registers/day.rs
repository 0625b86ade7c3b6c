//! The day of the registers at the desk (登记日期校正): told when it is not the clock's, set by an attendant. How far a clock is believed by
//! itself, `chain::clock` says.

use super::prints::Role;
use crate::Error;
use crate::chain::clock::{SIGNED, signed};
use crate::chain::declare::DAY_SET;
use crate::chain::log;
use crate::chain::number::{self, Period};
use crate::chain::reader::Reader;
use crate::chain::series::Series;
use crate::chain::writer::Writer;
use jiff::Timestamp;
use rusqlite::Connection;

/// With nothing signed yet, no day before this program was written is right.
const EARLIEST_DAY: &str = "20260101";

/// The register counts another day than the clock shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayOff {
    /// `yyyymmdd` of the next number.
    pub register: String,
    /// `yyyymmdd` of the clock.
    pub clock: String,
    /// An attendant may set it; not where the clock shows a day before what was signed.
    pub may_set: bool,
}

/// Whether numbers would go on with another day than the clock's, and whether an attendant may set it.
fn day_off(conn: &Connection, slips: &Series, now: Timestamp) -> Result<Option<DayOff>, Error> {
    let (next, _) = slips.next(conn, now)?;
    let clock = number::day_of(now);
    let earliest = signed(conn)?.map_or(EARLIEST_DAY.to_owned(), number::day_of);
    Ok((next.day != clock).then(|| DayOff {
        may_set: clock >= earliest,
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

    /// The day that the next slip is numbered under, `yyyymmdd`: the clock's, where it is believed.
    pub fn day(&self, site: &str, terminal: &str, now: Timestamp) -> Result<String, Error> {
        let off = self.day_off(site, terminal, now)?;
        Ok(off.map_or_else(|| number::day_of(now), |off| off.register))
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
            let off = off
                .filter(|off| off.may_set)
                .ok_or_else(|| Error::OutOfOrder {
                    number: slips.prefix.clone(),
                    from: "its day".to_owned(),
                    to: number::day_of(now),
                })?;
            let fields = [("set_to", off.clock), ("set_by", by.as_code().to_owned())];
            entries.append(&DAY_SET, "", now, &fields).map(|_| ())
        })
    }
}
