//! What fits the words typed so far: titles of documents, agencies, subjects. Owns their order; remembers nothing of what was
//! typed.

use crate::codes;
use crate::matching::{self, Folded};
use crate::names;
use crate::plan::Plan;
use crate::query::{Filter, Query, Suggestion, SuggestionKind};
use crate::search::{Found, Search};
use crate::sound;

/// Suggestions of one kind.
const EACH_MAX: usize = 20;
/// Names that are looked at, those of most documents first.
const NAMES_MAX: i64 = 80;

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
        let mut statement = self.db.prepare_cached(
            "SELECT kind, text, count FROM name
             WHERE row IN (SELECT rowid FROM name_index WHERE name_index MATCH ?1) ORDER BY count DESC, text LIMIT ?2",
        )?;
        let mut rows = statement.query(rusqlite::params![plan.named(), NAMES_MAX])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let text: String = row.get(1)?;
            let Some(ranges) = ranges(plan, &text) else {
                continue;
            };
            found.push(Suggestion {
                kind: if row.get::<_, i64>(0)? == names::AGENCY {
                    SuggestionKind::Agency
                } else {
                    SuggestionKind::Subject
                },
                ranges,
                id: None,
                count: codes::unsigned(row.get(2)?),
                text,
            });
        }
        found.sort_by_key(|name| name.ranges.first().is_none_or(|range| range[0] > 0));
        Ok(found)
    }
}

/// Where the words of a query lie in a name; `None` if one lies nowhere.
fn ranges(plan: &Plan, text: &str) -> Option<Vec<[u32; 2]>> {
    let folded = crate::fold::fold(text);
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
