//! What verification hands out, and what it wants back next time. Owns the two values; a [`Verified`] cannot be made
//! outside of verification.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::bundle::BundleList;
use crate::chain::{self, Descent};
use crate::error::FeedError;
use crate::named::NamedFile;
use crate::takedown::TakedownList;
use crate::tip::{PackList, Tip};

/// What must not go back, and the small verified files that need not be fetched again. Keep it where it is never reset;
/// if it cannot be read, stop: [`Floors::default`] is for the very first contact only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Floors {
    /// Roots that followed the shipped one, oldest first.
    pub roots: Vec<String>,
    /// Version of the timestamp.
    pub timestamp: u64,
    /// SHA-256 of that timestamp, empty for none.
    pub timestamp_sha256: String,
    /// Version of the snapshot.
    pub snapshot: u64,
    /// Version of the targets.
    pub targets: u64,
    /// The feed that `epoch` and `seq` belong to.
    pub repository: String,
    /// Epoch of the log.
    pub epoch: u64,
    /// Last sequence number.
    pub seq: u64,
    /// The checkpoint there; empty if none was told.
    #[serde(default)]
    pub checkpoint: String,
    /// Which keys signed for the targets, see [`Verified::rotated`]; empty in what an older program kept.
    #[serde(default)]
    pub signers: String,
    /// SHA-256 of the pieces of the takedown list that were read: whoever keeps these floors has kept what they said.
    #[serde(default)]
    pub pieces: BTreeSet<String>,
    /// Immutable files by path, as last verified. They are verified again with every use, so they need no trust.
    pub held: BTreeMap<String, String>,
}

impl Floors {
    /// The JSON that a terminal keeps to check the next publication by.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("floors have only string keys")
    }

    /// From storage; an error means to stop, not to start over.
    pub fn from_json(bytes: &[u8]) -> Result<Floors, FeedError> {
        serde_json::from_slice(bytes).map_err(FeedError::KeptVersions)
    }
}

/// A feed's head that passed every check. Only [`crate::FeedVerifier::refresh`] makes one.
#[derive(Debug, Clone)]
pub struct Verified {
    pub(super) tip: Tip,
    pub(super) takedown: TakedownList,
    pub(super) pieces: Vec<NamedFile>,
    pub(super) packs: NamedFile,
    pub(super) bundles: Option<NamedFile>,
    pub(super) issued: Timestamp,
    pub(super) expires: Timestamp,
    pub(super) root_expires: Timestamp,
    pub(super) checked: Timestamp,
    pub(super) rotated: bool,
    pub(super) anew: bool,
    pub(super) descent: Descent,
    pub(super) known: (u64, String),
    pub(super) floors: Floors,
}

impl Verified {
    /// The end of the log.
    pub fn tip(&self) -> &Tip {
        &self.tip
    }

    /// What must not be shown, to be applied before anything else. Of a list in pieces these are the pieces that the floors had not
    /// seen; everything, where this [`begins_anew`](Verified::begins_anew).
    pub fn takedown(&self) -> &TakedownList {
        &self.takedown
    }

    /// The pieces of the takedown list; none if it is one file.
    pub fn takedown_pieces(&self) -> &[NamedFile] {
        &self.pieces
    }

    /// Another repository, epoch or keys than the floors knew: what was taken down under those counts no longer, and the list is the
    /// whole truth.
    pub fn begins_anew(&self) -> bool {
        self.anew
    }

    /// The list of snapshot packs, not fetched yet.
    pub fn packs(&self) -> &NamedFile {
        &self.packs
    }

    /// The list of packs, from its fetched bytes.
    pub fn open_packs(&self, bytes: &[u8]) -> Result<PackList, FeedError> {
        self.packs.check(bytes)?;
        PackList::parse(bytes, &self.tip)
            .map_err(|error| FeedError::of_tip(&self.packs.path, error))
    }

    /// The list of system bundles, not fetched yet; `None` in a feed that has none.
    pub fn bundles(&self) -> Option<&NamedFile> {
        self.bundles.as_ref()
    }

    /// The list of system bundles, from its fetched bytes.
    pub fn open_bundles(&self, bytes: &[u8]) -> Result<BundleList, FeedError> {
        let Some(file) = &self.bundles else {
            return Ok(BundleList::default());
        };
        file.check(bytes)?;
        BundleList::parse(bytes).map_err(|error| FeedError::of_tip(&file.path, error))
    }

    /// Other keys sign for the targets than when the floors were kept: what the old keys said of numbers and takedowns, perhaps in
    /// the hands of a thief, counts no longer.
    pub fn rotated(&self) -> bool {
        self.rotated
    }

    /// What this log is to the one that the floors stand in.
    pub fn descent(&self) -> Descent {
        self.descent
    }

    /// The same, asked of the list of packs, which goes back further than the tip.
    pub fn descent_by(&self, list: &PackList) -> Descent {
        chain::compare(&list.checkpoints, self.known.0, &self.known.1)
    }

    /// When the root expires: what is signed under it later is not to be trusted for anything new.
    pub fn root_expires(&self) -> Timestamp {
        self.root_expires
    }

    /// When the publisher last signed, also if nothing had changed.
    pub fn issued(&self) -> Timestamp {
        self.issued
    }

    /// The earliest expiry among root, timestamp, snapshot and targets.
    pub fn expires(&self) -> Timestamp {
        self.expires
    }

    /// Whether it is expired at `now`.
    pub fn expired(&self, now: Timestamp) -> bool {
        self.expires <= now
    }

    /// The time that was given to the refresh.
    pub fn checked(&self) -> Timestamp {
        self.checked
    }

    /// What to keep for the next run, together with what is applied.
    pub fn floors(&self) -> &Floors {
        &self.floors
    }
}
