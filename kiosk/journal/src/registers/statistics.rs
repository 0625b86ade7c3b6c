//! What a month or a year came to (R56): paper by kind and purpose, busy hours, documents that many took along, what was handed in. Counts only what
//! the registers hold. What somebody searched for stands in none of them: only how often nothing was found is counted, by the month; a document that fewer
//! than five slips were made of has no line of its own.

mod figures;
pub(crate) mod searches;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

use super::papers::{self, Made};
use super::prints::{Content, Filter, Purpose, Row};
use crate::Error;
use crate::chain::reader::Reader;

/// Of `yyyy`.
const YEAR_DIGITS: usize = 4;
/// Slips of one document before it is named.
pub const NAMED_LEAST: u64 = 5;
/// Documents that are named.
const NAMED_MAX: usize = 10;
/// The wall clock of the register.
const SHANGHAI: Offset = Offset::constant(8);

/// Slips that came out of each document, by its id, with its title where that still stands.
type Documents = BTreeMap<String, (Option<String>, u64)>;

/// Figures of one month or year.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Statistics {
    /// Numbers given: slips and what people wrote.
    pub numbers: u64,
    /// Slips that came out, see [`Row::came_out`].
    pub slips: u64,
    /// Paper of all slips, reprints among it, millimetres: the sum of the days.
    pub paper_mm: u64,
    /// Of these: 题录, 节选, 全文.
    pub contents: [u64; 3],
    /// What visitors said it is for, in the order of [`Purpose::ALL`].
    pub purposes: [u64; 4],
    /// Pages that people printed.
    pub printed_pages: u64,
    /// Pages that people copied.
    pub copied_pages: u64,
    /// Volumes handed out.
    pub volumes: u64,
    /// Lines that people wrote and made void.
    pub void: u64,
    /// Numbers by the hour of the wall clock.
    pub hours: [u64; 24],
    /// Documents with at least [`NAMED_LEAST`] slips: title and slips, the most first.
    pub named: Vec<(String, u64)>,
    /// Slips of all other documents.
    pub others: u64,
    /// Slips by the category (类别) of their documents, at least [`NAMED_LEAST`] each, the most first; see [`Reader::statistics_by_category`].
    #[serde(default)]
    pub categories: Vec<(String, u64)>,
    /// Slips of all other categories, and of documents that are gone; `None` where nobody asked for categories.
    #[serde(default)]
    pub other_categories: Option<u64>,
    /// Applications whose day of receipt lies within it.
    pub applications: u64,
    /// Of these, answered.
    pub answered: u64,
    /// Applications that the yearly table leaves to a person (待人工归类); of a year alone.
    #[serde(default)]
    pub left_to_people: u64,
    /// Opinions that came within it.
    pub opinions: u64,
    /// Of these, answered.
    pub opinions_answered: u64,
    /// How often somebody was called.
    pub calls: u64,
    /// Searches, and those of them that found nothing.
    pub searches: (u64, u64),
}

impl Statistics {
    /// Too few for anything but totals: one could tell who it was.
    pub fn is_sparse(&self) -> bool {
        self.numbers < NAMED_LEAST
    }

    /// Searches, and those that found nothing; `None` where there were too few to be told of, or none was counted.
    pub fn told_searches(&self) -> Option<(u64, u64)> {
        Some(self.searches).filter(|(all, _)| *all >= NAMED_LEAST)
    }

    fn categorize(&mut self, documents: &Documents, category_of: impl Fn(&str) -> Option<String>) {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        let mut others = 0;
        for (id, (_, slips)) in documents {
            match category_of(id) {
                Some(category) => *counts.entry(category).or_default() += slips,
                None => others += slips,
            }
        }
        let mut named: Vec<_> = counts.into_iter().collect();
        named.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        named.retain(|(_, slips)| {
            let few = *slips < NAMED_LEAST;
            others += if few { *slips } else { 0 };
            !few
        });
        self.categories = named;
        self.other_categories = Some(others);
    }

    fn slip(&mut self, row: &Row, documents: &mut Documents) {
        self.hour(&row.at);
        if !row.came_out() {
            return;
        }
        self.slips += 1;
        let content = match &row.content {
            Some(Content::Reference) => Some(0),
            Some(Content::Excerpt { .. }) => Some(1),
            Some(Content::Whole) => Some(2),
            None => None,
        };
        if let Some(at) = content {
            self.contents[at] += 1;
        }
        let said = Purpose::ALL.iter().position(|p| Some(*p) == row.purpose);
        if let Some(at) = said {
            self.purposes[at] += 1;
        }
        match &row.document_id {
            Some(id) => {
                let held = documents.entry(id.clone()).or_default();
                held.0 = row.title.clone().or(held.0.take());
                held.1 += 1;
            }
            None => self.others += 1,
        }
    }

    fn hour(&mut self, at: &str) {
        if let Ok(at) = at.parse::<Timestamp>() {
            let hour = usize::from(SHANGHAI.to_datetime(at).hour().unsigned_abs());
            self.hours[hour] += 1;
        }
    }

    fn name(&mut self, documents: Documents) {
        let mut named = Vec::new();
        for (title, slips) in documents.into_values() {
            match title {
                Some(title) => named.push((title, slips)),
                None => self.others += slips,
            }
        }
        // The same order whoever counts.
        named.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        for (at, (title, slips)) in named.into_iter().enumerate() {
            match at < NAMED_MAX && slips >= NAMED_LEAST {
                true => self.named.push((title, slips)),
                false => self.others += slips,
            }
        }
    }
}

impl Reader {
    /// Figures of a year (`yyyy`) or a month (`yyyymm`).
    pub fn statistics(&self, period: &str) -> Result<Statistics, Error> {
        let (mut found, documents) = self.counted(period)?;
        found.name(documents);
        Ok(found)
    }

    /// The same with slips by the category of their documents, which only the mirror knows: a code for each id, `None` for a document that is gone.
    pub fn statistics_by_category(
        &self,
        period: &str,
        category_of: impl Fn(&str) -> Option<String>,
    ) -> Result<Statistics, Error> {
        let (mut found, documents) = self.counted(period)?;
        found.categorize(&documents, category_of);
        found.name(documents);
        Ok(found)
    }

    fn counted(&self, period: &str) -> Result<(Statistics, Documents), Error> {
        let mut found = Statistics::default();
        let mut documents = Documents::new();
        let rows = self.rows(&Filter::of_period(period))?;
        for row in &rows {
            found.numbers += 1;
            found.paper_mm += self.paper_mm(row);
            found.slip(row, &mut documents);
        }
        let of_papers = self.matters_where(&papers::REGISTER, |n| n.day.starts_with(period))?;
        for paper in of_papers {
            found.numbers += 1;
            if paper.state == "void" {
                found.void += 1;
                continue;
            }
            if let Some(first) = paper.entries.first() {
                found.hour(&first.at);
            }
            let amount = paper.value("amount").and_then(|text| text.parse().ok());
            let amount: u64 = amount.unwrap_or_default();
            match paper.value("made").and_then(Made::from_code) {
                Some(Made::Print) => found.printed_pages += amount,
                Some(Made::Photocopy) => found.copied_pages += amount,
                Some(Made::Consultation) => found.volumes += amount,
                None => {}
            }
        }
        self.handed_in(period, &mut found)?;
        if period.len() == YEAR_DIGITS {
            let yearly = self.yearly_applications(period, None)?;
            found.left_to_people = yearly.left_to_people();
        }
        Ok((found, documents))
    }

    /// What came in within the period, by the day on which its number was opened.
    fn handed_in(&self, period: &str, found: &mut Statistics) -> Result<(), Error> {
        let year = period.get(..4).unwrap_or_default();
        let within = |matter: &super::desk::Matter| {
            let first = matter.entries.first();
            let at = first.and_then(|entry| entry.at.parse::<Timestamp>().ok());
            at.is_some_and(|at| crate::chain::day_of(at).starts_with(period))
        };
        for matter in self
            .matters("applications", year)?
            .iter()
            .filter(|m| within(m))
        {
            found.applications += u64::from(matter.state != "void");
            let answered = |entry: &crate::chain::Stored| entry.kind == "application-answered";
            found.answered += u64::from(matter.entries.iter().any(answered));
        }
        for matter in self.matters("opinions", year)?.iter().filter(|m| within(m)) {
            found.opinions += u64::from(matter.state != "void");
            found.opinions_answered += u64::from(matter.state == "answered");
        }
        found.calls = self.calls_within(period)?;
        found.searches = self.searches(period)?;
        Ok(())
    }

    fn calls_within(&self, period: &str) -> Result<u64, Error> {
        let calls = self.matters_where(&super::calls::REGISTER, |n| n.day.starts_with(period))?;
        Ok(u64::try_from(calls.len()).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests;
