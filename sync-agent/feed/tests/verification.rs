//! A feed in memory against every attack that verification must tell apart.

#![allow(clippy::unwrap_used)]

#[path = "verification/roots.rs"]
mod roots;

use std::collections::BTreeMap;
use std::sync::Mutex;

use ed25519_dalek::{Signer as _, SigningKey};
use feed::write::{self, Edition, Outgoing, RolePlan, Signer};
use feed::{
    BundleList, FeedVerifier, Fetched, Floors, Kind, PackList, Source, SourceError, Takedown,
    TakedownList, Tip,
};
use jiff::{SignedDuration, Timestamp};

struct Key(SigningKey);

impl Signer for Key {
    fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }
    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

fn key(seed: u8) -> Key {
    Key(SigningKey::from_bytes(&[seed; 32]))
}

fn now() -> Timestamp {
    "2026-11-21T08:00:00Z".parse().unwrap()
}

#[derive(Default)]
struct Memory {
    files: BTreeMap<String, Vec<u8>>,
    asked: Mutex<Vec<String>>,
    dead: bool,
}

impl Memory {
    fn put(&mut self, file: Outgoing) {
        self.files.insert(file.path, file.bytes);
    }
    fn requests(&self) -> usize {
        std::mem::take(&mut *self.asked.lock().unwrap()).len()
    }
    fn path_of(&self, ending: &str) -> String {
        let found = self.files.keys().find(|path| path.ends_with(ending));
        found.unwrap().clone()
    }
}

impl Source for Memory {
    fn fetch<'a>(&'a self, path: &'a str, max: u64) -> Fetched<'a> {
        Box::pin(async move {
            self.asked.lock().unwrap().push(path.to_owned());
            if self.dead {
                return Err(SourceError::unreachable(path, "no route"));
            }
            let bytes = self.files.get(path).cloned();
            match bytes {
                Some(bytes) if bytes.len() as u64 > max => Err(SourceError::TooLarge {
                    path: path.into(),
                    max,
                }),
                other => Ok(other),
            }
        })
    }
}

/// Keys by role; each seed another key.
struct Publisher {
    root: Vec<u8>,
    targets: u8,
    snapshot: u8,
    timestamp: u8,
}

fn plans(targets: u8, snapshot: u8, timestamp: u8) -> Vec<RolePlan> {
    [
        ("root", 1),
        ("targets", targets),
        ("snapshot", snapshot),
        ("timestamp", timestamp),
    ]
    .map(|(role, seed)| RolePlan {
        role,
        keys: vec![key(seed).public()],
        threshold: 1,
    })
    .to_vec()
}

fn edition(version: u64) -> Edition {
    Edition {
        version,
        expires: now() + SignedDuration::from_hours(24 * 7),
    }
}

impl Publisher {
    fn new() -> Publisher {
        Publisher {
            root: write::root(edition(1), &plans(2, 3, 4), &[&key(1)]),
            targets: 2,
            snapshot: 3,
            timestamp: 4,
        }
    }

    fn publish(&self, feed: &mut Memory, version: u64, tip: &Tip, takedown: &TakedownList) {
        let mut files = write::targets(
            edition(version),
            tip,
            takedown,
            &PackList::default(),
            &BundleList::default(),
            &[&key(self.targets)],
        );
        let targets = files.last().unwrap().bytes.clone();
        files.push(write::snapshot(
            edition(version),
            version,
            &targets,
            &[&key(self.snapshot)],
        ));
        let snapshot = files.last().unwrap().bytes.clone();
        for file in files {
            feed.put(file);
        }
        self.sign(feed, version, version, &snapshot);
    }

    fn sign(&self, feed: &mut Memory, version: u64, snapshot_version: u64, snapshot: &[u8]) {
        let signer = key(self.timestamp);
        feed.put(write::timestamp(
            edition(version),
            now(),
            snapshot_version,
            snapshot,
            &[&signer],
        ));
    }
}

fn tip(seq: u64) -> Tip {
    let segments = (seq > 0).then(|| write::seal(0, 1, seq, b"").unwrap().0);
    Tip {
        repository: "demo".into(),
        epoch: 1,
        seq,
        issued: "2026-11-20T00:00:00Z".into(),
        segments: segments.into_iter().collect(),
        packed: 0,
        checkpoints: Vec::new(),
        least_agent: "0.1.0".into(),
    }
}

fn takedown() -> TakedownList {
    TakedownList {
        entries: vec![Takedown {
            id: "demo/gone".into(),
            rev: 2,
            reason: feed::DelReason::Withdrawn,
            held: false,
        }],
    }
}

fn first() -> (Publisher, Memory) {
    let publisher = Publisher::new();
    let mut feed = Memory::default();
    publisher.publish(&mut feed, 1, &tip(3), &takedown());
    (publisher, feed)
}

async fn refused(publisher: &Publisher, feed: &Memory, floors: Floors) -> Kind {
    let mut verifier = FeedVerifier::new(&publisher.root, floors.clone()).unwrap();
    let error = verifier.refresh(feed, now()).await.unwrap_err();
    assert_eq!(
        verifier.floors().timestamp,
        floors.timestamp,
        "a refusal must not move a floor"
    );
    error.kind()
}

async fn accepted(publisher: &Publisher, feed: &Memory, floors: Floors) -> Floors {
    let mut verifier = FeedVerifier::new(&publisher.root, floors).unwrap();
    verifier
        .refresh(feed, now())
        .await
        .unwrap()
        .floors()
        .clone()
}

#[tokio::test]
async fn a_sound_feed_tells_tip_takedown_and_dates() {
    let (publisher, feed) = first();
    let mut verifier = FeedVerifier::new(&publisher.root, Floors::default()).unwrap();
    let verified = verifier.refresh(&feed, now()).await.unwrap();
    assert_eq!(verified.tip(), &tip(3));
    assert_eq!(verified.takedown().rev_of("demo/gone"), Some(2));
    assert_eq!(verified.issued(), now());
    assert_eq!(
        verified.expires(),
        now() + SignedDuration::from_hours(24 * 7)
    );
    assert!(!verified.expired(now()));
}

#[tokio::test]
async fn an_unchanged_poll_takes_two_requests_and_under_two_kilobytes_also_after_a_restart() {
    let (publisher, feed) = first();
    let floors = accepted(&publisher, &feed, Floors::default()).await;
    assert_eq!(feed.requests(), 6);
    let kept = Floors::from_json(&floors.to_json()).unwrap();
    assert_eq!(accepted(&publisher, &feed, kept).await, floors);
    assert_eq!(feed.requests(), 2);
    assert!(feed.files["metadata/timestamp.json"].len() < 1000);
}

#[tokio::test]
async fn a_renewed_timestamp_takes_two_requests() {
    let (publisher, mut feed) = first();
    let floors = accepted(&publisher, &feed, Floors::default()).await;
    feed.requests();
    let snapshot = feed.files["metadata/1.snapshot.json"].clone();
    publisher.sign(&mut feed, 2, 1, &snapshot);
    assert_eq!(accepted(&publisher, &feed, floors).await.timestamp, 2);
    assert_eq!(feed.requests(), 2);
}

#[tokio::test]
async fn an_expired_feed_is_accepted_and_says_so_whatever_the_clock() {
    let (publisher, feed) = first();
    let mut floors = Floors::default();
    for (clock, expired) in [
        ("2026-11-22T00:00:00Z", false),
        ("1970-01-01T00:00:00Z", false),
        ("2100-01-01T00:00:00Z", true),
        ("2026-11-22T00:00:00Z", false),
    ] {
        let clock: Timestamp = clock.parse().unwrap();
        let mut verifier = FeedVerifier::new(&publisher.root, floors).unwrap();
        let verified = verifier.refresh(&feed, clock).await.unwrap();
        assert_eq!(verified.expired(clock), expired, "{clock}");
        floors = verified.floors().clone();
    }
}

#[tokio::test]
async fn an_older_feed_is_a_roll_back_also_when_it_is_expired_or_partly_newer() {
    let (publisher, old) = first();
    let mut new = Memory::default();
    publisher.publish(&mut new, 2, &tip(5), &takedown());
    let floors = accepted(&publisher, &new, Floors::default()).await;
    assert_eq!(
        refused(&publisher, &old, floors.clone()).await,
        Kind::RollBack
    );
    // A new timestamp over old content.
    let mut mixed = old;
    let snapshot = mixed.files["metadata/1.snapshot.json"].clone();
    publisher.sign(&mut mixed, 3, 1, &snapshot);
    assert_eq!(
        refused(&publisher, &mixed, floors.clone()).await,
        Kind::RollBack
    );
    // New metadata over an older log.
    let mut shorter = Memory::default();
    publisher.publish(&mut shorter, 3, &tip(4), &takedown());
    assert_eq!(
        refused(&publisher, &shorter, floors.clone()).await,
        Kind::RollBack
    );
    // The same version with other content.
    let mut forked = Memory::default();
    publisher.publish(&mut forked, 2, &tip(6), &takedown());
    assert_eq!(refused(&publisher, &forked, floors).await, Kind::Mixed);
}

#[tokio::test]
async fn another_key_is_a_wrong_signature_for_each_role() {
    for role in 0..3 {
        let publisher = Publisher::new();
        let mut foreign = Publisher::new();
        match role {
            0 => foreign.targets = 9,
            1 => foreign.snapshot = 9,
            _ => foreign.timestamp = 9,
        }
        let mut feed = Memory::default();
        foreign.publish(&mut feed, 1, &tip(1), &takedown());
        let kind = refused(&publisher, &feed, Floors::default()).await;
        assert_eq!(kind, Kind::Signature, "role {role}");
    }
}

#[tokio::test]
async fn every_flipped_byte_of_every_file_is_refused() {
    let (publisher, feed) = first();
    let packs = feed.path_of(".packs.json");
    for (path, original) in &feed.files {
        if *path == packs {
            continue; // Named by hash, fetched by nobody yet; `publisher verify` checks it.
        }
        for at in 0..original.len() {
            let mut bytes = original.clone();
            bytes[at] ^= 0x01;
            let mut bad = Memory {
                files: feed.files.clone(),
                ..Memory::default()
            };
            bad.files.insert(path.clone(), bytes);
            let kind = refused(&publisher, &bad, Floors::default()).await;
            let expected: &[Kind] = match path.as_str() {
                "metadata/timestamp.json" => &[Kind::Signature, Kind::Malformed],
                _ => &[Kind::Mixed],
            };
            assert!(expected.contains(&kind), "{path} byte {at}: {kind:?}");
        }
    }
}

#[tokio::test]
async fn a_missing_named_file_is_mixed_and_a_missing_timestamp_is_no_feed() {
    let (publisher, feed) = first();
    for ending in [
        "1.snapshot.json",
        "1.targets.json",
        ".tip.json",
        ".takedown.json",
    ] {
        let mut torn = Memory {
            files: feed.files.clone(),
            ..Memory::default()
        };
        torn.files.remove(&feed.path_of(ending));
        assert_eq!(
            refused(&publisher, &torn, Floors::default()).await,
            Kind::Mixed
        );
    }
    let empty = Memory::default();
    assert_eq!(
        refused(&publisher, &empty, Floors::default()).await,
        Kind::Unreachable
    );
    let dead = Memory {
        dead: true,
        ..Memory::default()
    };
    assert_eq!(
        refused(&publisher, &dead, Floors::default()).await,
        Kind::Unreachable
    );
}

#[tokio::test]
async fn an_endless_file_is_too_large() {
    let (publisher, feed) = first();
    for path in feed
        .files
        .keys()
        .filter(|path| !path.ends_with("packs.json"))
    {
        let mut endless = Memory {
            files: feed.files.clone(),
            ..Memory::default()
        };
        endless
            .files
            .insert(path.clone(), vec![b' '; 17 * 1024 * 1024]);
        let kind = refused(&publisher, &endless, Floors::default()).await;
        assert_eq!(kind, Kind::TooLarge, "{path}");
    }
}

#[tokio::test]
async fn a_captive_portal_is_refused() {
    struct Portal;
    impl Source for Portal {
        fn fetch<'a>(&'a self, _path: &'a str, _max: u64) -> Fetched<'a> {
            Box::pin(async { Ok(Some(b"<html>please log in</html>".to_vec())) })
        }
    }
    let publisher = Publisher::new();
    let mut verifier = FeedVerifier::new(&publisher.root, Floors::default()).unwrap();
    let error = verifier.refresh(&Portal, now()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Malformed);
}
