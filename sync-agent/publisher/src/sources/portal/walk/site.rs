//! Whether a list is still the one of the site that the recipe was written for. Owns refusing a site that was rebuilt, or another one.

use std::collections::BTreeMap;

use anyhow::ensure;

use crate::sources::portal::pick::{Subject, first};
use crate::sources::portal::recipe::{List, Recipe};

/// The site says who it is, if the recipe knows.
pub fn check(recipe: &Recipe, list: &List, words: &str) -> anyhow::Result<()> {
    let Some(check) = &recipe.site.check else {
        return Ok(());
    };
    // What an interface answers is no page of the site.
    let head = words.trim_start();
    if head.starts_with(['{', '[']) || head.starts_with("<datastore") || head.starts_with("<?xml") {
        return Ok(());
    }
    let page = scraper::Html::parse_document(words);
    let none = BTreeMap::new();
    let subject = Subject {
        element: Some(page.root_element()),
        json: None,
        raw: words,
        known: &none,
    };
    let pick = match (&check.meta, &check.css) {
        (Some(meta), _) => format!("meta:{meta}"),
        (None, Some(css)) => css.clone(),
        (None, None) => "title".to_owned(),
    };
    let said = first(std::slice::from_ref(&pick), &subject).map(|(_, said)| said);
    ensure!(
        said.as_deref()
            .is_some_and(|said| said.contains(&check.has)),
        "read list {}: {pick} says {}, not {}: the site was rebuilt, or this is another one",
        list.column,
        said.as_deref().unwrap_or("nothing"),
        check.has
    );
    Ok(())
}
