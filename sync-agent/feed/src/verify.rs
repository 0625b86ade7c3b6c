//! Verification: from a shipped root to a tip and a takedown list that somebody trusted signed. Owns the order of the
//! checks and the floors; refuses roll-back without any clock. Expiry is a state that is told, never a refusal: a freeze
//! shows as a banner with a date, and a clock in 1970 or 2100 can neither open nor close the feed.

mod listed;
mod roots;
mod takedowns;
mod verified;

use std::collections::BTreeMap;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use sigstore_tuf::{Metadata, Root, TrustedMetadataSet};

use crate::bundle::BUNDLES_NAME;
use crate::chain::{self, Descent};
use crate::error::FeedError;
use crate::limits::*;
use crate::source::{Source, SourceError};
use crate::tip::Tip;

pub use verified::{Floors, Verified};

/// `sigstore-tuf` refuses what has expired at the time it is given. Nothing has expired at this one; expiry is read from
/// the metadata afterwards.
const BEFORE_ALL: Timestamp = Timestamp::MIN;
const TIMESTAMP_PATH: &str = "metadata/timestamp.json";

/// Makes `sigstore-tuf` verify Ed25519 and nothing else; [`FeedVerifier::new`] does it too. Safe to call any number of times.
pub fn install_cryptography() {
    crate::crypto::install();
}

/// Verifies feeds against one shipped root.
#[derive(Debug)]
pub struct FeedVerifier {
    /// Holds roots only; the lower roles are verified anew in every refresh.
    trusted: TrustedMetadataSet,
    floors: Floors,
}

impl FeedVerifier {
    /// Starts from the root that was shipped with the terminal and what was kept from earlier runs.
    pub fn new(root: &[u8], floors: Floors) -> Result<FeedVerifier, FeedError> {
        crate::crypto::install();
        cap("root.json", root.len() as u64, ROOT_BYTES_MAX)?;
        let mut trusted = TrustedMetadataSet::from_root(root)
            .map_err(|error| FeedError::BadRoot(Box::new(error)))?;
        roots::one_id_for_each_key("root.json", trusted.root())?;
        for kept in &floors.roots {
            let version = Metadata::<Root>::from_slice(kept.as_bytes())
                .map_err(|error| FeedError::BadRoot(Box::new(error)))?
                .signed()
                .version;
            // A terminal that was given a newer root since then keeps the newer one.
            if version > trusted.root().version {
                trusted
                    .update_root(kept.as_bytes())
                    .map_err(|_| FeedError::KeptRoot { version })?;
            }
        }
        Ok(FeedVerifier { trusted, floors })
    }

    /// What is known now. After a failed refresh it may hold a newer root and nothing else; keep that too.
    pub fn floors(&self) -> &Floors {
        &self.floors
    }

    /// Fetches and checks root chain, timestamp, snapshot, targets, tip and takedown list. Two requests when nothing has
    /// changed. `now` only goes into the answer.
    pub async fn refresh(
        &mut self,
        source: &dyn Source,
        now: Timestamp,
    ) -> Result<Verified, FeedError> {
        let before = roots::signers_of_targets(self.trusted.root());
        self.follow_roots(source).await?;
        let signers = roots::signers_of_targets(self.trusted.root());
        let kept = Some(&self.floors.signers).filter(|kept| !kept.is_empty());
        let known = kept.unwrap_or(&before);
        let rotated = !self.floors.repository.is_empty() && *known != signers;
        let mut run = Run {
            source,
            trusted: self.trusted.clone(),
            known: &self.floors,
            held: BTreeMap::new(),
        };
        let timestamp_sha256 = run.timestamp().await?;
        run.snapshot().await?;
        run.targets().await?;
        let (tip_path, tip) = run.target("tip.json", TIP_BYTES_MAX).await?;
        let tip = Tip::parse(&tip).map_err(|error| FeedError::of_tip(&tip_path, error))?;
        if !rotated {
            run.above_floor(&tip)?;
        }
        let anew =
            rotated || tip.repository != self.floors.repository || tip.epoch != self.floors.epoch;
        let (takedown, pieces) = run.takedowns(tip.seq, anew).await?;
        let packs = run.listed("packs.json", PACKS_BYTES_MAX)?;
        let bundles = run.listed_if_any(BUNDLES_NAME, BUNDLES_BYTES_MAX)?;
        let descent = self.descent(&tip);
        let place = (self.floors.seq, self.floors.checkpoint.clone());
        let (issued, expires, versions) = run.dates(&tip)?;
        let held = run.held;
        self.floors = Floors {
            roots: self.floors.roots.clone(),
            timestamp: versions[0],
            timestamp_sha256,
            snapshot: versions[1],
            targets: versions[2],
            repository: tip.repository.clone(),
            epoch: tip.epoch,
            seq: tip.seq,
            checkpoint: tip.checkpoints.last().map_or("", |last| &last.1).to_owned(),
            signers,
            pieces: pieces.iter().map(|file| file.sha256.clone()).collect(),
            held,
        };
        Ok(Verified {
            tip,
            takedown,
            pieces,
            packs,
            bundles,
            issued,
            expires,
            root_expires: self.trusted.root().expires,
            checked: now,
            rotated,
            anew,
            descent,
            known: place,
            floors: self.floors.clone(),
        })
    }

    /// What `tip` is to the log that the floors stand in.
    fn descent(&self, tip: &Tip) -> Descent {
        let same_log = tip.repository == self.floors.repository && tip.epoch == self.floors.epoch;
        match same_log {
            true => chain::compare(&tip.checkpoints, self.floors.seq, &self.floors.checkpoint),
            false => Descent::Untold,
        }
    }

    async fn follow_roots(&mut self, source: &dyn Source) -> Result<(), FeedError> {
        for _ in 0..ROOT_ROTATIONS_MAX {
            let path = format!("metadata/{}.root.json", self.trusted.root().version + 1);
            let Some(bytes) = fetch(source, &path, ROOT_BYTES_MAX).await? else {
                return Ok(());
            };
            let before = self.trusted.root().clone();
            self.trusted
                .update_root(&bytes)
                .map_err(|error| FeedError::of_tuf(&path, error))?;
            roots::one_id_for_each_key(&path, self.trusted.root())?;
            self.floors.roots.push(as_text(&path, &bytes)?);
            // TUF 5.3.11: after new keys the old version numbers, which a stolen key may have driven up, count no longer. The
            // log's own epoch and sequence number belong to the keys of the targets.
            let rotated = ["timestamp", "snapshot", "targets"]
                .iter()
                .any(|role| before.role(role) != self.trusted.root().role(role));
            if rotated {
                self.floors.timestamp = 0;
                self.floors.timestamp_sha256.clear();
                self.floors.snapshot = 0;
                self.floors.targets = 0;
            }
        }
        Err(FeedError::TooLarge {
            path: "metadata/".into(),
            max: ROOT_ROTATIONS_MAX as u64,
            unit: "root rotations",
        })
    }
}

/// One refresh in progress.
struct Run<'a> {
    source: &'a dyn Source,
    trusted: TrustedMetadataSet,
    known: &'a Floors,
    held: BTreeMap<String, String>,
}

impl Run<'_> {
    async fn timestamp(&mut self) -> Result<String, FeedError> {
        let bytes = fetch(self.source, TIMESTAMP_PATH, TIMESTAMP_BYTES_MAX)
            .await?
            .ok_or_else(|| FeedError::NoFeed {
                path: TIMESTAMP_PATH.into(),
            })?;
        self.trusted
            .update_timestamp(&bytes, BEFORE_ALL)
            .map_err(|error| FeedError::of_tuf(TIMESTAMP_PATH, error))?;
        let sha256 = hex::encode(Sha256::digest(&bytes));
        let signed = self.trusted.timestamp().expect("a timestamp was accepted");
        not_below("timestamp", signed.version, self.known.timestamp)?;
        let same_version = signed.version == self.known.timestamp;
        if same_version
            && !self.known.timestamp_sha256.is_empty()
            && self.known.timestamp_sha256 != sha256
        {
            return Err(FeedError::Forked {
                path: TIMESTAMP_PATH.into(),
                version: signed.version,
            });
        }
        Ok(sha256)
    }

    async fn snapshot(&mut self) -> Result<(), FeedError> {
        let version = self
            .trusted
            .timestamp()
            .and_then(|signed| signed.snapshot_meta())
            .map(|pin| pin.version)
            .ok_or_else(|| malformed(TIMESTAMP_PATH, "it names no snapshot"))?;
        not_below("snapshot", version, self.known.snapshot)?;
        let path = format!("metadata/{version}.snapshot.json");
        if let Some(kept) = self.known.held.get(&path)
            && self
                .trusted
                .update_snapshot(kept.as_bytes(), BEFORE_ALL)
                .is_ok()
        {
            self.held.insert(path, kept.clone());
            return Ok(());
        }
        let bytes = self.named(&path, SNAPSHOT_BYTES_MAX).await?;
        self.trusted
            .update_snapshot(&bytes, BEFORE_ALL)
            .map_err(|error| FeedError::of_tuf(&path, error))?;
        self.held.insert(path.clone(), as_text(&path, &bytes)?);
        Ok(())
    }

    async fn targets(&mut self) -> Result<(), FeedError> {
        let version = self
            .trusted
            .snapshot()
            .and_then(|signed| signed.meta.get("targets.json"))
            .map(|pin| pin.version)
            .ok_or_else(|| malformed("metadata/snapshot.json", "it names no targets"))?;
        not_below("targets", version, self.known.targets)?;
        let path = format!("metadata/{version}.targets.json");
        if let Some(kept) = self.known.held.get(&path)
            && self
                .trusted
                .update_targets(kept.as_bytes(), BEFORE_ALL)
                .is_ok()
        {
            self.held.insert(path, kept.clone());
            return Ok(());
        }
        let bytes = self.named(&path, TARGETS_BYTES_MAX).await?;
        self.trusted
            .update_targets(&bytes, BEFORE_ALL)
            .map_err(|error| FeedError::of_tuf(&path, error))?;
        self.held.insert(path.clone(), as_text(&path, &bytes)?);
        Ok(())
    }

    /// The path and the checked bytes of a target.
    async fn target(&mut self, name: &str, max: u64) -> Result<(String, Vec<u8>), FeedError> {
        let file = self.listed(name, max)?;
        let kept = self
            .known
            .held
            .get(&file.path)
            .filter(|kept| file.check(kept.as_bytes()).is_ok());
        let text = match kept {
            Some(kept) => kept.clone(),
            None => {
                let bytes = self.named(&file.path, max).await?;
                file.check(&bytes)?;
                as_text(&file.path, &bytes)?
            }
        };
        let bytes = text.clone().into_bytes();
        self.held.insert(file.path.clone(), text);
        Ok((file.path, bytes))
    }

    fn above_floor(&self, tip: &Tip) -> Result<(), FeedError> {
        // Another repository under the same root and with newer versions is a feed that was started anew on purpose.
        if tip.repository != self.known.repository {
            return Ok(());
        }
        not_below("epoch", tip.epoch, self.known.epoch)?;
        if tip.epoch == self.known.epoch {
            not_below("sequence number", tip.seq, self.known.seq)?;
        }
        Ok(())
    }

    /// Issue time, earliest expiry, and the versions of timestamp, snapshot and targets.
    fn dates(&self, tip: &Tip) -> Result<(Timestamp, Timestamp, [u64; 3]), FeedError> {
        let (Some(timestamp), Some(snapshot), Some(targets)) = (
            self.trusted.timestamp(),
            self.trusted.snapshot(),
            self.trusted.targets_role("targets"),
        ) else {
            return Err(malformed(TIMESTAMP_PATH, "a role is missing"));
        };
        // A publisher that is not ours may leave it out; the tip then says when the log last grew.
        let issued = match timestamp.extra.get("issued").and_then(|v| v.as_str()) {
            Some(text) => text,
            None => &tip.issued,
        };
        let issued = issued
            .parse()
            .map_err(|_| malformed(TIMESTAMP_PATH, "issued is no time"))?;
        let expires = [
            self.trusted.root().expires,
            timestamp.expires,
            snapshot.expires,
            targets.expires,
        ];
        let earliest = expires.into_iter().min().expect("four roles");
        let versions = [timestamp.version, snapshot.version, targets.version];
        Ok((issued, earliest, versions))
    }

    async fn named(&self, path: &str, max: u64) -> Result<Vec<u8>, FeedError> {
        fetch(self.source, path, max)
            .await?
            .ok_or_else(|| FeedError::Missing {
                path: path.to_owned(),
            })
    }
}

async fn fetch(source: &dyn Source, path: &str, max: u64) -> Result<Option<Vec<u8>>, FeedError> {
    let bytes = source.fetch(path, max).await.map_err(FeedError::Source)?;
    match bytes {
        // A source that does not keep to its contract is stopped here.
        Some(bytes) if bytes.len() as u64 > max => Err(FeedError::Source(SourceError::TooLarge {
            path: path.to_owned(),
            max,
        })),
        other => Ok(other),
    }
}

fn not_below(what: &'static str, offered: u64, known: u64) -> Result<(), FeedError> {
    if offered < known {
        return Err(FeedError::RollBack {
            what,
            offered,
            known,
        });
    }
    Ok(())
}

fn cap(path: &str, length: u64, max: u64) -> Result<(), FeedError> {
    if length > max {
        return Err(FeedError::TooLarge {
            path: path.to_owned(),
            max,
            unit: "bytes",
        });
    }
    Ok(())
}

fn malformed(path: &str, detail: &str) -> FeedError {
    FeedError::Malformed {
        path: path.to_owned(),
        detail: detail.to_owned(),
    }
}

fn as_text(path: &str, bytes: &[u8]) -> Result<String, FeedError> {
    String::from_utf8(bytes.to_vec()).map_err(|_| malformed(path, "it is not UTF-8"))
}
