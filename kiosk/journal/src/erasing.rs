//! Redaction by hand (隐去): an attendant has what an entry says of a person deleted for good, because the person asks for it, because somebody is named who
//! should not be, or because it should not be shown. The chain says what was deleted, why and by which role, and stays valid; numbers, days, codes and
//! outcomes remain. What is sealed and still under way is not deleted: the office has not read it yet.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};
use rusqlite::params;

use crate::Error;
use crate::chain::declare::{self, Class, Field, Register};
use crate::chain::reader::Reader;
use crate::chain::writer::{Entries, Writer};
use crate::registers::desk::{state, story};
use crate::registers::prints::Role;
use crate::registers::{ALL, applications, opinions};

codes! {
    /// Why something was deleted by hand.
    RedactReason {
        /// 本人要求.
        Asked = "asked",
        /// 写了个人信息.
        Named = "named",
        /// 不该公开.
        Unfit = "unfit",
    }
}

/// Words of paper by which somebody can say what one visit was about. The line of a paper form stays: it is what paper and register agree by.
const TELLING: [&str; 5] = ["document_id", "title", "doc_no", "articles", "labels"];
/// Entries of one day that are told of.
const TOLD_MAX: usize = 500;
/// All days are days of Asia/Shanghai, see `chain::number`.
const SHANGHAI: Offset = Offset::constant(8);

/// A number of which something can be deleted by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasable {
    /// In its register.
    pub number: String,
    /// Name of the register.
    pub register: &'static str,
    /// When what it holds was written last that day, RFC 3339.
    pub at: String,
    /// Title of a document, if it holds one.
    pub title: Option<String>,
    /// Names of the fields that would go.
    pub fields: Vec<&'static str>,
}

/// It goes when something of this register is deleted by hand.
fn goes(register: &Register, field: &Field) -> bool {
    let paper = register.letter.is_none();
    field.class != Class::Open || (paper && TELLING.contains(&field.name))
}

/// Its own words are still needed: the office has not answered.
fn is_under_way(register: &Register, state: &str) -> bool {
    let over: &[&str] = match register.name {
        name if name == applications::REGISTER.name => &["closed", "void"],
        name if name == opinions::REGISTER.name => &["answered", "void"],
        _ => return false,
    };
    !over.contains(&state)
}

/// The register that declares this kind, and the kind.
fn declared(kind: &str) -> Option<(&'static Register, &'static declare::Kind)> {
    let of = |register: &'static Register| {
        let mut kinds = register.kinds.iter();
        kinds
            .find(|known| known.name == kind)
            .map(|kind| (register, kind))
    };
    ALL.iter().find_map(|register| of(register))
}

impl Reader {
    /// Numbers with an entry of this day (`yyyymmdd`) of which something can be deleted by hand, the newest first.
    pub fn erasable(&self, day: &str) -> Result<Vec<Erasable>, Error> {
        let Some((from, to)) = bounds(day) else {
            return Ok(Vec::new());
        };
        let failed = Error::database("read what can be deleted");
        let _tx = self.snapshot()?;
        let mut query = self
            .connection()
            .prepare_cached(
                "SELECT number, kind, at, name, value FROM entry JOIN field USING (seq)
                 WHERE at >= ?1 AND at < ?2 AND number <> '' AND value IS NOT NULL ORDER BY seq",
            )
            .map_err(&failed)?;
        let mut rows = query.query(params![from, to]).map_err(&failed)?;
        let mut found: BTreeMap<String, Erasable> = BTreeMap::new();
        while let Some(row) = rows.next().map_err(&failed)? {
            let (number, kind): (String, String) =
                (row.get(0).map_err(&failed)?, row.get(1).map_err(&failed)?);
            let name: String = row.get(3).map_err(&failed)?;
            let Some((register, kind)) = declared(&kind) else {
                continue;
            };
            let Some(field) = kind.field(&name).filter(|field| goes(register, field)) else {
                continue;
            };
            let held = found.entry(number.clone()).or_insert_with(|| Erasable {
                number,
                register: register.name,
                at: String::new(),
                title: None,
                fields: Vec::new(),
            });
            held.at = row.get(2).map_err(&failed)?;
            if field.name == "title" {
                held.title = Some(row.get(4).map_err(&failed)?);
            }
            if !held.fields.contains(&field.name) {
                held.fields.push(field.name);
            }
        }
        let numbers: Vec<&str> = found.keys().map(String::as_str).collect();
        let stories = self.stories(&numbers)?;
        let mut all: Vec<Erasable> = found
            .into_values()
            .filter(|held| {
                let register = ALL.iter().find(|known| known.name == held.register);
                let entries = stories.get(&held.number).into_iter().flatten();
                let kinds: Vec<&str> = entries.map(|entry| entry.kind.as_str()).collect();
                register.is_none_or(|register| !is_under_way(register, (register.state)(&kinds)))
            })
            .collect();
        all.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.number.cmp(&a.number)));
        all.truncate(TOLD_MAX);
        Ok(all)
    }
}

/// From when to when a day of the reading room lasts, as the chain writes times.
fn bounds(day: &str) -> Option<(String, String)> {
    let begins = |day: Date| {
        let zone = TimeZone::fixed(SHANGHAI);
        let at = day.to_zoned(zone).ok()?.timestamp();
        // Without its end: a fraction of a second stands before it.
        Some(at.to_string().trim_end_matches('Z').to_owned())
    };
    let day = Date::strptime("%Y%m%d", day).ok()?;
    let next = day.checked_add(1.day()).ok()?;
    Some((begins(day)?, begins(next)?))
}

impl Writer {
    /// Deletes the values of `fields` of a number for good and says so in the chain, which stays valid. Only what its register
    /// declares to be words, or to concern a person, can be deleted: number, time and outcome remain.
    pub fn redact(&mut self, number: &str, fields: &[&str], now: Timestamp) -> Result<(), Error> {
        self.erase_with(number, now, |_| Ok((fields.to_vec(), Vec::new())))
    }

    /// Deletes for good what the entries of a number say of a person, and says so in the chain: what, why, and by which role. Refuses a number of which
    /// nothing is left to delete, and one whose sealed words the office still needs.
    pub fn redact_by_hand(
        &mut self,
        number: &str,
        why: RedactReason,
        by: Role,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.erase_with(number, now, |entries| {
            let names = fields_of(entries, number)?;
            let said = vec![
                ("redact_reason", why.as_code().to_owned()),
                ("by", by.as_code().to_owned()),
            ];
            Ok((names, said))
        })
    }
}

/// Fields of a number that hold something to delete.
fn fields_of(entries: &Entries<'_>, number: &str) -> Result<Vec<&'static str>, Error> {
    let failed = Error::database("find what can be deleted");
    let mut query = entries
        .conn
        .prepare_cached(
            "SELECT DISTINCT kind, name FROM entry JOIN field USING (seq)
             WHERE number = ?1 AND value IS NOT NULL ORDER BY kind, name",
        )
        .map_err(&failed)?;
    let rows = query
        .query_map([number], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })
        .map_err(&failed)?
        .collect::<Result<Vec<_>, _>>()
        .map_err(&failed)?;
    let mut names: Vec<&'static str> = Vec::new();
    for (kind, name) in rows {
        let Some((register, kind)) = declared(&kind) else {
            continue;
        };
        let steps = story(entries.conn, register, number)?;
        let stands = state(register, &steps);
        if is_under_way(register, stands) {
            return Err(Error::OutOfOrder {
                number: number.to_owned(),
                from: stands.to_owned(),
                to: declare::REDACTED.name.to_owned(),
            });
        }
        let field = kind.field(&name).filter(|field| goes(register, field));
        names.extend(
            field
                .map(|field| field.name)
                .filter(|name| !names.contains(name)),
        );
    }
    match names.is_empty() {
        true => Err(Error::NotErasable {
            field: number.to_owned(),
        }),
        false => Ok(names),
    }
}

#[cfg(test)]
mod tests;
