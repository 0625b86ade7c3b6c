//! The table beside the chain that says where each slip stands now, so that the newest are found without reading all. It says nothing that
//! the chain does not; the check compares both.

use super::declared::{OUTCOME, REQUEST, SETTLED};
use super::entry::State;
use crate::Error;
use crate::chain::Number;
use crate::chain::log;
use crate::chain::problem::{Found, Problem};
use crate::chain::walk::Chain;
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, HashSet};

/// Where a job stands.
pub(super) fn state(conn: &Connection, number: &str) -> Result<State, Error> {
    let code: String = conn
        .prepare_cached("SELECT state FROM register WHERE number = ?1")
        .and_then(|mut query| query.query_row([number], |row| row.get(0)).optional())
        .map_err(Error::database("read a row"))?
        .ok_or_else(|| Error::UnknownNumber {
            number: number.to_owned(),
        })?;
    State::from_code(&code).ok_or_else(|| Error::Damaged {
        detail: format!("{number} is in no known state"),
    })
}

/// Jobs without an outcome, oldest first.
pub(super) fn open(conn: &Connection) -> Result<Vec<(String, State)>, Error> {
    let failed = Error::database("close rows left open");
    let mut query = conn
        .prepare("SELECT number, state FROM register WHERE state <> 'done' ORDER BY request_seq")
        .map_err(&failed)?;
    let rows = query
        .query_map([], |row| {
            let code: String = row.get(1)?;
            // A state that nobody knows may be one in which bytes were sent.
            Ok((row.get(0)?, State::from_code(&code).unwrap_or(State::Sent)))
        })
        .map_err(&failed)?;
    rows.collect::<Result<_, _>>().map_err(&failed)
}

/// Code of the outcome; `None` while there is none.
pub(super) fn outcome_code(conn: &Connection, number: &str) -> Result<Option<String>, Error> {
    state(conn, number)?;
    conn.query_row(
        "SELECT value FROM register JOIN field ON field.seq = outcome_seq AND name = 'outcome' WHERE number = ?1",
        [number],
        |row| row.get(0),
    )
    .optional()
    .map_err(Error::database("read an outcome"))
}

pub(super) fn out_of_order(number: &str, from: State, to: &str) -> Error {
    Error::OutOfOrder {
        number: number.to_owned(),
        from: from.as_code().to_owned(),
        to: to.to_owned(),
    }
}

/// One row as it stands in the file; nothing of it is believed yet.
struct Raw {
    number: String,
    parts: Number,
    request: u64,
    state: String,
    outcome: Option<u64>,
    settled: Option<u64>,
}

impl Raw {
    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Raw> {
        Ok(Raw {
            number: row.get(0)?,
            parts: Number {
                prefix: row.get(1)?,
                day: row.get(2)?,
                ordinal: log::count_at(row, 3)?,
            },
            request: log::count_at(row, 4)?,
            state: row.get(5)?,
            outcome: log::maybe_count_at(row, 6)?,
            settled: log::maybe_count_at(row, 7)?,
        })
    }
}

/// The `register` table must say what the chain says; returns how many rows it has.
pub(crate) fn check_rows(
    conn: &Connection,
    chain: &Chain,
    found: &mut Found,
) -> Result<u64, Error> {
    let failed = Error::database("read the register");
    let mut query = conn
        .prepare("SELECT number, prefix, day, ordinal, request_seq, state, outcome_seq, settled_seq FROM register")
        .map_err(&failed)?;
    let mut rows = query.query([]).map_err(&failed)?;
    let last = |kind: &str| -> BTreeMap<&str, u64> {
        let stories = chain.stories.iter();
        let last = stories.filter_map(|(number, story)| {
            let step = story.iter().rev().find(|step| step.kind.name == kind)?;
            Some((number.as_str(), step.seq))
        });
        last.collect()
    };
    let requests = last(REQUEST.name);
    let outcomes = last(OUTCOME.name);
    let settled = last(SETTLED.name);
    let mut seen: HashSet<String> = HashSet::new();
    let mut count = 0;
    while let Some(row) = rows.next().map_err(&failed)? {
        count += 1;
        let Ok(raw) = Raw::read(row) else {
            let number: String = row.get(0).unwrap_or_default();
            found.add(Problem::RowDisagrees {
                number: number.clone(),
            });
            seen.insert(number);
            continue;
        };
        let number = raw.number.as_str();
        let agrees = raw.parts.to_string() == number
            && requests.get(number) == Some(&raw.request)
            && outcomes.get(number) == raw.outcome.as_ref()
            && settled.get(number) == raw.settled.as_ref()
            && (raw.state == State::Done.as_code()) == raw.outcome.is_some()
            && State::from_code(&raw.state).is_some();
        if !agrees {
            found.add(Problem::RowDisagrees {
                number: raw.number.clone(),
            });
        }
        seen.insert(raw.number);
    }
    for number in requests.keys().filter(|number| !seen.contains(**number)) {
        found.add(Problem::RowDisagrees {
            number: (*number).to_owned(),
        });
    }
    Ok(count)
}
