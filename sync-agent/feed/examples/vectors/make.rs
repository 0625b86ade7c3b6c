//! A small feed with everything in it, and what must be refused. The keys are made from numbers: nothing here protects anything.

#[path = "attacks.rs"]
mod attacks;

use attacks::attacks;
use std::collections::BTreeMap;

use ed25519_dalek::{Signer as _, SigningKey};
use feed::tip::LEVEL_PACK;
use feed::write::{self, Edition, Outgoing, RolePlan, Signer};
use feed::{
    BundleList, Checkpoint, DelReason, Document, PackList, Record, Segment, Takedown, TakedownList,
    Tip, blob_path, chain,
};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// When everything was signed; read the vectors at this time.
pub const ISSUED: &str = "2026-11-20T00:00:00Z";
const EXPIRES: &str = "2126-11-20T00:00:00Z";
const LONG_AGO: &str = "2020-01-01T00:00:00Z";

type Files = BTreeMap<String, Vec<u8>>;

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

fn time(text: &str) -> Timestamp {
    text.parse().expect("a fixed time")
}

fn edition(version: u64, expires: &str) -> Edition {
    Edition {
        version,
        expires: time(expires),
    }
}

/// Everything under its path in the folder of vectors.
pub fn everything() -> Files {
    let sound = sound();
    let mut files: Files = BTreeMap::new();
    files.insert("root.json".into(), root(1, &[1, 2, 3], 11, &[1, 2]));
    for (path, bytes) in &sound.files {
        files.insert(format!("sound/{path}"), bytes.clone());
    }
    let mut told = Vec::new();
    for attack in attacks(&sound) {
        for (path, bytes) in attack.files {
            files.insert(format!("attacks/{}/{path}", attack.name), bytes);
        }
        told.push(json!({
            "name": attack.name, "what": attack.what, "after_sound": attack.after_sound, "refused": attack.refused,
        }));
    }
    files.insert("attacks.json".into(), pretty(&json!(told)));
    files.insert("expected.json".into(), pretty(&expected()));
    files
}

fn pretty(value: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("plain data has a JSON form");
    bytes.push(b'\n');
    bytes
}

/// Two of three must sign a root; one key for each other role.
fn root(version: u64, roots: &[u8], timestamp: u8, signers: &[u8]) -> Vec<u8> {
    let plan = |role, seeds: &[u8], threshold| RolePlan {
        role,
        keys: seeds.iter().map(|seed| key(*seed).public()).collect(),
        threshold,
    };
    let plans = [
        plan("root", roots, 2),
        plan("targets", &[9], 1),
        plan("snapshot", &[10], 1),
        plan("timestamp", &[timestamp], 1),
    ];
    let keys: Vec<Key> = signers.iter().map(|seed| key(*seed)).collect();
    let signers: Vec<&dyn Signer> = keys.iter().map(|key| key as &dyn Signer).collect();
    write::root(edition(version, EXPIRES), &plans, &signers)
}

struct Sound {
    files: Files,
    tip: Tip,
    takedown: TakedownList,
    packs: PackList,
}

/// The key of the timestamp since root 2.
const TIMESTAMP: u8 = 12;

fn sound() -> Sound {
    let mut sound = Sound {
        files: Files::new(),
        tip: Tip {
            repository: "vectors".into(),
            epoch: 1,
            seq: 0,
            issued: ISSUED.into(),
            segments: Vec::new(),
            packed: 0,
            checkpoints: Vec::new(),
            least_agent: "0.1.0".into(),
        },
        takedown: TakedownList::default(),
        packs: PackList::default(),
    };
    sound.files.insert(
        "metadata/1.root.json".into(),
        root(1, &[1, 2, 3], 11, &[1, 2]),
    );
    // The timestamp's key and one root key changed hands.
    sound.files.insert(
        "metadata/2.root.json".into(),
        root(2, &[1, 2, 4], TIMESTAMP, &[1, 2, 4]),
    );
    let picture = "附件：示例区供水价格表\n".repeat(20).into_bytes();
    let sha256 = hex::encode(Sha256::digest(&picture));
    sound.files.insert(blob_path(&sha256), picture);
    sound.log();
    sound.tip.seq = 4;
    let first = sound
        .tip
        .segments
        .iter()
        .filter(|s| s.to <= 4)
        .cloned()
        .collect();
    let whole = std::mem::replace(&mut sound.tip.segments, first);
    sound.tip.checkpoints = checkpoints(&[0, 4]);
    sound.sign_in(1, 11, EXPIRES);
    sound.tip.segments = whole;
    sound.tip.seq = 12;
    sound.tip.checkpoints = checkpoints(&[0, 4, 12]);
    sound.packs.checkpoints = checkpoints(&[0, 4, 12]);
    sound.tip.packed = 8;
    let gone = |id: &str, reason| Takedown {
        id: id.into(),
        rev: 1,
        reason,
        held: false,
    };
    sound.takedown.entries = vec![
        gone("v/c", DelReason::Withdrawn),
        gone("v/d", DelReason::MergedInto { id: "v/a".into() }),
        gone("v/f", DelReason::Purged),
    ];
    sound.sign_in(2, TIMESTAMP, EXPIRES);
    sound
}

impl Sound {
    /// Segments of all levels, and a pack. Number 8 was purged: it is in none of them.
    fn log(&mut self) {
        let line = |seq| write::record_line(&record(seq));
        let lines = |numbers: &[u64]| {
            numbers
                .iter()
                .flat_map(|seq| line(*seq))
                .collect::<Vec<u8>>()
        };
        let mut add = |level, from, to, numbers: &[u64]| {
            let (segment, file) =
                write::seal(level, from, to, &lines(numbers)).expect("a small segment");
            self.files.insert(file.path, file.bytes);
            match level {
                LEVEL_PACK => self.packs.packs.push(segment),
                _ => self.tip.segments.push(segment),
            }
        };
        add(0, 1, 4, &[1, 2, 3, 4]);
        add(0, 5, 6, &[5, 6]);
        add(0, 7, 8, &[7]);
        add(0, 9, 10, &[9, 10]);
        add(0, 11, 11, &[11]);
        add(0, 12, 12, &[12]);
        add(1, 1, 8, &[2, 4, 5, 6, 7]);
        add(2, 1, 11, &[2, 4, 5, 6, 7, 9, 10, 11]);
        add(LEVEL_PACK, 1, 8, &[2, 4, 5, 7]);
    }

    fn sign_in(&mut self, version: u64, timestamp: u8, expires: &str) {
        let files = self.signed(version, timestamp, expires);
        self.files.extend(files);
    }

    /// Targets, snapshot and timestamp of this version.
    fn signed(&self, version: u64, timestamp: u8, expires: &str) -> Files {
        let mut files = Files::new();
        let mut put = |file: Outgoing| {
            files.insert(file.path, file.bytes.clone());
            file.bytes
        };
        let empty = PackList::default();
        let packs = if self.tip.packed == 0 {
            &empty
        } else {
            &self.packs
        };
        let (targets, snapshot, timestamp) = (key(9), key(10), key(timestamp));
        let e = edition(version, expires);
        let mut last = Vec::new();
        for file in write::targets(
            e,
            &self.tip,
            &self.takedown,
            packs,
            &BundleList::default(),
            &[&targets],
        ) {
            last = put(file);
        }
        let snapshot = put(write::snapshot(e, version, &last, &[&snapshot]));
        put(write::timestamp(
            e,
            time(ISSUED),
            version,
            &snapshot,
            &[&timestamp],
        ));
        files
    }
}

/// At the ends of publications. What number 8 was stands in no hash any more that could be made again.
fn checkpoints(ends: &[u64]) -> Vec<Checkpoint> {
    ends.iter()
        .map(|end| {
            let start = chain::begin("vectors", 1);
            let records = (1..=*end).filter(|seq| *seq != 8).map(record);
            Checkpoint(*end, records.fold(start, |hash, r| chain::roll(&hash, &r)))
        })
        .collect()
}

fn record(seq: u64) -> Record {
    let put = |id: &str, rev, title: &str| Record::Put {
        seq,
        document: Box::new(document(id, rev, title)),
    };
    let del = |id: &str, reason| Record::Del {
        seq,
        id: id.into(),
        rev: 1,
        reason,
    };
    match seq {
        1 => put("v/a", 1, "示例市供水管理办法（征求意见稿）"),
        2 => put("v/b", 1, "关于调整供水价格的通知"),
        3 => put("v/c", 1, "关于某次会议的通知"),
        4 => put("v/d", 1, "供水管理办法解读"),
        5 => put("v/e", 1, "关于节约用水的倡议"),
        6 => del("v/c", DelReason::Withdrawn),
        7 => put("v/a", 2, "示例市供水管理办法"),
        9 => put("v/g", 1, "内部事项"),
        10 => put("v/h", 1, "关于停水检修的公告"),
        11 => put("v/i", 1, "供水水质公报"),
        12 => del("v/d", DelReason::MergedInto { id: "v/a".into() }),
        other => panic!("{other} is no number of this log"),
    }
}

fn document(id: &str, rev: u64, title: &str) -> Document {
    let picture = "附件：示例区供水价格表\n".repeat(20);
    let mut json = json!({
        "id": id, "rev": rev, "title": title, "agency": "示例市水务局", "category": "policy", "issued_on": "2018-10-15",
        "validity": "in-force", "disclosure": {"attribute": "public", "evidence": "文末标注：此件公开发布"},
        "blocks": [
            {"kind": "heading", "text": "第一条", "level": 3},
            {"kind": "paragraph", "text": format!("{title}的第一条。")},
            {"kind": "table", "rows": [["项目", "价格"], ["居民用水", "2.35元"]]},
        ],
        "articles": [{"id": "1", "label": "第一条", "depth": 3, "from": 0, "to": 2}],
        "provenance": {"source": format!("{id}.txt"), "adapter": "folder", "raw_sha256": "b".repeat(64), "fetched": ISSUED},
    });
    if id == "v/b" {
        json["attachments"] = json!([{
            "name": "价格表.txt", "sha256": hex::encode(Sha256::digest(&picture)), "length": picture.len(), "pages": ["居民用水 2.35元"],
        }]);
    }
    if id == "v/g" {
        // Signed all the same: a terminal refuses this record alone.
        json["disclosure"]["attribute"] = json!("not-public");
    }
    serde_json::from_value(json).expect("a document of the known shape")
}

/// What a reader must end up with.
fn expected() -> Value {
    let shown = |id: &str, rev: u64, title: &str| json!({"id": id, "rev": rev, "title": title});
    json!({
        "now": ISSUED, "repository": "vectors", "epoch": 1, "seq": 12, "packed": 8, "expires": EXPIRES,
        "takedowns": ["v/c", "v/d", "v/f"],
        "documents": [
            shown("v/a", 2, "示例市供水管理办法"), shown("v/b", 1, "关于调整供水价格的通知"), shown("v/e", 1, "关于节约用水的倡议"),
            shown("v/h", 1, "关于停水检修的公告"), shown("v/i", 1, "供水水质公报"),
        ],
        "refused": [{"seq": 9, "id": "v/g"}],
    })
}
