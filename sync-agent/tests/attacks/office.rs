//! A publisher in memory that signs whatever a test asks for, sound or not. Owns keys, the log and the versions; writes
//! plain folders. Never used by a program.

use ed25519_dalek::{Signer as _, SigningKey};
use feed::chain::{self, TIP_CHECKPOINTS};
use feed::write::{self, Edition, Outgoing, RolePlan, Signer};
use feed::{
    BundleList, Checkpoint, DelReason, Document, PackList, Record, Takedown, TakedownList, Tip,
};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// A key made from one number.
pub struct Key(SigningKey);

impl Signer for Key {
    fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }
    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

/// The key of this number.
pub fn key(seed: u8) -> Key {
    Key(SigningKey::from_bytes(&[seed; 32]))
}

/// Who signs for a role: seeds and threshold.
#[derive(Clone)]
pub struct Role(pub Vec<u8>, pub usize);

/// The signers of all roles, in the order root, targets, snapshot, timestamp.
#[derive(Clone)]
pub struct Roles(pub [Role; 4]);

impl Roles {
    /// One key each.
    pub fn plain() -> Roles {
        Roles([1, 2, 3, 4].map(|seed| Role(vec![seed], 1)))
    }

    /// The root metadata of these roles, signed by `signers`.
    pub fn root(&self, version: u64, expires: Timestamp, signers: &[u8]) -> Vec<u8> {
        let names = ["root", "targets", "snapshot", "timestamp"];
        let plans: Vec<RolePlan> = names
            .into_iter()
            .zip(&self.0)
            .map(|(role, Role(seeds, threshold))| RolePlan {
                role,
                keys: seeds.iter().map(|seed| key(*seed).public()).collect(),
                threshold: *threshold,
            })
            .collect();
        let keys: Vec<Key> = signers.iter().map(|seed| key(*seed)).collect();
        let signers: Vec<&dyn Signer> = keys.iter().map(|key| key as &dyn Signer).collect();
        write::root(Edition { version, expires }, &plans, &signers)
    }
}

/// A feed under way.
#[derive(Clone)]
pub struct Office {
    dir: PathBuf,
    pub roles: Roles,
    pub version: u64,
    pub root_version: u64,
    pub now: Timestamp,
    pub tip: Tip,
    pub takedown: TakedownList,
    /// Ends of all publications; a test empties it to be a publisher that tells none.
    pub checkpoints: Vec<Checkpoint>,
}

pub fn day_one() -> Timestamp {
    "2026-11-22T02:00:00Z".parse().unwrap()
}

impl Office {
    /// An empty feed in `dir`.
    pub fn begin(dir: &Path) -> Office {
        let office = Office {
            dir: dir.to_owned(),
            roles: Roles::plain(),
            version: 0,
            root_version: 1,
            now: day_one(),
            tip: Tip {
                repository: "office".into(),
                epoch: 1,
                seq: 0,
                issued: write::seconds(day_one()),
                segments: Vec::new(),
                packed: 0,
                checkpoints: Vec::new(),
                least_agent: "0.1.0".into(),
            },
            takedown: TakedownList::default(),
            checkpoints: vec![Checkpoint(0, chain::begin("office", 1))],
        };
        office.put(&Outgoing {
            path: "metadata/1.root.json".into(),
            bytes: office.root(),
        });
        office
    }

    /// With `count` documents in segments of twenty, every fifth with an attachment.
    pub fn filled(dir: &Path, count: usize) -> Office {
        let mut office = Office::begin(dir);
        let ids: Vec<usize> = (0..count).collect();
        for part in ids.chunks(20) {
            let documents = part.iter().map(|n| office.document(*n, 1, "第一版"));
            let records = documents.map(put).collect();
            office.append(records);
        }
        office.sign();
        office
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The root that terminals ship with.
    pub fn root(&self) -> Vec<u8> {
        self.roles.root(1, far(self.now), &self.roles.0[0].0)
    }

    /// Document number `n`; its file is written too if it has one.
    pub fn document(&self, n: usize, rev: u64, words: &str) -> Document {
        let mut document = document(&format!("office/{n:04}"), rev, words);
        if n.is_multiple_of(5) {
            let bytes = format!("附件 {n} {rev}").repeat(200).into_bytes();
            let sha256 = hex::encode(Sha256::digest(&bytes));
            document.attachments = vec![feed::Attachment {
                name: format!("附件{n}.txt"),
                sha256: sha256.clone(),
                length: bytes.len() as u64,
                pages: None,
                address: None,
            }];
            self.put(&Outgoing {
                path: feed::blob_path(&sha256),
                bytes,
            });
        }
        document
    }

    /// Adds one segment to the log, unsigned as yet.
    pub fn append(&mut self, mut records: Vec<Record>) {
        let from = self.tip.seq + 1;
        for (n, record) in records.iter_mut().enumerate() {
            match record {
                Record::Put { seq, .. } | Record::Del { seq, .. } => *seq = from + n as u64,
            }
        }
        let lines: Vec<u8> = records.iter().flat_map(write::record_line).collect();
        self.append_lines(records.len() as u64, &lines);
    }

    /// The checkpoint after some lines, which need not be records.
    fn roll(&mut self, lines: &[u8]) {
        let Some(Checkpoint(_, before)) = self.checkpoints.last() else {
            return;
        };
        let told = Record::Del {
            seq: self.tip.seq,
            id: hex::encode(Sha256::digest(lines)),
            rev: 1,
            reason: DelReason::Withdrawn,
        };
        let hash = chain::roll(before, &told);
        self.checkpoints.push(Checkpoint(self.tip.seq, hash));
    }

    /// Adds a segment of any lines.
    pub fn append_lines(&mut self, count: u64, lines: &[u8]) {
        let from = self.tip.seq + 1;
        let (segment, file) = write::seal(0, from, from + count - 1, lines).unwrap();
        self.put(&file);
        self.tip.seq = segment.to;
        self.tip.segments.push(segment);
        self.roll(lines);
    }

    /// Takes a document away.
    pub fn withdraw(&mut self, n: usize, rev: u64) {
        let id = format!("office/{n:04}");
        self.takedown.entries.push(Takedown {
            id: id.clone(),
            rev,
            reason: DelReason::Withdrawn,
            held: false,
        });
        self.takedown.entries.sort_by(|a, b| a.id.cmp(&b.id));
        self.append(vec![Record::Del {
            seq: 0,
            id,
            rev,
            reason: DelReason::Withdrawn,
        }]);
    }

    /// Signs and writes the feed as it stands; what was written, in order.
    pub fn sign(&mut self) -> Vec<Outgoing> {
        let roles = self.roles.clone();
        let files = self.signed_by(&roles);
        for file in &files {
            self.put(file);
        }
        files
    }

    /// The next version's metadata, signed by all keys of `roles`, not written.
    pub fn signed_by(&mut self, roles: &Roles) -> Vec<Outgoing> {
        self.version += 1;
        let version = self.version;
        let week = self.now + SignedDuration::from_hours(24 * 7);
        let edition = Edition {
            version,
            expires: week,
        };
        let keys: Vec<Vec<Key>> = roles
            .0
            .iter()
            .map(|Role(seeds, _)| seeds.iter().map(|seed| key(*seed)).collect())
            .collect();
        let of = |role: usize| -> Vec<&dyn Signer> {
            keys[role].iter().map(|key| key as &dyn Signer).collect()
        };
        // A test may have put the tip back.
        self.checkpoints.retain(|point| point.0 <= self.tip.seq);
        let is_told = self.checkpoints.last().is_some_and(|p| p.0 == self.tip.seq);
        let told = match is_told {
            true => self.checkpoints.clone(),
            false => Vec::new(),
        };
        self.tip.checkpoints = told[told.len().saturating_sub(TIP_CHECKPOINTS)..].to_vec();
        let packs = PackList {
            checkpoints: told,
            ..PackList::default()
        };
        let mut files = write::targets(
            edition,
            &self.tip,
            &self.takedown,
            &packs,
            &BundleList::default(),
            &of(1),
        );
        let targets = files.last().unwrap().bytes.clone();
        files.push(write::snapshot(edition, version, &targets, &of(2)));
        let snapshot = files.last().unwrap().bytes.clone();
        files.push(write::timestamp(
            edition,
            self.now,
            version,
            &snapshot,
            &of(3),
        ));
        files
    }

    /// A new root: `next` roles, signed by the present root keys and the next ones.
    pub fn rotate(&mut self, next: Roles) {
        let mut signers = self.roles.0[0].0.clone();
        signers.extend(&next.0[0].0);
        signers.sort_unstable();
        signers.dedup();
        self.root_version += 1;
        let bytes = next.root(self.root_version, far(self.now), &signers);
        self.put(&Outgoing {
            path: format!("metadata/{}.root.json", self.root_version),
            bytes,
        });
        self.roles = next;
    }

    pub fn put(&self, file: &Outgoing) {
        let path = self.dir.join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.bytes).unwrap();
    }

    /// A file of the feed.
    pub fn path(&self, path: &str) -> PathBuf {
        self.dir.join(path)
    }

    /// The newest file of a kind, such as `.tip.json`.
    pub fn newest(&self, ending: &str) -> PathBuf {
        match ending {
            "timestamp.json" => self.path("metadata/timestamp.json"),
            "snapshot.json" | "targets.json" => {
                self.path(&format!("metadata/{}.{ending}", self.version))
            }
            ".zst" => self.path(&self.tip.segments.last().unwrap().path()),
            other => panic!("{other} has no newest file"),
        }
    }

    /// A copy of the folder as it is now, at `to`.
    pub fn copy_to(&self, to: &Path) {
        copy_tree(&self.dir, to);
    }
}

fn far(now: Timestamp) -> Timestamp {
    now + SignedDuration::from_hours(24 * 3_650)
}

pub fn put(document: Document) -> Record {
    Record::Put {
        seq: 0,
        document: Box::new(document),
    }
}

pub fn document(id: &str, rev: u64, words: &str) -> Document {
    serde_json::from_value(serde_json::json!({
        "id": id, "rev": rev, "title": format!("关于{id}的通知"), "agency": "示例市人民政府",
        "category": "policy", "issued_on": "2018-10-15", "validity": "in-force",
        "disclosure": {"attribute": "public", "evidence": "文末标注：此件公开发布"},
        "blocks": [{"kind": "paragraph", "text": format!("{words}：{}", format!("{id}的内容。").repeat(60))}],
        "provenance": {"source": "a.txt", "adapter": "folder", "raw_sha256": "b".repeat(64), "fetched": "2026-01-01T00:00:00Z"}
    }))
    .unwrap()
}

pub fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
