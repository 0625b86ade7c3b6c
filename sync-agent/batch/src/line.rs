//! The lines of a batch. Values only; what is acceptable is `open`'s.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A line of a batch as it stands in the file: the head, or an entry of one register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Line {
    /// Opens the batch.
    Batch(Head),
    /// An entry of a register.
    Entry(Entry),
    /// A takedown that was carried out.
    Takedown(Receipt),
    /// Closes the batch.
    Signature(Signature),
    /// A kind that came later.
    #[serde(other)]
    Unknown,
}

/// Who made the batch, and how far the register is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// `<site>-<terminal>`.
    pub terminal: String,
    /// Counts from 1.
    pub batch: u64,
    /// When it was made, RFC 3339 UTC.
    pub made: String,
    /// End of the register's chain, "sequence number hash"; empty without a register.
    pub head: String,
}

/// An entry of a register, with those of its fields that may leave the terminal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// `<site>-<terminal>`.
    pub terminal: String,
    /// The reading point.
    pub site: String,
    /// Id of the journal's file.
    pub journal: String,
    /// Place in its chain, from 1.
    pub seq: u64,
    /// What kind of entry it is: `opened`, `request`, `outcome`, ...
    pub entry: String,
    /// The register number it is about; empty if none.
    pub number: String,
    /// When, RFC 3339 UTC.
    pub at: String,
    /// Its hash in the chain, lower-case hex.
    pub hash: String,
    /// Fields by name.
    pub fields: BTreeMap<String, String>,
}

/// Who confirms a takedown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Gone from mirror, index and disk.
    Agent,
    /// Gone from the screen and from the print queue.
    Kiosk,
}

/// A takedown that was carried out (下架回执).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Receipt {
    /// `<site>-<terminal>`.
    pub terminal: String,
    pub part: Part,
    /// The document's id.
    pub id: String,
    /// The last revision that went.
    pub rev: u64,
    /// `withdrawn`, `purged`, `merged`.
    pub reason: String,
    /// When it was gone there, RFC 3339 UTC.
    pub at: String,
}

/// Who signed the bytes before this line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Public ed25519 key, 64 hex digits.
    pub key: String,
    /// Signature over the SHA-256 of the bytes before this line, 128 hex digits.
    pub sig: String,
}
