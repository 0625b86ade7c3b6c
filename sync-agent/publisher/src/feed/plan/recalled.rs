//! Documents of the feed that are related anew although their source did not bring them again: those that name one that came, is called
//! otherwise than before, or goes. Owns which these are; their text is read back from the log by whoever keeps it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use feed::Document;

use crate::feed::state::Live;
use crate::feed::state::names::name_in;

/// Reads documents back from the log.
pub type Recall<'r> =
    dyn FnMut(&BTreeSet<String>, &mut dyn FnMut(Document)) -> anyhow::Result<()> + 'r;

/// Documents of `old` to be related anew, where those of a run came and others go.
pub fn again<'l>(
    old: &BTreeMap<String, Live>,
    came: impl Iterator<Item = (&'l str, &'l Live)>,
    goes: impl Fn(&String, &Live) -> bool,
) -> BTreeSet<String> {
    let mut moved: HashSet<String> = HashSet::new();
    let mut note = |before: Option<&Live>, now: Option<&Live>| {
        let keys = before.into_iter().chain(now).flat_map(Live::keys);
        moved.extend(keys.map(|key| name_in(&key).to_owned()));
    };
    let mut new: BTreeSet<&str> = BTreeSet::new();
    for (id, live) in came {
        new.insert(id);
        let before = old.get(id);
        if before.is_none_or(|before| !live.is_called_as(before)) {
            note(before, Some(live));
        }
    }
    let stays = |id: &String, live: &Live| !new.contains(id.as_str()) && !goes(id, live);
    for (id, live) in old {
        if !new.contains(id.as_str()) && goes(id, live) {
            note(Some(live), None);
        }
    }
    let speaks = |live: &Live| live.names.iter().any(|name| moved.contains(name));
    old.iter()
        .filter(|(id, live)| speaks(live) && stays(id, live))
        .map(|(id, _)| id.clone())
        .collect()
}

/// As its source brought it: what others say of its validity is said anew.
pub fn as_brought(mut document: Document) -> Document {
    if let Some(ended) = document.ended.take() {
        document.validity = ended.stated;
    }
    document
}
