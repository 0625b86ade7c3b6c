//! The status of a terminal (状态上报): what it is and how it does, for whoever looks after many of them. Owns its value, its file and the
//! order in which a reader checks one: size, form, declared fields, name, signature. Which key a terminal has and which status is the latest
//! is the reader's to know.
//!
//! ```text
//! <site>-<terminal>.status.ndjson                 two JSON lines; the next one takes its place
//! {"kind":"status","format":1,"terminal":"L01-1","number":57,"made":"2026-11-22T02:00:00Z", ... }
//! {"kind":"signature","key":"<public key, hex>","sig":"<ed25519 over the SHA-256 of all bytes before this line>"}
//! ```

mod declared;

pub use declared::{ERRORS, FIELDS, Field, Form, POLL, PRINTER, is_terminal};

use crate::line::{Line, Signature};
use crate::open::verify;
use crate::seal::{Sealed, SigningKey, signature_of};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Bytes of a status at most.
pub const STATUS_BYTES_MAX: u64 = 16 * 1024;
/// What follows the terminal in the name of its status.
pub const STATUS_SUFFIX: &str = ".status.ndjson";
/// The format that this program writes and reads.
pub const STATUS_FORMAT: u64 = 1;
/// Characters of a foreign name that a fault repeats.
const SHOWN_CHARS_MAX: usize = 40;

/// What a terminal tells of itself. Each field is declared in [`FIELDS`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Status {
    pub format: u64,
    /// `<site>-<terminal>`.
    pub terminal: String,
    /// Counts the statuses of this device; a full disk repeats one.
    pub number: u64,
    pub made: String,
    /// Version of the agent.
    pub agent: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kiosk: Option<String>,
    /// Which feed the mirror follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feed: Option<String>,
    pub epoch: u64,
    pub sequence: u64,
    /// Version of the last publication that was accepted.
    pub timestamp: u64,
    pub documents: u64,
    /// When the mirror's content last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
    /// When the mirror was last confirmed to be what the feed is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<String>,
    /// Until when the publisher's signature holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_until: Option<String>,
    /// One of [`POLL`].
    pub poll: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub polled: Option<String>,
    /// Failed looks at the feed in a row.
    pub failures: u64,
    pub takedowns: u64,
    /// Digest of the whole list, ids and revisions: two terminals with the same one know the same takedowns.
    pub takedown_list: String,
    /// When the last one was carried out here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub takedown_at: Option<String>,
    /// Not carried out yet in mirror, index and disk.
    pub takedowns_waiting: u64,
    /// Not followed yet by screen and print queue; absent without a register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub takedowns_unseen: Option<u64>,
    /// When the screen last drew a frame.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frame: Option<String>,
    /// One of [`PRINTER`].
    pub printer: String,
    /// When the printer last answered, or did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub printer_at: Option<String>,
    /// Metres left on the roll; absent where nobody wrote down a change of rolls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper_m: Option<u64>,
    /// Megabytes free on the fuller one of the disks of mirror and register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disk_free_mb: Option<u64>,
    /// When the last batch of the register arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uploaded: Option<String>,
    /// Some of [`ERRORS`], in its order.
    pub errors: Vec<String>,
}

/// A status that was checked, and the key that signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct SignedStatus {
    pub status: Status,
    /// The public key, hex.
    pub key: String,
}

/// Why a status is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs)]
pub enum StatusFault {
    #[error("accept the status: more than {STATUS_BYTES_MAX} bytes")]
    TooLarge,
    /// No two JSON lines.
    #[error("read the status: {0}")]
    Damaged(String),
    /// A field that is not declared: a newer terminal's, or somebody else's.
    #[error("accept the status: its field {0} is not declared")]
    Undeclared(String),
    #[error("accept the status: its field {0} is missing")]
    Missing(&'static str),
    #[error("accept the status: its field {0} holds what it may not")]
    Value(&'static str),
    /// The file is named after another terminal.
    #[error("match the status with its name: it is of {0}")]
    Terminal(String),
    #[error("verify the signature of the status")]
    Signature,
}

impl StatusFault {
    /// The word by which pages and metrics know it.
    pub fn as_code(&self) -> &'static str {
        match self {
            StatusFault::TooLarge => "too-large",
            StatusFault::Damaged(_) => "damaged",
            StatusFault::Undeclared(_) => "undeclared",
            StatusFault::Missing(_) => "missing",
            StatusFault::Value(_) => "bad-value",
            StatusFault::Terminal(_) => "wrong-terminal",
            StatusFault::Signature => "bad-signature",
        }
    }
}

/// Signs a status. A field that is not of its declared form is a fault of the program that filled it in.
pub fn seal_status(status: &Status, key: &SigningKey) -> Result<Sealed, StatusFault> {
    let fields = match serde_json::to_value(status) {
        Ok(Value::Object(fields)) => fields,
        _ => unreachable!("a status is a JSON object"),
    };
    declared_only(&fields)?;
    let mut all = Map::from_iter([("kind".to_owned(), Value::from("status"))]);
    all.extend(fields);
    let mut text = Value::Object(all).to_string();
    text.push('\n');
    let line = Line::Signature(signature_of(text.as_bytes(), key));
    text.push_str(&serde_json::to_string(&line).expect("a line has only string keys"));
    text.push('\n');
    Ok(Sealed {
        name: status_name(&status.terminal),
        bytes: text.into_bytes(),
    })
}

/// The name of a terminal's status.
pub fn status_name(terminal: &str) -> String {
    format!("{terminal}{STATUS_SUFFIX}")
}

/// Checks a status and reads it. `name` is the file's name, without folders.
pub fn open_status(name: &str, bytes: &[u8]) -> Result<SignedStatus, StatusFault> {
    if bytes.len() as u64 > STATUS_BYTES_MAX {
        return Err(StatusFault::TooLarge);
    }
    let damaged = |what: &str| StatusFault::Damaged(what.to_owned());
    let text = std::str::from_utf8(bytes).map_err(|_| damaged("it is no UTF-8"))?;
    let lines: Vec<&str> = text.split_terminator('\n').collect();
    let ([told, signed], true) = (&lines[..], text.ends_with('\n')) else {
        return Err(damaged("it is not two whole lines"));
    };
    let mut fields: Map<String, Value> =
        serde_json::from_str(told).map_err(|_| damaged("its first line is no JSON object"))?;
    if fields.remove("kind") != Some(Value::from("status")) {
        return Err(damaged("it is of another kind"));
    }
    let signature = match serde_json::from_str(signed) {
        Ok(Line::Signature(signature)) => signature,
        _ => return Err(damaged("its second line is no signature")),
    };
    declared_only(&fields)?;
    let status: Status = serde_json::from_value(Value::Object(fields))
        .map_err(|error| StatusFault::Damaged(error.to_string()))?;
    if name != status_name(&status.terminal) {
        return Err(StatusFault::Terminal(status.terminal));
    }
    let Signature { key, sig } = signature;
    verify(&key, &sig, &text.as_bytes()[..=told.len()]).map_err(|_| StatusFault::Signature)?;
    Ok(SignedStatus {
        status,
        key: key.to_ascii_lowercase(),
    })
}

/// Every field is declared and of its form, and none is missing.
fn declared_only(fields: &Map<String, Value>) -> Result<(), StatusFault> {
    for name in fields.keys() {
        if !FIELDS.iter().any(|field| field.name == name) {
            return Err(StatusFault::Undeclared(shown(name)));
        }
    }
    for field in FIELDS {
        match fields.get(field.name) {
            Some(value) if !field.form.fits(value) => return Err(StatusFault::Value(field.name)),
            None if field.required => return Err(StatusFault::Missing(field.name)),
            _ => {}
        }
    }
    if fields.get("format") != Some(&Value::from(STATUS_FORMAT)) {
        return Err(StatusFault::Value("format"));
    }
    Ok(())
}

/// A foreign name as far as it can be shown in one line.
fn shown(name: &str) -> String {
    let plain = name.chars().map(|c| match c {
        c if c.is_ascii_graphic() => c,
        _ => '?',
    });
    plain.take(SHOWN_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests;
