//! What a feed shows now, without its texts. Owns reading it verified from the feed's first root, or the one that is given.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use feed::limits::{ROOT_BYTES_MAX, SEGMENT_BYTES_MAX};
use feed::{Document, Floors, Folder, Record, Takedown, open_segment, segments_for};
use jiff::Timestamp;

use crate::feed::state;

/// A feed for a report.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Published {
    pub repository: String,
    /// What it shows, by id, bodies left out.
    pub documents: Vec<Document>,
    /// What was ever taken away.
    pub takedowns: Vec<Takedown>,
}

/// Reads the feed in `dir`.
pub fn read(dir: &Path, root: Option<&Path>, now: Timestamp) -> anyhow::Result<Published> {
    let folder = Folder::new(dir);
    let root = match root {
        Some(path) => std::fs::read(path).with_context(|| format!("read {}", path.display()))?,
        None => folder
            .read("metadata/1.root.json", ROOT_BYTES_MAX)?
            .with_context(|| format!("read {}: there is no feed", dir.display()))?,
    };
    let verified = state::check(&folder, &root, Floors::default(), now)
        .with_context(|| format!("read the feed {}", dir.display()))?;
    let packs = state::packs(&folder, &verified)?;
    let mut shown: BTreeMap<String, Document> = BTreeMap::new();
    let chain =
        segments_for(verified.tip(), &packs, 0).context("segments and packs leave a gap")?;
    for segment in chain {
        let path = segment.path();
        let bytes = folder
            .read(&path, SEGMENT_BYTES_MAX)?
            .with_context(|| format!("find {path}"))?;
        for record in open_segment(segment, &bytes)?.records() {
            match record.with_context(|| path.clone())? {
                Record::Put { mut document, .. } => {
                    document.blocks.clear();
                    document.articles.clear();
                    let taken = verified.takedown().rev_of(&document.id);
                    if taken.is_none_or(|rev| document.rev > rev) {
                        shown.insert(document.id.clone(), *document);
                    }
                }
                Record::Del { id, .. } => drop(shown.remove(&id)),
            }
        }
    }
    Ok(Published {
        repository: verified.tip().repository.clone(),
        documents: shown.into_values().collect(),
        takedowns: verified.takedown().entries.clone(),
    })
}
