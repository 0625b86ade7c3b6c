//! `publisher repair`: one flipped bit in the publisher's own folder must not stop it. Owns finding what is damaged or missing and
//! bringing it from another copy (what is served, a backup, the source folder with its attachments): almost everything in a feed is
//! named by its hash, so that the right bytes are known wherever they lie. Believes nothing but hashes and signatures; signs nothing.

use crate::feed::bundles;
use crate::feed::state;
use crate::feed::store::{Store, hash_file};
use anyhow::{Context, bail};
use console::progress::Progress;
use feed::limits::{BLOB_BYTES_MAX, ROOT_BYTES_MAX, SEGMENT_BYTES_MAX};
use feed::write::Outgoing;
use feed::{FeedError, Fetched, Floors, Folder, Record, Segment, Source, Verified};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

/// Files looked at in the other copy.
const FILES_MAX: usize = 4_000_000;
/// Metadata files that one repair takes from the other copy.
const SWITCHED_MAX: usize = 64;

/// What a repair did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Repaired {
    /// Files that are right again.
    pub mended: Vec<String>,
    /// Files that neither place holds.
    pub lost: Vec<String>,
}

/// Mends the feed in `store` with what lies in `from`.
pub fn run(store: &Store, from: &Path, now: Timestamp) -> anyhow::Result<Repaired> {
    let mut copy = Copy::of(from)?;
    let root = first_root(store.folder(), from)?;
    let mut repaired = Repaired::default();
    let verified = head(store, &mut copy, &root, now)?;
    let mut needed: BTreeSet<String> = verified.floors().held.keys().cloned().collect();
    needed.insert("metadata/timestamp.json".into());
    needed.insert(verified.packs().path.clone());
    needed.extend(verified.bundles().map(|file| file.path.clone()));
    let pieces = verified.takedown_pieces().iter();
    needed.extend(pieces.map(|file| file.path.clone()));
    for version in 1..=roots(&root, &verified) {
        needed.insert(format!("metadata/{version}.root.json"));
    }
    for path in &needed {
        copy.mend(store, path, &mut repaired)?;
    }
    if !repaired.lost.is_empty() {
        return Ok(repaired);
    }
    let packs = state::packs(store.folder(), &verified)?;
    let progress = Progress::of("publisher");
    progress.next("mending", Some(packs.len() + verified.tip().segments.len()));
    for segment in packs.iter().chain(&verified.tip().segments) {
        progress.step();
        copy.mend(store, &segment.path(), &mut repaired)?;
    }
    if repaired.lost.is_empty() {
        let offered = bundles::paths(&bundles::listed(store.folder(), &verified)?);
        let files: Vec<String> = blobs(store, &verified, &packs)?
            .into_iter()
            .chain(offered)
            .collect();
        progress.next("attaching", Some(files.len()));
        for path in files {
            progress.step();
            copy.mend(store, &path, &mut repaired)?;
        }
    }
    Ok(repaired)
}

/// The oldest root that lies here or there.
fn first_root(folder: &Folder, from: &Path) -> anyhow::Result<Vec<u8>> {
    for folder in [folder, &Folder::new(from)] {
        if let Ok(Some(bytes)) = folder.read("metadata/1.root.json", ROOT_BYTES_MAX)
            && feed::FeedVerifier::new(&bytes, Floors::default()).is_ok()
        {
            return Ok(bytes);
        }
    }
    bail!("repair: neither place holds a sound metadata/1.root.json")
}

fn roots(root: &[u8], verified: &Verified) -> u64 {
    let first = sigstore_tuf::Metadata::<sigstore_tuf::Root>::from_slice(root)
        .map_or(1, |root| root.signed().version);
    first + verified.floors().roots.len() as u64
}

/// The head of the feed, with a damaged piece of it read from the other copy.
fn head(store: &Store, copy: &mut Copy, root: &[u8], now: Timestamp) -> anyhow::Result<Verified> {
    loop {
        let source = Mended { store, copy };
        let error = match state::check(&source, root, Floors::default(), now) {
            Ok(verified) => return Ok(verified),
            Err(error) => error,
        };
        let path = match &error {
            FeedError::Signature { path, .. }
            | FeedError::Mismatch { path, .. }
            | FeedError::Malformed { path, .. }
            | FeedError::Missing { path }
            | FeedError::NoFeed { path } => path.clone(),
            _ => return Err(error).context("repair: read the head of the feed"),
        };
        if copy.switched.len() >= SWITCHED_MAX || !copy.switched.insert(path) {
            return Err(error).context("repair: neither place holds a sound head of the feed");
        }
    }
}

/// Attachments of the documents that the feed shows.
fn blobs(
    store: &Store,
    verified: &Verified,
    packs: &[Segment],
) -> anyhow::Result<BTreeSet<String>> {
    let mut live: HashMap<String, Vec<String>> = HashMap::new();
    let chain = feed::segments_for(verified.tip(), packs, 0)
        .context("repair: segments and packs leave a gap")?;
    for segment in chain {
        for record in state::open(store, segment)?.records() {
            match record? {
                Record::Put { document, .. } => {
                    let files = document.attachments.iter();
                    let paths = files.map(|file| feed::blob_path(&file.sha256)).collect();
                    live.insert(document.id, paths);
                }
                Record::Del { id, .. } => drop(live.remove(&id)),
            }
        }
    }
    Ok(live.into_values().flatten().collect())
}

/// The hash in the name of a file, if it has one.
pub(crate) fn named_hash(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    let is_hash = |text: &&str| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    name.split('.').find(is_hash)
}

/// Whether bytes are what the name of their file says; a name without a hash says nothing.
pub(crate) fn fits(path: &str, bytes: &[u8]) -> bool {
    named_hash(path).is_none_or(|sha256| hex::encode(Sha256::digest(bytes)) == sha256)
}

/// Another place that holds the same bytes, under whatever names.
struct Copy {
    folder: Folder,
    /// Metadata that is wrong here.
    switched: BTreeSet<String>,
    files: Vec<PathBuf>,
    /// SHA-256 of all files, made when a name does not lead to them.
    by_hash: Option<HashMap<String, PathBuf>>,
}

impl Copy {
    fn of(from: &Path) -> anyhow::Result<Copy> {
        let mut files = Vec::new();
        let mut open = vec![from.to_owned()];
        while let Some(dir) = open.pop() {
            for entry in fs::read_dir(&dir).with_context(|| format!("list {}", dir.display()))? {
                let entry = entry.with_context(|| format!("list {}", dir.display()))?;
                let kind = entry.file_type()?;
                if kind.is_dir() {
                    open.push(entry.path());
                } else if kind.is_file() && files.len() < FILES_MAX {
                    files.push(entry.path());
                }
            }
        }
        Ok(Copy {
            folder: Folder::new(from),
            switched: BTreeSet::new(),
            files,
            by_hash: None,
        })
    }

    /// The right bytes of a file that this copy holds.
    fn find(&mut self, path: &str) -> Option<Vec<u8>> {
        let max = max_of(path);
        let named = self.folder.read(path, max).ok().flatten();
        if let Some(bytes) = named.filter(|bytes| fits(path, bytes)) {
            return Some(bytes);
        }
        let sha256 = named_hash(path)?;
        let files = &self.files;
        let known = self.by_hash.get_or_insert_with(|| {
            let hashed = files
                .iter()
                .filter_map(|file| Some((hash_file(file, BLOB_BYTES_MAX).ok()?, file.clone())));
            hashed.collect()
        });
        let bytes = fs::read(known.get(sha256)?).ok()?;
        fits(path, &bytes).then_some(bytes)
    }

    /// Makes one file of the feed right.
    fn mend(&mut self, store: &Store, path: &str, done: &mut Repaired) -> anyhow::Result<()> {
        let here = store.folder().read(path, max_of(path)).ok().flatten();
        let is_right = here.is_some_and(|bytes| fits(path, &bytes));
        if is_right && !self.switched.contains(path) {
            return Ok(());
        }
        let Some(bytes) = self.find(path) else {
            done.lost.push(path.to_owned());
            return Ok(());
        };
        store.put(&Outgoing {
            path: path.to_owned(),
            bytes,
        })?;
        done.mended.push(path.to_owned());
        Ok(())
    }
}

fn max_of(path: &str) -> u64 {
    match path.starts_with("blob/") {
        true => BLOB_BYTES_MAX,
        false => SEGMENT_BYTES_MAX,
    }
}

/// The folder, with what is known to be wrong in it read from the copy.
struct Mended<'a> {
    store: &'a Store,
    copy: &'a Copy,
}

impl Source for Mended<'_> {
    fn fetch<'a>(&'a self, path: &'a str, max: u64) -> Fetched<'a> {
        let here = self.store.folder().read(path, max);
        let is_right = matches!(&here, Ok(Some(bytes)) if fits(path, bytes))
            && !self.copy.switched.contains(path);
        let answer = match is_right {
            true => here,
            false => match self.copy.folder.read(path, max) {
                Ok(Some(bytes)) if fits(path, &bytes) => Ok(Some(bytes)),
                _ => here,
            },
        };
        Box::pin(async move { answer })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_hash_say_what_their_bytes_are() {
        let sha256 = hex::encode(Sha256::digest(b"x"));
        for path in [
            format!("blob/{}/{sha256}", &sha256[..2]),
            format!("log/L0/12.{sha256}.zst"),
            format!("log/L1/1-16.{sha256}.zst"),
            format!("pack/{sha256}.zst"),
            format!("targets/{sha256}.tip.json"),
        ] {
            assert!(fits(&path, b"x") && !fits(&path, b"y"), "{path}");
        }
        assert_eq!(named_hash("metadata/2.snapshot.json"), None);
    }
}
