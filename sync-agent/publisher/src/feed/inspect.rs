//! `publisher verify`: walks a whole feed as a new terminal would, and further: every segment of every level, every
//! record, every blob. Owns nothing and writes nothing; stops at the first fault and names the file.

use std::collections::BTreeMap;

use anyhow::{Context, bail, ensure};
use console::progress::Progress;
use feed::limits::{BLOB_BYTES_MAX, ROOT_BYTES_MAX, SEGMENT_BYTES_MAX};
use feed::{Attachment, Floors, Folder, Record, check_blob, open_segment, segments_for};
use jiff::Timestamp;

use crate::feed::bundles;
use crate::feed::state;

/// What a sound feed holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Counts {
    /// Last sequence number.
    pub seq: u64,
    /// Segments of all levels.
    pub segments: usize,
    pub packs: usize,
    /// Lines of all segments.
    pub records: usize,
    /// Documents that a terminal shows.
    pub documents: usize,
    /// Entries of the takedown list.
    pub takedowns: usize,
    pub blobs: usize,
    /// When the publisher last signed.
    pub issued: Timestamp,
    /// The earliest expiry.
    pub expires: Timestamp,
}

/// Checks everything from `root` on.
pub fn run(folder: &Folder, root: &[u8], now: Timestamp) -> anyhow::Result<Counts> {
    let verified = state::check(folder, root, Floors::default(), now)?;
    check_root(folder, root)?;
    let packs = state::packs(folder, &verified)?;
    let tip = verified.tip();
    let progress = Progress::of("publisher");
    progress.next("checking", Some(packs.len() + tip.segments.len()));
    let mut records = 0;
    let mut blobs: BTreeMap<String, Attachment> = BTreeMap::new();
    for segment in packs.iter().chain(&tip.segments) {
        progress.step();
        let path = segment.path();
        let bytes = folder
            .read(&path, SEGMENT_BYTES_MAX)?
            .with_context(|| format!("find {path}"))?;
        for record in open_segment(segment, &bytes)?.records() {
            records += 1;
            record.with_context(|| path.clone())?;
        }
    }
    let mut shown: BTreeMap<String, Vec<Attachment>> = BTreeMap::new();
    let chain = segments_for(tip, &packs, 0).context("segments and packs leave a gap")?;
    for segment in chain {
        let path = segment.path();
        let bytes = folder
            .read(&path, SEGMENT_BYTES_MAX)?
            .with_context(|| format!("find {path}"))?;
        for record in open_segment(segment, &bytes)?.records() {
            match record? {
                Record::Put { document, .. } => {
                    let taken = verified.takedown().rev_of(&document.id);
                    if taken.is_none_or(|rev| document.rev > rev) {
                        shown.insert(document.id, document.attachments);
                    }
                }
                Record::Del { id, .. } => {
                    shown.remove(&id);
                    ensure!(
                        verified.takedown().rev_of(&id).is_some(),
                        "{path}: {id} is deleted and not in the takedown list"
                    );
                }
            }
        }
    }
    let named = shown.values().flatten();
    blobs.extend(named.map(|file| (file.sha256.clone(), file.clone())));
    progress.next("attaching", Some(blobs.len()));
    for attachment in blobs.values() {
        progress.step();
        let path = feed::blob_path(&attachment.sha256);
        let bytes = folder
            .read(&path, BLOB_BYTES_MAX)?
            .with_context(|| format!("find {path}"))?;
        check_blob(attachment, &bytes)?;
    }
    bundles::check(folder, &bundles::listed(folder, &verified)?)?;
    Ok(Counts {
        packs: packs.len(),
        seq: tip.seq,
        segments: tip.segments.len(),
        records,
        documents: shown.len(),
        takedowns: verified.takedown().entries.len(),
        blobs: blobs.len(),
        issued: verified.issued(),
        expires: verified.expires(),
    })
}

/// The feed carries the roots that lead from the given one to the latest; those up to the given one must agree with it.
fn check_root(folder: &Folder, root: &[u8]) -> anyhow::Result<()> {
    let version = sigstore_tuf::Metadata::<sigstore_tuf::Root>::from_slice(root)?
        .signed()
        .version;
    let path = format!("metadata/{version}.root.json");
    match folder.read(&path, ROOT_BYTES_MAX)? {
        Some(bytes) if bytes == root => Ok(()),
        Some(_) => bail!("{path}: differs from the given root"),
        None => bail!("{path}: is missing"),
    }
}
