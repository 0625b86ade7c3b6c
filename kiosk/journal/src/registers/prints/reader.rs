//! Reads the register as it stands, from any process, while the kiosk writes. Never writes, never locks the writer out.

use super::entry::{Content, Finding, Outcome, Reprint, Role, Row, Settlement, State};
use super::export;
use super::reprint;
use crate::chain::beginning;
use crate::chain::hash::Head;
use crate::chain::number::Number;
use crate::chain::store::{self, kind};
use crate::{Error, FILE_NAME};
use rusqlite::{Connection, params};
use std::collections::HashMap;
use std::path::Path;

/// Which rows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// First day, `yyyymmdd`.
    pub from_day: Option<String>,
    /// Last day, `yyyymmdd`.
    pub to_day: Option<String>,
    /// Only what an attendant has to settle.
    pub unsettled: bool,
    /// Newest first instead of oldest first.
    pub newest_first: bool,
    /// At most so many; all without it.
    pub limit: Option<u32>,
}

/// How many of each outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Rows in all.
    pub rows: u64,
    /// Confirmed by the device.
    pub printed: u64,
    /// Handed over to a device that cannot confirm.
    pub sent: u64,
    /// Nothing came out.
    pub refused: u64,
    /// Stopped by the visitor.
    pub cancelled: u64,
    /// Not certain, settled or not.
    pub unknown: u64,
    /// Not certain and not settled.
    pub unsettled: u64,
    /// No outcome yet.
    pub open: u64,
    /// Paper of what was printed, sent or unknown, millimetres.
    pub paper_mm: u64,
}

/// Numbers that are missing from a day, both ends inclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// `<site>-<terminal>`.
    pub prefix: String,
    /// `yyyymmdd`.
    pub day: String,
    /// First missing.
    pub from: u64,
    /// Last missing.
    pub to: u64,
    /// An entry of this journal says why: an earlier file was set aside or lost, and the count goes on behind it.
    pub explained: bool,
}

/// Reads `journal.db`.
pub struct Reader {
    conn: Connection,
}

/// The values of one entry, by field name.
type Fields = HashMap<String, Option<String>>;

impl Reader {
    /// Opens the journal in `dir`; [`Error::Absent`] when the kiosk has not made one yet.
    pub fn open(dir: &Path) -> Result<Reader, Error> {
        Reader::open_file(&dir.join(FILE_NAME))
    }

    /// Opens a journal file wherever it lies: also one that was set aside or copied.
    pub fn open_file(path: &Path) -> Result<Reader, Error> {
        if !path.exists() {
            return Err(Error::Absent {
                path: path.to_path_buf(),
            });
        }
        let conn = store::open_for_reading(path)?;
        if store::is_blank(&conn)? {
            return Err(Error::Absent {
                path: path.to_path_buf(),
            });
        }
        store::check_identity(&conn)?;
        Ok(Reader { conn })
    }

    /// The end of the chain.
    pub fn head(&self) -> Result<Head, Error> {
        store::head(&self.conn)
    }

    /// Secret of the terminal, for checking the code on a slip.
    pub fn slip_key(&self) -> Result<[u8; 32], Error> {
        beginning::slip_key(&self.conn)
    }

    /// One line of the register.
    pub fn row(&self, number: &str) -> Result<Option<Row>, Error> {
        let mut found = self.load("WHERE number = ?1", params![number])?;
        Ok(found.pop())
    }

    /// Lines of the register, in the order of their numbers.
    pub fn rows(&self, filter: &Filter) -> Result<Vec<Row>, Error> {
        let order = if filter.newest_first { "DESC" } else { "ASC" };
        let unsettled = "AND settled_seq IS NULL AND EXISTS (SELECT 1 FROM field
             WHERE seq = outcome_seq AND name = 'outcome' AND value = 'unknown')";
        let tail = format!(
            "WHERE day >= ?1 AND day <= ?2 {} ORDER BY request_seq {order} LIMIT ?3",
            if filter.unsettled { unsettled } else { "" }
        );
        self.load(
            &tail,
            params![
                filter.from_day.as_deref().unwrap_or(""),
                // Behind every day: '9' is the greatest digit.
                filter.to_day.as_deref().unwrap_or("999999999"),
                filter.limit.map_or(-1, i64::from),
            ],
        )
    }

    /// The slip of a number was found missing or torn, and not printed once more since.
    pub fn may_reprint(&self, number: &str) -> Result<bool, Error> {
        reprint::may_reprint(&self.conn, number)
    }

    /// How often the slip of a number was printed once more (补打), in the order of asking.
    pub fn reprints(&self, number: &str) -> Result<Vec<Reprint>, Error> {
        let failed = Error::database("read reprints");
        let tx = self.conn.unchecked_transaction().map_err(&failed)?;
        let mut query = tx
            .prepare(
                "SELECT seq, kind FROM entry WHERE number = ?1 AND kind IN (?2, ?3) ORDER BY seq",
            )
            .map_err(&failed)?;
        let kinds = params![number, kind::REPRINT, kind::REPRINT_OUTCOME];
        let entries = query
            .query_map(kinds, |row| {
                Ok((store::count_at(row, 0)?, row.get::<_, String>(1)?))
            })
            .map_err(&failed)?
            .collect::<Result<Vec<_>, _>>()
            .map_err(&failed)?;
        let damaged = || Error::Damaged {
            detail: format!("the reprints of {number} cannot be read"),
        };
        let mut reprints: Vec<Reprint> = Vec::new();
        for (seq, kind) in entries {
            let (at, fields) = self.entry(seq)?;
            if kind == kind::REPRINT {
                let by = text(&fields, "by").and_then(|by| Role::from_code(&by));
                reprints.push(Reprint {
                    by: by.ok_or_else(damaged)?,
                    at,
                    outcome: None,
                });
            } else {
                let code = text(&fields, "outcome").unwrap_or_default();
                let detail = text(&fields, "detail").unwrap_or_default();
                let last = reprints.last_mut().ok_or_else(damaged)?;
                last.outcome = Some(Outcome::from_code(&code, &detail).ok_or_else(damaged)?);
            }
        }
        Ok(reprints)
    }

    /// How many of each outcome.
    pub fn counts(&self, filter: &Filter) -> Result<Counts, Error> {
        let mut counts = Counts::default();
        for row in self.rows(filter)? {
            counts.rows += 1;
            counts.unsettled += u64::from(row.needs_settling());
            let (of_outcome, paper) = match row.outcome {
                Some(Outcome::Printed { .. }) => (&mut counts.printed, true),
                Some(Outcome::Sent) => (&mut counts.sent, true),
                Some(Outcome::Refused { .. }) => (&mut counts.refused, false),
                Some(Outcome::Cancelled) => (&mut counts.cancelled, false),
                Some(Outcome::Unknown { .. }) => (&mut counts.unknown, true),
                None => (&mut counts.open, false),
            };
            *of_outcome += 1;
            if paper {
                counts.paper_mm += u64::from(row.length_mm.unwrap_or(0));
            }
        }
        Ok(counts)
    }

    /// Numbers that are missing.
    pub fn gaps(&self) -> Result<Vec<Gap>, Error> {
        let failed = Error::database("look for gaps");
        let mut query = self
            .conn
            .prepare("SELECT prefix, day, ordinal FROM register ORDER BY prefix, day, ordinal")
            .map_err(&failed)?;
        let numbers = query
            .query_map([], |row| {
                Ok(Number {
                    prefix: row.get(0)?,
                    day: row.get(1)?,
                    ordinal: store::count_at(row, 2)?,
                })
            })
            .map_err(&failed)?
            .collect::<Result<Vec<_>, _>>()
            .map_err(&failed)?;
        Ok(gaps(&numbers, &self.continuations()?))
    }

    /// Writes the register as CSV for a spreadsheet: UTF-8 with byte order mark, header in Chinese.
    pub fn export_csv(&self, out: &mut dyn std::io::Write) -> Result<u64, Error> {
        export::csv(&self.rows(&Filter::default())?, out).map_err(Error::Export)
    }

    /// Numbers behind which this file went on where another ended.
    pub(crate) fn continuations(&self) -> Result<Vec<Number>, Error> {
        let failed = Error::database("read continuations");
        let mut query = self
            .conn
            .prepare(
                "SELECT value FROM entry JOIN field USING (seq)
                 WHERE kind = ?1 AND name = 'continues_after' AND value IS NOT NULL",
            )
            .map_err(&failed)?;
        let values = query
            .query_map([kind::OPENED], |row| row.get::<_, String>(0))
            .map_err(&failed)?
            .collect::<Result<Vec<_>, _>>()
            .map_err(&failed)?;
        Ok(values.iter().filter_map(|v| Number::parse(v)).collect())
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.conn
    }

    fn load(&self, tail: &str, params: &[&dyn rusqlite::ToSql]) -> Result<Vec<Row>, Error> {
        let failed = Error::database("read the register");
        // One snapshot for all statements.
        let tx = self.conn.unchecked_transaction().map_err(&failed)?;
        let mut query = tx
            .prepare(&format!(
                "SELECT number, day, request_seq, state, outcome_seq, settled_seq FROM register {tail}"
            ))
            .map_err(&failed)?;
        let heads = query
            .query_map(params, |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    store::count_at(row, 2)?,
                    row.get::<_, String>(3)?,
                    store::maybe_count_at(row, 4)?,
                    store::maybe_count_at(row, 5)?,
                ))
            })
            .map_err(&failed)?
            .collect::<Result<Vec<_>, _>>()
            .map_err(&failed)?;
        let mut rows = Vec::with_capacity(heads.len());
        for (number, day, seq, state, outcome_seq, settled_seq) in heads {
            let (at, request) = self.entry(seq)?;
            let outcome = outcome_seq.map(|seq| self.entry(seq)).transpose()?;
            let settled = settled_seq.map(|seq| self.entry(seq)).transpose()?;
            let damaged = || Error::Damaged {
                detail: format!("the row {number} cannot be read"),
            };
            rows.push(Row {
                state: State::from_code(&state).ok_or_else(damaged)?,
                clock_behind: request.contains_key("clock_behind"),
                document_id: text(&request, "document_id"),
                document_rev: value(&request, "document_rev"),
                title: text(&request, "title"),
                doc_no: text(&request, "doc_no"),
                content: content(&request),
                length_mm: value(&request, "length_mm"),
                purpose: text(&request, "purpose"),
                outcome_at: outcome.as_ref().map(|(at, _)| at.clone()),
                outcome: outcome
                    .map(|(_, fields)| {
                        let code = text(&fields, "outcome").unwrap_or_default();
                        let detail = text(&fields, "detail").unwrap_or_default();
                        Outcome::from_code(&code, &detail).ok_or_else(damaged)
                    })
                    .transpose()?,
                settled: settled
                    .map(|(at, fields)| settlement(at, &fields).ok_or_else(damaged))
                    .transpose()?,
                number,
                seq,
                at,
                day,
            });
        }
        Ok(rows)
    }

    fn entry(&self, seq: u64) -> Result<(String, Fields), Error> {
        let failed = Error::database("read a journal entry");
        let at = self
            .conn
            .prepare_cached("SELECT at FROM entry WHERE seq = ?1")
            .and_then(|mut query| query.query_row([store::int(seq)], |row| row.get(0)))
            .map_err(|e| match e {
                rusqlite::Error::QueryReturnedNoRows => Error::Damaged {
                    detail: format!("entry {seq} is missing"),
                },
                e => failed(e),
            })?;
        let mut query = self
            .conn
            .prepare_cached("SELECT name, value FROM field WHERE seq = ?1")
            .map_err(&failed)?;
        let fields = query
            .query_map([store::int(seq)], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(&failed)?
            .collect::<Result<Fields, _>>()
            .map_err(&failed)?;
        Ok((at, fields))
    }
}

fn text(fields: &Fields, name: &str) -> Option<String> {
    fields.get(name).cloned().flatten()
}

fn value<T: std::str::FromStr>(fields: &Fields, name: &str) -> Option<T> {
    text(fields, name)?.parse().ok()
}

fn content(fields: &Fields) -> Option<Content> {
    Some(match text(fields, "content")?.as_str() {
        "reference" => Content::Reference,
        "excerpt" => Content::Excerpt {
            articles: text(fields, "articles")
                .and_then(|list| serde_json::from_str(&list).ok())
                .unwrap_or_default(),
        },
        "whole" => Content::Whole,
        _ => return None,
    })
}

fn settlement(at: String, fields: &Fields) -> Option<Settlement> {
    Some(Settlement {
        found: Finding::from_code(&text(fields, "found")?)?,
        by: Role::from_code(&text(fields, "by")?)?,
        at,
    })
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
