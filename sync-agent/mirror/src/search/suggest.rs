//! What fits the words typed so far: titles of documents, agencies, subjects. Owns their order; remembers nothing of what was
//! typed.

use crate::index::{Kind, Look};
use crate::query::{Filter, Query, Suggestion, SuggestionKind};
use crate::search::fault::Found;
use crate::search::matching::{self, Folded};
use crate::search::plan::Plan;
use crate::search::view::Search;
use crate::store::codes;
use crate::store::names;
use crate::words::sound;

/// Suggestions of one kind.
const EACH_MAX: usize = 20;
/// Names that are looked at, those of most documents first.
const NAMES_MAX: usize = 80;

impl Search<'_> {
    /// At most `limit` suggestions of each kind, the best first: titles, then agencies, then subjects.
    pub fn suggest(&self, text: &str, limit: u32) -> Found<Vec<Suggestion>> {
        let query = Query {
            text: text.to_owned(),
            filter: Filter::default(),
            ..Query::default()
        };
        let plan = Plan::new(&query);
        let each = EACH_MAX.min(limit as usize);
        if plan.is_empty() || each == 0 {
            return Ok(Vec::new());
        }
        let mut suggestions = self.titles(&plan, &query, each)?;
        let names = self.names(&plan)?;
        for kind in [SuggestionKind::Agency, SuggestionKind::Subject] {
            suggestions.extend(
                names
                    .iter()
                    .filter(|name| name.kind == kind)
                    .take(each)
                    .cloned(),
            );
        }
        Ok(suggestions)
    }

    fn titles(&self, plan: &Plan, query: &Query, each: usize) -> Found<Vec<Suggestion>> {
        let mut found: Vec<Suggestion> = Vec::new();
        for small in self.front(plan, query)? {
            let ranges = Folded::new(&small, plan).title_ranges(plan);
            let known = found.iter().any(|s| s.text == small.title);
            if ranges.is_empty() || known {
                continue;
            }
            found.push(Suggestion {
                kind: SuggestionKind::Title,
                ranges,
                id: Some(small.id),
                count: 1,
                text: small.title,
            });
            if found.len() == each {
                break;
            }
        }
        Ok(found)
    }

    /// Agencies and subjects in which every word lies: those that start with the first word, then by documents.
    fn names(&self, plan: &Plan) -> Found<Vec<Suggestion>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT kind, text, count FROM name WHERE row = ?1")?;
        let look = Look::open(self.db, Kind::Names, self.known)?;
        let mut known: Vec<(i64, String, i64)> = Vec::new();
        for row in look.find(&plan.named())?.newest() {
            known.push(
                statement.query_row([row], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?,
            );
        }
        known.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.1.cmp(&b.1)));
        let mut found = Vec::new();
        for (kind, text, count) in known.into_iter().take(NAMES_MAX) {
            let Some(ranges) = ranges(plan, &text) else {
                continue;
            };
            found.push(Suggestion {
                kind: if kind == names::AGENCY {
                    SuggestionKind::Agency
                } else {
                    SuggestionKind::Subject
                },
                ranges,
                id: None,
                count: codes::unsigned(count),
                text,
            });
        }
        found.sort_by_key(|name| name.ranges.first().is_none_or(|range| range[0] > 0));
        Ok(found)
    }
}

/// Where the words of a query lie in a name; `None` if one lies nowhere.
fn ranges(plan: &Plan, text: &str) -> Option<Vec<[u32; 2]>> {
    let folded = crate::words::fold::fold(text);
    let mut all = Vec::new();
    let mut views = None;
    for word in &plan.words {
        let mut found = matching::occurrences(&folded, &word.folded);
        if found.is_empty() {
            let views = views.get_or_insert_with(|| sound::views(text));
            let fits = word
                .splits
                .iter()
                .filter_map(|split| sound::fit(split, views));
            found.extend(
                fits.max_by_key(sound::goodness)
                    .map(|fit| [fit.from, fit.to]),
            );
        }
        if found.is_empty() {
            return None;
        }
        all.extend(found);
    }
    Some(matching::merge(all))
}
