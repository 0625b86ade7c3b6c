//! The pages that one article is cut into, as they are asked for. Owns their order and that none is asked for twice.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use crate::formats::page;
use crate::sources::portal::pick;
use crate::sources::portal::recipe::Recipe;

/// The further pages of an article: those its pages tell of, by their numbers.
#[derive(Debug)]
pub struct Parts {
    link: Url,
    left: BTreeMap<usize, String>,
    asked: BTreeSet<usize>,
    /// Whether links in its pages count.
    follows: bool,
}

impl Parts {
    /// As the first page says it: by the recipe's rule, by a script, by the links of its pager.
    pub fn of(recipe: &Recipe, words: &str, link: &Url) -> Parts {
        let address = link.as_str();
        let (stem, kind) = address.rsplit_once('.').unwrap_or((address, "html"));
        let (count, next) = match &recipe.detail.pages {
            Some(pages) => {
                let pattern = pages.count.trim_start_matches("re:");
                let count = pick::expression(pattern)
                    .ok()
                    .and_then(|e| e.captures(words)?.get(1)?.as_str().parse().ok());
                (count.unwrap_or(1), pages.next.replace("{stem}", stem))
            }
            None => (page::counted(words), format!("{stem}_{{k}}.{kind}")),
        };
        let numbers = 1..usize::min(count, page::PAGES_MAX);
        let left: BTreeMap<usize, String> = numbers
            .map(|k| (k, next.replace("{k}", &k.to_string())))
            .collect();
        let mut parts = Parts {
            link: link.clone(),
            follows: left.is_empty() && recipe.detail.pages.is_none(),
            left,
            asked: BTreeSet::new(),
        };
        parts.look(words);
        parts.fill(page::told(words));
        parts
    }

    /// A pager may link to some of its pages only, and say how many there are.
    fn fill(&mut self, count: usize) {
        let Some((first, address)) = self.left.first_key_value() else {
            return;
        };
        let (first, digits) = (*first, first.to_string());
        let Some((before, behind)) = address.rsplit_once(&digits) else {
            return;
        };
        let (before, behind) = (before.to_owned(), behind.to_owned());
        if self.follows {
            for k in first..first + count.min(page::PAGES_MAX).saturating_sub(1) {
                let address = format!("{before}{k}{behind}");
                self.left.entry(k).or_insert(address);
            }
        }
    }

    /// Which of how many pages was handed out last: 3 of 4.
    pub fn at(&self) -> String {
        let asked = self.asked.len() + 1;
        format!("{asked} of {}", asked + self.left.len())
    }

    /// Notes the pages that one of them links to.
    pub fn look(&mut self, words: &str) {
        if !self.follows {
            return;
        }
        for (number, address) in page::further(words, &self.link) {
            if !self.asked.contains(&number) {
                self.left.entry(number).or_insert(address);
            }
        }
    }

    /// The next of them, which is asked for now.
    pub fn take_next(&mut self) -> Option<String> {
        let (number, address) = self.left.pop_first()?;
        self.asked.insert(number);
        Some(address)
    }
}
