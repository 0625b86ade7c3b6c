//! Builds a feed's files as bytes. Owns the layout of metadata, targets and segments; holds no key (signing is a trait),
//! writes no file.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use sigstore_tuf::canonical_json::to_canonical_bytes;

use crate::bundle::{BUNDLES_NAME, BundleList};
use crate::limits::{SEGMENT_BYTES_MAX, SEGMENT_PLAIN_BYTES_MAX};
use crate::record::Record;
use crate::takedown::{TakedownList, list_path};
use crate::tip::{PackList, Segment, Tip};

/// TUF version that the metadata follows.
const SPEC_VERSION: &str = "1.0.31";
/// Up to this plain size a segment is worth zstd's best level; above it, publishing would take minutes.
const SMALL_SEGMENT_BYTES: usize = 1024 * 1024;
/// zstd level of small segments: what 20 changed documents cost every terminal.
const SMALL_LEVEL: i32 = 19;
/// zstd level of large ones.
const LARGE_LEVEL: i32 = 12;

/// A key that can sign; the private part stays with the implementor.
pub trait Signer {
    /// The public ed25519 key.
    fn public(&self) -> [u8; 32];
    /// The ed25519 signature of `message`.
    fn sign(&self, message: &[u8]) -> [u8; 64];
}

/// A file to be written into the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Outgoing {
    /// Path in the feed.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// Who may sign for a role, and how many of them must.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct RolePlan {
    /// `root`, `timestamp`, `snapshot`, `targets`.
    pub role: &'static str,
    pub keys: Vec<[u8; 32]>,
    pub threshold: usize,
}

/// A version and when it expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edition {
    /// From 1, rising.
    pub version: u64,
    /// When terminals start to show that it is old.
    pub expires: jiff::Timestamp,
}

/// The id of an ed25519 key: SHA-256 of its canonical TUF form.
pub fn key_id(public: &[u8; 32]) -> String {
    hex::encode(Sha256::digest(canonical(&tuf_key(public))))
}

fn tuf_key(public: &[u8; 32]) -> Value {
    json!({"keytype": "ed25519", "scheme": "ed25519", "keyval": {"public": hex::encode(public)}})
}

/// Root metadata, signed by `signers`.
pub fn root(edition: Edition, plans: &[RolePlan], signers: &[&dyn Signer]) -> Vec<u8> {
    let mut keys = Map::new();
    let mut roles = Map::new();
    for plan in plans {
        let ids: Vec<String> = plan.keys.iter().map(key_id).collect();
        for key in &plan.keys {
            keys.insert(key_id(key), tuf_key(key));
        }
        roles.insert(
            plan.role.to_owned(),
            json!({"keyids": ids, "threshold": plan.threshold}),
        );
    }
    let mut signed = head("root", edition);
    signed.insert("consistent_snapshot".into(), json!(true));
    signed.insert("keys".into(), Value::Object(keys));
    signed.insert("roles".into(), Value::Object(roles));
    envelope(Value::Object(signed), signers)
}

/// Why signatures cannot be added.
#[derive(Debug, thiserror::Error)]
#[error("sign: this is no metadata")]
pub struct NoMetadata;

/// Metadata with the signatures of `signers` added to those it has; a key that has signed already signs anew.
pub fn add_signatures(metadata: &[u8], signers: &[&dyn Signer]) -> Result<Vec<u8>, NoMetadata> {
    let whole: Value = serde_json::from_slice(metadata).map_err(|_| NoMetadata)?;
    let signed = whole.get("signed").cloned().ok_or(NoMetadata)?;
    let message = to_canonical_bytes(&signed).map_err(|_| NoMetadata)?;
    let mut signatures: Vec<Value> = whole
        .get("signatures")
        .and_then(Value::as_array)
        .cloned()
        .ok_or(NoMetadata)?;
    for signer in signers {
        let id = key_id(&signer.public());
        signatures.retain(|signature| signature["keyid"] != json!(id));
        signatures.push(json!({"keyid": id, "sig": hex::encode(signer.sign(&message))}));
    }
    to_canonical_bytes(&json!({"signed": signed, "signatures": signatures})).map_err(|_| NoMetadata)
}

/// The three targets with their content-addressed paths (before them the pieces of a long takedown list; behind them the list of
/// system bundles, if there are any), and the targets metadata that names them, in writing order.
pub fn targets(
    edition: Edition,
    tip: &Tip,
    takedown: &TakedownList,
    packs: &PackList,
    bundles: &BundleList,
    signers: &[&dyn Signer],
) -> Vec<Outgoing> {
    let (takedown, pieces) = takedown.write();
    let mut contents = vec![
        ("tip.json", to_json(tip)),
        ("takedown.json", takedown),
        ("packs.json", to_json(packs)),
    ];
    if !bundles.bundles.is_empty() {
        contents.push((BUNDLES_NAME, to_json(bundles)));
    }
    let mut files: Vec<Outgoing> = pieces
        .into_iter()
        .map(|bytes| Outgoing {
            path: list_path(&hex::encode(Sha256::digest(&bytes))),
            bytes,
        })
        .collect();
    let mut listed = Map::new();
    for (name, bytes) in contents {
        let sha256 = hex::encode(Sha256::digest(&bytes));
        listed.insert(
            name.to_owned(),
            json!({"length": bytes.len(), "hashes": {"sha256": sha256}}),
        );
        files.push(Outgoing {
            path: format!("targets/{sha256}.{name}"),
            bytes,
        });
    }
    let mut signed = head("targets", edition);
    signed.insert("targets".into(), Value::Object(listed));
    files.push(Outgoing {
        path: format!("metadata/{}.targets.json", edition.version),
        bytes: envelope(Value::Object(signed), signers),
    });
    files
}

/// Snapshot metadata over the given targets metadata.
pub fn snapshot(
    edition: Edition,
    targets_version: u64,
    targets_bytes: &[u8],
    signers: &[&dyn Signer],
) -> Outgoing {
    let mut signed = head("snapshot", edition);
    signed.insert(
        "meta".into(),
        json!({"targets.json": pin(targets_version, targets_bytes)}),
    );
    Outgoing {
        path: format!("metadata/{}.snapshot.json", edition.version),
        bytes: envelope(Value::Object(signed), signers),
    }
}

/// Timestamp metadata over the given snapshot metadata; the file that makes a publication visible.
pub fn timestamp(
    edition: Edition,
    issued: jiff::Timestamp,
    snapshot_version: u64,
    snapshot_bytes: &[u8],
    signers: &[&dyn Signer],
) -> Outgoing {
    let mut signed = head("timestamp", edition);
    signed.insert("issued".into(), json!(seconds(issued)));
    signed.insert(
        "meta".into(),
        json!({"snapshot.json": pin(snapshot_version, snapshot_bytes)}),
    );
    Outgoing {
        path: "metadata/timestamp.json".into(),
        bytes: envelope(Value::Object(signed), signers),
    }
}

/// A segment beyond what a terminal accepts.
#[derive(Debug, thiserror::Error)]
#[error("seal segment {from}-{to}: too large for a terminal")]
pub struct TooLarge {
    /// First sequence number.
    pub from: u64,
    /// Last sequence number.
    pub to: u64,
}

/// The line of a record, line break included.
pub fn record_line(record: &Record) -> Vec<u8> {
    let mut line = to_json(record);
    line.push(b'\n');
    line
}

/// Compresses lines to a segment that stands for `from..=to`.
pub fn seal(level: u8, from: u64, to: u64, lines: &[u8]) -> Result<(Segment, Outgoing), TooLarge> {
    let effort = if lines.len() <= SMALL_SEGMENT_BYTES {
        SMALL_LEVEL
    } else {
        LARGE_LEVEL
    };
    let bytes = zstd::bulk::compress(lines, effort).expect("zstd compresses any bytes in memory");
    let segment = Segment {
        level,
        from,
        to,
        sha256: hex::encode(Sha256::digest(&bytes)),
        length: bytes.len() as u64,
        plain_length: lines.len() as u64,
    };
    if segment.length > SEGMENT_BYTES_MAX || segment.plain_length > SEGMENT_PLAIN_BYTES_MAX {
        return Err(TooLarge { from, to });
    }
    let path = segment.path();
    Ok((segment, Outgoing { path, bytes }))
}

fn head(role: &str, edition: Edition) -> Map<String, Value> {
    let mut signed = Map::new();
    signed.insert("_type".into(), json!(role));
    signed.insert("spec_version".into(), json!(SPEC_VERSION));
    signed.insert("version".into(), json!(edition.version));
    signed.insert("expires".into(), json!(seconds(edition.expires)));
    signed
}

/// RFC 3339 UTC in whole seconds, the only form that every TUF reader takes.
pub fn seconds(time: jiff::Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn pin(version: u64, bytes: &[u8]) -> Value {
    let sha256 = hex::encode(Sha256::digest(bytes));
    json!({"version": version, "length": bytes.len(), "hashes": {"sha256": sha256}})
}

fn envelope(signed: Value, signers: &[&dyn Signer]) -> Vec<u8> {
    let message = canonical(&signed);
    let signatures: Vec<Value> = signers
        .iter()
        .map(|signer| {
            json!({"keyid": key_id(&signer.public()), "sig": hex::encode(signer.sign(&message))})
        })
        .collect();
    canonical(&json!({"signed": signed, "signatures": signatures}))
}

fn canonical(value: &Value) -> Vec<u8> {
    to_canonical_bytes(value).expect("our metadata has integers and plain strings only")
}

fn to_json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("wire types have only string keys")
}
