//! What nothing names any more: kept for thirty days, for a terminal in the middle of a long download and for caches in
//! between, then deleted. Owns that delay; a purge knows none.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::feed::store::{Store, is_temporary};

/// Hours that an object stays after the last publication that named it.
pub const DELAY_HOURS: i64 = 30 * 24;

/// Deletes what is in neither `named` nor still within its time, and temporary files of a run that was cut short. With
/// `at_once` nothing has any time. Tells how many files went.
pub fn collect(
    store: &Store,
    named: &BTreeSet<String>,
    at_once: bool,
    now: Timestamp,
) -> anyhow::Result<usize> {
    let known = store.read_garbage();
    let mut waiting: BTreeMap<String, Timestamp> = BTreeMap::new();
    let mut gone = 0;
    for path in store.walk()? {
        let is_root_or_timestamp =
            path == "metadata/timestamp.json" || path.ends_with(".root.json");
        if is_temporary(&path) {
            store.delete(&path)?;
            gone += 1;
            continue;
        }
        if is_root_or_timestamp || named.contains(&path) {
            continue;
        }
        // A clock that was wrong once must not keep an object for ever.
        let since = known
            .get(&path)
            .copied()
            .filter(|since| *since <= now)
            .unwrap_or(now);
        if at_once || now.duration_since(since) >= SignedDuration::from_hours(DELAY_HOURS) {
            store.delete(&path)?;
            gone += 1;
        } else {
            waiting.insert(path, since);
        }
    }
    if waiting != known {
        store.write_garbage(&waiting)?;
    }
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use feed::write::Outgoing;

    fn put(store: &Store, path: &str) {
        store
            .put(&Outgoing {
                path: path.into(),
                bytes: b"x".to_vec(),
            })
            .unwrap();
    }

    fn left(store: &Store) -> Vec<String> {
        let mut paths = store.walk().unwrap();
        paths.sort();
        paths
    }

    #[test]
    fn what_nothing_names_stays_thirty_days_and_a_purge_waits_for_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        for path in [
            "metadata/timestamp.json",
            "metadata/1.root.json",
            "metadata/.new-x",
            "metadata/1.snapshot.json",
            "log/L0/1.a.zst",
            "log/L0/1.b.zst",
            "blob/aa/aab",
            "pack/c.zst",
            "targets/d.tip.json",
        ] {
            put(&store, path);
        }
        let named = BTreeSet::from(["log/L0/1.a.zst".to_owned(), "blob/aa/aab".to_owned()]);
        let day = |n: i64| {
            "2026-11-21T00:00:00Z".parse::<Timestamp>().unwrap()
                + SignedDuration::from_hours(24 * n)
        };
        assert_eq!(
            collect(&store, &named, false, day(0)).unwrap(),
            1,
            "only the temporary file"
        );
        assert_eq!(collect(&store, &named, false, day(29)).unwrap(), 0);
        // Named again meanwhile: its time begins anew.
        let mut again = named.clone();
        again.insert("pack/c.zst".into());
        assert_eq!(collect(&store, &again, false, day(30)).unwrap(), 3);
        assert_eq!(collect(&store, &named, false, day(31)).unwrap(), 0);
        assert!(left(&store).contains(&"pack/c.zst".to_owned()));
        assert_eq!(collect(&store, &named, true, day(31)).unwrap(), 1);
        assert_eq!(
            left(&store),
            [
                "blob/aa/aab",
                "log/L0/1.a.zst",
                "metadata/1.root.json",
                "metadata/timestamp.json"
            ]
        );
    }
}
