//! Offering system bundles (系统更新包) to terminals: which, and to how many. Owns cutting one into pieces; refuses one that a terminal would not
//! take.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use console::progress::Progress;
use feed::blob_path;
use feed::bundle::{Bundle, BundleList, Piece, Version};
use feed::limits::BUNDLE_BYTES_MAX;
use feed::write::Outgoing;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::feed::publication::{self, Change};
use crate::feed::state::{Begin, State};
use crate::feed::store::Store;
use crate::keys::KeySet;

/// Bytes of a piece: what a terminal on a bad line fetches in one go, and loses at most when the power goes.
const PIECE_BYTES: u64 = 4 * 1024 * 1024;

/// What is to become of the bundles of a feed.
#[derive(Debug)]
pub enum Step<'a> {
    /// One more is offered.
    Add {
        /// Where it lies.
        file: &'a Path,
        /// What it is.
        offer: Offer,
    },
    /// Another share of the terminals takes it.
    Share {
        /// The one among those that are offered.
        name: Name,
        /// Percent of the terminals that are no canaries.
        share: u8,
    },
    /// It is offered no longer.
    Remove(Name),
}

/// By what a bundle is known: one of a version for a board.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Name {
    pub board: String,
    pub version: Version,
}

/// How a bundle is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Offer {
    pub name: Name,
    /// Percent of the terminals that are no canaries.
    pub share: u8,
    /// Terminals that run something newer take it too.
    pub older: bool,
}

/// Changes the bundles of a feed, and publishes that.
pub fn run(store: &Store, keys: &KeySet, step: &Step<'_>, now: Timestamp) -> anyhow::Result<()> {
    let progress = Progress::of("publisher");
    let state = State::read(store, keys, &Begin::default(), now, &progress)?;
    ensure!(state.exists(), "change bundles: there is no feed");
    let mut list = state.bundles.clone();
    match step {
        Step::Add { file, offer } => add(store, &mut list, file, offer)?,
        Step::Share { name, share } => find(&mut list, name)?.share = *share,
        Step::Remove(name) => {
            find(&mut list, name)?;
            list.bundles.retain(|bundle| !is(bundle, name));
        }
    }
    list.check().context("change bundles")?;
    let change = Change {
        bundles: Some(list),
        blobs: state.blobs.clone(),
        ..Change::default()
    };
    publication::commit(store, keys, &state, change, now, &progress)
}

fn is(bundle: &Bundle, name: &Name) -> bool {
    bundle.board == name.board && bundle.version == name.version
}

fn find<'l>(list: &'l mut BundleList, name: &Name) -> anyhow::Result<&'l mut Bundle> {
    let found = list.bundles.iter_mut().find(|bundle| is(bundle, name));
    found.with_context(|| {
        format!(
            "find the bundle {} for {}: the feed has none",
            name.version, name.board
        )
    })
}

/// Puts the pieces into the feed and the bundle on the list.
fn add(store: &Store, list: &mut BundleList, path: &Path, offer: &Offer) -> anyhow::Result<()> {
    let Name { board, version } = &offer.name;
    if find(list, &offer.name).is_ok() {
        bail!(
            "add the bundle {version} for {board}: the feed has it already; give it a new version"
        );
    }
    let mut file = File::open(path).with_context(|| format!("read {}", path.display()))?;
    let mut whole = Sha256::new();
    let mut length = 0;
    let mut pieces = Vec::new();
    loop {
        let mut bytes = Vec::new();
        file.by_ref()
            .take(PIECE_BYTES)
            .read_to_end(&mut bytes)
            .with_context(|| format!("read {}", path.display()))?;
        if bytes.is_empty() {
            break;
        }
        length += bytes.len() as u64;
        ensure!(
            length <= BUNDLE_BYTES_MAX,
            "add {}: more than {BUNDLE_BYTES_MAX} bytes",
            path.display()
        );
        whole.update(&bytes);
        let sha256 = hex::encode(Sha256::digest(&bytes));
        pieces.push(Piece {
            sha256: sha256.clone(),
            length: bytes.len() as u64,
        });
        store.put(&Outgoing {
            path: blob_path(&sha256),
            bytes,
        })?;
    }
    ensure!(length > 0, "add {}: it is empty", path.display());
    list.bundles.push(Bundle {
        version: *version,
        board: board.clone(),
        sha256: hex::encode(whole.finalize()),
        length,
        share: offer.share,
        older: offer.older,
        pieces,
    });
    list.bundles
        .sort_by(|a, b| (&a.board, a.version).cmp(&(&b.board, b.version)));
    Ok(())
}
