//! Documents that say something else of others, or of which others say something else, than before: their text is read back from the log. Owns
//! finding it there; what their source has now is the source's to bring.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, ensure};
use feed::{Document, Record, Segment};
use serde::Deserialize;

use crate::feed::plan::ending::Standing;
use crate::feed::puts::Puts;
use crate::feed::state::{self, Live, State};
use crate::feed::store::Store;

/// What of a line must be known before the whole of it is read.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    document: Option<Head>,
}

#[derive(Deserialize)]
struct Head {
    id: String,
    rev: u64,
}

/// Adds a new revision of each to `puts`.
///
/// # Errors
/// The log cannot be read, or does not hold one of them.
pub fn restate(
    store: &Store,
    state: &State,
    standing: &BTreeMap<String, Standing>,
    puts: &mut Puts,
) -> anyhow::Result<()> {
    let wanted = standing.keys().cloned().collect();
    recall(store, state, &wanted, &mut |mut document| {
        if let Some(standing) = standing.get(&document.id) {
            standing.write(&mut document);
        }
        document.rev += 1;
        puts.push(document);
    })
}

/// Gives the documents of these names as the feed has them. Those segments are read first in which their lines are known to be.
///
/// # Errors
/// The log cannot be read, or does not hold one of them.
pub fn recall(
    store: &Store,
    state: &State,
    names: &BTreeSet<String>,
    take: &mut dyn FnMut(Document),
) -> anyhow::Result<()> {
    let mut wanted: BTreeMap<&str, &Live> = names
        .iter()
        .filter_map(|id| Some((id.as_str(), state.live.get(id)?)))
        .collect();
    // The newest first: what others speak of is more often of late.
    let log = state.tip.segments.iter().rev();
    let all: Vec<&Segment> = log.chain(state.packs.iter().rev()).collect();
    let lines: BTreeSet<u64> = wanted.values().map(|live| live.seq).collect();
    let holds = |segment: &&Segment| lines.range(segment.from..=segment.to).next().is_some();
    let (likely, rest): (Vec<&Segment>, Vec<&Segment>) = all.into_iter().partition(holds);
    for segment in likely.into_iter().chain(rest) {
        if wanted.is_empty() {
            return Ok(());
        }
        for line in state::open(store, segment)?.lines() {
            let path = || format!("read {}", segment.path());
            let Some(head) = serde_json::from_slice::<Line>(line)
                .with_context(path)?
                .document
            else {
                continue;
            };
            if wanted
                .get(head.id.as_str())
                .is_none_or(|live| live.rev != head.rev)
            {
                continue;
            }
            let record: Record = serde_json::from_slice(line).with_context(path)?;
            if let Record::Put { document, .. } = record {
                wanted.remove(head.id.as_str());
                take(*document);
            }
        }
    }
    let lost: Vec<&str> = wanted.into_keys().collect();
    ensure!(
        lost.is_empty(),
        "read {} back from the log: no segment holds it",
        lost.join(", ")
    );
    Ok(())
}
