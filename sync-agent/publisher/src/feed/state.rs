//! What the feed says now. Owns reading it back, verified with the publisher's own root, so that nothing else need be
//! kept between runs; refuses a feed that this root did not sign.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;

use anyhow::{Context, ensure};
use feed::limits::{PACKS_BYTES_MAX, SEGMENT_BYTES_MAX};
use feed::{
    Document, FeedVerifier, Fetched, Floors, Folder, Record, Segment, Source, TakedownList, Tip,
    Verified, VerifiedSegment, open_segment, segments_for,
};
use jiff::Timestamp;

use crate::feed::body::Body;
use crate::feed::store::Store;
use crate::keys::KeySet;

/// A document as the feed has it now, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// Revision.
    pub rev: u64,
    /// [`Document::content_sha256`].
    pub content: [u8; 32],
    /// 标题.
    pub title: String,
    /// Path relative to its source.
    pub source: String,
    /// What shows that it is public.
    pub evidence: String,
    /// Which of the operator's sources it belongs to.
    pub collection: String,
    /// Attachments it names.
    pub blobs: Vec<String>,
    /// Its words, as far as a guard must know them.
    pub body: Body,
}

impl Live {
    /// What to remember of a document.
    pub fn of(document: &Document) -> Live {
        Live {
            rev: document.rev,
            content: document.content_sha256(),
            title: document.title.clone(),
            source: document.provenance.source.clone(),
            evidence: document.disclosure.evidence.clone(),
            body: Body::of(document),
            collection: document.provenance.collection.clone(),
            blobs: document
                .attachments
                .iter()
                .map(|file| file.sha256.clone())
                .collect(),
        }
    }
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
    /// Attachments that documents name.
    pub blobs: BTreeSet<String>,
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
                least_agent: "0.1.0".into(),
            },
            takedown: TakedownList::default(),
            floors: Floors::default(),
            expires: None,
            live: BTreeMap::new(),
            packs: Vec::new(),
            blobs: BTreeSet::new(),
        }
    }

    /// Reads the feed, or makes an empty state when nothing was ever published there. `repository` names a new feed.
    pub fn read(
        store: &Store,
        keys: &KeySet,
        repository: String,
        now: Timestamp,
    ) -> anyhow::Result<State> {
        // Only the timestamp makes a feed visible: what lies there without one is left of a first run that was cut short.
        let root = store.folder().root();
        if !root.join("metadata/timestamp.json").exists() {
            // Starting over would give terminals version 1 again, which they refuse for ever.
            ensure!(
                !root.join("metadata/2.snapshot.json").exists(),
                "read the feed back: metadata/timestamp.json is lost; restore it from a copy"
            );
            return Ok(State::empty(repository, now));
        }
        let present = UpToRoot {
            folder: store.folder(),
            version: keys.root_version(),
        };
        let verified = check(&present, keys.root_bytes(), Floors::default(), now)
            .context("read the feed back with our own root")?;
        let mut state = State::empty(verified.tip().repository.clone(), now);
        let packs = packs(store.folder(), &verified)?;
        let chain = segments_for(verified.tip(), &packs, 0)
            .context("read the feed back: its segments and packs leave a gap")?;
        for segment in chain {
            let path = segment.path();
            for record in open(store, segment)?.records() {
                state.replay(record.with_context(|| format!("read {path}"))?);
            }
        }
        for segment in packs.iter().chain(&verified.tip().segments) {
            let path = segment.path();
            ensure!(
                store.folder().root().join(&path).exists(),
                "read the feed back: {path} is missing"
            );
        }
        state.packs = packs;
        let live = state.live.values();
        state.blobs = live.flat_map(|live| live.blobs.iter().cloned()).collect();
        state.tip = verified.tip().clone();
        state.takedown = verified.takedown().clone();
        state.floors = verified.floors().clone();
        state.expires = Some(verified.expires());
        Ok(state)
    }

    fn replay(&mut self, record: Record) {
        match record {
            Record::Put { document, .. } => {
                let live = Live::of(&document);
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

/// The packs of a verified feed.
pub fn packs(folder: &Folder, verified: &Verified) -> anyhow::Result<Vec<Segment>> {
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
