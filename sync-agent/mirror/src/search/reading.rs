//! Ways to read a question, from what stands there to what may be meant, until one finds something. Owns their order; counts
//! and ranks nothing.

use crate::query::Query;
use crate::search::fault::Found;
use crate::search::matching::Folded;
use crate::search::plan::Plan;
use crate::search::view::Search;
use crate::store::codes::Small;
use crate::words::{citation, fold, tokens};

/// Official ways to say an everyday word that are tried.
const WAYS_MAX: usize = 3;

/// A question as it is looked for.
#[allow(missing_docs)]
pub struct Reading {
    pub text: String,
    /// Documents that come first, whatever else is found.
    pub first: Vec<i64>,
}

impl Search<'_> {
    /// The law and the article that are cited, if there is such an article; its law comes first. What is not `held` by any document as it was
    /// typed may also cite a law by a part of its title; what is held means what it says (例第十条 stands in many texts).
    pub fn cited(&self, content: &str, query: &Query, held: bool) -> Found<Option<Reading>> {
        let Some((law, label, says_article)) = citation::cited(content) else {
            return Ok(None);
        };
        let asked = Query {
            text: law,
            ..query.clone()
        };
        let plan = Plan::new(&asked);
        let front = self.front(&plan, &asked)?;
        let is_title = |small: &&Small| {
            let standing = Folded::new(small, &plan).standing(&plan);
            standing.is_some_and(|standing| standing.is_title())
                || Self::is_core_title(small, &plan)
        };
        let mut laws: Vec<&Small> = front.iter().filter(is_title).collect();
        if laws.is_empty() && says_article && !held {
            laws.extend(front.first());
        }
        let Some(small) = laws.first() else {
            return Ok(None);
        };
        let title = fold::squeeze(&small.title);
        let text = format!("{} {label}", tokens::core_title(&title));
        let plan = Plan::new(&Query {
            text: text.clone(),
            ..Query::default()
        });
        let mut first = Vec::new();
        for small in laws {
            if self.matches(&plan, small.row)? {
                first.push(small.row);
            }
        }
        Ok((!first.is_empty()).then_some(Reading { text, first }))
    }

    /// Other ways to say the content of a question, the likeliest first: without the words around it, officially.
    pub fn ways(&self, typed: &str, content: &str) -> Vec<String> {
        let mut ways: Vec<String> = Vec::new();
        let mut add = |way: String| {
            if !way.is_empty() && way != fold::fold(typed) && !ways.contains(&way) {
                ways.push(way);
            }
        };
        add(content.to_owned());
        for nth in 0..WAYS_MAX {
            self.synonyms.said_officially(content, nth).map(&mut add);
        }
        ways
    }

    /// Whether the query is what a title says behind 中华人民共和国, by its characters or by its sound.
    fn is_core_title(small: &Small, plan: &Plan) -> bool {
        let title = fold::squeeze(&small.title);
        let core = tokens::core_title(&title).chars().count();
        let whole = small.title.chars().count();
        let ranges = Folded::new(small, plan).title_ranges(plan);
        matches!(ranges.as_slice(), [[from, to]] if *to as usize == whole && (*to - *from) as usize == core)
    }
}
