//! Whether the registers hold together, in few words: what a sheet says of itself that people sign. The whole check is [`verify`], this only names where
//! it failed first.

use super::verify;
use crate::Error;
use crate::chain::FILE_NAME;
use crate::chain::number::Number;
use crate::chain::reader::Reader;
use rusqlite::OptionalExtension;
use std::path::Path;

/// Longest number that a register gives, with room to spare.
const NUMBER_BYTES_MAX: usize = 80;

/// What a check of the registers of a terminal found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Soundness {
    /// Entries that were looked at.
    pub entries: u64,
    /// What is wrong; 0 when the chain holds.
    pub problems: u64,
    /// The entry at which the first problem stands; 0 where no entry can be named.
    pub place: u64,
    /// The number that stands there; empty where none can be named or read.
    pub number: String,
}

impl Soundness {
    /// Checks the registers in `dir` from their beginning to their end.
    pub fn of(dir: &Path) -> Result<Soundness, Error> {
        let report = verify(dir, &[])?;
        let place = report.first_problem.unwrap_or(0);
        Ok(Soundness {
            entries: report.entries,
            problems: report.problems.len() as u64,
            number: number_at(&dir.join(FILE_NAME), place).unwrap_or_default(),
            place,
        })
    }

    /// Nothing is wrong.
    pub fn holds(&self) -> bool {
        self.problems == 0
    }
}

/// The number at an entry, or at the next one that has one: an entry that was taken out has none. What is no number is not repeated on paper.
fn number_at(file: &Path, place: u64) -> Option<String> {
    if place == 0 {
        return None;
    }
    // The whole check reads what is foreign in it too.
    let reader = Reader::open_set_aside(file).ok()?;
    let text: Option<String> = reader
        .connection()
        .query_row(
            "SELECT number FROM entry WHERE seq >= ?1 AND number <> '' ORDER BY seq LIMIT 1",
            [i64::try_from(place).ok()?],
            |row| row.get(0),
        )
        .optional()
        .ok()?;
    let plain = |text: &String| text.bytes().all(|byte| byte.is_ascii_graphic());
    text.filter(|text| text.len() <= NUMBER_BYTES_MAX && plain(text))
        .filter(|text| Number::parse(text).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Made, Paper, Role, Writer};

    #[test]
    fn the_number_is_named_at_which_the_chain_breaks() {
        let dir = tempfile::tempdir().unwrap();
        let now = "2018-10-15T01:00:00Z".parse().unwrap();
        assert!(Soundness::of(dir.path()).is_err(), "there is no register");
        let copy = Paper {
            amount: 1,
            ..Paper::default()
        };
        let copy = copy.entry(Made::Photocopy, Role::A);
        let mut writer = Writer::open(dir.path(), "L01", "1", now).unwrap();
        let numbers: Vec<String> = (0..3).map(|_| writer.enter(&copy, now).unwrap()).collect();
        drop(writer);
        let sound = Soundness::of(dir.path()).unwrap();
        assert!(sound.holds() && sound.entries >= 3, "{sound:?}");
        assert_eq!((sound.place, sound.number.as_str()), (0, ""));
        let file = rusqlite::Connection::open(dir.path().join(FILE_NAME)).unwrap();
        file.execute(
            "UPDATE entry SET at = '2018-10-15T01:00:01Z' WHERE number = ?1",
            [&numbers[1]],
        )
        .unwrap();
        let broken = Soundness::of(dir.path()).unwrap();
        assert!(!broken.holds() && broken.place > 0, "{broken:?}");
        assert_eq!(broken.number, numbers[1]);
        file.execute(
            "UPDATE entry SET number = '=1+1' WHERE number = ?1",
            [&numbers[1]],
        )
        .unwrap();
        let broken = Soundness::of(dir.path()).unwrap();
        assert!(!broken.holds(), "{broken:?}");
        assert_ne!(
            broken.number, "=1+1",
            "nothing is repeated on paper that is no number"
        );
    }
}
