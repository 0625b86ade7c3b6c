//! Lines of paper forms that are sealed (封存): two people signed what stands on them, so what the register holds under them is not made void any
//! longer. Reads only; what a sheet is, its own register says.

use crate::Error;
use crate::chain::log;
use rusqlite::{Connection, OptionalExtension};

/// A sheet goes out.
pub(crate) const SHEET: &str = "sheet";
/// It is sealed.
pub(crate) const SEALED: &str = "sheet-sealed";

/// Refuses what would take this number off a sealed form.
pub(crate) fn keeps(conn: &Connection, number: &str) -> Result<(), Error> {
    let Some(line) = line_of(conn, number)? else {
        return Ok(());
    };
    match is_sealed(conn, line)? {
        true => Err(Error::SealedForm {
            number: number.to_owned(),
            line,
        }),
        false => Ok(()),
    }
}

/// On which line of a numbered form it stands.
fn line_of(conn: &Connection, number: &str) -> Result<Option<u64>, Error> {
    let failed = Error::database("find the line of a number");
    let first = conn
        .query_row(
            "SELECT seq FROM entry WHERE number = ?1 ORDER BY seq LIMIT 1",
            [number],
            |row| log::count_at(row, 0),
        )
        .optional()
        .map_err(failed)?;
    let Some(first) = first else {
        return Ok(None);
    };
    let form = log::value(conn, first, "form_no")?;
    Ok(form.and_then(|form| form.parse().ok()))
}

/// Whether the newest sheet that has this line is sealed.
fn is_sealed(conn: &Connection, line: u64) -> Result<bool, Error> {
    let failed = Error::database("find the sheet of a line");
    let mut query = conn
        .prepare_cached("SELECT seq, number FROM entry WHERE kind = ?1 ORDER BY seq DESC")
        .map_err(&failed)?;
    let mut rows = query.query([SHEET]).map_err(&failed)?;
    while let Some(row) = rows.next().map_err(&failed)? {
        let seq = log::count_at(row, 0).map_err(&failed)?;
        let sheet: String = row.get(1).map_err(&failed)?;
        let end = |name| -> Result<Option<u64>, Error> {
            let told = log::value(conn, seq, name)?;
            Ok(told.and_then(|told| told.parse().ok()))
        };
        let ends = end("first")?.zip(end("last")?);
        if ends.is_some_and(|(first, last)| (first..=last).contains(&line)) {
            return conn
                .query_row(
                    "SELECT EXISTS (SELECT 1 FROM entry WHERE number = ?1 AND kind = ?2)",
                    [&sheet, SEALED],
                    |row| row.get(0),
                )
                .map_err(&failed);
        }
    }
    Ok(false)
}
