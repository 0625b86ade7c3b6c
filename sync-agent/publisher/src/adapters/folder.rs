//! The folder adapter. Owns reading a tree of files; publishes nothing.

use std::path::Path;

use super::{Channel, Item};

/// Reads every file under `from`, in path order.
pub fn read(_from: &Path, _channel: &Channel) -> anyhow::Result<Vec<Item>> {
    anyhow::bail!("read folder: not written yet")
}
