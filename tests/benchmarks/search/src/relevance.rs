//! The relevance set against any mirror, without building the terminal around it. Questions whose documents the mirror lacks are
//! left out and counted. The judge is `tests/tests/real_input/relevance.rs`.

use std::path::Path;

use mirror::{Hit, Page, Query, Reader};
use serde_json::{Value, json};

/// Places that count.
const LOOKED_AT: u32 = 10;

/// Asks every question of the set.
pub fn ask(dir: &Path, set: &Path) -> anyhow::Result<Value> {
    let reader = Reader::open(dir)?;
    let page = |text: &str| -> anyhow::Result<Page> {
        Ok(reader.search(&Query {
            text: text.to_owned(),
            limit: LOOKED_AT,
            ..Query::default()
        })?)
    };
    let (mut sum, mut asked, mut absent) = (0.0, 0, 0);
    let mut misses = Vec::new();
    for line in std::fs::read_to_string(set)?
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let columns: Vec<&str> = line.split('\t').collect();
        let [kind, text, titles] = columns[..] else {
            anyhow::bail!("three columns: {line}");
        };
        let titles: Vec<&str> = titles.split('|').map(core).collect();
        let is_there = |title: &str| -> anyhow::Result<bool> {
            Ok(page(title)?.hits.iter().any(|hit| core(&hit.title) == title))
        };
        if !titles
            .iter()
            .map(|title| is_there(title))
            .collect::<anyhow::Result<Vec<_>>>()?
            .contains(&true)
        {
            absent += 1;
            continue;
        }
        let mut found = page(text)?;
        if let (true, "mistype", Some(guess)) =
            (found.hits.is_empty(), kind, found.did_you_mean.first())
        {
            found = page(&guess.clone())?;
        }
        let shown: Vec<&Hit> = found
            .hits
            .iter()
            .chain(found.near.iter().map(|near| &near.hit))
            .collect();
        let place = shown
            .iter()
            .position(|hit| titles.contains(&core(&hit.title)));
        asked += 1;
        sum += place.map_or(0.0, |place| 1.0 / (place + 1) as f64);
        if place.is_none_or(|place| place >= 3) {
            let instead: Vec<&str> = shown.iter().take(3).map(|hit| core(&hit.title)).collect();
            let reason = match (place, found.hits.len(), found.near.len()) {
                (Some(_), ..) => "others fit as well or better",
                (None, 0, 0) => "nothing found",
                (None, 0, _) => "near documents, not this one",
                (None, ..) => "other documents hold every word",
            };
            misses.push(json!({
                "kind": kind, "question": text, "place": place, "reason": reason, "instead": instead,
                "understood": found.understood, "offers": found.did_you_mean,
            }));
        }
    }
    Ok(json!({"asked": asked, "absent": absent, "mrr": sum / f64::from(asked), "misses": misses}))
}

/// A title without the words that every law of the country starts with.
fn core(title: &str) -> &str {
    title.strip_prefix("中华人民共和国").unwrap_or(title)
}
