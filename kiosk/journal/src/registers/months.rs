//! The month that closes (月结): what the registers came to, written down once every paper form was compared with the register, both agree, every slip is
//! settled and no number is missing. What happens afterwards to a line of that month stands in the chain behind it, for everybody to see.

pub(crate) mod days;

use super::desk::{DeskEntry, Matter};
use super::papers;
use super::prints::{Filter, Role};
use super::rules::{self, NEW, Rule};
use super::sheets::{LineState, Sheet};
use super::statistics::Statistics;
use crate::Error;
use crate::chain::declare::{Field, Kind, Register};
use crate::chain::number::{Number, Period};
use crate::chain::reader::Reader;
use std::collections::BTreeSet;

const CLOSED: Kind = Kind::opening(
    "month-closed",
    &[
        // `yyyymm`.
        Field::count("month"),
        Field::count("numbers"),
        Field::count("slips"),
        Field::count("paper_mm"),
        Field::count("printed_pages"),
        Field::count("copied_pages"),
        Field::count("volumes"),
        Field::count("void"),
        Field::count("lines_explained"),
        Field::code("by", Role::CODES),
    ],
);

const RULES: &[Rule] = &[Rule::new(CLOSED.name, &[NEW], "closed")];

/// The declaration that writer, verification, export and upload follow.
pub(crate) static REGISTER: Register = Register {
    name: "months",
    letter: Some('M'),
    period: Period::Year,
    kinds: &[CLOSED],
    judge: |story, found| rules::judge(RULES, story, found),
    state: |kinds| rules::state(RULES, kinds),
};

/// What a closing entry says a month came to: the name of the field, and where the figure stands.
type Figure = (&'static str, fn(&Statistics) -> u64);
const FIGURES: [Figure; 7] = [
    ("numbers", |figures| figures.numbers),
    ("slips", |figures| figures.slips),
    ("paper_mm", |figures| figures.paper_mm),
    ("printed_pages", |figures| figures.printed_pages),
    ("copied_pages", |figures| figures.copied_pages),
    ("volumes", |figures| figures.volumes),
    ("void", |figures| figures.void),
];

/// A figure of a closed month that is another by now (月结后有改动): a paper that was entered late, a line that was made void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthChange {
    /// Name of the field.
    pub figure: &'static str,
    /// As the month was closed.
    pub closed: u64,
    /// As the registers say now.
    pub now: u64,
}

/// How a month stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Month {
    /// `yyyymm`.
    pub month: String,
    /// What it came to.
    pub figures: Statistics,
    /// Slips of it of which nobody knows the end.
    pub unsettled: u64,
    /// Numbers of it that are missing without a reason.
    pub missing: u64,
    /// Lines of paper forms on which paper and register do not agree, whatever their day.
    pub open_lines: u64,
    /// Paper forms that lay out in it and were not looked at since: nobody can say yet what stands on them.
    pub uncompared: u64,
    /// Lines that somebody explained, of the forms that are compared.
    pub explained_lines: u64,
    /// Under which number it was closed.
    pub closed: Option<String>,
    /// It goes on: more may come that its figures do not hold.
    pub running: bool,
    /// What is no longer as the closing entry says, in the order of its fields.
    pub changed: Vec<MonthChange>,
}

impl Month {
    /// What keeps it from being closed.
    pub fn hindrances(&self) -> u64 {
        self.unsettled + self.missing + self.open_lines + self.uncompared
    }

    /// A figure as the month was closed with, by the name of its field; as it is now where it was not closed.
    pub fn at_close(&self, figure: &str) -> u64 {
        let held = self.changed.iter().find(|change| change.figure == figure);
        let of_now = || FIGURES.iter().find(|(name, _)| *name == figure);
        match held {
            Some(change) => change.closed,
            None => of_now().map_or(0, |(_, read)| read(&self.figures)),
        }
    }

    /// It is closed (月结); `None` while it goes on, while something is open, and a second time.
    pub fn close(&self, by: Role) -> Option<DeskEntry> {
        let may = !self.running && self.hindrances() == 0 && self.closed.is_none();
        may.then(|| {
            let entry = DeskEntry::opening(&REGISTER, &CLOSED).with("month", &self.month);
            let of_figures = FIGURES.iter().fold(entry, |entry, (name, read)| {
                entry.with(name, read(&self.figures))
            });
            of_figures
                .with("lines_explained", self.explained_lines)
                .with("by", by.as_code())
        })
    }
}

/// Which months were closed, and which were not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MonthsClosed {
    /// The newest that was (`yyyymm`), whenever that was done.
    pub newest: Option<String>,
    /// Months in which numbers were given and that nobody closed, the newest first.
    pub open: Vec<String>,
}

impl Reader {
    /// Which months before this one (`yyyymm`) were closed, and which were passed over.
    pub fn months_closed(&self, before: &str) -> Result<MonthsClosed, Error> {
        let closed = self.matters_where(&REGISTER, |_| true)?;
        let closed: BTreeSet<&str> = closed.iter().filter_map(|it| it.value("month")).collect();
        let of_slips = self.months_of_slips()?.into_iter();
        let of_papers = papers::REGISTER.kinds.iter().filter(|kind| kind.opens);
        let mut given: BTreeSet<String> = of_slips.collect();
        for kind in of_papers {
            let numbers = self.opened(kind.name)?.into_iter();
            let days = numbers.filter_map(|text| Number::parse(&text).map(|number| number.day));
            given.extend(days.filter_map(|day| day.get(..6).map(str::to_owned)));
        }
        let open = given.into_iter().rev();
        Ok(MonthsClosed {
            newest: closed.last().map(|month| (*month).to_owned()),
            open: open
                .filter(|month| month.as_str() < before && !closed.contains(month.as_str()))
                .collect(),
        })
    }

    fn months_of_slips(&self) -> Result<Vec<String>, Error> {
        let failed = Error::database("list the months of the register");
        let mut query = self
            .connection()
            .prepare_cached("SELECT DISTINCT substr(day, 1, 6) FROM register")
            .map_err(&failed)?;
        let months = query.query_map([], |row| row.get(0)).map_err(&failed)?;
        months.collect::<Result<_, _>>().map_err(&failed)
    }

    /// How a month (`yyyymm`) stands beside these paper forms, today (`yyyymmdd`).
    pub fn month(&self, month: &str, sheets: &[Sheet], today: &str) -> Result<Month, Error> {
        let unsettled = self.counts(&Filter {
            unsettled: true,
            ..Filter::of_period(month)
        })?;
        let gaps = self.gaps()?.into_iter();
        let missing = gaps.filter(|gap| gap.day.starts_with(month) && !gap.explained);
        let lines = || sheets.iter().flat_map(|sheet| &sheet.lines);
        let count = |wanted: fn(&super::sheets::SheetLine) -> bool| {
            lines().filter(|line| wanted(line)).count() as u64
        };
        // It may be closed in a later year.
        let closed = self.matters_where(&REGISTER, |_| true)?.into_iter();
        let mut closed = closed.filter(|matter| matter.value("month") == Some(month));
        let closed = closed.next_back();
        let figures = self.statistics(month)?;
        let changed = closed
            .iter()
            .flat_map(|closed| changes(closed, &figures))
            .collect();
        Ok(Month {
            month: month.to_owned(),
            running: today.get(..6).is_none_or(|this| this <= month),
            changed,
            figures,
            unsettled: unsettled.rows,
            missing: missing.map(|gap| gap.to - gap.from + 1).sum(),
            open_lines: count(super::sheets::SheetLine::is_open),
            uncompared: sheets
                .iter()
                .filter(|sheet| sheet.is_uncompared(month, today))
                .count() as u64,
            explained_lines: count(|line| line.state() == LineState::Explained),
            closed: closed.map(|matter| matter.number),
        })
    }
}

/// Where the closing entry says something else than the registers do now.
fn changes(closed: &Matter, figures: &Statistics) -> Vec<MonthChange> {
    let change = |(figure, read): &Figure| {
        let then = closed.value(figure)?.parse().ok()?;
        let now = read(figures);
        (then != now).then_some(MonthChange {
            figure,
            closed: then,
            now,
        })
    };
    FIGURES.iter().filter_map(change).collect()
}

#[cfg(test)]
mod tests;
