//! Reports for the disclosure office (政务公开办): what the feed shows of timeliness, supply of gazettes, disclosure attributes and the items
//! that must stand at a reading point. Owns the tables and how they are written (CSV, one self-contained page); says what is there and
//! what that rests on, never whose fault it is.

pub mod attributes;
pub mod coverage;
pub mod directory;
pub mod page;
pub mod published;
pub mod run;
mod separated;
pub mod supply;
pub mod timeliness;
mod words;
pub mod yearly;

use std::path::Path;

use anyhow::Context;
use config::calendar::Calendar;
use jiff::civil::Date;

/// The announced holidays that this program knows.
const CALENDAR: &str = include_str!("../../../../deploy/calendar.toml");

/// What every report is made of, whatever it tells: the table, the CSV and the page are written from it.
#[derive(Debug, Default)]
#[allow(missing_docs)]
pub struct Report {
    /// Name of its files.
    pub name: &'static str,
    pub title: String,
    /// Tables, the one an office looks at first in front.
    pub tables: Vec<Table>,
    /// A picture of it.
    pub chart: Option<Chart>,
    /// Sentences below the heading.
    pub notes: Vec<String>,
}

/// One table of a report: its heads and its rows, as text.
#[derive(Debug, Default)]
#[allow(missing_docs)]
pub struct Table {
    /// Name in the file's name.
    pub name: &'static str,
    pub title: String,
    /// Heads of the columns.
    pub columns: Vec<String>,
    /// Rows, as wide as the heads.
    pub rows: Vec<Vec<String>>,
}

/// A chart of horizontal bars, one for each row.
#[derive(Debug, Default)]
pub struct Chart {
    /// What they show.
    pub title: String,
    /// Name and length of each.
    pub bars: Vec<(String, u32)>,
}

/// The year was not announced: statutory days are not guessed.
#[derive(Debug, thiserror::Error)]
#[error("count working days in {0}: the calendar has no such year (--calendar names another file)")]
pub struct UnknownYear(pub i16);

/// The calendar of `path`, or the one that this program knows.
pub fn calendar(path: Option<&Path>) -> anyhow::Result<Calendar> {
    let text = match path {
        None => CALENDAR.to_owned(),
        Some(path) => std::fs::read_to_string(path)
            .with_context(|| format!("read calendar {}", path.display()))?,
    };
    Calendar::parse(&text)
        .map_err(|problems| anyhow::anyhow!("read calendar: {}", problems.join("; ")))
}

/// Working days after `from` up to and with `to`; 0 when it is not later.
pub fn working_days(calendar: &Calendar, from: Date, to: Date) -> Result<u32, UnknownYear> {
    let mut days = 0;
    let mut day = from;
    while day < to {
        let Ok(next) = day.tomorrow() else { break };
        day = next;
        let known = calendar.day(day).ok_or(UnknownYear(day.year()))?;
        days += u32::from(known.works());
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: &str, to: &str) -> u32 {
        let calendar = calendar(None).unwrap();
        working_days(&calendar, from.parse().unwrap(), to.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_notice_of_october_that_was_posted_in_february_took_82_working_days() {
        assert_eq!(days("2018-10-15", "2019-02-12"), 82);
    }

    #[test]
    fn spring_festival_and_national_day_of_every_announced_year_are_counted_as_announced() {
        // From the last working day before the holiday to the first one behind it, make-up days included.
        for (year, spring, autumn) in [
            (
                2018,
                ("2018-02-14", "2018-02-24", 3),
                ("2018-09-28", "2018-10-08", 3),
            ),
            (
                2019,
                ("2019-02-01", "2019-02-11", 3),
                ("2019-09-30", "2019-10-08", 1),
            ),
            (
                2020,
                ("2020-01-23", "2020-02-03", 1),
                ("2020-09-30", "2020-10-09", 1),
            ),
            (
                2021,
                ("2021-02-10", "2021-02-18", 1),
                ("2021-09-30", "2021-10-08", 1),
            ),
            (
                2022,
                ("2022-01-30", "2022-02-07", 1),
                ("2022-09-30", "2022-10-08", 1),
            ),
            (
                2023,
                ("2023-01-20", "2023-01-28", 1),
                ("2023-09-28", "2023-10-07", 1),
            ),
            (
                2024,
                ("2024-02-09", "2024-02-18", 1),
                ("2024-09-30", "2024-10-08", 1),
            ),
            (
                2025,
                ("2025-01-27", "2025-02-05", 1),
                ("2025-09-30", "2025-10-09", 1),
            ),
            (
                2026,
                ("2026-02-14", "2026-02-24", 1),
                ("2026-09-30", "2026-10-08", 1),
            ),
        ] {
            for (from, to, want) in [spring, autumn] {
                assert_eq!(days(from, to), want, "{year}: {from} to {to}");
            }
        }
    }

    #[test]
    fn a_year_without_an_announcement_is_refused() {
        let calendar = calendar(None).unwrap();
        let (from, to) = ("2026-12-30".parse().unwrap(), "2027-01-05".parse().unwrap());
        assert_eq!(working_days(&calendar, from, to).unwrap_err().0, 2027);
    }
}
