//! A TUF repository that the publisher would not make: every role signed with one ML-DSA-44 key after TAP 21
//! (theupdateframework/taps), one target. For clients that claim to read more than our feed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ml_dsa::{MlDsa44, Signature, Signer, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha512};
use std::path::Path;

/// SubjectPublicKeyInfo before the 1,312 bytes of the key: sequence, id-ml-dsa-44 (2.16.840.1.101.3.4.3.17), bit string.
const SPKI_HEAD: [u8; 22] = [
    0x30, 0x82, 0x05, 0x32, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03,
    0x11, 0x03, 0x82, 0x05, 0x21, 0x00,
];
/// Far beyond any run of a test.
const EXPIRES: &str = "2099-01-01T00:00:00Z";

/// Writes `metadata/` and `targets/` below `dir`; `forged` signs the targets with another key than the root names.
pub fn write(dir: &Path, target: &str, bytes: &[u8], forged: bool) -> std::io::Result<()> {
    let ours = SigningKey::<MlDsa44>::from_seed(&[7; 32].into());
    let other = SigningKey::<MlDsa44>::from_seed(&[8; 32].into());
    let key = json!({
        "keytype": "ml-dsa",
        "scheme": "ml-dsa-44/1",
        "keyval": { "public": pem(&ours) },
    });
    let id = hex::encode(Sha256::digest(canonical(&key)));
    let role = json!({ "keyids": [id], "threshold": 1 });
    let metadata = dir.join("metadata");
    std::fs::create_dir_all(&metadata)?;
    std::fs::create_dir_all(dir.join("targets"))?;
    let keep = |name: &str, signed: Value, by: &SigningKey<MlDsa44>| {
        let mut message = b"tuf\x01".to_vec();
        message.extend_from_slice(&Sha512::digest(canonical(&signed)));
        let signature: Signature<MlDsa44> = by.sign(&message);
        let file = json!({
            "signed": signed,
            "signatures": [{ "keyid": id, "sig": hex::encode(signature.encode()) }],
        });
        std::fs::write(metadata.join(name), file.to_string())
    };
    let signed = |kind: &str, more: Value| {
        let mut signed = json!({
            "_type": kind, "spec_version": "1.0.31", "version": 1, "expires": EXPIRES,
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            signed[name] = value.clone();
        }
        signed
    };
    let root = signed(
        "root",
        json!({
            "consistent_snapshot": true,
            "keys": { id.as_str(): key },
            "roles": { "root": role, "targets": role, "snapshot": role, "timestamp": role },
        }),
    );
    keep("1.root.json", root, &ours)?;
    let hash = hex::encode(Sha256::digest(bytes));
    std::fs::write(dir.join("targets").join(format!("{hash}.{target}")), bytes)?;
    let file = json!({ "length": bytes.len(), "hashes": { "sha256": hash } });
    let targets = signed("targets", json!({ "targets": { target: file } }));
    keep(
        "1.targets.json",
        targets,
        if forged { &other } else { &ours },
    )?;
    let snapshot = signed(
        "snapshot",
        json!({ "meta": { "targets.json": { "version": 1 } } }),
    );
    keep("1.snapshot.json", snapshot, &ours)?;
    let timestamp = signed(
        "timestamp",
        json!({ "meta": { "snapshot.json": { "version": 1 } } }),
    );
    keep("timestamp.json", timestamp, &ours)
}

fn pem(key: &SigningKey<MlDsa44>) -> String {
    let mut der = SPKI_HEAD.to_vec();
    der.extend_from_slice(&key.expanded_key().verifying_key().encode());
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = (0..text.len())
        .step_by(64)
        .map(|from| &text[from..text.len().min(from + 64)])
        .collect();
    format!(
        "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
        lines.join("\n")
    )
}

/// The canonical form that is signed (OLPC canonical JSON): keys in order, no blanks, line feeds as they are.
fn canonical(value: &Value) -> Vec<u8> {
    value.to_string().replace("\\n", "\n").into_bytes()
}
