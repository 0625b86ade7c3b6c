//! The rows behind the ranked front of a result: all others that match, and how many there are. Those that may fit best stand by
//! how well their bodies fit, the rest by date.

use std::collections::HashSet;

use crate::index::Rows;
use crate::index::expression::{Expression, all, token};
use crate::query::Query;
use crate::search::fault::Found;
use crate::search::plan::Plan;
use crate::search::view::Search;
use crate::words::mark::Mark;
use crate::words::tokens;

/// Rows that are looked at beyond the page, only to count them.
pub const COUNTED_ROWS_MAX: usize = 20;

/// Rows whose bodies are compared: texts of the country and those that say the words often before the newest of all others.
const FITTED_ROWS_MAX: usize = 32;
/// Of them, so many when those are chosen that are the country's and say the words often; that say them very often; often; that
/// are the country's.
const NATIONAL_OFTEN_MAX: usize = 14;
const VERY_OFTEN_MAX: usize = 25;
const OFTEN_MAX: usize = 28;
const NATIONAL_MAX: usize = 30;

/// What is wanted of the rows behind the front.
pub struct Want {
    pub skip: usize,
    pub rows: usize,
    /// Rows to look at beyond them, for the total.
    pub more: usize,
    /// Rows to look at before it is given up; what is told of them is right, but there may be more.
    pub tries: usize,
    /// Those that may fit best by how well their bodies fit.
    pub by_fit: bool,
}

/// What there is.
pub struct Behind {
    pub rows: Vec<i64>,
    pub total: u64,
    pub total_exact: bool,
}

impl Search<'_> {
    /// Whether anything matches, as far as so many `looks` tell.
    pub fn has_hit(&self, plan: &Plan, query: &Query, looks: usize) -> Found<bool> {
        if !self.front(plan, query)?.is_empty() {
            return Ok(true);
        }
        let one = Want {
            skip: 0,
            rows: 1,
            more: 0,
            tries: looks,
            by_fit: false,
        };
        let behind = self.behind(plan, query, plan.everything(), &[], one)?;
        Ok(!behind.rows.is_empty())
    }

    /// Rows that match besides those at the front.
    pub fn behind(
        &self,
        plan: &Plan,
        query: &Query,
        expression: Option<Expression>,
        front: &[i64],
        want: Want,
    ) -> Found<Behind> {
        let Some(expression) = expression else {
            return self.everything(&want);
        };
        let ahead: HashSet<i64> = front.iter().copied().collect();
        let found = self.texts.find(&expression)?;
        let decided = plan.is_empty() || plan.is_decided();
        // Letters stand in no body.
        let any_hanzi = plan.words.iter().any(|word| word.splits.is_empty());
        let ranked = want.by_fit && want.rows > 0 && any_hanzi && found.count() > 1;
        // Every page of a query sees the same head of the list, or pages would overlap.
        let mut head = if ranked {
            self.may_fit(plan, &expression, &found, &ahead)?
        } else {
            Vec::new()
        };
        let ranked: HashSet<i64> = head.iter().copied().collect();
        let behind = found.newest();
        let behind = behind.filter(|row| !ahead.contains(row) && !ranked.contains(row));
        if !decided || want.skip < head.len() {
            head = self.by_fit(plan, head)?;
        }
        let behind = head.into_iter().chain(behind);
        if decided {
            return Ok(Behind {
                rows: behind.skip(want.skip).take(want.rows).collect(),
                // A title that is the query without its blanks need not hold its words.
                total: found.count() + front.iter().filter(|row| !found.hold(**row)).count() as u64,
                total_exact: true,
            });
        }
        let mut rows = Vec::new();
        let (mut seen, mut more) = (0_usize, 0_usize);
        let mut ended = true;
        for (tried, row) in behind.enumerate() {
            if tried == want.tries {
                ended = false;
                break;
            }
            if rows.len() >= want.rows && !query.exact {
                if more == want.more {
                    ended = false;
                    break;
                }
                more += 1;
            }
            if self.matches(plan, row)? {
                seen += 1;
                if seen > want.skip && rows.len() < want.rows {
                    rows.push(row);
                }
            }
            self.forget_bodies(want.rows.max(FITTED_ROWS_MAX));
        }
        // What was not looked at is not counted: the total is never too large.
        Ok(Behind {
            rows,
            total: (front.len() + seen) as u64,
            total_exact: ended,
        })
    }

    /// The rows that may fit best, as far as the index tells; of what it does not tell apart, the newest.
    fn may_fit(
        &self,
        plan: &Plan,
        expression: &Expression,
        found: &Rows,
        ahead: &HashSet<i64>,
    ) -> Found<Vec<i64>> {
        let mut chosen: Vec<i64> = Vec::with_capacity(FITTED_ROWS_MAX);
        let mut choose = |rows: &Rows, most: usize| {
            for row in rows.newest() {
                if chosen.len() >= most {
                    break;
                }
                if !ahead.contains(&row) && !chosen.contains(&row) {
                    chosen.push(row);
                }
            }
        };
        if found.count() > FITTED_ROWS_MAX as u64 {
            let national = vec![token(&tokens::national())];
            let said = |mark: Mark| -> Vec<Expression> {
                let words = plan.words.iter();
                words.filter_map(|word| word.often(mark)).collect()
            };
            let ways = [
                (
                    [said(Mark::Often), national.clone()].concat(),
                    NATIONAL_OFTEN_MAX,
                ),
                (said(Mark::VeryOften), VERY_OFTEN_MAX),
                (said(Mark::Often), OFTEN_MAX),
                (national, NATIONAL_MAX),
            ];
            for (parts, most) in ways.into_iter().filter(|(parts, _)| !parts.is_empty()) {
                let parts = [expression.clone()].into_iter().chain(parts);
                choose(&self.texts.find(&all(parts))?, most);
            }
        }
        choose(found, FITTED_ROWS_MAX);
        Ok(chosen)
    }

    /// The whole mirror, newest first.
    fn everything(&self, want: &Want) -> Found<Behind> {
        let rows = self
            .db
            .prepare_cached("SELECT row FROM document ORDER BY row DESC LIMIT ?1 OFFSET ?2")?
            .query_map([want.rows as i64, want.skip as i64], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Behind {
            rows,
            total: self.documents()?,
            total_exact: true,
        })
    }

    /// Keeps no more bodies than a page shows.
    pub fn forget_bodies(&self, want: usize) {
        let mut bodies = self.bodies.borrow_mut();
        if bodies.len() > want.max(1) * 2 {
            bodies.clear();
        }
    }

    pub fn documents(&self) -> rusqlite::Result<u64> {
        self.db
            .prepare_cached("SELECT documents FROM state")?
            .query_row([], |row| row.get(0).map(crate::store::codes::unsigned))
    }
}
