//! What commands begin with: the feed's folder, locked, and the keys; random bytes from the system; a source that is a list for machines.
//! Refuses keys inside the feed.

use std::path::Path;

use anyhow::{Context, ensure};
use jiff::Timestamp;
use publisher::channel::Channel;
use publisher::feed::store::Store;
use publisher::harvest::Source;
use publisher::keys::KeySet;
use publisher::sources::portal::Portal;
use publisher::sources::portal::recipe::{Recipe, Wrap};
use publisher::sources::portal::web::Http;
use sha2::{Digest, Sha256};

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

/// A list for machines as a source: by a recipe, with `from` as the folder of its state, or by its address alone.
pub fn catalogue<'c>(
    adapter: &str,
    recipe: Option<&Path>,
    from: &Path,
    to: &Path,
    channel: &'c Channel,
    now: Timestamp,
) -> anyhow::Result<Box<dyn Source + 'c>> {
    let (name, wrap) = match adapter {
        "oai-pmh" => ("oai-pmh", "oai-pmh"),
        _ => ("sitemap", "sitemap"),
    };
    let (recipe, folder) = match recipe {
        Some(path) => (Recipe::load(path)?, from.to_owned()),
        None => {
            let address = from.to_string_lossy();
            let url: url::Url = address.parse().with_context(|| {
                format!("read {address}: without --recipe, --from is the address of the list")
            })?;
            let mark = hex::encode(&Sha256::digest(address.as_bytes())[..8]);
            // Beside the feed and not in it: what lies in it may be served.
            let beside = to.with_added_extension("state").join(mark);
            (Recipe::of_catalogue(&url, wrap)?, beside)
        }
    };
    ensure!(
        recipe.list.iter().all(|list| match list.wrap {
            Wrap::OaiPmh => name == "oai-pmh",
            wrap => name == "sitemap" && wrap.is_catalogue(),
        }),
        "read with adapter {name}: the recipe has lists of another kind"
    );
    let web = Box::new(Http::new(&recipe.site)?);
    Ok(Box::new(
        Portal::new(recipe, channel, &folder, web, now)?.called(name),
    ))
}
