//! What the feed says now. Owns reading it back, verified with the publisher's own root, so that nothing else need be
//! kept between runs; refuses a feed that this root did not sign.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;

use anyhow::{Context, ensure};
use feed::limits::SEGMENT_BYTES_MAX;
use feed::{
    Document, FeedVerifier, Floors, Record, Source, TakedownList, Tip, Verified, VerifiedSegment,
    open_segment, segments_for,
};
use jiff::Timestamp;

use crate::keys::KeySet;
use crate::store::Store;

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
            collection: document.provenance.collection.clone(),
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
    /// Attachments that some revision in the log names.
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
                least_agent: "0.1.0".into(),
            },
            takedown: TakedownList::default(),
            floors: Floors::default(),
            expires: None,
            live: BTreeMap::new(),
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
        let verified = check(store.folder(), keys.root_bytes(), Floors::default(), now)
            .context("read the feed back with our own root")?;
        let mut state = State::empty(verified.tip().repository.clone(), now);
        for segment in segments_for(verified.tip(), 0) {
            let path = segment.path();
            for record in open(store, segment)?.records() {
                state.replay(record.with_context(|| format!("read {path}"))?);
            }
        }
        state.tip = verified.tip().clone();
        state.takedown = verified.takedown().clone();
        state.floors = verified.floors().clone();
        state.expires = Some(verified.expires());
        Ok(state)
    }

    fn replay(&mut self, record: Record) {
        match record {
            Record::Put { document, .. } => {
                let attachments = document.attachments.iter();
                self.blobs
                    .extend(attachments.map(|file| file.sha256.clone()));
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
