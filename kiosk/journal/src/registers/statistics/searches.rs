//! How often visitors searched, and how often nothing was found (检索登记, R56): two numbers a month, never a word and never a time. While a month goes on
//! they are counted beside the chain; once it is over they become an entry, and stay.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::chain::day_of;
use crate::chain::declare::{Field, Kind, Register};
use crate::chain::log;
use crate::chain::number::Period;
use crate::chain::reader::Reader;
use crate::chain::writer::Writer;
use crate::registers::desk::DeskEntry;
use crate::registers::rules::{self, NEW, Rule};

/// Where the running months are counted.
const COUNTED: &str = "searches";
/// Months that may wait to be written down; there are more only where a clock jumps about.
const MONTHS_MAX: usize = 24;

const MONTH: Kind = Kind::opening(
    "searches",
    &[
        // `yyyymm`.
        Field::count("month"),
        Field::count("searches_all"),
        Field::count("searches_none"),
    ],
);

const RULES: &[Rule] = &[Rule::new(MONTH.name, &[NEW], "counted")];

/// The declaration that writer, verification, export and upload follow.
pub(crate) static REGISTER: Register = Register {
    name: "searches",
    letter: Some('C'),
    period: Period::Year,
    kinds: &[MONTH],
    judge: |story, found| rules::judge(RULES, story, found),
    state: |kinds| rules::state(RULES, kinds),
};

/// Searches of a month that goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Searches {
    /// All of them.
    pub all: u64,
    /// Those that found nothing.
    pub none: u64,
}

type Months = BTreeMap<String, Searches>;

impl Writer {
    /// A visitor searched, and something was found or nothing. Months that are over become entries of the register.
    pub fn searched(&mut self, found: bool, now: Timestamp) -> Result<(), Error> {
        self.in_place()?;
        let month = day_of(now).get(..6).unwrap_or_default().to_owned();
        let mut months = read(self.connection())?;
        let held = months.entry(month.clone()).or_default();
        held.all = held.all.saturating_add(1);
        held.none = held.none.saturating_add(u64::from(!found));
        while months.len() > MONTHS_MAX {
            months.pop_first();
        }
        log::set_meta(self.connection(), COUNTED, &json(&months))?;
        self.close_searches(&month, months, now)
    }

    /// What lies before this month is written down, then no longer counted: after a power cut between the two it is not written twice.
    fn close_searches(
        &mut self,
        month: &str,
        mut months: Months,
        now: Timestamp,
    ) -> Result<(), Error> {
        let over: Vec<String> = months
            .range(..month.to_owned())
            .map(|(m, _)| m.clone())
            .collect();
        for over in over {
            let Some(held) = months.remove(&over) else {
                continue;
            };
            if !is_written(self.connection(), &over)? {
                let entry = DeskEntry::opening(&REGISTER, &MONTH)
                    .with("month", &over)
                    .with("searches_all", held.all)
                    .with("searches_none", held.none);
                self.enter(&entry, now)?;
            }
            log::set_meta(self.connection(), COUNTED, &json(&months))?;
        }
        Ok(())
    }
}

impl Reader {
    /// Searches of a year (`yyyy`) or a month (`yyyymm`), and those of them that found nothing.
    pub(crate) fn searches(&self, period: &str) -> Result<(u64, u64), Error> {
        let mut months = read(self.connection())?;
        for matter in self.matters_where(&REGISTER, |_| true)? {
            let count = |name: &str| matter.value(name).and_then(|text| text.parse().ok());
            if let Some(month) = matter.value("month") {
                let held = Searches {
                    all: count("searches_all").unwrap_or(0),
                    none: count("searches_none").unwrap_or(0),
                };
                months.insert(month.to_owned(), held);
            }
        }
        let within = months.iter().filter(|(month, _)| month.starts_with(period));
        Ok(within.fold((0, 0), |(all, none), (_, held)| {
            (held.all.saturating_add(all), held.none.saturating_add(none))
        }))
    }
}

fn is_written(conn: &rusqlite::Connection, month: &str) -> Result<bool, Error> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM entry JOIN field USING (seq)
         WHERE kind = ?1 AND name = 'month' AND value = ?2)",
    )
    .and_then(|mut query| query.query_row([MONTH.name, month], |row| row.get(0)))
    .map_err(Error::database("find a month of searches"))
}

/// A count that cannot be read begins anew: it is a figure, and no proof of anything.
fn read(conn: &rusqlite::Connection) -> Result<Months, Error> {
    let bytes = log::meta(conn, COUNTED)?.unwrap_or_default();
    let months: Months = serde_json::from_slice(&bytes).unwrap_or_default();
    let is_month = |month: &String| month.len() == 6 && month.bytes().all(|b| b.is_ascii_digit());
    Ok(months
        .into_iter()
        .filter(|(month, _)| is_month(month))
        .take(MONTHS_MAX)
        .collect())
}

fn json(months: &Months) -> Vec<u8> {
    serde_json::to_vec(months).expect("plain data has a JSON form")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn searches_are_counted_by_the_month_and_become_one_entry_when_it_is_over() {
        let dir = tempfile::tempdir().unwrap();
        let october = at("2018-10-15T06:36:00Z");
        let open = |now| Writer::open(dir.path(), "L01", "1", now).unwrap();
        let mut writer = open(october);
        for found in [true, false, true, false, false, true] {
            writer.searched(found, october).unwrap();
        }
        let reader = Reader::open(dir.path()).unwrap();
        assert_eq!(reader.searches("201810").unwrap(), (6, 3));
        assert_eq!(reader.matters("searches", "2018").unwrap().len(), 0);
        // Over the night of the month's end in Shanghai, and once more after a power cut between entry and count.
        let counted = log::meta(writer.connection(), COUNTED).unwrap().unwrap();
        let november = at("2018-10-31T16:30:00Z");
        writer.searched(true, november).unwrap();
        log::set_meta(writer.connection(), COUNTED, &counted).unwrap();
        drop(writer);
        let mut writer = open(november);
        writer.searched(true, november).unwrap();
        let written = reader.matters("searches", "2018").unwrap();
        assert_eq!(written.len(), 1, "once");
        assert_eq!(written[0].value("searches_none"), Some("3"));
        assert_eq!(reader.searches("201810").unwrap(), (6, 3));
        assert_eq!(reader.searches("2018").unwrap(), (7, 3));
        let figures = reader.statistics("201811").unwrap();
        assert_eq!(figures.told_searches(), None, "too few to be told of");
        let figures = reader.statistics("201810").unwrap();
        assert_eq!(figures.told_searches(), Some((6, 3)));
        assert!(verify(dir.path(), &[]).unwrap().ok());
    }

    #[test]
    fn a_count_that_somebody_damaged_begins_anew_and_stops_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let now = at("2018-10-15T06:36:00Z");
        let mut writer = Writer::open(dir.path(), "L01", "1", now).unwrap();
        for bad in [
            &b"{"[..],
            b"{\"201810\":{\"all\":-1,\"none\":0}}",
            b"{\"; DROP\":{\"all\":5,\"none\":5}}",
            b"\xff",
        ] {
            log::set_meta(writer.connection(), COUNTED, bad).unwrap();
            writer.searched(false, now).unwrap();
            let reader = Reader::open(dir.path()).unwrap();
            assert_eq!(reader.searches("201810").unwrap(), (1, 1));
        }
    }
}
