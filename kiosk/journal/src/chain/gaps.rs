//! Numbers that are missing from a series, and which of those an entry explains. Judges nothing else.

use super::declare::OPENED;
use super::number::Number;
use super::reader::Reader;
use crate::Error;
use rusqlite::params;

/// Numbers that are missing from a day, both ends inclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Gap {
    /// `<site>-<terminal>`.
    pub prefix: String,
    /// `yyyymmdd`.
    pub day: String,
    pub from: u64,
    pub to: u64,
    /// An entry of this journal says why: an earlier file was set aside or lost, and the count goes on behind it.
    pub explained: bool,
}

impl Reader {
    /// Numbers that are missing, in any series.
    pub fn gaps(&self) -> Result<Vec<Gap>, Error> {
        let failed = Error::database("look for gaps");
        let mut query = self
            .connection()
            .prepare("SELECT DISTINCT number FROM entry WHERE number <> ''")
            .map_err(&failed)?;
        let numbers = query
            .query_map([], |row| row.get::<_, String>(0))
            .map_err(&failed)?
            .collect::<Result<Vec<_>, _>>()
            .map_err(&failed)?;
        let mut numbers: Vec<Number> = numbers.iter().filter_map(|n| Number::parse(n)).collect();
        numbers.sort();
        Ok(gaps(&numbers, &self.continuations()?))
    }

    /// Numbers behind which this file went on where another ended.
    pub(crate) fn continuations(&self) -> Result<Vec<Number>, Error> {
        let mut found = Vec::new();
        for told in self.told("WHERE kind = ?1", params![OPENED.name])? {
            let more = told.text("also_after");
            let more = more.and_then(|list| serde_json::from_str::<Vec<String>>(&list).ok());
            let all = told.text("continues_after").into_iter();
            let all = all.chain(more.unwrap_or_default());
            found.extend(all.filter_map(|text| Number::parse(&text)));
        }
        Ok(found)
    }
}

/// Missing numbers of a list that is ascending by prefix, day, ordinal.
pub(crate) fn gaps(numbers: &[Number], continuations: &[Number]) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut expected = 1;
    for (i, number) in numbers.iter().enumerate() {
        let same_day =
            i > 0 && numbers[i - 1].prefix == number.prefix && numbers[i - 1].day == number.day;
        if !same_day {
            expected = 1;
        }
        if number.ordinal > expected {
            let to = number.ordinal - 1;
            gaps.push(Gap {
                prefix: number.prefix.clone(),
                day: number.day.clone(),
                from: expected,
                to,
                explained: continuations
                    .iter()
                    .any(|c| c.prefix == number.prefix && c.day == number.day && c.ordinal == to),
            });
        }
        expected = number.ordinal + 1;
    }
    gaps
}
