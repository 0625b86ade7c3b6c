//! Documents of which only the validity is another than before: their text is read back from the log. Owns finding it there; what their source
//! has now is the source's to bring.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use feed::Record;
use serde::Deserialize;

use crate::feed::plan::ending::Standing;
use crate::feed::puts::Puts;
use crate::feed::state::{self, State};
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
    let mut wanted: BTreeMap<&str, (&Standing, u64)> = standing
        .iter()
        .filter_map(|(id, standing)| Some((id.as_str(), (standing, state.live.get(id)?.rev))))
        .collect();
    // The newest first: what others end is more often of late.
    let log = state.tip.segments.iter().rev();
    for segment in log.chain(state.packs.iter().rev()) {
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
            let Some((standing, _)) = wanted
                .get(head.id.as_str())
                .filter(|(_, rev)| *rev == head.rev)
            else {
                continue;
            };
            let record: Record = serde_json::from_slice(line).with_context(path)?;
            if let Record::Put { mut document, .. } = record {
                standing.write(&mut document);
                document.rev += 1;
                wanted.remove(head.id.as_str());
                puts.push(*document);
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
