//! The published test vectors (`vectors/`), read as any other reader would: from the files and from what `expected.json` and
//! `attacks.json` say. Every way through the log, merged levels and packs included, leads to the same documents.
#![allow(clippy::unwrap_used)]

#[path = "../examples/vectors/make.rs"]
mod make;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use feed::{
    FeedError, FeedVerifier, Fetched, Floors, Folder, PackList, Segment, Source, Verified,
    open_segment,
};
use serde_json::{Value, json};

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

fn told(name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(vectors().join(name)).unwrap()).unwrap()
}

/// The sound feed with some files in place of others; an empty one is missing.
struct Feed {
    over: Option<Folder>,
    sound: Folder,
}

impl Feed {
    fn of(dir: &Path, attack: Option<&str>) -> Feed {
        Feed {
            over: attack.map(|name| Folder::new(dir.join("attacks").join(name))),
            sound: Folder::new(dir.join("sound")),
        }
    }

    fn read(&self, path: &str) -> Option<Vec<u8>> {
        let over = self
            .over
            .as_ref()
            .and_then(|over| over.read(path, 1 << 26).unwrap());
        match over {
            Some(bytes) if bytes.is_empty() => None,
            Some(bytes) => Some(bytes),
            None => self.sound.read(path, 1 << 26).unwrap(),
        }
    }
}

impl Source for Feed {
    fn fetch<'a>(&'a self, path: &'a str, _max: u64) -> Fetched<'a> {
        Box::pin(async move { Ok(self.read(path)) })
    }
}

async fn verify(dir: &Path, feed: &Feed, floors: Floors) -> Result<Verified, FeedError> {
    let root = std::fs::read(dir.join("root.json")).unwrap();
    let now = make::ISSUED.parse().unwrap();
    FeedVerifier::new(&root, floors)?.refresh(feed, now).await
}

fn packs(feed: &Feed, verified: &Verified) -> PackList {
    let bytes = feed.read(&verified.packs().path).unwrap();
    verified.open_packs(&bytes).unwrap()
}

type Shown = BTreeMap<String, (u64, String)>;

/// Reads segments in order on top of what is shown at `cursor`; numbers and ids of the lines that are refused.
fn follow(
    feed: &Feed,
    segments: &[&Segment],
    mut cursor: u64,
    shown: &mut Shown,
) -> Result<Vec<(u64, String)>, FeedError> {
    let mut refused = Vec::new();
    for segment in segments {
        let path = segment.path();
        let bytes = feed.read(&path).ok_or(FeedError::Missing { path })?;
        for record in open_segment(segment, &bytes)?.records() {
            match record {
                Ok(record) if record.seq() <= cursor => {}
                Ok(feed::Record::Put { document, .. }) => {
                    shown.insert(document.id, (document.rev, document.title));
                }
                Ok(feed::Record::Del { id, .. }) => {
                    shown.remove(&id);
                }
                Err(bad) => refused.push((bad.seq.unwrap(), bad.id.unwrap())),
            }
        }
        cursor = segment.to;
    }
    Ok(refused)
}

fn as_told(shown: &Shown) -> Value {
    let one = |(id, (rev, title)): (&String, &(u64, String))| json!({"id": id, "rev": rev, "title": title});
    shown.iter().map(one).collect()
}

async fn reads_as_expected(dir: &Path) {
    let expected = told("expected.json");
    let feed = Feed::of(dir, None);
    let verified = verify(dir, &feed, Floors::default()).await.unwrap();
    let tip = verified.tip();
    assert_eq!(
        json!([
            tip.repository,
            tip.epoch,
            tip.seq,
            tip.packed,
            verified.expires().to_string()
        ]),
        json!([
            expected["repository"],
            expected["epoch"],
            expected["seq"],
            expected["packed"],
            expected["expires"]
        ])
    );
    let gone: Vec<&str> = verified
        .takedown()
        .entries
        .iter()
        .map(|entry| entry.id.as_str())
        .collect();
    assert_eq!(json!(gone), expected["takedowns"]);
    let packs = packs(&feed, &verified).packs;
    let of_level =
        |level| -> Vec<&Segment> { tip.segments.iter().filter(|s| s.level == level).collect() };
    let published = of_level(0);
    // From every number on, and over every level.
    for cursor in 0..=tip.seq {
        let until: Vec<&Segment> = published
            .iter()
            .copied()
            .filter(|s| s.to <= cursor)
            .collect();
        let at = until.last().map_or(0, |segment| segment.to);
        let mut shown = Shown::new();
        follow(&feed, &until, 0, &mut shown).unwrap();
        let route = feed::segments_for(tip, &packs, at).unwrap();
        follow(&feed, &route, at, &mut shown).unwrap();
        assert_eq!(as_told(&shown), expected["documents"], "from {at}");
    }
    for level in [1, 2] {
        let merged = of_level(level);
        assert_eq!(merged.len(), 1, "level {level}");
        let mut way = merged.clone();
        way.extend(
            published
                .iter()
                .filter(|segment| segment.from > merged[0].to),
        );
        let mut shown = Shown::new();
        let refused = follow(&feed, &way, 0, &mut shown).unwrap();
        assert_eq!(as_told(&shown), expected["documents"], "over level {level}");
        let refused: Value = refused
            .iter()
            .map(|(seq, id)| json!({"seq": seq, "id": id}))
            .collect();
        assert_eq!(refused, expected["refused"]);
    }
}

#[tokio::test]
async fn the_sound_vector_reads_as_expected_on_every_way_through_the_log() {
    reads_as_expected(&vectors()).await;
}

#[tokio::test]
async fn what_the_program_makes_today_reads_the_same() {
    let dir = tempfile::tempdir().unwrap();
    for (path, bytes) in make::everything() {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    reads_as_expected(dir.path()).await;
    let made = std::fs::read(dir.path().join("attacks.json")).unwrap();
    assert_eq!(made, std::fs::read(vectors().join("attacks.json")).unwrap());
}

#[tokio::test]
async fn every_attack_vector_is_refused_for_its_reason() {
    let dir = vectors();
    let attacks = told("attacks.json");
    assert!(attacks.as_array().unwrap().len() >= 14);
    for attack in attacks.as_array().unwrap() {
        let name = attack["name"].as_str().unwrap();
        assert!(dir.join("attacks").join(name).is_dir(), "{name}");
        let floors = match attack["after_sound"].as_bool().unwrap() {
            false => Floors::default(),
            true => {
                let sound = verify(&dir, &Feed::of(&dir, None), Floors::default()).await;
                sound.unwrap().floors().clone()
            }
        };
        let feed = Feed::of(&dir, Some(name));
        let read = match verify(&dir, &feed, floors).await {
            Ok(verified) => {
                let packs = packs(&feed, &verified).packs;
                let route = feed::segments_for(verified.tip(), &packs, 0).unwrap();
                let now = make::ISSUED.parse().unwrap();
                follow(&feed, &route, 0, &mut Shown::new()).map(|_| verified.expires() <= now)
            }
            Err(error) => Err(error),
        };
        match (attack["refused"].as_str(), read) {
            (Some(kind), Err(error)) => assert_eq!(error.kind().as_code(), kind, "{name}: {error}"),
            (None, Ok(expired)) => assert!(expired, "{name}"),
            (wanted, got) => panic!("{name}: wanted {wanted:?}, got {got:?}"),
        }
    }
}
