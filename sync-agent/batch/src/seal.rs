//! Makes a batch: lines in, name and bytes out. Owns the name and the signature; writes no file and makes no key.

use crate::limits::{BATCH_BYTES_MAX, PLAIN_BYTES_MAX};
use crate::line::{Head, Line, Signature};
use ed25519_dalek::Signer;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey, KeypairBytes};
use sha2::{Digest, Sha256};

pub use ed25519_dalek::SigningKey;

const ZSTD_LEVEL: i32 = 9;

/// A batch to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Sealed {
    pub name: String,
    /// What is sent.
    pub bytes: Vec<u8>,
}

/// Puts `head` before the lines and a signature behind them. `None` if that is more than a batch may hold: the caller takes
/// fewer lines.
pub fn seal(head: &Head, lines: &[Line], key: &SigningKey) -> Option<Sealed> {
    let mut text = line(&Line::Batch(head.clone()));
    for each in lines {
        text.push_str(&line(each));
    }
    text.push_str(&line(&Line::Signature(signature_of(text.as_bytes(), key))));
    if text.len() as u64 > PLAIN_BYTES_MAX {
        return None;
    }
    let bytes = zstd::bulk::compress(text.as_bytes(), ZSTD_LEVEL)
        .expect("zstd compresses any bytes in memory");
    if bytes.len() as u64 > BATCH_BYTES_MAX {
        return None;
    }
    let name = name(&head.terminal, head.batch, &bytes);
    Some(Sealed { name, bytes })
}

/// Signs everything that stands before the signature's own line.
pub(crate) fn signature_of(before: &[u8], key: &SigningKey) -> Signature {
    Signature {
        key: public_hex(key),
        sig: hex::encode(key.sign(&Sha256::digest(before)).to_bytes()),
    }
}

fn line(line: &Line) -> String {
    let mut text = serde_json::to_string(line).expect("a line has only string keys");
    text.push('\n');
    text
}

/// The name that a batch of these bytes has.
pub(crate) fn name(terminal: &str, batch: u64, bytes: &[u8]) -> String {
    let sha256 = hex::encode(Sha256::digest(bytes));
    format!("{terminal}-{batch:08}-{}.ndjson.zst", &sha256[..16])
}

/// The public half, as it stands in a signature.
pub fn public_hex(key: &SigningKey) -> String {
    hex::encode(key.verifying_key().to_bytes())
}

/// The key as PKCS#8 PEM, for its file.
pub fn key_to_pem(key: &SigningKey) -> String {
    // Without the public half: OpenSSL 3 reads no other form.
    let pair = KeypairBytes {
        secret_key: key.to_bytes(),
        public_key: None,
    };
    pair.to_pkcs8_pem(LineEnding::LF)
        .expect("an ed25519 key has a PKCS#8 form")
        .to_string()
}

/// The key of such a file.
pub fn key_from_pem(pem: &str) -> Option<SigningKey> {
    SigningKey::from_pkcs8_pem(pem).ok()
}
