//! A slip printed once more (补打): only for an attendant who found that it did not come out, under the same number, in the chain
//! before its first byte. Never decides by itself that one is printed.

use super::declared::{POWER, REPRINT, REPRINT_OUTCOME, SETTLED};
use super::entry::{Finding, Outcome, Reprint, Role};
use super::rows::outcome_code;
use crate::Error;
use crate::chain::reader::Reader;
use crate::chain::writer::{Entries, Writer};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

impl Writer {
    /// Registers that an attendant lets a slip be printed once more, from its beginning. When this returns it is on the medium;
    /// before, nothing may be sent. Allowed after `settle` found the slip missing or torn, once for each such finding.
    pub fn reprint(&mut self, number: &str, by: Role, now: Timestamp) -> Result<(), Error> {
        self.in_place()?;
        self.transact("register a reprint", |entries| {
            let outcome = outcome_code(entries.conn, number)?;
            if !may_reprint(entries.conn, number)? {
                return Err(Error::OutOfOrder {
                    number: number.to_owned(),
                    from: outcome.unwrap_or_else(|| "open".to_owned()),
                    to: REPRINT.name.to_owned(),
                });
            }
            let fields = [("by", by.as_code().to_owned())];
            entries.append(&REPRINT, number, now, &fields).map(|_| ())
        })
    }

    /// Writes what became of a reprint, once.
    pub fn finish_reprint(
        &mut self,
        number: &str,
        outcome: &Outcome,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.transact("register a reprint's outcome", |entries| {
            let told = last(entries.conn, number, REPRINT_OUTCOME.name)?;
            if last(entries.conn, number, REPRINT.name)? <= told {
                return Err(Error::OutOfOrder {
                    number: number.to_owned(),
                    from: "no reprint".to_owned(),
                    to: outcome.as_code().to_owned(),
                });
            }
            entries
                .append(&REPRINT_OUTCOME, number, now, &outcome.fields())
                .map(|_| ())
        })
    }
}

impl Reader {
    /// The slip of a number was found missing or torn, and not printed once more since.
    pub fn may_reprint(&self, number: &str) -> Result<bool, Error> {
        may_reprint(self.connection(), number)
    }

    /// How often the slip of a number was printed once more (补打), in the order of asking.
    pub fn reprints(&self, number: &str) -> Result<Vec<Reprint>, Error> {
        let damaged = || Error::Damaged {
            detail: format!("the reprints of {number} cannot be read"),
        };
        let mut reprints: Vec<Reprint> = Vec::new();
        for told in self.story(number)? {
            if told.kind == REPRINT.name {
                let by = told.text("by").and_then(|by| Role::from_code(&by));
                reprints.push(Reprint {
                    by: by.ok_or_else(damaged)?,
                    at: told.at,
                    outcome: None,
                });
            } else if told.kind == REPRINT_OUTCOME.name {
                let code = told.text("outcome").unwrap_or_default();
                let detail = told.text("detail").unwrap_or_default();
                let last = reprints.last_mut().ok_or_else(damaged)?;
                last.outcome = Some(Outcome::from_code(&code, &detail).ok_or_else(damaged)?);
            }
        }
        Ok(reprints)
    }
}

/// A reprint that a power cut left open may have come out or not.
pub(super) fn close_what_was_left_open(entries: &Entries<'_>, now: Timestamp) -> Result<(), Error> {
    let failed = Error::database("close reprints left open");
    let open: Vec<String> = {
        let mut query = entries
            .conn
            .prepare(
                "SELECT number FROM entry WHERE kind IN (?1, ?2)
                 GROUP BY number HAVING sum(kind = ?1) > sum(kind = ?2)",
            )
            .map_err(&failed)?;
        let kinds = params![REPRINT.name, REPRINT_OUTCOME.name];
        let rows = query.query_map(kinds, |row| row.get(0)).map_err(&failed)?;
        rows.collect::<Result<_, _>>().map_err(&failed)?
    };
    let reason = POWER.to_owned();
    let unknown = Outcome::Unknown { reason };
    open.iter().try_for_each(|number| {
        entries
            .append(&REPRINT_OUTCOME, number, now, &unknown.fields())
            .map(|_| ())
    })
}

/// The last finding says that the slip is missing or torn, and no reprint since then came out or may have.
fn may_reprint(conn: &Connection, number: &str) -> Result<bool, Error> {
    let settled = last(conn, number, SETTLED.name)?;
    let reprint = last(conn, number, REPRINT.name)?;
    let told = last(conn, number, REPRINT_OUTCOME.name)?;
    let found = value(conn, settled, "found")?;
    let missing = found
        .as_deref()
        .and_then(Finding::from_code)
        .is_some_and(Finding::is_missing);
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
