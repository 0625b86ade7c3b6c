//! Merged levels of the log: sixteen neighbours of one level become one of the next, without what was superseded inside. Owns
//! what is merged and what leaves the tip afterwards; never changes what a terminal ends up with.

use std::collections::BTreeMap;

use feed::write::{self, Outgoing};
use feed::{Record, Segment, Tip};

use crate::feed::state;
use crate::feed::store::Store;

/// Segments of one level in one of the next.
const FAN: usize = 16;
/// Segments of a level that stay in the tip although a higher one holds them: a terminal that was off for some days
/// fetches these instead of a large one.
const KEPT: usize = 2 * FAN;
/// A segment of this size is worth fetching by itself and is not merged, compressed bytes.
pub const LARGE_BYTES: u64 = 1024 * 1024;
/// Compressed bytes that are merged into one at most.
const MERGED_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// Merges what can be merged.
pub fn levels(store: &Store, tip: &mut Tip) -> anyhow::Result<()> {
    for level in 1..=feed::tip::LEVEL_MAX {
        while let Some(group) = group(tip, level) {
            let (segment, file) = merge(store, level, &group)?;
            store.put(&file)?;
            tip.segments.push(segment);
        }
    }
    Ok(())
}

/// The next sixteen neighbours below `level` that none of this level holds.
fn group(tip: &Tip, level: u8) -> Option<Vec<Segment>> {
    let merged = of_level(tip, level).last().map_or(0, |last| last.to);
    // What the packs hold needs no merging: nobody far behind fetches it from here.
    let reached = merged.max(tip.packed);
    let mut run: Vec<Segment> = Vec::new();
    for segment in of_level(tip, level - 1) {
        if segment.from <= reached {
            continue;
        }
        let neighbour = run.last().is_none_or(|last| last.to + 1 == segment.from);
        let bytes: u64 = run.iter().map(|s| s.length).sum();
        if !neighbour || bytes + segment.length > MERGED_BYTES_MAX {
            run.clear();
        }
        if segment.length >= LARGE_BYTES {
            run.clear();
            continue;
        }
        run.push(segment);
        if run.len() == FAN {
            return Some(run);
        }
    }
    None
}

fn of_level(tip: &Tip, level: u8) -> Vec<Segment> {
    let mut found: Vec<Segment> = tip
        .segments
        .iter()
        .filter(|s| s.level == level)
        .cloned()
        .collect();
    found.sort_by_key(|segment| segment.from);
    found
}

fn merge(store: &Store, level: u8, group: &[Segment]) -> anyhow::Result<(Segment, Outgoing)> {
    let mut lines: Vec<(String, Vec<u8>)> = Vec::new();
    let mut last: BTreeMap<String, usize> = BTreeMap::new();
    for segment in group {
        for line in state::open(store, segment)?.lines() {
            let record: Record = serde_json::from_slice(line)?;
            last.insert(record.id().to_owned(), lines.len());
            lines.push((record.id().to_owned(), line.to_vec()));
        }
    }
    let mut kept = Vec::new();
    for (index, (id, line)) in lines.iter().enumerate() {
        if last.get(id) == Some(&index) {
            kept.extend_from_slice(line);
            kept.push(b'\n');
        }
    }
    let (from, to) = (group[0].from, group[group.len() - 1].to);
    Ok(write::seal(level, from, to, &kept)?)
}

/// Takes out of the tip what a higher level or the packs hold, but for the latest of each level.
pub fn prune(tip: &mut Tip) {
    let all = tip.segments.clone();
    let held = |segment: &Segment| {
        segment.to <= tip.packed
            || all.iter().any(|higher| {
                higher.level > segment.level
                    && higher.from <= segment.from
                    && segment.to <= higher.to
            })
    };
    let recent: Vec<u64> = (0..=feed::tip::LEVEL_MAX)
        .map(|level| {
            let of_level = of_level(tip, level);
            // Large ones are for terminals that are far behind; packs serve those.
            let small: Vec<&Segment> = of_level.iter().filter(|s| s.length < LARGE_BYTES).collect();
            let first = small.len().saturating_sub(KEPT);
            small.get(first).map_or(u64::MAX, |segment| segment.from)
        })
        .collect();
    let packed = tip.packed;
    tip.segments.retain(|segment| {
        let is_recent = segment.from >= recent[usize::from(segment.level)];
        let is_large_and_packed = segment.length >= LARGE_BYTES && segment.to <= packed;
        !held(segment) || (is_recent && !is_large_and_packed)
    });
}
