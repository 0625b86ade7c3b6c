//! The one writer of `journal.db`. A number leaves here only after its row is on the medium; an outcome is written once;
//! what a power cut left open is closed at the next start with what can be known, never with a guess.

use super::entry::{Entry, Finding, Outcome, Request, Role, State, check_code};
use super::reprint;
use crate::chain::beginning::{self, Begun, Wreck, last_number};
use crate::chain::hash::Head;
use crate::chain::mark::{Mark, MarkFile};
use crate::chain::number::{self, Last};
use crate::chain::salvage;
use crate::chain::store::{self, kind};
use crate::{Error, FILE_NAME};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::fs::File;
use std::path::{Path, PathBuf};

const LOCK_NAME: &str = "journal.lock";
/// Longest site or terminal code, in bytes.
const CODE_BYTES_MAX: usize = 64;
/// Reason written for jobs that a power cut or crash left open.
pub(super) const POWER: &str = "power";

/// Writes the register. Held by the kiosk's print desk; a second one is refused.
pub struct Writer {
    pub(super) conn: Connection,
    mark: MarkFile,
    prefix: String,
    slip_key: [u8; 32],
    recovered: Vec<String>,
    set_aside: Option<PathBuf>,
    // Locked as long as this lives.
    _lock: File,
}

impl Writer {
    /// Opens or creates the journal in `dir`, closes what the last run left open, and sets a damaged file aside.
    ///
    /// Rows that may have reached the printer become `unknown` with reason `power`; rows that never left the queue become
    /// `refused` with reason `power`, because `sending` is on disk before the first byte and so nothing can have come out.
    pub fn open(dir: &Path, site: &str, terminal: &str, now: Timestamp) -> Result<Writer, Error> {
        let prefix = prefix(site, terminal)?;
        std::fs::create_dir_all(dir).map_err(Error::file("create folder", dir))?;
        let lock = lock(dir)?;
        let (mark_file, mark) = MarkFile::open(dir)?;
        let db = dir.join(FILE_NAME);
        let (mut conn, wreck) = match open_existing(&db) {
            Ok(conn) => (conn, None),
            Err(Error::Damaged { detail }) => {
                let wreck = Wreck {
                    last: salvage::highest_number(&db, &prefix),
                    slip_key: salvage::slip_key(&db),
                    path: salvage::set_aside(&db, now)?,
                    detail,
                };
                (open_existing(&db)?, Some(wreck))
            }
            Err(e) => return Err(e),
        };
        let begun = Begun {
            prefix: &prefix,
            site,
            terminal,
            mark: mark.as_ref(),
            wreck: wreck.as_ref(),
        };
        beginning::settle(&mut conn, &begun, now)?;
        salvage::sync_dir(dir)?;
        let mut writer = Writer {
            slip_key: beginning::slip_key(&conn)?,
            conn,
            mark: mark_file,
            prefix,
            recovered: Vec::new(),
            set_aside: wreck.map(|w| w.path),
            _lock: lock,
        };
        writer.recover(now)?;
        writer.mark.reset(&writer.mark_now()?)?;
        Ok(writer)
    }

    /// Numbers that were open at the start and are closed now; those that are `unknown` wait for an attendant.
    pub fn recovered(&self) -> &[String] {
        &self.recovered
    }

    /// Where a damaged journal was set aside at this start; `None` if it was sound.
    pub fn set_aside(&self) -> Option<&Path> {
        self.set_aside.as_deref()
    }

    /// The number that [`Writer::begin`] would give out at `now`; for a preview.
    pub fn peek_number(&self, now: Timestamp) -> Result<String, Error> {
        let last = last_number(&self.conn, &self.prefix)?;
        Ok(number::next(&self.prefix, &last, now).0.to_string())
    }

    /// Registers a request. When this returns, row and number are on the medium; before, nothing may be sent to the printer.
    pub fn begin(&mut self, request: &Request, now: Timestamp) -> Result<Entry, Error> {
        request.check()?;
        let tx = write_transaction(&mut self.conn, "register a request")?;
        let last = last_number(&tx, &self.prefix)?;
        let (number, clock_behind) = number::next(&self.prefix, &last, now);
        let text = number.to_string();
        let mut fields = request.fields();
        if clock_behind {
            fields.push(("clock_behind", "1".to_owned()));
        }
        let head = store::append(&tx, kind::REQUEST, &text, now, &fields)?;
        tx.execute(
            "INSERT INTO register (number, prefix, day, ordinal, request_seq, state)
             VALUES (?1, ?2, ?3, ?4, ?5, 'queued')",
            params![
                text,
                number.prefix,
                number.day,
                store::int(number.ordinal),
                store::int(head.seq)
            ],
        )
        .map_err(Error::database("register a request"))?;
        tx.commit().map_err(Error::database("register a request"))?;
        // Not before the commit: a mark ahead of the database would look like a database that went back.
        self.mark.write(&Mark {
            head,
            prefix: self.prefix.clone(),
            last: Last {
                day: number.day,
                ordinal: number.ordinal,
            },
        })?;
        Ok(Entry {
            number: text,
            seq: head.seq,
            at: now,
            clock_behind,
        })
    }

    /// On disk before the first byte goes to the printer: from here on something may have come out.
    pub fn sending(&mut self, number: &str, _now: Timestamp) -> Result<(), Error> {
        self.step(number, State::Queued, State::Sending)
    }

    /// All bytes are handed over; what the printer says is still awaited.
    pub fn sent(&mut self, number: &str, _now: Timestamp) -> Result<(), Error> {
        self.step(number, State::Sending, State::Sent)
    }

    /// Writes what became of a job, once. From the queue only `refused` and `cancelled` can be true.
    pub fn finish(&mut self, number: &str, outcome: &Outcome, now: Timestamp) -> Result<(), Error> {
        match outcome {
            Outcome::Sent | Outcome::Cancelled => {}
            outcome => check_code("outcome", outcome.detail())?,
        }
        let tx = write_transaction(&mut self.conn, "register an outcome")?;
        append_outcome(&tx, number, outcome, now)?;
        tx.commit()
            .map_err(Error::database("register an outcome"))?;
        self.remark()
    }

    /// Appends what an attendant found of an `unknown` outcome; a later finding stands over an earlier one.
    pub fn settle(
        &mut self,
        number: &str,
        found: Finding,
        by: Role,
        now: Timestamp,
    ) -> Result<(), Error> {
        let failed = Error::database("settle an unknown outcome");
        let tx = write_transaction(&mut self.conn, "settle an unknown outcome")?;
        let outcome = outcome_code(&tx, number)?;
        if outcome.as_deref() != Some("unknown") {
            return Err(Error::OutOfOrder {
                number: number.to_owned(),
                from: outcome.unwrap_or_else(|| "open".to_owned()),
                to: "settled".to_owned(),
            });
        }
        let fields = [
            ("found", found.as_code().to_owned()),
            ("by", by.as_code().to_owned()),
        ];
        let head = store::append(&tx, kind::SETTLED, number, now, &fields)?;
        tx.execute(
            "UPDATE register SET settled_seq = ?2 WHERE number = ?1",
            params![number, store::int(head.seq)],
        )
        .map_err(&failed)?;
        tx.commit().map_err(&failed)?;
        self.remark()
    }

    /// Deletes the values of `fields` of a request for good and says so in the chain, which stays valid: number, time and
    /// outcome remain.
    pub fn redact(&mut self, number: &str, fields: &[&str], now: Timestamp) -> Result<(), Error> {
        let failed = Error::database("redact a row");
        let tx = write_transaction(&mut self.conn, "redact a row")?;
        let (_, seq) = row_state(&tx, number)?;
        for name in fields {
            tx.execute(
                "UPDATE field SET salt = NULL, value = NULL WHERE seq = ?1 AND name = ?2",
                params![store::int(seq), name],
            )
            .map_err(&failed)?;
        }
        let names = [("fields", fields.join(" "))];
        store::append(&tx, kind::REDACTED, number, now, &names)?;
        tx.commit().map_err(&failed)?;
        // The old page images still stand in the WAL.
        self.conn
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .map_err(&failed)?;
        self.remark()
    }

    /// Secret of this terminal, made at the first start; slip codes are computed with it.
    pub fn slip_key(&self) -> [u8; 32] {
        self.slip_key
    }

    /// The end of the chain.
    pub fn head(&self) -> Result<Head, Error> {
        store::head(&self.conn)
    }

    fn step(&mut self, number: &str, from: State, to: State) -> Result<(), Error> {
        let tx = write_transaction(&mut self.conn, "move a job on")?;
        let (state, _) = row_state(&tx, number)?;
        if state != from {
            return Err(out_of_order(number, state, to.as_code()));
        }
        tx.execute(
            "UPDATE register SET state = ?2 WHERE number = ?1",
            params![number, to.as_code()],
        )
        .map_err(Error::database("move a job on"))?;
        tx.commit().map_err(Error::database("move a job on"))
    }

    fn recover(&mut self, now: Timestamp) -> Result<(), Error> {
        let failed = Error::database("close rows left open");
        let tx = write_transaction(&mut self.conn, "close rows left open")?;
        let open: Vec<(String, String)> = {
            let mut query = tx
                .prepare(
                    "SELECT number, state FROM register WHERE state <> 'done' ORDER BY request_seq",
                )
                .map_err(&failed)?;
            let rows = query
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
                .map_err(&failed)?;
            rows.collect::<Result<_, _>>().map_err(&failed)?
        };
        for (number, state) in &open {
            let reason = POWER.to_owned();
            let outcome = if State::from_code(state) == Some(State::Queued) {
                Outcome::Refused { reason }
            } else {
                Outcome::Unknown { reason }
            };
            append_outcome(&tx, number, &outcome, now)?;
        }
        reprint::recover(&tx, now)?;
        tx.commit().map_err(&failed)?;
        self.recovered = open.into_iter().map(|(number, _)| number).collect();
        Ok(())
    }

    fn mark_now(&self) -> Result<Mark, Error> {
        Ok(Mark {
            head: store::head(&self.conn)?,
            prefix: self.prefix.clone(),
            last: last_number(&self.conn, &self.prefix)?,
        })
    }

    pub(super) fn remark(&self) -> Result<(), Error> {
        self.mark.write(&self.mark_now()?)
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.conn
    }
}

fn open_existing(db: &Path) -> Result<Connection, Error> {
    let mut conn = store::open_for_writing(db)?;
    if !store::is_blank(&conn)? {
        store::check_identity(&conn)?;
        store::check_pages(&conn)?;
    }
    store::migrate(&mut conn)?;
    Ok(conn)
}

fn lock(dir: &Path) -> Result<File, Error> {
    let path = dir.join(LOCK_NAME);
    let file = File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(Error::file("open", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(Error::Locked { path }),
        Err(std::fs::TryLockError::Error(e)) => Err(Error::file("lock", &path)(e)),
    }
}

fn prefix(site: &str, terminal: &str) -> Result<String, Error> {
    for (field, code) in [("site", site), ("terminal", terminal)] {
        let ok = !code.is_empty()
            && code.len() <= CODE_BYTES_MAX
            && code
                .chars()
                .all(|c| c.is_alphanumeric() || "-_.".contains(c));
        if !ok {
            return Err(Error::BadValue {
                field,
                max: CODE_BYTES_MAX,
            });
        }
    }
    Ok(format!("{site}-{terminal}"))
}

fn row_state(conn: &Connection, number: &str) -> Result<(State, u64), Error> {
    let (code, seq): (String, u64) = conn
        .query_row(
            "SELECT state, request_seq FROM register WHERE number = ?1",
            [number],
            |row| Ok((row.get(0)?, store::count_at(row, 1)?)),
        )
        .optional()
        .map_err(Error::database("read a row"))?
        .ok_or_else(|| Error::UnknownNumber {
            number: number.to_owned(),
        })?;
    let state = State::from_code(&code).ok_or_else(|| Error::Damaged {
        detail: format!("{number} is in no known state"),
    })?;
    Ok((state, seq))
}

pub(super) fn outcome_code(conn: &Connection, number: &str) -> Result<Option<String>, Error> {
    row_state(conn, number)?;
    conn.query_row(
        "SELECT value FROM register JOIN field ON field.seq = outcome_seq AND name = 'outcome' WHERE number = ?1",
        [number],
        |row| row.get(0),
    )
    .optional()
    .map_err(Error::database("read an outcome"))
}

fn append_outcome(
    conn: &Connection,
    number: &str,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<(), Error> {
    let (state, _) = row_state(conn, number)?;
    let nothing_sent = matches!(outcome, Outcome::Refused { .. } | Outcome::Cancelled);
    if state == State::Done || (state == State::Queued && !nothing_sent) {
        return Err(out_of_order(number, state, outcome.as_code()));
    }
    let mut fields = vec![("outcome", outcome.as_code().to_owned())];
    if !outcome.detail().is_empty() {
        fields.push(("detail", outcome.detail().to_owned()));
    }
    let head = store::append(conn, kind::OUTCOME, number, now, &fields)?;
    conn.execute(
        "UPDATE register SET state = 'done', outcome_seq = ?2 WHERE number = ?1",
        params![number, store::int(head.seq)],
    )
    .map(|_| ())
    .map_err(Error::database("register an outcome"))
}

fn out_of_order(number: &str, from: State, to: &str) -> Error {
    Error::OutOfOrder {
        number: number.to_owned(),
        from: from.as_code().to_owned(),
        to: to.to_owned(),
    }
}

pub(super) fn write_transaction<'c>(
    conn: &'c mut Connection,
    action: &'static str,
) -> Result<rusqlite::Transaction<'c>, Error> {
    conn.transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(Error::database(action))
}
