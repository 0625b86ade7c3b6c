//! Which row number a document gets: newer date, larger number, also for older documents that come later. Owns no SQL
//! but its own; refuses to move a document that is already there.
//!
//! Each day has [`DAY_ROWS`] numbers. Few, because the index stores the gaps between them; a day that is full takes the
//! next free number, a little out of order. Documents without a date lie before all years and never run out of numbers.

use std::collections::HashMap;

use rusqlite::Connection;

/// Row numbers of one day.
pub const DAY_ROWS: i64 = 1 << DAY_BITS;
const DAY_BITS: u32 = 7;

/// Remembers where full days continue.
#[derive(Debug, Default)]
pub struct Rows {
    beyond: HashMap<i64, i64>,
}

impl Rows {
    /// A free number for a document of this date.
    pub fn free(&mut self, db: &Connection, date: &str) -> rusqlite::Result<i64> {
        let first = (days(date).unwrap_or(0) << DAY_BITS) + 1;
        let last = first + DAY_ROWS - 1;
        let used: Option<i64> = db
            .prepare_cached("SELECT max(row) FROM document WHERE row BETWEEN ?1 AND ?2")?
            .query_row([first, last], |row| row.get(0))?;
        match used {
            None => return Ok(first),
            Some(used) if used < last => return Ok(used + 1),
            Some(_) => {}
        }
        let from = self.beyond.get(&first).copied().unwrap_or(last);
        let row: i64 = db
            .prepare_cached(
                "SELECT row + 1 FROM document d WHERE row >= ?1
                   AND NOT EXISTS (SELECT 1 FROM document n WHERE n.row = d.row + 1) ORDER BY row LIMIT 1",
            )?
            .query_row([from], |row| row.get(0))?;
        self.beyond.insert(first, row);
        Ok(row)
    }
}

/// Days since 0000-03-01 of the proleptic Gregorian calendar; `None` for what is no date.
pub fn days(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-');
    let mut next = |size: usize| -> Option<i64> {
        let part = parts.next().filter(|part| part.len() == size)?;
        part.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| part.parse().ok())?
    };
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // A year that starts in March has its leap day at the end.
    let year = if month < 3 { year - 1 } else { year };
    let month = (month + 9) % 12;
    Some(365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_each_other() {
        let day = |date| days(date).unwrap();
        assert_eq!(day("2000-03-01") - day("2000-02-28"), 2);
        assert_eq!(day("1900-03-01") - day("1900-02-28"), 1);
        assert_eq!(day("2019-01-01") - day("2018-12-31"), 1);
        assert_eq!(day("2018-12-31") - day("2018-01-01"), 364);
        for odd in [
            "",
            "2018",
            "2018-13-01",
            "2018-1-1",
            "2018-01-00",
            "二〇一八-01-01",
            "-018-01-01",
        ] {
            assert_eq!(days(odd), None, "{odd}");
        }
    }
}
