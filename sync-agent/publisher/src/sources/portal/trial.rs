//! `publisher try … --recipe`: what a recipe takes from a portal, without publishing. Owns the counts an operator judges a recipe by; a fault that
//! a run would refuse is a fault here too.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context;
use serde::Serialize;
use url::Url;

use super::article;
use super::catalogue;
use super::recipe::{List, PageKind, Recipe};
use super::rows::{self, Answer};
use super::walk::ids::{Ids, SHARED};
use super::walk::{Pages, overlooked};
use super::web::Web;

/// Rows that are shown in full.
const SHOWN_MAX: usize = 500;

/// What one list gave.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct Tried {
    /// Name of the column.
    pub column: String,
    /// Rows of the first page.
    pub count: usize,
    /// Different articles among them.
    pub distinct: usize,
    /// Rows with title, date and address.
    pub complete: usize,
    /// Rows that were dropped, by reason.
    pub dropped: BTreeMap<&'static str, usize>,
    /// For each field, how often each candidate (from 0) gave it.
    pub hits: BTreeMap<&'static str, BTreeMap<usize, usize>>,
    /// Pages, as the site counts them.
    pub pages: Option<usize>,
    /// Rows of the column, as the site counts them.
    pub total: Option<usize>,
    /// What page 2 says: how many new links it brings, or its fault.
    pub page_2: Option<String>,
    /// What the list says of further pages that the recipe does not lead to.
    pub warning: Option<String>,
    /// Why the list is refused.
    pub fault: Option<String>,
    pub rows: Vec<Shown>,
}

/// A row of the list as the recipe reads it.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Shown {
    pub id: String,
    pub title: String,
    pub date: Option<String>,
    pub address: String,
}

fn tried(list: &List, mut answer: Answer, ids: &mut Ids) -> Tried {
    let told_apart = ids.take(&answer.rows);
    if ids.shared() > 0 {
        answer.dropped.insert(SHARED, ids.shared());
    }
    let links: BTreeSet<&str> = answer.rows.iter().map(|row| row.link.as_str()).collect();
    let whole = answer
        .rows
        .iter()
        .filter(|row| !row.title.is_empty() && row.date.is_some() && !row.link.is_empty());
    Tried {
        column: list.column.clone(),
        count: answer.rows.len(),
        distinct: links.len(),
        complete: whole.count(),
        fault: (answer.rows.len() < list.min_items)
            .then(|| {
                let least = list.min_items;
                format!("{} rows, {least} at least were expected", answer.rows.len())
            })
            .or(told_apart.err().map(|error| error.to_string())),
        pages: answer.pages,
        total: answer.total,
        page_2: None,
        warning: None,
        rows: answer
            .rows
            .into_iter()
            .take(SHOWN_MAX)
            .map(|row| Shown {
                id: row.id,
                title: row.title,
                date: row.date,
                address: row.link,
            })
            .collect(),
        dropped: answer.dropped,
        hits: answer.hits,
    }
}

/// Every column of a portal, its first two pages.
pub fn site(recipe: &Recipe, web: &mut dyn Web, today: &str) -> Vec<Tried> {
    recipe
        .list
        .iter()
        .map(|list| {
            column(recipe, list, web, today).unwrap_or_else(|error| Tried {
                column: list.column.clone(),
                fault: Some(format!("{error:#}")),
                ..Tried::default()
            })
        })
        .collect()
}

fn column(recipe: &Recipe, list: &List, web: &mut dyn Web, today: &str) -> anyhow::Result<Tried> {
    let mut ids = Ids::default();
    if list.wrap.is_catalogue() {
        return Ok(tried(list, catalogue::first(recipe, list, web)?, &mut ids));
    }
    let mut pages = Pages::open(recipe, list, web, today)?;
    let first = pages.page(1, web)?;
    let more = pages.has_more(&first);
    let links: BTreeSet<String> = first.rows.iter().map(|row| row.link.clone()).collect();
    let warning = overlooked(list, &first, true).filter(|_| !more);
    let mut tried = tried(list, first, &mut ids);
    if !more {
        tried.warning = warning;
        return Ok(tried);
    }
    match pages.page(2, web) {
        Ok(second) => {
            let new = second.rows.iter().filter(|row| !links.contains(&row.link));
            let new = new.count();
            if new == 0 {
                tried.fault = Some("page 2 lists what page 1 lists".to_owned());
            } else if let Err(error) = ids.take(&second.rows) {
                tried.fault = Some(format!("page 2: {error}"));
            }
            tried.page_2 = Some(format!("{new} new of {}", second.rows.len()));
        }
        Err(error) => {
            tried.fault = Some(format!("page 2: {error:#}"));
        }
    }
    Ok(tried)
}

/// A saved answer, as the first page of the column that takes most from it.
pub fn saved(recipe: &Recipe, path: &Path, today: &str) -> anyhow::Result<Tried> {
    let bytes = std::fs::read(path).with_context(|| format!("read {}", path.display()))?;
    let words = article::decoded(recipe, &bytes)
        .map_err(|refusal| anyhow::anyhow!("{}", refusal.detail))?;
    let base: Url = recipe.site.start.clone();
    let mut best: Option<Tried> = None;
    let mut fault = None;
    for list in &recipe.list {
        let mut known = list.constants.clone();
        known.insert("n".to_owned(), "1".to_owned());
        known.insert("today".to_owned(), today.to_owned());
        known.insert(
            "year".to_owned(),
            today.get(..4).unwrap_or_default().to_owned(),
        );
        let at = super::pick::filled(&list.url, &known)
            .ok()
            .and_then(|url| base.join(&url).ok())
            .unwrap_or_else(|| base.clone());
        let answer = match list.wrap.is_catalogue() {
            true => catalogue::read(recipe, list, &words),
            false => rows::read(recipe, list, &words, &at, &known),
        };
        match answer {
            Ok(answer) => {
                let warning = Some(list.page.kind)
                    .filter(|kind| *kind == PageKind::None)
                    .and_then(|_| overlooked(list, &answer, true));
                let mut tried = tried(list, answer, &mut Ids::default());
                tried.warning = warning;
                if best.as_ref().is_none_or(|b| tried.count > b.count) {
                    best = Some(tried);
                }
            }
            Err(error) => fault = Some(format!("{error:#}")),
        }
    }
    Ok(best.unwrap_or_else(|| Tried {
        fault,
        ..Tried::default()
    }))
}

impl Tried {
    /// The trial as lines for people.
    pub fn words(&self) -> String {
        let mut lines = vec![format!(
            "{}: {} rows, {} different, {} with title, date and address",
            self.column, self.count, self.distinct, self.complete
        )];
        let counted = |number: Option<usize>| number.map_or("-".to_owned(), |n| n.to_string());
        lines.push(format!(
            "  pages {}, total {}, page 2: {}",
            counted(self.pages),
            counted(self.total),
            self.page_2.as_deref().unwrap_or("not asked")
        ));
        for (field, hits) in &self.hits {
            lines.push(format!("  {field}: candidate and hits {hits:?}"));
        }
        let dropped = self.dropped.iter();
        lines.extend(dropped.map(|(why, count)| format!("  dropped {count}: {why}")));
        let warning = self.warning.iter();
        lines.extend(warning.map(|warning| format!("  WARNING: {warning}")));
        lines.extend(self.fault.iter().map(|fault| format!("  FAULT: {fault}")));
        lines.join("\n")
    }
}
