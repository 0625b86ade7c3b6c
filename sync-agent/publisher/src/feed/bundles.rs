//! System bundles (系统更新包) in the feed, read: the list, and the files that its bundles are made of. What is inside a bundle is signed by
//! whoever built it, and no concern of the feed.

use anyhow::{Context, ensure};
use feed::bundle::{BundleList, Piece};
use feed::limits::BUNDLES_BYTES_MAX;
use feed::{Folder, Verified};
use sha2::{Digest, Sha256};

/// The list of a verified feed; empty where it has none.
pub fn listed(folder: &Folder, verified: &Verified) -> anyhow::Result<BundleList> {
    let Some(file) = verified.bundles() else {
        return Ok(BundleList::default());
    };
    let bytes = folder
        .read(&file.path, BUNDLES_BYTES_MAX)?
        .with_context(|| format!("find {}", file.path))?;
    Ok(verified.open_bundles(&bytes)?)
}

/// Files of the feed that bundles are made of.
pub fn paths(list: &BundleList) -> Vec<String> {
    let pieces = list.bundles.iter().flat_map(|bundle| &bundle.pieces);
    pieces.map(|piece| piece.file().path).collect()
}

/// Reads every bundle as a terminal would.
pub fn check(folder: &Folder, list: &BundleList) -> anyhow::Result<()> {
    for bundle in &list.bundles {
        let mut whole = Sha256::new();
        for piece in bundle.pieces.iter().map(Piece::file) {
            let bytes = folder
                .read(&piece.path, piece.length)?
                .with_context(|| format!("find {}", piece.path))?;
            piece.check(&bytes)?;
            whole.update(&bytes);
        }
        ensure!(
            hex::encode(whole.finalize()) == bundle.sha256,
            "the pieces of the bundle {} for {} make another one",
            bundle.version,
            bundle.board
        );
    }
    Ok(())
}
