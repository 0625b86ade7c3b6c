//! Entries of the attendant's desk (工作台): written into whichever register declares them, if the story of their number allows it. Knows no
//! single register.

use crate::Error;
use crate::chain::Stored;
use crate::chain::declare::{self, Form, Kind, Register, Step};
use crate::chain::log::{self, Values};
use crate::chain::number::Number;
use crate::chain::problem::Found;
use crate::chain::reader::Reader;
use crate::chain::writer::{Entries, Writer};
use jiff::Timestamp;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Something to be written down; each register says how one is made.
#[derive(Debug, Clone)]
pub struct DeskEntry {
    register: &'static Register,
    kind: &'static Kind,
    number: String,
    values: Values,
    /// What of another register keeps it from being written.
    bar: Option<Bar>,
}

/// Refuses an entry about a number, by what other registers hold.
pub(crate) type Bar = fn(&Connection, &str) -> Result<(), Error>;

impl DeskEntry {
    /// Begins a new number of a register.
    pub(crate) fn opening(register: &'static Register, kind: &'static Kind) -> DeskEntry {
        DeskEntry::about(register, kind, "")
    }

    /// Goes on with a number.
    pub(crate) fn about(
        register: &'static Register,
        kind: &'static Kind,
        number: &str,
    ) -> DeskEntry {
        DeskEntry {
            register,
            kind,
            number: number.to_owned(),
            values: Vec::new(),
            bar: None,
        }
    }

    pub(crate) fn barred_by(mut self, bar: Bar) -> DeskEntry {
        self.bar = Some(bar);
        self
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> DeskEntry {
        self.values.push((name, value.to_string()));
        self
    }

    /// Nothing is written where there is nothing to say.
    pub(crate) fn maybe(self, name: &'static str, value: Option<impl ToString>) -> DeskEntry {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    pub(crate) fn flag(self, name: &'static str, set: bool) -> DeskEntry {
        self.maybe(name, set.then_some(1))
    }

    /// Name of the register that it goes into.
    pub fn register(&self) -> &'static str {
        self.register.name
    }
}

impl Writer {
    /// Writes an entry of the desk and returns its number. When this returns it is on the medium. Refuses what cannot follow what was
    /// written of the number before: the rules are those that the check applies.
    pub fn enter(&mut self, entry: &DeskEntry, now: Timestamp) -> Result<String, Error> {
        self.in_place()?;
        self.transact("write an entry of the desk", |entries| {
            match entry.kind.opens {
                true => {
                    let values = entry.values.clone();
                    let given = entries.give(entry.register, entry.kind, now, values)?;
                    Ok(given.number.to_string())
                }
                false => {
                    follows(entries, entry)?;
                    if let Some(bar) = entry.bar {
                        bar(entries.conn, &entry.number)?;
                    }
                    entries.append(entry.kind, &entry.number, now, &entry.values)?;
                    Ok(entry.number.clone())
                }
            }
        })
    }
}

fn follows(entries: &Entries<'_>, entry: &DeskEntry) -> Result<(), Error> {
    let mut story = story(entries.conn, entry.register, &entry.number)?;
    if story.is_empty() {
        return Err(Error::UnknownNumber {
            number: entry.number.clone(),
        });
    }
    let state = state(entry.register, &story);
    let before = faults(entry.register, &story);
    story.push(Step {
        seq: u64::MAX,
        kind: entry.kind,
        number: entry.number.clone(),
        codes: entry.values.clone(),
    });
    // What was wrong before is not made worse by refusing what is right.
    match faults(entry.register, &story) > before {
        true => Err(Error::OutOfOrder {
            number: entry.number.clone(),
            from: state.to_owned(),
            to: entry.kind.name.to_owned(),
        }),
        false => Ok(()),
    }
}

fn faults(register: &Register, story: &[Step]) -> usize {
    let mut found = Found::default();
    (register.judge)(story, &mut found);
    found.problems.len()
}

pub(crate) fn state(register: &Register, story: &[Step]) -> &'static str {
    (register.state)(&story.iter().map(|step| step.kind.name).collect::<Vec<_>>())
}

/// What a register says of one number, in codes.
pub(crate) fn story(
    conn: &Connection,
    register: &Register,
    number: &str,
) -> Result<Vec<Step>, Error> {
    let failed = Error::database("read the story of a number");
    let mut query = conn
        .prepare_cached("SELECT seq, kind FROM entry WHERE number = ?1 ORDER BY seq")
        .map_err(&failed)?;
    let rows = query
        .query_map([number], |row| {
            Ok((log::count_at(row, 0)?, row.get::<_, String>(1)?))
        })
        .map_err(&failed)?
        .collect::<Result<Vec<_>, _>>()
        .map_err(&failed)?;
    let mut steps = Vec::new();
    for (seq, name) in rows {
        let Some(kind) = register.kinds.iter().find(|kind| kind.name == name) else {
            continue;
        };
        let mut codes = Vec::new();
        for field in kind
            .fields
            .iter()
            .filter(|f| matches!(f.form, Form::Code(_)))
        {
            let value = log::value(conn, seq, field.name)?;
            codes.extend(value.map(|value| (field.name, value)));
        }
        steps.push(Step {
            seq,
            kind,
            number: number.to_owned(),
            codes,
        });
    }
    Ok(steps)
}

/// One number of a register with everything written about it.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Matter {
    pub number: String,
    /// Where it stands, in the words of its register's rules.
    pub state: &'static str,
    /// What was written, in the order of the chain; sealed values are there as they were written.
    pub entries: Vec<Stored>,
}

impl Matter {
    /// The last value of a field, over all entries.
    pub fn value(&self, field: &str) -> Option<&str> {
        let mut found = self.entries.iter().rev();
        found.find_map(|entry| entry.fields.get(field).map(String::as_str))
    }
}

impl Reader {
    /// What a register holds of the numbers of one day or year (`yyyymmdd`, `yyyy`), oldest first.
    pub(crate) fn matters_of(
        &self,
        register: &'static Register,
        period: &str,
    ) -> Result<Vec<Matter>, Error> {
        let _tx = self.snapshot()?;
        self.matters_where(register, |number| number.day == period)
    }

    /// The same of the numbers that are wanted.
    pub(crate) fn matters_where(
        &self,
        register: &'static Register,
        wanted: impl Fn(&Number) -> bool,
    ) -> Result<Vec<Matter>, Error> {
        let _tx = self.steady()?;
        let mut numbers: BTreeMap<Number, String> = BTreeMap::new();
        for kind in register.kinds.iter().filter(|kind| kind.opens) {
            for text in self.opened(kind.name)? {
                let number = Number::parse(&text).filter(&wanted);
                numbers.extend(number.map(|number| (number, text)));
            }
        }
        let wanted: Vec<&str> = numbers.values().map(String::as_str).collect();
        let mut stories = self.stories(&wanted)?;
        let matters = numbers.into_values().map(|number| {
            let entries = stories.remove(&number).unwrap_or_default();
            let own = |entry: &&Stored| declare::kind(&[register], &entry.kind).is_some();
            let kinds: Vec<&str> = entries
                .iter()
                .filter(own)
                .map(|entry| entry.kind.as_str())
                .collect();
            Matter {
                state: (register.state)(&kinds),
                number,
                entries,
            }
        });
        Ok(matters.collect())
    }

    /// Numbers that entries of this kind opened; of no field is read.
    pub(crate) fn opened(&self, kind: &str) -> Result<Vec<String>, Error> {
        let failed = Error::database("read the numbers of a register");
        let mut query = self
            .connection()
            .prepare_cached("SELECT number FROM entry WHERE kind = ?1 ORDER BY seq")
            .map_err(&failed)?;
        let rows = query
            .query_map([kind], |row| row.get(0))
            .map_err(&failed)?
            .collect::<Result<_, _>>();
        rows.map_err(&failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::papers::{Made, Paper, REGISTER};
    use crate::registers::prints::Role;

    #[test]
    fn many_numbers_are_read_with_all_they_hold_also_while_others_are_written() {
        /// More than one query is asked about.
        const MANY: u64 = 450;
        let dir = tempfile::tempdir().unwrap();
        let now: Timestamp = "2018-10-15T01:00:00Z".parse().unwrap();
        let mut writer = Writer::open(dir.path(), "L01", "1", now).unwrap();
        let reader = Reader::open(dir.path()).unwrap();
        let written = std::thread::spawn(move || {
            for amount in 1..=MANY {
                let paper = Paper {
                    amount,
                    ..Paper::default()
                };
                let entry = paper.entry(Made::Consultation, Role::A);
                let number = writer.enter(&entry, now).unwrap();
                if amount % 3 == 0 {
                    let back = Paper::returned(&number, Role::B);
                    writer.enter(&back, now).unwrap();
                }
            }
        });
        let whole = |matters: &[Matter]| {
            for (at, matter) in matters.iter().enumerate() {
                let amount = (at + 1).to_string();
                assert_eq!(matter.value("amount"), Some(amount.as_str()));
                assert_eq!(matter.entries[0].hash.len(), 64);
            }
        };
        loop {
            let done = written.is_finished();
            whole(&reader.matters_where(&REGISTER, |_| true).unwrap());
            let told = reader.told("WHERE kind = ?1 ORDER BY seq DESC LIMIT 1", &[&"paper"]);
            assert!(
                told.unwrap()
                    .iter()
                    .all(|told| told.text("amount").is_some())
            );
            if done {
                break;
            }
        }
        written.join().unwrap();
        let all = reader.matters_where(&REGISTER, |_| true).unwrap();
        assert_eq!(all.len() as u64, MANY);
        let states = |state: &str| all.iter().filter(|matter| matter.state == state).count();
        assert_eq!((states("returned"), states("written")), (150, 300));
        assert_eq!(all[2].entries.len(), 2);
        let some = reader.matters_where(&REGISTER, |number| number.ordinal > 400);
        assert_eq!(some.unwrap().len(), 50);
    }
}
