//! What the feed says now. Owns reading it back, verified with the publisher's own root, so that nothing else need be
//! kept between runs; refuses a feed that this root did not sign.

pub mod body;
mod end;
mod live;
pub mod lives;
pub mod names;

pub use end::End;
pub use live::Live;

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use console::progress::Progress;
use feed::limits::{PACKS_BYTES_MAX, SEGMENT_BYTES_MAX};
use feed::{
    BundleList, Checkpoint, FeedVerifier, Fetched, Floors, Folder, PackList, Record, Segment,
    Source, Takedown, TakedownList, Tip, Verified, VerifiedSegment, open_segment, segments_for,
};
use jiff::Timestamp;

use crate::feed::bundles;
use crate::feed::known::{Known, Numbers, Published, check_time};
use crate::feed::store::Store;
use crate::keys::KeySet;

/// How a run begins.
#[derive(Debug, Clone, Default)]
pub struct Begin {
    /// Names the feed if this is its first publication.
    pub repository: String,
    /// A person says that terminals are to start anew: the folder was lost, or came back from an old copy.
    pub new_epoch: bool,
    /// A person says that the time is right although it is years behind the last publication.
    pub confirm_time: bool,
}

/// The feed as it stands.
#[derive(Debug)]
pub struct State {
    /// End of the log; sequence 0 in a new feed.
    pub tip: Tip,
    /// What was ever taken away.
    pub takedown: TakedownList,
    /// Versions and metadata as last signed; version 0 in a new feed.
    pub floors: Floors,
    /// The earliest expiry, `None` in a new feed.
    pub expires: Option<Timestamp>,
    /// Documents by id.
    pub live: BTreeMap<String, Live>,
    /// The packs; empty if there are none.
    pub packs: Vec<Segment>,
    /// The system bundles that terminals may take.
    pub bundles: BundleList,
    /// Ends of all publications with their hashes; empty in a new feed and in one of an older publisher.
    pub checkpoints: Vec<Checkpoint>,
    /// The highest versions that can have been seen; those of the feed itself may be lower after a run that was cut short.
    pub highest: Numbers,
    /// When the last publication was signed, if that still counts.
    pub issued: Option<Timestamp>,
    /// Attachments that documents name.
    pub blobs: BTreeSet<String>,
    /// When the whole log was read the last time.
    pub read: Timestamp,
}

impl State {
    /// A feed that does not exist yet.
    pub fn empty(repository: String, now: Timestamp) -> State {
        State {
            tip: Tip {
                repository,
                epoch: 1,
                seq: 0,
                issued: feed::write::seconds(now),
                segments: Vec::new(),
                packed: 0,
                checkpoints: Vec::new(),
                least_agent: "0.1.0".into(),
            },
            takedown: TakedownList::default(),
            floors: Floors::default(),
            expires: None,
            live: BTreeMap::new(),
            packs: Vec::new(),
            bundles: BundleList::default(),
            checkpoints: Vec::new(),
            highest: Numbers::default(),
            issued: None,
            blobs: BTreeSet::new(),
            read: now,
        }
    }

    /// Reads the feed, or makes an empty state when nothing was ever published there.
    pub fn read(
        store: &Store,
        keys: &KeySet,
        begin: &Begin,
        now: Timestamp,
        progress: &Progress,
    ) -> anyhow::Result<State> {
        let known = Known::load(keys.dir())?;
        // Only the timestamp makes a feed visible: what lies there without one is left of a first run that was cut short.
        let root = store.folder().root();
        if !root.join("metadata/timestamp.json").exists() {
            return State::without_folder(&known, root, begin, now);
        }
        let present = UpToRoot {
            folder: store.folder(),
            version: keys.root_version(),
        };
        let verified = check(&present, keys.root_bytes(), Floors::default(), now)
            .context("read the feed back with our own root")?;
        let mut state = State::empty(verified.tip().repository.clone(), now);
        let list = pack_list(store.folder(), &verified)?;
        let packs = list.packs;
        let chain = segments_for(verified.tip(), &packs, 0)
            .context("read the feed back: its segments and packs leave a gap")?;
        for segment in packs.iter().chain(&verified.tip().segments) {
            let path = segment.path();
            ensure!(
                store.folder().root().join(&path).exists(),
                "read the feed back: {path} is missing"
            );
        }
        let files = lives::files(store, packs.iter().chain(&verified.tip().segments));
        let numbers = Numbers::of(verified.floors());
        match lives::read(
            keys.dir(),
            &verified.tip().repository,
            &numbers,
            &files,
            now,
        ) {
            Some((live, read)) => {
                state.live = live;
                state.read = read;
            }
            None => {
                progress.next("checking", Some(chain.len()));
                for segment in chain {
                    progress.step();
                    let path = segment.path();
                    for record in open(store, segment)?.records() {
                        state.replay(record.with_context(|| format!("read {path}"))?);
                    }
                }
            }
        }
        state.packs = packs;
        state.bundles = bundles::listed(store.folder(), &verified)?;
        state.checkpoints = match list.checkpoints.is_empty() {
            true => verified.tip().checkpoints.clone(),
            false => list.checkpoints,
        };
        let live = state.live.values();
        state.blobs = live.flat_map(|live| live.blobs.iter().cloned()).collect();
        state.tip = verified.tip().clone();
        state.takedown = verified.takedown().clone();
        state.floors = verified.floors().clone();
        state.expires = Some(verified.expires());
        state.highest = Numbers::of(&state.floors);
        let known = known.feeds.get(&state.tip.repository);
        state.judge(known, root, begin, verified.issued(), now)?;
        Ok(state)
    }

    /// There is no feed in the folder: there never was one, or it is lost.
    fn without_folder(
        known: &Known,
        root: &Path,
        begin: &Begin,
        now: Timestamp,
    ) -> anyhow::Result<State> {
        let lost = known.only()?;
        // What only the first run made is repeated, under numbers that nobody has seen.
        let first_only = lost.is_some_and(|(_, feed)| feed.highest().timestamp <= 1);
        let goes_on = begin.new_epoch || first_only;
        if let (Some((repository, feed)), false) = (lost, goes_on) {
            let Numbers { epoch, seq, .. } = feed.shown;
            bail!(
                "read the feed back: {}/metadata/timestamp.json is lost; these keys have published {repository} up to number {seq} of \
                 epoch {epoch}. Restore the folder from a copy, or go on with --new-epoch: terminals then fill their mirrors anew",
                root.display()
            );
        }
        // Starting over would give terminals version 1 again, which they refuse for ever.
        ensure!(
            lost.is_some() || !root.join("metadata/2.snapshot.json").exists(),
            "read the feed back: metadata/timestamp.json is lost; restore it from a copy"
        );
        let Some((repository, feed)) = lost else {
            return Ok(State::empty(begin.repository.clone(), now));
        };
        if !begin.confirm_time {
            feed.check_time(now)?;
        }
        let mut state = State::empty(repository.clone(), now);
        state.highest = feed.highest();
        state.tip.epoch = state.highest.epoch + 1;
        state.takedown.entries = held_in(&feed.held, state.tip.seq);
        Ok(state)
    }

    /// Whether the folder says as much as terminals have seen, and whether the time can follow.
    fn judge(
        &mut self,
        known: Option<&Published>,
        root: &Path,
        begin: &Begin,
        issued: Timestamp,
        now: Timestamp,
    ) -> anyhow::Result<()> {
        let behind = known.is_some_and(|known| known.is_ahead_of(&self.highest));
        if behind && !begin.new_epoch {
            let shown = known.map(|known| known.shown.clone()).unwrap_or_default();
            bail!(
                "read the feed back: {} stands at number {} of epoch {}, timestamp {}, but number {} of epoch {}, timestamp {} was \
                 published: the folder came from an old copy. Restore the newest one, or go on with --new-epoch: terminals then fill \
                 their mirrors anew",
                root.display(),
                self.tip.seq,
                self.tip.epoch,
                self.floors.timestamp,
                shown.seq,
                shown.epoch,
                shown.timestamp
            );
        }
        if let Some(known) = known {
            let highest = known.highest();
            self.highest.timestamp = self.highest.timestamp.max(highest.timestamp);
            self.highest.snapshot = self.highest.snapshot.max(highest.snapshot);
            self.highest.targets = self.highest.targets.max(highest.targets);
            self.highest.epoch = self.highest.epoch.max(highest.epoch);
        }
        if begin.new_epoch {
            self.tip.epoch = self.highest.epoch + 1;
            self.checkpoints.clear();
            let held = known.map(|known| known.held.clone()).unwrap_or_default();
            for entry in held_in(&held, self.tip.seq) {
                let present = self.takedown.entries.iter().any(|e| e.id == entry.id);
                if !present {
                    self.takedown.entries.push(entry);
                }
            }
            self.takedown.entries.sort_by(|a, b| a.id.cmp(&b.id));
        }
        self.issued = known.map_or(Some(issued), |known| known.issued);
        match self.issued {
            Some(issued) if !begin.confirm_time => check_time(issued, now),
            _ => Ok(()),
        }
    }

    /// Whether something must be signed although the source did not change.
    pub fn begins_anew(&self) -> bool {
        self.exists() && self.tip.epoch != self.floors.epoch
    }

    fn replay(&mut self, record: Record) {
        match record {
            Record::Put { seq, document } => {
                let mut live = Live::of(&document);
                live.seq = seq;
                self.live.insert(document.id, live);
            }
            Record::Del { id, .. } => {
                self.live.remove(&id);
            }
        }
    }

    /// Whether a feed is there already.
    pub fn exists(&self) -> bool {
        self.floors.timestamp > 0
    }
}

/// What a person withdrew by hand, for a log that ends at `seq`: no revision is above what the log ever had.
fn held_in(held: &[Takedown], seq: u64) -> Vec<Takedown> {
    let mut entries = held.to_vec();
    for entry in &mut entries {
        entry.rev = entry.rev.min(seq.max(1));
    }
    entries
}

/// The packs of a verified feed.
pub fn packs(folder: &Folder, verified: &Verified) -> anyhow::Result<Vec<Segment>> {
    Ok(pack_list(folder, verified)?.packs)
}

/// The packs and checkpoints of a verified feed.
pub fn pack_list(folder: &Folder, verified: &Verified) -> anyhow::Result<PackList> {
    let file = verified.packs();
    let bytes = folder
        .read(&file.path, PACKS_BYTES_MAX)?
        .with_context(|| format!("find {}", file.path))?;
    Ok(verified.open_packs(&bytes)?)
}

/// Reads and checks one segment.
pub fn open(store: &Store, segment: &feed::Segment) -> anyhow::Result<VerifiedSegment> {
    let path = segment.path();
    let bytes = store
        .folder()
        .read(&path, SEGMENT_BYTES_MAX)?
        .with_context(|| format!("read {path}: it is missing"))?;
    ensure!(
        segment.from >= 1,
        "read {path}: sequence numbers start at 1"
    );
    Ok(open_segment(segment, &bytes)?)
}

/// Verifies a feed from `root` on.
pub fn check(
    source: &dyn Source,
    root: &[u8],
    floors: Floors,
    now: Timestamp,
) -> Result<Verified, feed::FeedError> {
    let mut verifier = FeedVerifier::new(root, floors)?;
    wait(verifier.refresh(source, now))
}

/// The folder without roots that our keys do not know yet: a change of keys that was cut short left them.
struct UpToRoot<'a> {
    folder: &'a Folder,
    version: u64,
}

impl Source for UpToRoot<'_> {
    fn fetch<'a>(&'a self, path: &'a str, max: u64) -> Fetched<'a> {
        let version = path
            .strip_prefix("metadata/")
            .and_then(|name| name.strip_suffix(".root.json"))
            .and_then(|number| number.parse::<u64>().ok());
        if version.is_some_and(|version| version > self.version) {
            return Box::pin(async { Ok(None) });
        }
        self.folder.fetch(path, max)
    }
}

/// Runs a future whose sources are folders and memory: it never waits for anything.
fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(answer) = future.as_mut().poll(&mut context) {
            return answer;
        }
    }
}
