//! Answers a query: documents whose small fields fit, ranked, then the bodies, newest first. Owns the order of the hits.
//!
//! The front of the result is a few hundred documents at most whose title, number, agency or subject fits, ranked; it
//! is the same for every page of one query. Behind it come all others by date. The index proposes, `matching` decides.

use crate::error::Error;
use crate::query::{Hit, PAGE_ROWS_MAX, Page, Query};
use crate::search::behind;
use crate::search::behind::Want;
use crate::search::fault::{Fault, Found};
use crate::search::matching::Folded;
use crate::search::plan::Plan;
use crate::search::snippet;
use crate::search::view::Search;

impl Search<'_> {
    /// Runs a query.
    pub fn run(&self, query: &Query) -> Result<Page, Error> {
        self.page(query)
            .map_err(|fault| fault.into_error("search mirror", self.path))
    }

    fn page(&self, query: &Query) -> Found<Page> {
        let plan = Plan::new(query);
        if plan.is_noise() {
            return Ok(Page {
                total: 0,
                total_exact: true,
                hits: Vec::new(),
                did_you_mean: Vec::new(),
            });
        }
        let limit = query.limit.min(PAGE_ROWS_MAX) as usize;
        let offset = query.offset as usize;
        let front = self.front(&plan, query)?;
        // Year and serial number of a document that is there: then the words apart are not what is meant.
        let numbered = plan.words.len() > 1
            && front
                .iter()
                .any(|small| Folded::new(small, &plan).is_numbered(&plan));
        let expression = if numbered {
            plan.numbered()
        } else {
            plan.everything()
        };
        let front: Vec<i64> = front.into_iter().map(|small| small.row).collect();
        let mut page: Vec<i64> = front.iter().skip(offset).take(limit).copied().collect();
        let behind = self.behind(
            &plan,
            query,
            expression,
            &front,
            Want {
                skip: offset.saturating_sub(front.len()),
                rows: limit - page.len(),
                more: behind::COUNTED_ROWS_MAX,
            },
        )?;
        page.extend(&behind.rows);
        let hits = page
            .iter()
            .map(|row| self.hit(&plan, *row))
            .collect::<Found<Vec<Hit>>>()?;
        let did_you_mean = if behind.total == 0 && !plan.is_empty() && plan.numbers.is_empty() {
            self.meant(&plan, query)?
        } else {
            Vec::new()
        };
        Ok(Page {
            total: behind.total,
            total_exact: behind.total_exact,
            hits,
            did_you_mean,
        })
    }

    fn hit(&self, plan: &Plan, row: i64) -> Found<Hit> {
        let small = self
            .small(row)?
            .ok_or_else(|| Fault::Body(format!("row {row}")))?;
        let fields = Folded::new(&small, plan);
        let title_ranges = fields.title_ranges(plan);
        let body = self.body(row, &small.id)?;
        let mut may_fold = false;
        for word in &plan.words {
            may_fold |= self.literally(word)?.hold(row);
        }
        let place = snippet::first_place(plan, &body, may_fold);
        let article = match place {
            Some(place) => snippet::article(&self.shape(row, &small.id)?, &body.bytes, place),
            None => None,
        };
        let snippet = snippet::cut(plan, &body.bytes, place);
        Ok(Hit {
            id: small.id,
            rev: small.rev,
            title: small.title,
            title_ranges,
            doc_no: small.doc_no,
            index_no: small.index_no,
            agency: small.agency,
            date: small.date,
            validity: small.validity,
            category: small.category,
            article,
            snippet,
            interpreted: small.interpreted,
        })
    }
}
