//! The ranked front of a result: a few hundred documents at most whose title, number, agency or subject fits. Owns their order;
//! the same for every page of one query.

use std::collections::BTreeSet;

use crate::index::expression::{Expression, Place};
use rusqlite::params;

use crate::document::{Category, RelationKind};
use crate::query::Query;
use crate::search::fault::Found;
use crate::search::matching::{self, Folded, Standing};
use crate::search::plan::Plan;
use crate::search::view::Search;
use crate::store::codes::Small;

/// Newest rows whose titles hold the words, among which the shortest titles are taken.
const TITLED_ROWS_MAX: usize = 300;
/// Of those, rows that come to the front.
const SHORTEST_ROWS_MAX: usize = 60;
/// Rows that each other way into the front may bring.
const WAY_ROWS_MAX: usize = 50;
/// Candidates for the front after which no further way is tried.
const CANDIDATES_MAX: usize = 90;

/// Every document that is looked at behind the ranked ones; `None` if all are.
pub fn expression_behind(plan: &Plan, ranked: &[Small]) -> Option<Expression> {
    // Year and serial number of a document that is there: then the words apart are not what is meant.
    let is_numbered = |small: &Small| Folded::new(small, plan).is_numbered(plan);
    if plan.words.len() > 1 && ranked.iter().any(is_numbered) {
        plan.numbered()
    } else {
        plan.everything()
    }
}

impl Search<'_> {
    /// The ranked documents at the front of the result.
    pub fn front(&self, plan: &Plan, query: &Query) -> Found<Vec<Small>> {
        if plan.is_empty() {
            return Ok(Vec::new());
        }
        let mut candidates: BTreeSet<i64> = BTreeSet::new();
        let narrow = [
            plan.whole_title(),
            plan.numbered(),
            plan.sounding(Place::Whole),
        ];
        for expression in narrow.into_iter().flatten() {
            candidates.extend(self.newest(&expression, WAY_ROWS_MAX)?);
        }
        candidates.extend(self.shortest_titles(&plan.titled())?);
        let wide = [plan.sounding(Place::Start), Some(plan.small())];
        for expression in wide.into_iter().flatten() {
            if candidates.len() < CANDIDATES_MAX {
                candidates.extend(self.newest(&expression, WAY_ROWS_MAX)?);
            }
        }
        let mut ranked: Vec<(Standing, Small)> = Vec::new();
        for row in candidates {
            let Some(small) = self.small(row)? else {
                continue;
            };
            let standing = Folded::new(&small, plan).standing(plan);
            if let Some(standing) = standing.filter(|_| matching::passes(&small, &query.filter)) {
                ranked.push((standing, small));
            }
        }
        ranked.sort_by(|(a, x), (b, y)| {
            let key = |s: &Standing, d: &Small| (s.class, d.validity.is_past(), 8 - s.covered);
            key(a, x)
                .cmp(&key(b, y))
                .then_with(|| y.date.cmp(&x.date))
                .then_with(|| y.row.cmp(&x.row))
        });
        self.beside_their_policies(ranked.into_iter().map(|(_, small)| small).collect())
    }

    /// Puts each interpretation (解读) right behind the document it interprets, which comes no later than it would have.
    fn beside_their_policies(&self, ranked: Vec<Small>) -> Found<Vec<Small>> {
        let mut left: Vec<Option<Small>> = ranked.into_iter().map(Some).collect();
        let mut ordered: Vec<Small> = Vec::with_capacity(left.len());
        for at in 0..left.len() {
            let Some(small) = left[at].take() else {
                continue;
            };
            let targets = self.interpreted_by(&small)?;
            let is_target = |d: &Small| targets.contains(&d.id);
            if let Some(later) = left.iter().position(|d| d.as_ref().is_some_and(is_target)) {
                ordered.extend(left[later].take());
            }
            let policy = ordered.iter().position(is_target);
            ordered.insert(policy.map_or(ordered.len(), |policy| policy + 1), small);
        }
        Ok(ordered)
    }

    /// Ids of the documents that an interpretation interprets; none for any other document.
    fn interpreted_by(&self, small: &Small) -> rusqlite::Result<Vec<String>> {
        if small.category != Category::Interpretation {
            return Ok(Vec::new());
        }
        self.db
            .prepare_cached("SELECT target FROM relation WHERE row = ?1 AND kind = ?2")?
            .query_map(
                params![small.row, RelationKind::Interprets.as_code()],
                |row| row.get(0),
            )?
            .collect()
    }

    /// Of the newest documents for an expression, those with the shortest titles: the words are most of what they are about.
    fn shortest_titles(&self, expression: &Expression) -> rusqlite::Result<Vec<i64>> {
        let rows = self.newest(expression, TITLED_ROWS_MAX)?;
        if rows.len() <= SHORTEST_ROWS_MAX {
            return Ok(rows);
        }
        let mut length = self
            .db
            .prepare_cached("SELECT length(title) FROM document WHERE row = ?1")?;
        let mut measured = rows
            .into_iter()
            .map(|row| Ok((length.query_row([row], |r| r.get(0))?, -row)))
            .collect::<rusqlite::Result<Vec<(i64, i64)>>>()?;
        measured.sort_unstable();
        measured.truncate(SHORTEST_ROWS_MAX);
        Ok(measured.into_iter().map(|(_, row)| -row).collect())
    }
}
