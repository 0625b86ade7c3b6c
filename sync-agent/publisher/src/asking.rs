//! `publisher try` and `publisher recipe`: they look and answer, and change nothing. Owns what they print.

use std::path::Path;

use anyhow::{Context, ensure};
use jiff::Timestamp;
use publisher::channel::Channel;
use publisher::sources::folder;
use publisher::sources::portal::recipe::Recipe;
use publisher::sources::portal::web::Http;
use publisher::sources::portal::{self};
use publisher::trial;

/// A whole portal, one of its saved lists, or a file.
///
/// # Errors
/// Beside what cannot be read: a list has a fault, which was said before; a run would refuse it.
pub fn try_one(
    from: &str,
    recipe: Option<&Path>,
    channel: &Channel,
    json: bool,
    now: Timestamp,
) -> anyhow::Result<()> {
    let Some(recipe) = recipe else {
        let item = folder::try_file(Path::new(from), channel, now)
            .with_context(|| format!("try {from}"))?;
        let verdict = trial::verdict(item);
        match json {
            true => say(&serde_json::to_string_pretty(&verdict)?)?,
            false => say(&verdict.words())?,
        }
        return Ok(());
    };
    let recipe = Recipe::load(recipe)?;
    let today = publisher::sources::day_of(now);
    let tried = if from.starts_with("http://") || from.starts_with("https://") {
        portal::trial::site(&recipe, &mut Http::new(&recipe.site)?, &today)
    } else {
        vec![portal::trial::saved(&recipe, Path::new(from), &today)?]
    };
    if json {
        say(&serde_json::to_string_pretty(&tried)?)?;
    } else {
        for list in &tried {
            say(&console::said(&list.words()))?;
        }
    }
    let faults = tried.iter().filter(|list| list.fault.is_some()).count();
    ensure!(
        faults == 0,
        "try {from}: {faults} of {} lists have a fault",
        tried.len()
    );
    Ok(())
}

/// Fetches or reads the page of a list, and proposes.
pub fn propose(from: &str, at: Option<url::Url>, now: Timestamp) -> anyhow::Result<String> {
    let saved = Path::new(from);
    if saved.is_file() {
        let url = at.context("propose a recipe for a saved page: --at says where it stood")?;
        let bytes = std::fs::read(saved).with_context(|| format!("read {from}"))?;
        let words = publisher::formats::charset::decode(&bytes)?;
        return portal::family::propose(&url, &words);
    }
    let url: url::Url = from
        .parse()
        .with_context(|| format!("read address {from}"))?;
    let mut web = portal::web::unknown(&url)?;
    let bytes = portal::web::page(&mut web, &url)?;
    let words = publisher::formats::charset::decode(&bytes)?;
    let today = publisher::sources::day_of(now);
    portal::family::propose_tried(&url, &words, &mut web, &today)
}

/// Says what was asked for.
pub fn say(words: &str) -> anyhow::Result<()> {
    Ok(console::out(words)?)
}
