//! What every signing command begins with: the feed's folder, locked, and the keys; and random bytes from the system. Refuses keys inside
//! the feed.

use std::path::Path;

use anyhow::ensure;
use publisher::feed::store::Store;
use publisher::keys::KeySet;

/// Opens feed and keys; keys inside the feed would be served to the whole world.
pub fn open(to: &Path, keys: &Path) -> anyhow::Result<(Store, KeySet)> {
    let loaded = KeySet::load(keys)?;
    let store = Store::open(to)?;
    let (feed_path, key_path) = (to.canonicalize()?, keys.canonicalize()?);
    ensure!(
        !key_path.starts_with(&feed_path),
        "use keys {}: they lie inside the feed, where everybody can read them",
        keys.display()
    );
    Ok((store, loaded))
}

/// Bytes that nobody can foresee.
pub fn random<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| anyhow::anyhow!("take random bytes from the system: {error}"))?;
    Ok(bytes)
}
