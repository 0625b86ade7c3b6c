//! What a root says of keys, beyond its signatures: which of them sign for the targets, and that none counts twice. Pure.

use std::collections::HashSet;

use sha2::{Digest, Sha256};
use sigstore_tuf::Root;

use crate::error::FeedError;

/// Names the keys that sign for the targets, and how many of them must.
pub(super) fn signers_of_targets(root: &Root) -> String {
    root.role("targets").map_or(String::new(), |role| {
        let mut ids = role.keyids.clone();
        ids.sort();
        let mut hash = Sha256::new();
        hash.update(role.threshold.to_string());
        for id in ids {
            hash.update([0]);
            hash.update(id);
        }
        hex::encode(hash.finalize())
    })
}

/// A threshold counts keys, not the names they go by: one key under two ids would sign twice.
pub(super) fn one_id_for_each_key(path: &str, root: &Root) -> Result<(), FeedError> {
    for role in ["root", "timestamp", "snapshot", "targets"] {
        let Some(plan) = root.role(role) else {
            continue;
        };
        let mut seen = HashSet::new();
        let twice = plan
            .keyids
            .iter()
            .filter_map(|id| root.keys.get(id))
            .any(|key| !seen.insert(key.keyval.public.to_ascii_lowercase()));
        if twice {
            return Err(FeedError::Malformed {
                path: path.to_owned(),
                detail: format!("one key of {role} stands under two ids"),
            });
        }
    }
    Ok(())
}
