//! A slip printed once more (补打): only for an attendant who found that it did not come out, under the same number, in the chain
//! before its first byte. Never decides by itself that one is printed.

use super::entry::{Finding, Outcome, Role, check_code};
use super::writer::{POWER, Writer, outcome_code, write_transaction};
use crate::Error;
use crate::chain::store::{self, kind};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

impl Writer {
    /// Registers that an attendant lets a slip be printed once more, from its beginning. When this returns it is on the medium;
    /// before, nothing may be sent. Allowed after `settle` found the slip missing or torn, once for each such finding.
    pub fn reprint(&mut self, number: &str, by: Role, now: Timestamp) -> Result<(), Error> {
        let tx = write_transaction(&mut self.conn, "register a reprint")?;
        let outcome = outcome_code(&tx, number)?;
        if !may_reprint(&tx, number)? {
            return Err(Error::OutOfOrder {
                number: number.to_owned(),
                from: outcome.unwrap_or_else(|| "open".to_owned()),
                to: kind::REPRINT.to_owned(),
            });
        }
        let fields = [("by", by.as_code().to_owned())];
        store::append(&tx, kind::REPRINT, number, now, &fields)?;
        tx.commit().map_err(Error::database("register a reprint"))?;
        self.remark()
    }

    /// Writes what became of a reprint, once.
    pub fn finish_reprint(
        &mut self,
        number: &str,
        outcome: &Outcome,
        now: Timestamp,
    ) -> Result<(), Error> {
        match outcome {
            Outcome::Sent | Outcome::Cancelled => {}
            outcome => check_code("outcome", outcome.detail())?,
        }
        let tx = write_transaction(&mut self.conn, "register a reprint's outcome")?;
        if last(&tx, number, kind::REPRINT)? <= last(&tx, number, kind::REPRINT_OUTCOME)? {
            return Err(Error::OutOfOrder {
                number: number.to_owned(),
                from: "no reprint".to_owned(),
                to: outcome.as_code().to_owned(),
            });
        }
        append(&tx, number, outcome, now)?;
        tx.commit()
            .map_err(Error::database("register a reprint's outcome"))?;
        self.remark()
    }
}

/// A reprint that a power cut left open may have come out or not.
pub(super) fn recover(conn: &Connection, now: Timestamp) -> Result<(), Error> {
    let failed = Error::database("close reprints left open");
    let open: Vec<String> = {
        let mut query = conn
            .prepare(
                "SELECT number FROM entry WHERE kind IN (?1, ?2)
                 GROUP BY number HAVING sum(kind = ?1) > sum(kind = ?2)",
            )
            .map_err(&failed)?;
        let kinds = params![kind::REPRINT, kind::REPRINT_OUTCOME];
        let rows = query.query_map(kinds, |row| row.get(0)).map_err(&failed)?;
        rows.collect::<Result<_, _>>().map_err(&failed)?
    };
    let reason = POWER.to_owned();
    let unknown = Outcome::Unknown { reason };
    open.iter()
        .try_for_each(|number| append(conn, number, &unknown, now))
}

fn append(conn: &Connection, number: &str, outcome: &Outcome, now: Timestamp) -> Result<(), Error> {
    let mut fields = vec![("outcome", outcome.as_code().to_owned())];
    if !outcome.detail().is_empty() {
        fields.push(("detail", outcome.detail().to_owned()));
    }
    store::append(conn, kind::REPRINT_OUTCOME, number, now, &fields).map(|_| ())
}

/// The last finding says that the slip is missing or torn, and no reprint since then came out or may have.
pub(crate) fn may_reprint(conn: &Connection, number: &str) -> Result<bool, Error> {
    let settled = last(conn, number, kind::SETTLED)?;
    let reprint = last(conn, number, kind::REPRINT)?;
    let told = last(conn, number, kind::REPRINT_OUTCOME)?;
    let found = value(conn, settled, "found")?;
    let missing = found
        .as_deref()
        .and_then(Finding::from_code)
        .is_some_and(|found| found != Finding::CameOut);
    // Of one that was refused nothing came out: the finding still holds.
    let refused = value(conn, told, "outcome")?.as_deref() == Some("refused");
    let open = reprint > told;
    Ok(missing && !open && (settled > reprint || refused))
}

/// Place of the last entry of a kind; 0 if there is none.
fn last(conn: &Connection, number: &str, kind: &str) -> Result<i64, Error> {
    conn.query_row(
        "SELECT coalesce(max(seq), 0) FROM entry WHERE number = ?1 AND kind = ?2",
        [number, kind],
        |row| row.get(0),
    )
    .map_err(Error::database("read reprints"))
}

fn value(conn: &Connection, seq: i64, name: &str) -> Result<Option<String>, Error> {
    conn.query_row(
        "SELECT value FROM field WHERE seq = ?1 AND name = ?2",
        params![seq, name],
        |row| row.get(0),
    )
    .optional()
    .map(Option::flatten)
    .map_err(Error::database("read reprints"))
}
