//! Counts a question to the end, a few rows at a time, and what its hits are of: agencies, years, validities. Owns how far it is;
//! asks for no order.

use std::collections::{BTreeMap, HashSet};

use crate::document::Validity;
use crate::query::{Group, Query};
use crate::search::fault::Found;
use crate::search::front::expression_behind;
use crate::search::plan::Plan;
use crate::search::view::Search;
use crate::words::tokens;

/// Agencies that are told apart.
const AGENCIES_MAX: usize = 20_000;

/// A count on its way. Holds for the state of the mirror in which it was begun.
#[derive(Debug, Clone)]
pub struct Counting {
    plan: Plan,
    /// Rows to look at, the next one last.
    left: Vec<i64>,
    /// They are hits without a look at their words.
    decided: bool,
    ahead: HashSet<i64>,
    total: u64,
    agencies: BTreeMap<String, u64>,
    years: BTreeMap<String, u64>,
    validities: BTreeMap<&'static str, u64>,
}

impl Counting {
    /// Hits so far; all of them when it [is final](Counting::is_final).
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Whether nothing is left to count.
    pub fn is_final(&self) -> bool {
        self.left.is_empty()
    }

    /// Agencies of the hits (发文机关), those of most documents first.
    pub fn agencies(&self) -> Vec<Group> {
        let mut groups = groups(self.agencies.iter());
        groups.sort_by_key(|group| std::cmp::Reverse(group.count));
        groups
    }

    /// Years of their dates, the newest first.
    pub fn years(&self) -> Vec<Group> {
        groups(self.years.iter().rev())
    }

    /// Validities (效力), in the order in which they are declared.
    pub fn validities(&self) -> Vec<Group> {
        let all = Validity::ALL.iter().map(|validity| validity.as_code());
        let counted = all.filter_map(|code| Some((code, self.validities.get(code)?)));
        groups(counted)
    }

    fn add(&mut self, agency: String, date: &str, validity: Validity) {
        self.total += 1;
        if self.agencies.len() < AGENCIES_MAX || self.agencies.contains_key(&agency) {
            *self.agencies.entry(agency).or_default() += 1;
        }
        if let Some(year) = tokens::year_of(date) {
            *self.years.entry(year.to_string()).or_default() += 1;
        }
        *self.validities.entry(validity.as_code()).or_default() += 1;
    }
}

fn groups<C: ToString>(
    counted: impl Iterator<Item = (C, impl std::borrow::Borrow<u64>)>,
) -> Vec<Group> {
    let group = |(code, count): (C, _)| Group {
        code: code.to_string(),
        count: *std::borrow::Borrow::borrow(&count),
    };
    counted.map(group).filter(|g| !g.code.is_empty()).collect()
}

impl Search<'_> {
    /// Begins to count what a question finds; nothing of it is counted yet.
    pub fn begin_count(&self, query: &Query) -> Found<Counting> {
        let plan = Plan::new(query);
        let ranked = self.front(&plan, query)?;
        let expression = expression_behind(&plan, &ranked);
        let ahead: HashSet<i64> = ranked.into_iter().map(|small| small.row).collect();
        let mut left: Vec<i64> = match expression {
            Some(expression) => self.texts.find(&expression)?.newest().collect(),
            None if plan.is_noise() => Vec::new(),
            None => self.every_row()?,
        };
        left.retain(|row| !ahead.contains(row));
        left.extend(&ahead);
        Ok(Counting {
            decided: plan.is_empty() || plan.is_decided(),
            plan,
            left,
            ahead,
            total: 0,
            agencies: BTreeMap::new(),
            years: BTreeMap::new(),
            validities: BTreeMap::new(),
        })
    }

    /// Counts at most so many rows more.
    pub fn count_on(&self, counting: &mut Counting, rows: usize) -> Found<()> {
        for _ in 0..rows {
            let Some(row) = counting.left.pop() else {
                return Ok(());
            };
            let is_hit = counting.decided
                || counting.ahead.contains(&row)
                || self.matches(&counting.plan, row)?;
            if is_hit && let Some(small) = self.small(row)? {
                counting.add(small.agency, &small.date, small.validity);
            }
            self.forget_bodies(1);
        }
        Ok(())
    }

    fn every_row(&self) -> rusqlite::Result<Vec<i64>> {
        self.db
            .prepare_cached("SELECT row FROM document ORDER BY row")?
            .query_map([], |row| row.get(0))?
            .collect()
    }
}
