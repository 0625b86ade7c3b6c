//! Lines of the register of slips as they stand now. A line that cannot be read says so and stops no other.

use super::entry::{Content, Finding, Outcome, Purpose, Role, Row, Settlement, State};
use crate::Error;
use crate::chain::log;
use crate::chain::reader::{Reader, Told};
use rusqlite::params;

/// Which rows of the register are asked for; what is not set leaves nothing out.
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

impl Filter {
    /// The rows of a day, a month or a year: `yyyymmdd`, `yyyymm`, `yyyy`.
    pub fn of_period(period: &str) -> Filter {
        let end = |rest: &str| {
            let rest = period
                .len()
                .checked_sub(4)
                .and_then(|from| rest.get(from..));
            Some(format!("{period}{}", rest.unwrap_or_default()))
        };
        Filter {
            from_day: end("0101"),
            // Days are compared as text.
            to_day: end("1231"),
            ..Filter::default()
        }
    }
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
    /// What lies in somebody's hand, see [`Row::came_out`].
    pub came_out: u64,
    /// Paper that they took or may have taken, reprints among them, millimetres.
    pub paper_mm: u64,
}

impl Reader {
    /// One line of the register.
    pub fn row(&self, number: &str) -> Result<Option<Row>, Error> {
        let mut found = self.load("WHERE number = ?1", params![number])?;
        Ok(found.pop())
    }

    /// The same for a number as it was typed from paper, in upper or lower case.
    pub fn row_typed(&self, number: &str) -> Result<Option<Row>, Error> {
        let mut found = self.load("WHERE number = ?1 COLLATE NOCASE LIMIT 1", params![number])?;
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

    /// How many of each outcome.
    pub fn counts(&self, filter: &Filter) -> Result<Counts, Error> {
        let mut counts = Counts::default();
        for row in self.rows(filter)? {
            counts.rows += 1;
            counts.unsettled += u64::from(row.needs_settling());
            counts.came_out += u64::from(row.came_out());
            counts.paper_mm += self.paper_mm(&row);
            *match row.outcome {
                Some(Outcome::Printed { .. }) => &mut counts.printed,
                Some(Outcome::Sent) => &mut counts.sent,
                Some(Outcome::Refused { .. }) => &mut counts.refused,
                Some(Outcome::Cancelled) => &mut counts.cancelled,
                Some(Outcome::Unknown { .. }) => &mut counts.unknown,
                None => &mut counts.open,
            } += 1;
        }
        Ok(counts)
    }

    /// Paper that a line took or may have taken, reprints among it, millimetres: by one rule for a day, a month and what visitors may take.
    pub(crate) fn paper_mm(&self, row: &Row) -> u64 {
        let again = match row.settled {
            // What cannot be read does not stop the sums.
            Some(_) => self.reprints(&row.number).unwrap_or_default(),
            None => Vec::new(),
        };
        let again = again.iter().filter_map(|reprint| reprint.outcome.as_ref());
        let times = u64::from(row.took_paper())
            + again.filter(|outcome| outcome.took_paper()).count() as u64;
        times * row.length_mm.map_or(0, u64::from)
    }

    fn load(&self, tail: &str, params: &[&dyn rusqlite::ToSql]) -> Result<Vec<Row>, Error> {
        let failed = Error::database("read the register");
        // One snapshot for all statements.
        let tx = self.snapshot()?;
        let mut query = tx
            .prepare(&format!(
                "SELECT number, day, request_seq, state, outcome_seq, settled_seq FROM register {tail}"
            ))
            .map_err(&failed)?;
        let mut rows = query.query(params).map_err(&failed)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(&failed)? {
            let number: String = row.get(0).unwrap_or_default();
            let read = Place::read(row)
                .ok()
                .and_then(|place| self.line(&place).ok());
            found.push(read.flatten().unwrap_or_else(|| Row::unreadable(number)));
        }
        Ok(found)
    }

    /// `None` when one of its entries says what no entry of its kind can say.
    fn line(&self, place: &Place) -> Result<Option<Row>, Error> {
        let request = self.entry(place.seq)?;
        let outcome = place.outcome.map(|seq| self.entry(seq)).transpose()?;
        let settled = place.settled.map(|seq| self.entry(seq)).transpose()?;
        let told = outcome.as_ref().map(|told| {
            let code = told.text("outcome").unwrap_or_default();
            Outcome::from_code(&code, &told.text("detail").unwrap_or_default())
        });
        let settlement = settled.as_ref().map(settlement);
        let Some(state) = State::from_code(&place.state) else {
            return Ok(None);
        };
        if matches!(told, Some(None)) || matches!(settlement, Some(None)) {
            return Ok(None);
        }
        Ok(Some(Row {
            number: place.number.clone(),
            seq: place.seq,
            day: place.day.clone(),
            state,
            clock_behind: request.fields.contains_key(log::CLOCK_BEHIND),
            clock_ahead: request.fields.contains_key(log::CLOCK_AHEAD),
            document_id: request.text("document_id"),
            document_rev: request.value("document_rev"),
            title: request.text("title"),
            doc_no: request.text("doc_no"),
            content: content(&request),
            labels: list(&request, "labels"),
            length_mm: request.value("length_mm"),
            purpose: request
                .text("purpose")
                .and_then(|code| Purpose::from_code(&code)),
            outcome: told.flatten(),
            outcome_at: outcome.map(|told| told.at),
            settled: settlement.flatten(),
            at: request.at,
            unreadable: false,
        }))
    }
}

/// Where the entries of a line stand.
struct Place {
    number: String,
    day: String,
    seq: u64,
    state: String,
    outcome: Option<u64>,
    settled: Option<u64>,
}

impl Place {
    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Place> {
        Ok(Place {
            number: row.get(0)?,
            day: row.get(1)?,
            seq: log::count_at(row, 2)?,
            state: row.get(3)?,
            outcome: log::maybe_count_at(row, 4)?,
            settled: log::maybe_count_at(row, 5)?,
        })
    }
}

fn content(request: &Told) -> Option<Content> {
    Content::from_code(&request.text("content")?, list(request, "articles"))
}

fn list(request: &Told, name: &str) -> Vec<String> {
    let text = request.text(name);
    text.and_then(|list| serde_json::from_str(&list).ok())
        .unwrap_or_default()
}

fn settlement(told: &Told) -> Option<Settlement> {
    Some(Settlement {
        found: Finding::from_code(&told.text("found")?)?,
        by: Role::from_code(&told.text("by")?)?,
        at: told.at.clone(),
    })
}
