//! The rows behind the ranked front of a result: all others that match, and how many there are. The newest of them stand by how
//! well their bodies fit, the rest by date.

use std::collections::HashSet;

use crate::index::expression::Expression;
use crate::query::Query;
use crate::search::fault::Found;
use crate::search::plan::Plan;
use crate::search::view::Search;

/// Rows that are looked at beyond the page, only to count them.
pub const COUNTED_ROWS_MAX: usize = 20;

/// The newest rows whose bodies are compared.
const FITTED_ROWS_MAX: usize = 32;

/// What is wanted of the rows behind the front.
pub struct Want {
    pub skip: usize,
    pub rows: usize,
    /// Rows to look at beyond them, for the total.
    pub more: usize,
    /// The newest of them by how well their bodies fit.
    pub by_fit: bool,
}

/// What there is.
pub struct Behind {
    pub rows: Vec<i64>,
    pub total: u64,
    pub total_exact: bool,
}

impl Search<'_> {
    /// Whether anything matches.
    pub fn has_hit(&self, plan: &Plan, query: &Query) -> Found<bool> {
        if !self.front(plan, query)?.is_empty() {
            return Ok(true);
        }
        let one = Want {
            skip: 0,
            rows: 1,
            more: 0,
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
        let behind = found.newest().filter(|row| !ahead.contains(row));
        let decided = plan.is_empty() || plan.is_decided();
        let ranked = if want.by_fit && !plan.is_empty() && found.count() > 1 {
            FITTED_ROWS_MAX
        } else {
            0
        };
        // Every page of a query sees the same head of the list, or pages would overlap.
        let mut behind = behind.peekable();
        let mut head: Vec<i64> = behind.by_ref().take(ranked).collect();
        if decided && want.skip >= head.len() {
            // Whatever their order, they lie before this page.
        } else {
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
        for row in behind {
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
            self.forget_bodies(want.rows.max(ranked));
        }
        // What was not looked at is not counted: the total is never too large.
        Ok(Behind {
            rows,
            total: (front.len() + seen) as u64,
            total_exact: ended,
        })
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
    fn forget_bodies(&self, want: usize) {
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
