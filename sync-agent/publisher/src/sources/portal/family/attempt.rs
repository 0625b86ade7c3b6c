//! Trying a way before it is proposed: its first page and, where it says that there are more, its second one. Owns what counts as one that works.

use std::collections::{BTreeSet, HashMap};

use anyhow::ensure;
use url::Url;

use crate::sources::portal::catalogue;
use crate::sources::portal::recipe::Recipe;
use crate::sources::portal::walk::{Pages, overlooked};
use crate::sources::portal::web::{Ask, Reply, Web};

/// Columns of one way that are asked for until one has rows.
const COLUMNS_TRIED: usize = 4;

/// What a way brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brought {
    /// Rows of the first page.
    pub rows: usize,
    /// Those with a date.
    pub dated: usize,
    /// New rows of the second page, if there is one.
    pub new: Option<usize>,
    /// Further pages that it does not lead to.
    pub left: Option<String>,
}

/// Reads the first pages of the recipe `text`.
pub fn attempt(text: &str, web: &mut dyn Web, today: &str) -> anyhow::Result<Brought> {
    let recipe = Recipe::parse(text)?;
    let mut fault = None;
    for list in recipe.list.iter().take(COLUMNS_TRIED) {
        if list.wrap.is_catalogue() {
            let first = catalogue::first(&recipe, list, web)?;
            ensure!(
                !first.rows.is_empty() || list.min_items == 0,
                "no rows; dropped {:?}",
                first.dropped
            );
            return Ok(Brought {
                rows: first.rows.len(),
                dated: first.rows.iter().filter(|row| row.date.is_some()).count(),
                ..Brought::default()
            });
        }
        let mut pages = Pages::open(&recipe, list, web, today)?;
        let first = pages.page(1, web)?;
        if first.rows.is_empty() {
            fault.get_or_insert_with(|| format!("no rows; dropped {:?}", first.dropped));
            continue;
        }
        let mut brought = Brought {
            rows: first.rows.len(),
            dated: first.rows.iter().filter(|row| row.date.is_some()).count(),
            new: None,
            left: None,
        };
        if !pages.has_more(&first) {
            brought.left = overlooked(list, &first, true);
            return Ok(brought);
        }
        let links: BTreeSet<&str> = first.rows.iter().map(|row| row.link.as_str()).collect();
        let second = pages
            .page(2, web)
            .map_err(|error| anyhow::anyhow!("page 2: {error:#}"))?;
        let new = second
            .rows
            .iter()
            .filter(|row| !links.contains(row.link.as_str()))
            .count();
        // Where nothing counts its pages, an empty second one is the end.
        let is_end = second.rows.is_empty() && first.further.is_none() && first.pages.is_none();
        ensure!(
            new > 0 || is_end,
            "page 2: {new} of {} rows are new",
            second.rows.len()
        );
        brought.new = (new > 0).then_some(new);
        return Ok(brought);
    }
    anyhow::bail!("{}", fault.unwrap_or_default())
}

/// A site whose answers are kept: no page is asked for twice while ways are tried.
pub struct Kept<'w> {
    web: &'w mut dyn Web,
    answers: HashMap<String, Reply>,
}

impl<'w> Kept<'w> {
    /// Nothing was asked yet.
    pub fn new(web: &'w mut dyn Web) -> Kept<'w> {
        Kept {
            web,
            answers: HashMap::new(),
        }
    }
}

impl Web for Kept<'_> {
    fn ask(&mut self, url: &Url, ask: &Ask) -> anyhow::Result<Reply> {
        let key = format!("{url} {:?} {:?}", ask.form, ask.json);
        if let Some(reply) = self.answers.get(&key) {
            return Ok(reply.clone());
        }
        let reply = self.web.ask(url, ask)?;
        self.answers.insert(key, reply.clone());
        Ok(reply)
    }
}
