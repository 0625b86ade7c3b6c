//! Relevance sets against any mirror, without building the terminal around it, beside BM25 over words where it is built in.
//! Questions whose documents the mirror lacks are left out and counted. Prints every miss with its reason. The judge is
//! `tests/tests/real_input/relevance.rs`.

use std::collections::BTreeMap;
use std::path::Path;

use mirror::{Page, Query, Reader};
use serde_json::{Value, json};

/// Places that count.
const LOOKED_AT: u32 = 10;

/// Sums of one kind of question.
#[derive(Default)]
struct Sums {
    asked: u32,
    ours: f64,
    peer: f64,
}

/// What another engine answers: the titles that fit best.
type Peer<'a> = Box<dyn Fn(&str) -> Vec<String> + 'a>;

/// Asks every question of a set.
pub fn ask(dir: &Path, set: &Path) -> anyhow::Result<Value> {
    let reader = Reader::open(dir)?;
    let peer = peer(&reader)?;
    let mut kinds: BTreeMap<String, Sums> = BTreeMap::new();
    let mut misses = Vec::new();
    let mut empty = Vec::new();
    let mut absent = 0;
    let text = std::fs::read_to_string(set)?;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [kind, text, titles] = columns[..] else {
            anyhow::bail!("three columns: {line}");
        };
        let titles: Vec<&str> = titles.split('|').map(core).collect();
        if !any_is_there(&reader, &titles)? {
            absent += 1;
            continue;
        }
        let mut found = page(&reader, text)?;
        if let (true, "mistype", Some(guess)) =
            (found.hits.is_empty(), kind, found.did_you_mean.first())
        {
            found = page(&reader, &guess.clone())?;
        }
        let near = found.near.iter().map(|near| &near.hit);
        let shown: Vec<&str> = found.hits.iter().chain(near).map(|hit| core(&hit.title)).collect();
        let sums = kinds.entry(kind.to_owned()).or_default();
        sums.asked += 1;
        sums.ours += worth(&shown, &titles);
        let others = peer.as_ref().map(|peer| peer(text)).unwrap_or_default();
        let others: Vec<&str> = others.iter().map(|title| core(title)).collect();
        sums.peer += worth(&others, &titles);
        if shown.is_empty() && !others.is_empty() {
            empty.push(text.to_owned());
        }
        if worth(&shown, &titles) < 1.0 {
            let instead: Vec<&str> = shown.iter().take(3).copied().collect();
            misses.push(json!({
                "kind": kind, "question": text, "place": place(&shown, &titles),
                "reason": reason(&found, place(&shown, &titles)), "instead": instead,
                "understood": found.understood, "also": found.also, "offers": found.did_you_mean,
                "bm25_place": place(&others, &titles),
            }));
        }
    }
    let mean = |sum: f64, asked: u32| sum / f64::from(asked.max(1));
    let by_kind: BTreeMap<&String, Value> = kinds
        .iter()
        .map(|(kind, sums)| {
            let (ours, peer) = (mean(sums.ours, sums.asked), mean(sums.peer, sums.asked));
            (kind, json!({"asked": sums.asked, "mrr": ours, "bm25": peer}))
        })
        .collect();
    let asked: u32 = kinds.values().map(|sums| sums.asked).sum();
    Ok(json!({
        "asked": asked, "absent": absent,
        "mrr": mean(kinds.values().map(|sums| sums.ours).sum(), asked),
        "bm25": mean(kinds.values().map(|sums| sums.peer).sum(), asked),
        "kinds": by_kind, "empty_where_bm25_answers": empty, "misses": misses,
    }))
}

fn page(reader: &Reader, text: &str) -> anyhow::Result<Page> {
    Ok(reader.search(&Query {
        text: text.to_owned(),
        limit: LOOKED_AT,
        ..Query::default()
    })?)
}

fn any_is_there(reader: &Reader, titles: &[&str]) -> anyhow::Result<bool> {
    for title in titles {
        let found = page(reader, title)?;
        if found.hits.iter().any(|hit| core(&hit.title) == *title) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn place(shown: &[&str], titles: &[&str]) -> Option<usize> {
    let counted = shown.iter().take(LOOKED_AT as usize);
    counted.into_iter().position(|title| titles.contains(title))
}

fn worth(shown: &[&str], titles: &[&str]) -> f64 {
    place(shown, titles).map_or(0.0, |place| 1.0 / (place + 1) as f64)
}

fn reason(found: &Page, place: Option<usize>) -> &'static str {
    match (place, found.hits.len(), found.near.len()) {
        (Some(at), hits, _) if at < hits => "others that hold every word fit as well or better",
        (Some(_), 0, _) => "other near documents cover as much of it",
        (Some(_), ..) => "others hold every word, this one is near",
        (None, 0, 0) => "nothing found",
        (None, 0, _) => "near documents, not this one",
        (None, ..) => "other documents hold every word",
    }
}

/// A title without the words that every law of the country starts with.
fn core(title: &str) -> &str {
    title.strip_prefix("中华人民共和国").unwrap_or(title)
}

#[cfg(feature = "peers")]
fn peer(reader: &Reader) -> anyhow::Result<Option<Peer<'static>>> {
    let mut documents = Vec::new();
    for (id, _) in reader.all_ids()? {
        documents.extend(reader.document(&id)?);
    }
    let peer = crate::bm25_peer::Peer::new(documents.into_iter());
    Ok(Some(Box::new(move |text| {
        let found = peer.ask(text, LOOKED_AT as usize);
        found.into_iter().map(str::to_owned).collect()
    })))
}

#[cfg(not(feature = "peers"))]
fn peer(_: &Reader) -> anyhow::Result<Option<Peer<'static>>> {
    Ok(None)
}
