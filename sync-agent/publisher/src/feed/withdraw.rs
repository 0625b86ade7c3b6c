//! `publisher withdraw`: a person takes a document away. Owns plain withdrawal, purging (the text leaves every segment and
//! blob of the feed in the same publication) and lifting; refuses ids the feed never had.
//!
//! What a person withdrew stays away although its source still has it, until a person lifts that.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, bail};
use console::progress::Progress;
use feed::write::{self, Outgoing};
use feed::{DelReason, Record, Segment, Takedown};
use jiff::Timestamp;

use crate::feed::publication::{self, Change};
use crate::feed::state::{self, Begin, State};
use crate::feed::store::Store;
use crate::keys::KeySet;

/// What to do with the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Terminals stop showing it; old objects stay in the feed until they are collected.
    Withdraw,
    /// As above, and its text and files are deleted from the feed.
    Purge,
    /// The source may publish it again.
    Lift,
}

/// Withdraws, purges or lifts `id`.
pub fn run(
    store: &Store,
    keys: &KeySet,
    id: &str,
    action: Action,
    now: Timestamp,
) -> anyhow::Result<()> {
    let progress = Progress::of("publisher");
    let state = State::read(store, keys, &Begin::default(), now, &progress)?;
    if !state.exists() {
        bail!("withdraw {id}: there is no feed");
    }
    let live = state.live.get(id).map(|live| live.rev);
    let taken = state.takedown.of(id);
    let Some(rev) = live.or(taken.map(|entry| entry.rev)) else {
        bail!("withdraw {id}: the feed has no such document");
    };
    let reason = match (action, taken) {
        (Action::Purge, _) => DelReason::Purged,
        (Action::Lift, Some(entry)) if live.is_none() => entry.reason.clone(),
        (Action::Lift, _) => bail!("lift {id}: it is not withdrawn"),
        // Once purged, always purged.
        (Action::Withdraw, Some(entry)) if live.is_none() => entry.reason.clone(),
        (Action::Withdraw, _) => DelReason::Withdrawn,
    };
    let mut takedown = state.takedown.clone();
    set_takedown(
        &mut takedown.entries,
        Takedown {
            id: id.to_owned(),
            rev,
            reason: reason.clone(),
            held: action != Action::Lift,
        },
    );
    let mut change = Change {
        takedown: Some(takedown),
        blobs: blobs_without(&state, &BTreeSet::from([&id.to_owned()])),
        rewritten: match action {
            Action::Lift => Rewritten::new(),
            // Its text leaves the feed with the objects that hold it: at once, or when their thirty days are over.
            Action::Withdraw | Action::Purge => {
                without(store, &state, &BTreeSet::from([id.to_owned()]))?
            }
        },
        purges: action == Action::Purge,
        ..Change::default()
    };
    let told = taken.is_some_and(|entry| live.is_none() && entry.reason == reason);
    if !told {
        change.records.push(Record::Del {
            seq: 0,
            id: id.to_owned(),
            rev,
            reason,
        });
    }
    publication::commit(store, keys, &state, change, now, &progress)
}

pub(crate) type Rewritten = BTreeMap<String, (Segment, Outgoing)>;

/// Attachments that the documents name without those that go.
pub(crate) fn blobs_without(state: &State, gone: &BTreeSet<&String>) -> BTreeSet<String> {
    let others = state.live.iter().filter(|(id, _)| !gone.contains(id));
    others
        .flat_map(|(_, live)| live.blobs.iter().cloned())
        .collect()
}

/// The segments and packs that hold any of `ids`, by path, sealed again without their lines.
pub(crate) fn without(
    store: &Store,
    state: &State,
    ids: &BTreeSet<String>,
) -> anyhow::Result<Rewritten> {
    let mut rewritten = Rewritten::new();
    if ids.is_empty() {
        return Ok(rewritten);
    }
    for segment in state.packs.iter().chain(&state.tip.segments) {
        let opened = state::open(store, segment)?;
        let mut kept = Vec::new();
        let mut dropped = false;
        for line in opened.lines() {
            let record: Record =
                serde_json::from_slice(line).with_context(|| format!("read {}", segment.path()))?;
            match &record {
                Record::Put { document, .. } if ids.contains(&document.id) => {
                    dropped = true;
                    continue;
                }
                Record::Put { .. } | Record::Del { .. } => {}
            }
            kept.extend_from_slice(line);
            kept.push(b'\n');
        }
        if dropped {
            let sealed = write::seal(segment.level, segment.from, segment.to, &kept)?;
            rewritten.insert(segment.path(), sealed);
        }
    }
    Ok(rewritten)
}

/// Puts `new` in place of the entry with its id, or in its place in the order.
pub(crate) fn set_takedown(entries: &mut Vec<Takedown>, new: Takedown) {
    match entries.binary_search_by(|entry| entry.id.cmp(&new.id)) {
        Ok(index) => entries[index] = new,
        Err(index) => entries.insert(index, new),
    }
}
