//! Where statuses lie: a folder, an S3-compatible bucket, or a web address that lists what it has. Owns how many are fetched and how much of
//! each; believes nothing of what it brings.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use batch::{STATUS_BYTES_MAX, STATUS_SUFFIX, is_terminal, status_name};
use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::aws::AmazonS3Builder;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt};
use url::Url;

use crate::points::TERMINALS_MAX;

/// Names that are looked at: an inbox holds the batches of years beside the statuses.
const NAMES_MAX: usize = 20_000_000;
/// Bytes of the list that a web address gives.
const LIST_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Objects on their way at the same time.
const AT_ONCE: usize = 16;
/// One request from connecting to the last byte.
const REQUEST_SECONDS: u64 = 60;
const CONNECT_SECONDS: u64 = 15;

/// One file that calls itself a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its name, without folders.
    pub name: String,
    /// Its bytes, at most one more than a status may have; `None` when it was there and could not be read.
    pub bytes: Option<Vec<u8>>,
}

/// Brings every status. `known` are terminals that are asked for where the place gives no list.
pub fn fetch(from: &str, known: &BTreeSet<String>) -> anyhow::Result<Vec<Found>> {
    match Url::parse(from) {
        Ok(url) if url.scheme() == "file" => {
            let folder = url
                .to_file_path()
                .ok()
                .context("read the address as a folder")?;
            folder_of(&folder)
        }
        Ok(url) if url.scheme() == "s3" => waiting(bucket(&url)),
        Ok(url) if matches!(url.scheme(), "http" | "https") => waiting(web(url, known)),
        // A path may hold a colon.
        _ if Path::new(from).exists() || !from.contains("://") => folder_of(&PathBuf::from(from)),
        _ => bail!(
            "read {from}: a folder, file:///, s3://bucket/prefix, http:// and https:// are known"
        ),
    }
}

fn folder_of(folder: &Path) -> anyhow::Result<Vec<Found>> {
    let listed = || format!("list {}", folder.display());
    let mut found = Vec::new();
    for (index, entry) in fs::read_dir(folder).with_context(listed)?.enumerate() {
        ensure!(
            index < NAMES_MAX,
            "{}: more than {NAMES_MAX} names",
            listed()
        );
        let entry = entry.with_context(listed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(STATUS_SUFFIX) {
            continue;
        }
        count(&found)?;
        // A pipe would hold us for ever, a link leads elsewhere.
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        let bytes = is_file.then(|| head_of(&entry.path())).flatten();
        found.push(Found { name, bytes });
    }
    Ok(found)
}

fn head_of(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).ok()?;
    file.take(STATUS_BYTES_MAX + 1)
        .read_to_end(&mut bytes)
        .ok()?;
    Some(bytes)
}

fn count(found: &[Found]) -> anyhow::Result<()> {
    ensure!(
        found.len() < TERMINALS_MAX,
        "read the statuses: more than {TERMINALS_MAX}; take several folders"
    );
    Ok(())
}

fn waiting<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    // An error means that it is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("start the network")?
        .block_on(work)
}

/// Keys, region and endpoint come from the environment, as other S3 tools take them.
async fn bucket(url: &Url) -> anyhow::Result<Vec<Found>> {
    let name = url
        .host_str()
        .context("name a bucket: s3://bucket/prefix")?;
    let store = AmazonS3Builder::from_env()
        .with_bucket_name(name)
        .build()
        .context("set up the bucket")?;
    let prefix = url.path().trim_matches('/');
    let prefix = (!prefix.is_empty()).then(|| Key::from(prefix));
    let mut names = store.list(prefix.as_ref());
    let mut wanted = Vec::new();
    let mut looked_at = 0;
    while let Some(object) = names.try_next().await.context("list the bucket")? {
        looked_at += 1;
        ensure!(
            looked_at <= NAMES_MAX,
            "list the bucket: more than {NAMES_MAX} names"
        );
        let name = object.location.filename().unwrap_or("").to_owned();
        if name.ends_with(STATUS_SUFFIX) {
            ensure!(
                wanted.len() < TERMINALS_MAX,
                "read the statuses: more than {TERMINALS_MAX}"
            );
            wanted.push((name, object.location, object.size));
        }
    }
    let store = &store;
    let found = stream::iter(wanted)
        .map(|(name, key, size)| async move {
            let bytes = store
                .get_range(&key, 0..size.min(STATUS_BYTES_MAX + 1))
                .await;
            Found {
                name,
                bytes: bytes.ok().map(|bytes| bytes.to_vec()),
            }
        })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    Ok(found)
}

async fn web(mut url: Url, known: &BTreeSet<String>) -> anyhow::Result<Vec<Found>> {
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(REQUEST_SECONDS))
        .connect_timeout(Duration::from_secs(CONNECT_SECONDS))
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .context("make a web client")?;
    let list = get(&client, &url, LIST_BYTES_MAX).await?;
    let listed = list.as_deref().map(names_in).unwrap_or_default();
    let wanted: BTreeSet<String> = listed
        .into_iter()
        .chain(known.iter().map(|terminal| status_name(terminal)))
        .collect();
    ensure!(
        !wanted.is_empty(),
        "read {}: it lists no status; name the terminals with --points or --keys",
        bare(&url)
    );
    ensure!(
        wanted.len() <= TERMINALS_MAX,
        "read the statuses: more than {TERMINALS_MAX}"
    );
    let (client, url) = (&client, &url);
    let brought: Vec<(String, anyhow::Result<Option<Vec<u8>>>)> = stream::iter(wanted)
        .map(|name| async move {
            let mut at = url.clone();
            at.set_path(&format!("{}{name}", url.path()));
            let max = usize::try_from(STATUS_BYTES_MAX).unwrap_or(usize::MAX) + 1;
            (name, get(client, &at, max).await)
        })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    if let Some((_, Err(_))) = brought.first()
        && brought.iter().all(|(_, answer)| answer.is_err())
    {
        let first = brought
            .into_iter()
            .next()
            .expect("the first one was just looked at");
        return Err(first.1.expect_err("all of them failed"));
    }
    Ok(brought
        .into_iter()
        .filter_map(|(name, answer)| match answer {
            // Not there: a terminal that never sent one.
            Ok(None) => None,
            Ok(bytes) => Some(Found { name, bytes }),
            Err(_) => Some(Found { name, bytes: None }),
        })
        .collect())
}

/// The body, cut at `max`; `None` where there is nothing.
async fn get(client: &reqwest::Client, url: &Url, max: usize) -> anyhow::Result<Option<Vec<u8>>> {
    let failed = || format!("fetch {}", bare(url));
    let answer = client.get(url.clone()).send().await;
    let mut answer = answer.map_err(|e| e.without_url()).with_context(failed)?;
    if matches!(answer.status().as_u16(), 403..=405) {
        return Ok(None);
    }
    ensure!(
        answer.status().is_success(),
        "{}: {}",
        failed(),
        answer.status()
    );
    let mut body = Vec::new();
    while let Some(piece) = answer
        .chunk()
        .await
        .map_err(|e| e.without_url())
        .with_context(failed)?
    {
        body.extend_from_slice(&piece[..piece.len().min(max - body.len())]);
        if body.len() == max {
            break;
        }
    }
    Ok(Some(body))
}

/// An address without its query, which may hold a key.
fn bare(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.to_string()
}

/// Names of statuses in any list: a web server's index, JSON, or a bucket's XML.
fn names_in(list: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(list);
    let mut names = BTreeSet::new();
    for (at, _) in text.match_indices(STATUS_SUFFIX) {
        let before = &text[..at];
        let start = before
            .rfind(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .map_or(0, |at| {
                at + before[at..].chars().next().map_or(1, char::len_utf8)
            });
        let terminal = &before[start..];
        if is_terminal(terminal) && names.len() <= TERMINALS_MAX {
            names.insert(status_name(terminal));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_every_kind_of_list() {
        for list in [
            "<a href=\"L01-1.status.ndjson\">L01-1.status.ndjson</a> 22-Nov-2026",
            "[{\"name\":\"L01-1.status.ndjson\",\"type\":\"file\"}]",
            "<Key>terminals/L01-1.status.ndjson</Key>",
            "L01-1.status.ndjson",
            "点L01-1.status.ndjson",
        ] {
            let names: Vec<String> = names_in(list.as_bytes()).into_iter().collect();
            assert_eq!(names, ["L01-1.status.ndjson"], "{list}");
        }
        for list in [
            "",
            "../.status.ndjson",
            "L01.status.ndjson",
            "a-b-c.status.ndjson",
        ] {
            assert!(names_in(list.as_bytes()).is_empty(), "{list}");
        }
    }

    #[test]
    fn a_folder_gives_its_statuses_and_nothing_that_is_no_file() {
        let dir = tempfile::tempdir().unwrap();
        let put = |name: &str, bytes: &[u8]| fs::write(dir.path().join(name), bytes).unwrap();
        put("L01-1.status.ndjson", b"one");
        put("L01-1-00000001-0f70b9093b41bd87.ndjson.zst", b"a batch");
        put("L02-1.status.ndjson", &vec![b'x'; 100_000]);
        std::os::unix::fs::symlink("/etc/passwd", dir.path().join("L03-1.status.ndjson")).unwrap();
        fs::create_dir(dir.path().join("L04-1.status.ndjson")).unwrap();
        let mut found = fetch(dir.path().to_str().unwrap(), &BTreeSet::new()).unwrap();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        let sizes: Vec<Option<usize>> = found
            .iter()
            .map(|found| found.bytes.as_ref().map(Vec::len))
            .collect();
        let max = STATUS_BYTES_MAX as usize + 1;
        assert_eq!(sizes, [Some(3), Some(max), None, None]);
        assert!(fetch("/absent/folder", &BTreeSet::new()).is_err());
        assert!(fetch("ftp://host/folder", &BTreeSet::new()).is_err());
    }
}
