//! Registers slips. A number leaves here only after its row is on the medium; an outcome is written once; what a power cut left open is
//! closed at the next start with what can be known, never with a guess.

use super::declared::{OUTCOME, POWER, REQUEST, SETTLED};
use super::entry::{Entry, Finding, Outcome, Request, Role, State};
use super::register::REGISTER;
use super::reprint;
use super::rows::{out_of_order, outcome_code, state};
use crate::Error;
use crate::chain::log;
use crate::chain::writer::{Entries, Writer};
use jiff::Timestamp;
use rusqlite::params;

impl Writer {
    /// The number that [`Writer::begin`] would give out at `now`; for a preview.
    pub fn peek_number(&self, now: Timestamp) -> Result<String, Error> {
        self.peek(&REGISTER, now)
    }

    /// Registers a request. When this returns, row and number are on the medium; before, nothing may be sent to the printer.
    pub fn begin(&mut self, request: &Request, now: Timestamp) -> Result<Entry, Error> {
        request.check()?;
        self.in_place()?;
        self.transact("register a request", |entries| {
            let given = entries.give(&REGISTER, &REQUEST, now, request.fields())?;
            let text = given.number.to_string();
            entries
                .conn
                .execute(
                    "INSERT INTO register (number, prefix, day, ordinal, request_seq, state)
                     VALUES (?1, ?2, ?3, ?4, ?5, 'queued')",
                    params![
                        text,
                        given.number.prefix,
                        given.number.day,
                        log::int(given.number.ordinal),
                        log::int(given.seq)
                    ],
                )
                .map_err(Error::database("register a request"))?;
            Ok(Entry {
                number: text,
                seq: given.seq,
                at: now,
                clock_behind: given.skew.behind,
                clock_ahead: given.skew.ahead,
            })
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
        self.transact("register an outcome", |entries| {
            append_outcome(entries, number, outcome, now)
        })
    }

    /// Appends what an attendant found of an `unknown` outcome; a later finding stands over an earlier one.
    pub fn settle(
        &mut self,
        number: &str,
        found: Finding,
        by: Role,
        now: Timestamp,
    ) -> Result<(), Error> {
        const ACTION: &str = "settle an unknown outcome";
        self.in_place()?;
        self.transact(ACTION, |entries| {
            let outcome = outcome_code(entries.conn, number)?;
            if outcome.as_deref() != Some("unknown") {
                return Err(Error::OutOfOrder {
                    number: number.to_owned(),
                    from: outcome.unwrap_or_else(|| "open".to_owned()),
                    to: SETTLED.name.to_owned(),
                });
            }
            let fields = [
                ("found", found.as_code().to_owned()),
                ("by", by.as_code().to_owned()),
            ];
            let head = entries.append(&SETTLED, number, now, &fields)?;
            entries
                .conn
                .execute(
                    "UPDATE register SET settled_seq = ?2 WHERE number = ?1",
                    params![number, log::int(head.seq)],
                )
                .map(|_| ())
                .map_err(Error::database(ACTION))
        })
    }

    fn step(&mut self, number: &str, from: State, to: State) -> Result<(), Error> {
        self.transact("move a job on", |entries| {
            let state = state(entries.conn, number)?;
            if state != from {
                return Err(out_of_order(number, state, to.as_code()));
            }
            entries
                .conn
                .execute(
                    "UPDATE register SET state = ?2 WHERE number = ?1",
                    params![number, to.as_code()],
                )
                .map(|_| ())
                .map_err(Error::database("move a job on"))
        })
    }

    /// At the start: a power cut or a crash left these jobs open.
    pub(crate) fn close_what_was_left_open(&mut self, now: Timestamp) -> Result<(), Error> {
        self.recovered = self.transact("close rows left open", |entries| {
            let open = super::rows::open(entries.conn)?;
            for (number, state) in &open {
                let reason = POWER.to_owned();
                let outcome = match state {
                    State::Queued => Outcome::Refused { reason },
                    _ => Outcome::Unknown { reason },
                };
                append_outcome(entries, number, &outcome, now)?;
            }
            reprint::close_what_was_left_open(entries, now)?;
            Ok(open.into_iter().map(|(number, _)| number).collect())
        })?;
        Ok(())
    }
}

fn append_outcome(
    entries: &Entries<'_>,
    number: &str,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<(), Error> {
    let state = state(entries.conn, number)?;
    let nothing_sent = matches!(outcome, Outcome::Refused { .. } | Outcome::Cancelled);
    if state == State::Done || (state == State::Queued && !nothing_sent) {
        return Err(out_of_order(number, state, outcome.as_code()));
    }
    let head = entries.append(&OUTCOME, number, now, &outcome.fields())?;
    entries
        .conn
        .execute(
            "UPDATE register SET state = 'done', outcome_seq = ?2 WHERE number = ?1",
            params![number, log::int(head.seq)],
        )
        .map(|_| ())
        .map_err(Error::database("register an outcome"))
}
