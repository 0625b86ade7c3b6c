//! The service shelf out of the mirror: which kind a document is of, by its category and the words of its title; and the checks of links that
//! the agent left beside the mirror. Reads only.

use std::io::Read;
use std::path::Path;
use std::sync::OnceLock;

use journal::ShelfKind;
use mirror::{Category, Error, Filter, Head, Reader};
use serde::Deserialize;

use session::services::{LinkCheck, OnShelf};

/// Documents of the shelf that are looked through.
const SHELF_DOCUMENTS_MAX: u32 = 200;
/// Beside mirror.db, written by the agent.
const LINKS_FILE: &str = "links.json";
/// Largest file of checks, bytes.
const LINKS_BYTES_MAX: u64 = 64 * 1024;
/// Most checks that are taken from it.
const LINKS_MAX: usize = 64;

/// Words of titles by kind, the first kind whose words all stand there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    kind: Vec<Said>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    is: ShelfKind,
    all: Vec<String>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        toml::from_str(include_str!("../../../assets/lang/shelf.zh.toml"))
            .expect("the words of the shelf are tested to parse")
    })
}

/// Which kind a document of category `shelf` is of.
fn kind_of(title: &str) -> ShelfKind {
    let said = |said: &&Said| said.all.iter().all(|word| title.contains(word.as_str()));
    let found = words().kind.iter().find(said);
    found.map_or(ShelfKind::Policy, |said| said.is)
}

/// The six kinds.
pub(super) fn on_shelf(reader: &Reader) -> Result<Vec<OnShelf>, Error> {
    let of = |category, limit| {
        let filter = Filter {
            category: Some(category),
            ..Filter::default()
        };
        reader.list(&filter, 0, limit)
    };
    let shelf = of(Category::Shelf, SHELF_DOCUMENTS_MAX)?;
    let mut found = Vec::new();
    for kind in ShelfKind::ALL {
        let own: Vec<&Head> = shelf
            .rows
            .iter()
            .filter(|head| kind_of(&head.title) == *kind)
            .collect();
        let mut on_shelf = OnShelf {
            kind: *kind,
            documents: own.len() as u64,
            newest: own.first().map(|head| (*head).clone()),
        };
        let whole = match kind {
            ShelfKind::Guide => Some(Category::Guide),
            ShelfKind::Gazette => Some(Category::Gazette),
            _ => None,
        };
        if let Some(category) = whole {
            let listing = of(category, 1)?;
            on_shelf.documents += listing.total;
            on_shelf.newest = listing.rows.into_iter().next().or(on_shelf.newest);
        }
        found.push(on_shelf);
    }
    Ok(found)
}

/// What the agent found; nothing where it has not looked or its file is none.
pub(super) fn link_checks(dir: &Path) -> Vec<LinkCheck> {
    #[derive(Deserialize)]
    struct Check {
        url: String,
        at: String,
        #[serde(default)]
        failing_since: String,
    }
    let read = || -> Option<Vec<Check>> {
        let file = std::fs::File::open(dir.join(LINKS_FILE)).ok()?;
        let mut text = String::new();
        file.take(LINKS_BYTES_MAX).read_to_string(&mut text).ok()?;
        serde_json::from_str(&text).ok()
    };
    let checks = read().unwrap_or_default().into_iter().take(LINKS_MAX);
    let taken = checks.map(|check| LinkCheck {
        url: check.url,
        at: check.at,
        failing_since: check.failing_since,
    });
    taken.collect()
}

#[cfg(test)]
mod tests;
