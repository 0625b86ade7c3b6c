//! One publication: segments, targets, snapshot, and the timestamp last. Owns the order of writing and the last check
//! before anything becomes visible; refuses to place a timestamp over a feed that a terminal would refuse.

mod log;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::Context;
use console::progress::Progress;
use feed::chain::{self, Checkpoint, TIP_CHECKPOINTS};
use feed::write::{self, Edition, Outgoing};
use feed::{
    Attachment, BundleList, Fetched, Folder, PackList, Record, Segment, Source, TakedownList, Tip,
    Verified,
};
use jiff::Timestamp;

use crate::feed::known::{self, Numbers};
use crate::feed::puts::Puts;
use crate::feed::state::{self, Live, State, lives};
use crate::feed::store::Store;
use crate::feed::{bundles, garbage, merge, pack};
use crate::keys::{KeySet, after};

/// Hours until a timestamp expires: a week, so that a publisher that stood still over a holiday is noticed after it and
/// not during it. Every run renews it.
pub const TIMESTAMP_HOURS: i64 = 7 * 24;
/// Hours until snapshot and targets expire.
pub const CONTENT_HOURS: i64 = 90 * 24;
/// They are signed anew, content changed or not, when less than this many hours are left.
pub const RENEW_HOURS: i64 = 30 * 24;

/// What a publication changes.
#[derive(Debug, Default)]
pub struct Change {
    /// New records; sequence numbers are set here.
    pub records: Vec<Record>,
    /// New documents and revisions, behind the records.
    pub puts: Puts,
    /// The takedown list from now on, if it changes.
    pub takedown: Option<TakedownList>,
    /// Attachments to copy in.
    pub files: Vec<(Attachment, PathBuf)>,
    /// The system bundles from now on, if they change.
    pub bundles: Option<BundleList>,
    /// Segments that take the place of the tip's ones and of packs, by path.
    pub rewritten: BTreeMap<String, (Segment, Outgoing)>,
    /// Everything is signed anew although nothing changed: keys did.
    pub signs_anew: bool,
    /// Packs are made after so many segments instead of [`pack::SEGMENTS_SINCE`].
    pub pack_after: Option<usize>,
    /// What nothing names any more is deleted at once, whatever its age.
    pub purges: bool,
    /// Attachments that nothing names any more are deleted; these are the ones still named, new ones included.
    pub blobs: BTreeSet<String>,
}

/// Writes `change` on top of `state`, and renews the timestamp even if nothing changes.
pub fn commit(
    store: &Store,
    keys: &KeySet,
    state: &State,
    mut change: Change,
    now: Timestamp,
    progress: &Progress,
) -> anyhow::Result<()> {
    change.puts.sound()?;
    progress.next("copying", Some(change.files.len()));
    for (attachment, from) in &change.files {
        progress.step();
        store.copy_blob(&attachment.sha256, attachment.length, from)?;
    }
    let mut tip = state.tip.clone();
    let unchanged = change.records.is_empty()
        && change.puts.is_empty()
        && change.rewritten.is_empty()
        && change
            .takedown
            .as_ref()
            .is_none_or(|list| *list == state.takedown);
    let bundles = change.bundles.as_ref().unwrap_or(&state.bundles);
    let as_offered = *bundles == state.bundles;
    let mut packs = state.packs.clone();
    let live = shown_after(state, &change);
    for old in packs.iter_mut().chain(&mut tip.segments) {
        if let Some((segment, file)) = change.rewritten.get(&old.path()) {
            store.put(file)?;
            old.clone_from(segment);
        }
    }
    let mut checkpoints = state.checkpoints.clone();
    if checkpoints.is_empty() {
        checkpoints.push(beginning(state));
    }
    let records = std::mem::take(&mut change.records);
    log::append(
        store,
        &mut tip,
        records,
        &mut change.puts,
        &mut checkpoints,
        progress,
    )?;
    if !unchanged {
        merge::levels(store, &mut tip)?;
        let since = change.pack_after.unwrap_or(pack::SEGMENTS_SINCE);
        pack::make(store, &mut tip, &mut packs, since, progress)?;
        merge::prune(&mut tip);
    }
    let fresh_enough = state
        .expires
        .is_some_and(|expires| expires_content(state).unwrap_or(expires) > after(now, RENEW_HOURS));
    let as_before =
        unchanged && as_offered && state.exists() && fresh_enough && !state.begins_anew();
    let mut next = Numbers {
        epoch: tip.epoch,
        seq: tip.seq,
        checkpoint: String::new(),
        timestamp: state.highest.timestamp + 1,
        snapshot: state.floors.snapshot,
        targets: state.floors.targets,
    };
    let timestamp = if as_before && !change.signs_anew {
        next.checkpoint.clone_from(&state.floors.checkpoint);
        let path = format!("metadata/{}.snapshot.json", state.floors.snapshot);
        let snapshot = state
            .floors
            .held
            .get(&path)
            .context("find the snapshot read before")?;
        sign_timestamp(keys, state, state.floors.snapshot, snapshot.as_bytes(), now)?
    } else {
        if !unchanged {
            tip.issued = write::seconds(now);
        }
        let takedown = change.takedown.as_ref().unwrap_or(&state.takedown);
        let from = checkpoints.len().saturating_sub(TIP_CHECKPOINTS);
        tip.checkpoints = checkpoints[from..].to_vec();
        next.checkpoint = checkpoints.last().map_or("", |last| &last.1).to_owned();
        next.snapshot = state.highest.snapshot + 1;
        next.targets = state.highest.targets + 1;
        let snapshot = sign_content(
            store,
            keys,
            state,
            &Content {
                tip: &tip,
                takedown,
                packs: &PackList {
                    packs: packs.clone(),
                    checkpoints,
                },
                bundles,
            },
            now,
        )?;
        sign_timestamp(keys, state, next.snapshot, &snapshot.bytes, now)?
    };
    let shown = check_before_it_shows(store, keys, state, &timestamp, now)?;
    let takedown = change.takedown.as_ref().unwrap_or(&state.takedown);
    known::announce(keys, &tip.repository, next.clone(), &takedown.entries)?;
    // A root may name new keys: it shows just before what they signed.
    store.put(&Outgoing {
        path: format!("metadata/{}.root.json", keys.root_version()),
        bytes: keys.root_bytes().to_vec(),
    })?;
    store.put(&timestamp)?;
    // After a change of keys time counts from new.
    let issued = (!change.signs_anew).then_some(now);
    known::shown(keys, &tip.repository, next, issued)?;
    let files = lives::files(store, packs.iter().chain(&tip.segments));
    let numbers = Numbers::of(shown.floors());
    if let Err(error) = lives::write(
        keys.dir(),
        &tip.repository,
        &numbers,
        files,
        state.read,
        live,
    ) {
        // Nothing but time is lost.
        progress.end();
        console::tell!("{}", console::said(&format!("publisher: {error:#}")));
    }
    let mut named: BTreeSet<String> = tip
        .segments
        .iter()
        .chain(&packs)
        .map(Segment::path)
        .collect();
    named.extend(change.blobs.iter().map(|sha256| feed::blob_path(sha256)));
    named.extend(shown.floors().held.keys().cloned());
    named.insert(shown.packs().path.clone());
    let pieces = shown.takedown_pieces().iter();
    named.extend(pieces.map(|file| file.path.clone()));
    named.extend(shown.bundles().map(|file| file.path.clone()));
    named.extend(bundles::paths(bundles));
    garbage::collect(store, &named, change.purges, now)?;
    Ok(())
}

/// What the feed shows when `change` is published.
fn shown_after(state: &State, change: &Change) -> BTreeMap<String, Live> {
    let mut live = state.live.clone();
    for record in &change.records {
        match record {
            Record::Put { document, .. } => {
                drop(live.insert(document.id.clone(), Live::of(document)))
            }
            Record::Del { id, .. } => drop(live.remove(id)),
        }
    }
    // They follow the records in the log.
    let lines = state.tip.seq + change.records.len() as u64 + 1..;
    let puts = change.puts.iter().zip(lines);
    live.extend(puts.map(|(put, seq)| {
        let live = put.live.clone();
        (put.id.clone(), Live { seq, ..live })
    }));
    live
}

/// What the targets say.
struct Content<'a> {
    tip: &'a Tip,
    takedown: &'a TakedownList,
    packs: &'a PackList,
    bundles: &'a BundleList,
}

/// Where the checkpoints begin: in a new log, or behind what an older publisher told none of.
fn beginning(state: &State) -> Checkpoint {
    let Tip {
        repository,
        epoch,
        seq,
        ..
    } = &state.tip;
    let live = state
        .live
        .iter()
        .map(|(id, live)| (id.as_str(), live.rev, live.content));
    let hash = match seq {
        0 => chain::begin(repository, *epoch),
        _ => chain::begin_with(repository, *epoch, live),
    };
    Checkpoint(*seq, hash)
}

fn sign_content(
    store: &Store,
    keys: &KeySet,
    state: &State,
    content: &Content<'_>,
    now: Timestamp,
) -> anyhow::Result<Outgoing> {
    content.tip.check().context("check the new tip")?;
    let expires = after(now, CONTENT_HOURS);
    let edition = |version: u64| Edition {
        version: version + 1,
        expires,
    };
    let targets_edition = edition(state.highest.targets);
    let files = write::targets(
        targets_edition,
        content.tip,
        content.takedown,
        content.packs,
        content.bundles,
        &keys.signers("targets")?,
    );
    for file in &files {
        store.put(file)?;
    }
    let targets = files.last().context("make targets metadata")?;
    let snapshot = write::snapshot(
        edition(state.highest.snapshot),
        targets_edition.version,
        &targets.bytes,
        &keys.signers("snapshot")?,
    );
    store.put(&snapshot)?;
    Ok(snapshot)
}

fn sign_timestamp(
    keys: &KeySet,
    state: &State,
    snapshot_version: u64,
    snapshot: &[u8],
    now: Timestamp,
) -> anyhow::Result<Outgoing> {
    let edition = Edition {
        version: state.highest.timestamp + 1,
        expires: after(now, TIMESTAMP_HOURS),
    };
    let signers = keys.signers("timestamp")?;
    Ok(write::timestamp(
        edition,
        now,
        snapshot_version,
        snapshot,
        &signers,
    ))
}

/// What a terminal that has the last publication would say to this one.
fn check_before_it_shows(
    store: &Store,
    keys: &KeySet,
    state: &State,
    timestamp: &Outgoing,
    now: Timestamp,
) -> anyhow::Result<Verified> {
    let source = WithTimestamp {
        folder: store.folder(),
        timestamp,
    };
    let mut floors = state.floors.clone();
    // Everything is to be read from the disk.
    floors.held.clear();
    floors.pieces.clear();
    state::check(&source, keys.root_bytes(), floors, now)
        .context("check the publication before it shows")
}

/// The earlier expiry of snapshot and targets as last signed.
fn expires_content(state: &State) -> Option<Timestamp> {
    let held = |path: String| state.floors.held.get(&path);
    let snapshot = held(format!("metadata/{}.snapshot.json", state.floors.snapshot))?;
    let targets = held(format!("metadata/{}.targets.json", state.floors.targets))?;
    let expires = |text: &str| -> Option<Timestamp> {
        let json: serde_json::Value = serde_json::from_str(text).ok()?;
        json["signed"]["expires"].as_str()?.parse().ok()
    };
    Some(expires(snapshot)?.min(expires(targets)?))
}

/// The folder as it will be once the timestamp is placed.
struct WithTimestamp<'s> {
    folder: &'s Folder,
    timestamp: &'s Outgoing,
}

impl Source for WithTimestamp<'_> {
    fn fetch<'a>(&'a self, path: &'a str, max: u64) -> Fetched<'a> {
        if path == self.timestamp.path {
            let bytes = self.timestamp.bytes.clone();
            return Box::pin(async move { Ok(Some(bytes)) });
        }
        self.folder.fetch(path, max)
    }
}
