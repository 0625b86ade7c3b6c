//! Answers a query: documents whose small fields fit, ranked, then the bodies, newest first. Owns the order of the hits.
//!
//! The front of the result is a few hundred documents at most whose title, number, agency or subject fits, ranked; it
//! is the same for every page of one query. Behind it come all others by date. The index proposes, `matching` decides.

use std::collections::HashSet;

use crate::error::Error;
use crate::query::{Hit, Near, Offer, PAGE_ROWS_MAX, Page, QUERY_CHARS_MAX, Query};
use crate::search::behind;
use crate::search::behind::Want;
use crate::search::fault::{Fault, Found};
use crate::search::front::expression_behind;
use crate::search::matching::Folded;
use crate::search::mistype::Asked;
use crate::search::plan::Plan;
use crate::search::reading::Reading;
use crate::search::snippet;
use crate::search::view::Search;
use crate::words::number::Number;
use crate::words::question;

/// With fewer hits, near documents stand below them.
const NEAR_BELOW: u64 = 10;
/// Near documents shown.
const NEAR_ROWS_MAX: usize = 10;
/// Documents that are looked at before another way to say a question is taken for nothing.
const WAY_LOOKS_MAX: usize = 24;
/// Documents of one number that are looked at.
const BESIDE_ROWS_MAX: u32 = 3;
/// Documents shown for the official way to say what was typed, beside hits for what was typed.
const ALSO_ROWS_MAX: u32 = 5;

impl Search<'_> {
    /// Runs a query.
    pub fn run(&self, query: &Query) -> Result<Page, Error> {
        self.page(query)
            .map_err(|fault| fault.into_error("search mirror", self.path))
    }

    fn page(&self, query: &Query) -> Found<Page> {
        if Plan::new(query).is_noise() {
            return Ok(Page {
                total_exact: true,
                ..Page::default()
            });
        }
        // Nobody types more; what a plan does not look at is not read as a question either.
        let typed: String = query.text.chars().take(QUERY_CHARS_MAX).collect();
        let asked = Query {
            text: question::cleaned(&typed),
            ..query.clone()
        };
        let content = question::content(&typed);
        let quoted = Plan::new(&asked).words.iter().any(|word| word.quoted);
        let mut page = self.exact(&asked, &[])?;
        let held = page.total > 0;
        if !quoted && let Some(reading) = self.cited(&content, &asked, held)? {
            return self.read_so(&asked, reading);
        }
        if page.total > 0 || content.is_empty() || quoted {
            // Behind the first page only what is paged through is looked for.
            if !quoted && (asked.offset == 0 || page.total < NEAR_BELOW) {
                self.said_otherwise(&asked, &content, &mut page)?;
            }
            if page.total < NEAR_BELOW && !quoted {
                self.beside(&asked, &content, &mut page)?;
            }
            return Ok(page);
        }
        let mut ways = self.ways(&asked.text, &content);
        for text in &ways {
            if let Some(reading) = self.cited(text, &asked, held)? {
                return self.read_so(&asked, reading);
            }
            if !self.is_worth_a_look(text, &content, &asked)? {
                continue;
            }
            let first = Vec::new();
            let text = text.clone();
            let found = self.read_so(&asked, Reading { text, first })?;
            if found.total > 0 {
                return Ok(found);
            }
        }
        let nearest = ways.pop().unwrap_or(content);
        let official = self.synonyms.said_officially(&nearest, 0);
        if official.is_none() {
            // What letters spell may stand in texts though no title says it.
            self.said_otherwise(&asked, &nearest, &mut page)?;
        }
        self.beside(&asked, official.as_deref().unwrap_or(&nearest), &mut page)?;
        Ok(page)
    }

    /// Whether the query is to be read this way: its own content is; what it might mean in other words, if one of the first
    /// documents holds that.
    fn is_worth_a_look(&self, way: &str, content: &str, asked: &Query) -> Found<bool> {
        let query = Query {
            text: way.to_owned(),
            ..asked.clone()
        };
        Ok(way == content || self.has_hit(&Plan::new(&query), &query, WAY_LOOKS_MAX)?)
    }

    /// The page of a question that is read in another way than it stands there.
    fn read_so(&self, asked: &Query, reading: Reading) -> Found<Page> {
        let query = Query {
            text: reading.text,
            ..asked.clone()
        };
        let mut page = self.exact(&query, &reading.first)?;
        if page.total == 0 {
            return Ok(page);
        }
        if page.total < NEAR_BELOW && reading.first.is_empty() {
            self.beside(&query, &query.text, &mut page)?;
        }
        page.understood = (query.text != asked.text).then_some(query.text);
        Ok(page)
    }

    /// Documents that hold every word of a text, as far as they were counted, and whether these are all. Nothing near is looked for: keys wait for it.
    pub fn count(&self, text: &str) -> Result<(u64, bool), Error> {
        let query = Query {
            text: text.to_owned(),
            ..Query::default()
        };
        if Plan::new(&query).is_empty() {
            return Ok((0, true));
        }
        self.exact(&query, &[])
            .map(|page| (page.total, page.total_exact))
            .map_err(|fault| fault.into_error("count in mirror", self.path))
    }

    /// What stands beside few hits or none: near documents, and queries that find more.
    fn beside(&self, query: &Query, content: &str, page: &mut Page) -> Found<()> {
        let plan = Plan::new(query);
        let numbered = !plan.numbers.is_empty() || plan.index_key.is_some();
        let titled = page.hits.iter().any(|hit| !hit.title_ranges.is_empty());
        let meant = titled || page.also.is_some();
        if !meant && query.offset == 0 && !plan.is_empty() && !numbered {
            let bare = Query {
                text: question::bare(content).join(" "),
                ..query.clone()
            };
            // Where some text holds the words by chance, a title may still be what was meant; parts of them say less.
            let asked = if page.total == 0 {
                Asked::Anything
            } else {
                Asked::Slips
            };
            let offers = self.offers(&Plan::new(&bare), &bare, asked)?;
            page.offers.extend(offers);
        }
        if page.total == 0 {
            page.did_you_mean = page.offers.iter().map(|offer| offer.text.clone()).collect();
        }
        if numbered {
            return self.beside_numbers(&plan, query, page);
        }
        let hits = self.all_rows(query, page)?;
        let known: HashSet<&String> = page.near.iter().map(|near| &near.hit.id).collect();
        let mut more = self.near(content, query, &hits)?;
        more.retain(|near| !known.contains(&near.hit.id));
        page.near.extend(more);
        page.near.truncate(NEAR_ROWS_MAX);
        page.near_total = page.near.len() as u64;
        let shown_before = u64::from(query.offset).saturating_sub(page.total);
        page.near
            .drain(..(shown_before as usize).min(page.near.len()));
        Ok(())
    }

    /// Documents whose number is beside that of the only hit that has the number asked for; without one, beside the number as it was typed.
    fn beside_numbers(&self, plan: &Plan, query: &Query, page: &mut Page) -> Found<()> {
        page.near.clear();
        let all = self.all_hits(query, page)?;
        let hits = self.rows_of(&all)?;
        let own = all
            .iter()
            .filter_map(|hit| hit.doc_no.as_deref())
            .map(Number::cut);
        let meant: Vec<Number> = own
            .filter(|own| plan.numbers.iter().any(|typed| typed.means(own)))
            .collect();
        let asked = match meant.as_slice() {
            [] => plan.numbers.iter().find(|number| number.is_whole()),
            [only] => Some(only),
            _ => None,
        };
        for text in asked.into_iter().flat_map(Number::beside) {
            let wanted = Number::cut(&text);
            let beside = Query {
                text,
                offset: 0,
                limit: BESIDE_ROWS_MAX,
                ..query.clone()
            };
            for hit in self.exact(&beside, &[])?.hits {
                let own = hit.doc_no.as_deref().map(Number::cut);
                if own.as_ref() == Some(&wanted) && !hits.contains(&self.row_of(&hit)?) {
                    page.near.push(Near {
                        hit,
                        missing: Vec::new(),
                    });
                }
            }
        }
        page.near.truncate(NEAR_ROWS_MAX);
        page.near_total = page.near.len() as u64;
        page.near_numbers = page.near_total > 0;
        let shown_before = u64::from(query.offset).saturating_sub(page.total);
        page.near
            .drain(..(shown_before as usize).min(page.near.len()));
        Ok(())
    }

    /// The rows of few hits, those of other pages too.
    fn all_rows(&self, query: &Query, page: &Page) -> Found<HashSet<i64>> {
        self.rows_of(&self.all_hits(query, page)?)
    }

    /// Few hits, those of other pages too.
    fn all_hits(&self, query: &Query, page: &Page) -> Found<Vec<Hit>> {
        if page.hits.len() as u64 == page.total {
            return Ok(page.hits.clone());
        }
        let all = Query {
            offset: 0,
            limit: PAGE_ROWS_MAX,
            ..query.clone()
        };
        Ok(self.exact(&all, &[])?.hits)
    }

    /// Documents that say officially what was typed in everyday words, or hold the word that letters spell, when others hold it as it
    /// was typed: they are near, not exact.
    fn said_otherwise(&self, query: &Query, content: &str, page: &mut Page) -> Found<()> {
        let few = page.total < NEAR_BELOW;
        let words: Vec<String> = content.split(' ').map(str::to_owned).collect();
        let (text, words) = match self.synonyms.said_officially(content, 0) {
            Some(text) => (text, words),
            // Letters find titles; the word they spell stands in texts too.
            None if few => match self.heard(content)?.into_iter().next() {
                Some(word) => (word.clone(), vec![word]),
                None => return Ok(()),
            },
            None => return Ok(()),
        };
        let official = Query {
            text: text.clone(),
            limit: ALSO_ROWS_MAX,
            ..query.clone()
        };
        let known = self.rows_of(&page.hits)?;
        let plan = Plan::new(&official);
        let found = self.exact(
            &Query {
                offset: 0,
                ..official.clone()
            },
            &[],
        )?;
        if found.total > 0 {
            page.offers.push(Offer {
                text: text.clone(),
                total: found.total,
            });
        }
        for hit in found.hits {
            let row = self.row_of(&hit)?;
            if known.contains(&row) || self.matches(&Plan::new(query), row)? {
                continue;
            }
            if let Some(small) = self.small(row)? {
                page.near.push(Near {
                    missing: self.missing(&small, &words)?,
                    hit: self.hit(&plan, row)?,
                });
            }
        }
        page.also = (!page.near.is_empty()).then_some(text);
        Ok(())
    }

    /// Queries that find something, each with how much.
    fn offers(&self, plan: &Plan, query: &Query, asked: Asked) -> Found<Vec<Offer>> {
        let mut offers = Vec::new();
        for text in self.meant(plan, query, asked)? {
            let found = self.exact(
                &Query {
                    text: text.clone(),
                    offset: 0,
                    limit: 0,
                    ..query.clone()
                },
                &[],
            )?;
            offers.push(Offer {
                text,
                total: found.total,
            });
        }
        Ok(offers)
    }

    fn rows_of(&self, hits: &[Hit]) -> Found<HashSet<i64>> {
        hits.iter().map(|hit| self.row_of(hit)).collect()
    }

    fn row_of(&self, hit: &Hit) -> Found<i64> {
        let mut statement = self
            .db
            .prepare_cached("SELECT row FROM document WHERE id = ?1")?;
        Ok(statement.query_row([&hit.id], |row| row.get(0))?)
    }

    /// The documents that hold every word; `first` come first.
    fn exact(&self, query: &Query, first: &[i64]) -> Found<Page> {
        let plan = Plan::new(query);
        let limit = query.limit.min(PAGE_ROWS_MAX) as usize;
        let offset = query.offset as usize;
        let ranked = self.front(&plan, query)?;
        let expression = expression_behind(&plan, &ranked);
        let mut front: Vec<i64> = first.to_vec();
        front.extend(
            ranked
                .into_iter()
                .map(|small| small.row)
                .filter(|row| !first.contains(row)),
        );
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
                tries: usize::MAX,
                by_fit: true,
            },
        )?;
        page.extend(&behind.rows);
        let hits = page
            .iter()
            .map(|row| self.hit(&plan, *row))
            .collect::<Found<Vec<Hit>>>()?;
        Ok(Page {
            total: behind.total,
            total_exact: behind.total_exact,
            hits,
            ..Page::default()
        })
    }

    /// One document as a page shows it.
    pub fn hit(&self, plan: &Plan, row: i64) -> Found<Hit> {
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
        let (article, attached) = match place {
            Some(place) => {
                let shape = self.shape(row, &small.id)?;
                let article = snippet::article(&shape, &body.bytes, place);
                (article, snippet::attached(&shape, &body.bytes, place))
            }
            None => (None, None),
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
            attached,
            snippet,
            interpreted: small.interpreted,
        })
    }
}
