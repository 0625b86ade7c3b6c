//! What feeds in folders offer to this terminal. Owns the floors of the half that is root: no folder shows it anything older than what it
//! has seen, and an expired root brings nothing. One folder that is wrong is told and passed over.

use std::path::{Path, PathBuf};

use config::Config;
use feed::limits::BUNDLES_BYTES_MAX;
use feed::{BundleList, FeedVerifier, Floors, Ring, Source, Taker, Verified, Version};
use jiff::Timestamp;
use sync_agent::clock::not_before;
use sync_agent::failure::{Exit, Failure, Outcome, io_failure};
use sync_agent::pull::fetch::Place;

use crate::files;
use crate::steps::Offer;

/// Folder below `[update] dir` in which what was fetched looks like a feed.
pub const INBOX: &str = "inbox";
/// Bytes of the floors; most of them are the takedown list.
const FLOORS_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Sticks looked at.
const STICKS_MAX: usize = 16;

/// A terminal that asks what it may take.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Asking {
    pub board: String,
    pub running: Version,
    pub ring: Ring,
    /// `L01-1`.
    pub name: String,
    /// SHA-256 of bundles that failed here.
    pub failed: Vec<String>,
}

impl Asking {
    /// The terminal of these settings.
    pub fn of(config: &Config, board: String, running: Version, failed: Vec<String>) -> Asking {
        Asking {
            board,
            running,
            ring: match config.update.canary {
                true => Ring::Canary,
                false => Ring::Fleet,
            },
            name: format!("{}-{}", config.site.id, config.site.terminal),
            failed,
        }
    }

    /// As the list asks for it.
    pub fn taker(&self) -> Taker<'_> {
        Taker {
            board: &self.board,
            ring: self.ring,
            name: &self.name,
            running: self.running,
            refused: &self.failed,
        }
    }
}

/// Floors on the disk.
#[derive(Debug)]
pub struct Kept {
    path: PathBuf,
    floors: Floors,
}

impl Kept {
    /// Those in `path`; the very first contact has none.
    pub fn read(path: PathBuf) -> Outcome<Kept> {
        let bytes =
            files::read(&path, FLOORS_BYTES_MAX).map_err(|e| io_failure(e, "read", &path))?;
        let floors = match bytes {
            Some(bytes) => Floors::from_json(&bytes)?,
            None => Floors::default(),
        };
        Ok(Kept { path, floors })
    }

    /// Verifies what `source` shows, and keeps the new floors before anybody acts on them.
    pub async fn verify(
        &mut self,
        root: &Path,
        source: &dyn Source,
        now: Timestamp,
    ) -> Outcome<Verified> {
        let bytes = files::read(root, feed::limits::ROOT_BYTES_MAX)
            .and_then(|bytes| bytes.ok_or_else(|| std::io::ErrorKind::NotFound.into()))
            .map_err(|e| {
                let mut failure = io_failure(e, "read [sync] root", root);
                failure.exit = Exit::BadConfig;
                failure
            })?;
        let mut verifier = FeedVerifier::new(&bytes, self.floors.clone())?;
        let answer = verifier.refresh(source, now).await;
        // A rotation that was verified counts, whatever is wrong with the rest.
        if *verifier.floors() != self.floors {
            self.floors = verifier.floors().clone();
            files::replace(&self.path, &self.floors.to_json())
                .map_err(|e| io_failure(e, "write", &self.path))?;
        }
        let verified = answer?;
        if verified.root_expires() <= not_before(now, None) {
            let words = format!(
                "the root of the feed expired on {}",
                verified.root_expires()
            );
            return Err(Failure::words(Exit::Refused, words));
        }
        Ok(verified)
    }
}

/// The bundles that a verified feed lists.
pub async fn list(source: &dyn Source, verified: &Verified) -> Outcome<BundleList> {
    let Some(file) = verified.bundles() else {
        return Ok(BundleList::default());
    };
    let bytes = source
        .fetch(&file.path, BUNDLES_BYTES_MAX)
        .await
        .map_err(feed::FeedError::Source)?
        .ok_or_else(|| feed::FeedError::Missing {
            path: file.path.clone(),
        })?;
    Ok(verified.open_bundles(&bytes)?)
}

/// The newest bundle that one of the folders has for this terminal.
pub async fn look(
    config: &Config,
    kept: &mut Kept,
    asking: &Asking,
    now: Timestamp,
) -> Option<Offer> {
    let inbox = config.update.dir.join(INBOX);
    let mut places = vec![(inbox, false)];
    let sticks = config.sync.media.iter().flat_map(|media| sticks(media));
    places.extend(sticks.map(|stick| (stick, true)));
    let mut best: Option<Offer> = None;
    for (from, at_once) in places {
        if !from.join("metadata/timestamp.json").exists() {
            continue;
        }
        let place = Place::folder(&from);
        let found = async {
            let verified = kept.verify(&config.sync.root, &place, now).await?;
            list(&place, &verified).await
        };
        match found.await {
            Ok(list) => {
                let wanted = list.wanted(&asking.taker());
                let newer = |bundle: &&feed::Bundle| {
                    let version = best.as_ref().map(|offer| offer.bundle.version);
                    version.is_none_or(|version| version < bundle.version)
                };
                if let Some(bundle) = wanted.filter(newer).cloned() {
                    best = Some(Offer {
                        bundle,
                        from,
                        at_once,
                    });
                }
            }
            Err(failure) => log!("look at {}: {failure}", from.display()),
        }
    }
    best
}

/// Folders below `media`.
fn sticks(media: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(media).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.take(STICKS_MAX).map(|e| e.path()).collect();
    found.sort();
    found
}
