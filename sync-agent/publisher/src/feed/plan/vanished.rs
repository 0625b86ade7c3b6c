//! Which collections a run meets again, whole, in part, or under other names. Owns telling a source that moved, or whose site code changed,
//! from another one that shares its paths.

use std::collections::{BTreeMap, BTreeSet};

use crate::feed::puts::Puts;
use crate::feed::report::{Conflict, Entry, Report};
use crate::feed::state::State;

/// Collections of which this run brings half of the documents again, or more: the source moved; and those of which it brings some: another source that
/// shares paths with this one.
pub fn met<'s>(state: &'s State, seen: &BTreeSet<String>) -> (Vec<&'s str>, BTreeSet<&'s str>) {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (id, live) in &state.live {
        let (again, all) = counts.entry(live.collection.as_str()).or_default();
        *again += usize::from(seen.contains(id));
        *all += 1;
    }
    let met = counts.into_iter().filter(|(_, (again, _))| *again > 0);
    let (moved, shared): (Vec<_>, Vec<_>) = met.partition(|(_, (again, all))| again * 2 >= *all);
    (
        moved.into_iter().map(|(name, _)| name).collect(),
        shared.into_iter().map(|(name, _)| name).collect(),
    )
}

/// What another source has under the same id stays that source's: two of them would take turns, and each withdraw the other's rest.
pub fn keep_apart(
    state: &State,
    shared: &BTreeSet<&str>,
    collection: &str,
    puts: &mut Puts,
    report: &mut Report,
) {
    let theirs = |id: &str| {
        let live = state.live.get(id)?;
        let of_another = live.collection != collection && shared.contains(live.collection.as_str());
        of_another.then_some(live)
    };
    let mut told = Vec::new();
    puts.retain(|document| {
        let Some(live) = theirs(&document.id) else {
            return true;
        };
        told.push(Conflict {
            source: live.source.clone(),
            detail: format!(
                "{} is another source's document: two sources of one site share this path",
                document.id
            ),
        });
        false
    });
    report.changed.retain(|entry| theirs(&entry.id).is_none());
    report.conflicts.extend(told);
}

/// Collections of which this run brings most documents again under ids that are new, with their number.
pub fn renamed<'s>(
    state: &'s State,
    seen: &BTreeSet<String>,
    published: &[Entry],
) -> Vec<(&'s str, usize)> {
    let new: BTreeSet<(&str, &str)> = published
        .iter()
        .map(|entry| (entry.source.as_str(), entry.title.as_str()))
        .collect();
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (_, live) in state.live.iter().filter(|(id, _)| !seen.contains(*id)) {
        let (again, all) = counts.entry(live.collection.as_str()).or_default();
        *again += usize::from(new.contains(&(live.source.as_str(), live.title.as_str())));
        *all += 1;
    }
    counts
        .into_iter()
        .filter(|(_, (again, all))| again * 2 > *all)
        .map(|(collection, (again, _))| (collection, again))
        .collect()
}
