//! Attachments (附件), after the text: small ones first, never below the free-space reserve. A bad one refuses only itself;
//! a place that stops answering stops only this step, for the text is in the mirror already.

use crate::failure::Outcome;
use crate::failure::io_failure;
use crate::pull::apply::Store;
use crate::pull::fetch::{self, Place, Promised};
use crate::terminal::Terminal;
use crate::trust::Trust;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// Largest attachment a terminal takes; it is held in memory while it is checked.
pub const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// What became of the attachments.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// Stored.
    pub stored: u64,
    /// Refused.
    pub refused: u64,
    /// What stopped, in words.
    pub waiting: Vec<String>,
}

/// Fetches what documents name and the mirror does not hold.
pub async fn fetch_missing(
    terminal: &Terminal,
    place: &Place,
    trust: &mut Trust,
    store: &mut Store,
) -> Outcome<Files> {
    let missing: BTreeSet<String> = store.missing_blobs()?.into_iter().collect();
    let known = trust.blobs()?;
    let done: Vec<String> = known
        .keys()
        .filter(|sha256| !missing.contains(*sha256))
        .cloned()
        .collect();
    trust.forget_blobs(&done)?;
    let queue = queue(&missing, &known, || lengths(&terminal.mirror_dir))?;
    let parts: Vec<String> = queue
        .iter()
        .map(|(_, sha256)| feed::blob_path(sha256))
        .collect();
    fetch::keep_only(&terminal.mirror_dir, &parts)
        .map_err(|e| io_failure(e, "clear", &terminal.mirror_dir.join(fetch::PARTS_DIR)))?;

    let mut files = Files::default();
    for (place_in_queue, (length, sha256)) in queue.iter().enumerate() {
        let waiting = queue.len() - place_in_queue;
        if *length > FILE_BYTES_MAX {
            let reason = format!("larger than {} MiB", FILE_BYTES_MAX >> 20);
            trust.refuse_blob(sha256, &reason)?;
            files.refused += 1;
            continue;
        }
        // The part and the stored file exist side by side for a moment.
        if free_bytes(&terminal.mirror_dir)? < terminal.reserve_bytes.saturating_add(2 * length) {
            let reserve_mb = terminal.reserve_bytes / 1_000_000;
            files.waiting.push(format!(
                "{waiting} attachments: less than {reserve_mb} MB would stay free on the disk"
            ));
            break;
        }
        let path = feed::blob_path(sha256);
        let promised = Promised {
            path: &path,
            length: *length,
            sha256,
        };
        let bytes = match place.promised(&promised, &terminal.mirror_dir).await {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                trust.refuse_blob(sha256, "the feed does not hold it")?;
                files.refused += 1;
                continue;
            }
            Err(error) => {
                let failure = crate::failure::Failure::from(feed::FeedError::Source(error));
                files
                    .waiting
                    .push(format!("{waiting} attachments: {}", failure.line()));
                break;
            }
        };
        let named = feed::Attachment {
            name: String::new(),
            sha256: sha256.clone(),
            length: *length,
        };
        match feed::check_blob(&named, &bytes) {
            Ok(()) => {
                store.put_blob(sha256, &bytes)?;
                trust.forget_blobs(std::slice::from_ref(sha256))?;
                files.stored += 1;
            }
            Err(error) => {
                trust.refuse_blob(sha256, &error.to_string())?;
                files.refused += 1;
            }
        }
        fetch::discard(&terminal.mirror_dir, &path);
    }
    Ok(files)
}

/// What to fetch, smallest first.
fn queue(
    missing: &BTreeSet<String>,
    known: &HashMap<String, (u64, String)>,
    lengths: impl FnOnce() -> Outcome<HashMap<String, u64>>,
) -> Outcome<Vec<(u64, String)>> {
    let mut queue = Vec::new();
    let mut unknown = Vec::new();
    for sha256 in missing {
        match known.get(sha256) {
            Some((_, refused)) if !refused.is_empty() => {}
            Some((length, _)) => queue.push((*length, sha256.clone())),
            None => unknown.push(sha256),
        }
    }
    if !unknown.is_empty() {
        // The trust store was lost or is younger than the mirror; the documents themselves know.
        let lengths = lengths()?;
        let found = unknown
            .into_iter()
            .filter_map(|s| Some((*lengths.get(s)?, s.clone())));
        queue.extend(found);
    }
    queue.sort();
    Ok(queue)
}

fn lengths(dir: &Path) -> Outcome<HashMap<String, u64>> {
    let reader = mirror::Reader::open(dir)?;
    let mut lengths = HashMap::new();
    for (id, _) in reader.all_ids()? {
        let files = reader
            .document(&id)?
            .map(|d| d.attachments)
            .unwrap_or_default();
        lengths.extend(files.into_iter().map(|file| (file.sha256, file.length)));
    }
    Ok(lengths)
}

/// Space an ordinary user may still fill, bytes.
fn free_bytes(dir: &Path) -> Outcome<u64> {
    let disk =
        rustix::fs::statvfs(dir).map_err(|e| io_failure(e.into(), "ask the free space of", dir))?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[&str]) -> BTreeSet<String> {
        list.iter().map(|s| (*s).to_owned()).collect()
    }

    #[test]
    fn small_attachments_come_first_and_refused_ones_not_again() {
        let known: HashMap<String, (u64, String)> = [
            ("a".to_owned(), (30, String::new())),
            ("b".to_owned(), (10, String::new())),
            ("c".to_owned(), (5, "sha-256".to_owned())),
            ("gone".to_owned(), (1, String::new())),
        ]
        .into();
        let queue = queue(&names(&["a", "b", "c"]), &known, || {
            panic!("all lengths are known")
        })
        .unwrap();
        assert_eq!(queue, [(10, "b".to_owned()), (30, "a".to_owned())]);
    }

    #[test]
    fn a_length_nobody_noted_is_taken_from_the_documents() {
        let queue = queue(&names(&["a", "x"]), &HashMap::new(), || {
            Ok([("a".to_owned(), 7)].into())
        })
        .unwrap();
        assert_eq!(queue, [(7, "a".to_owned())]);
    }
}
