//! `publisher push`: a feed's folder to where terminals fetch it: an S3-compatible bucket or another folder, through
//! `object_store`. Owns the order (what is named before what names it, the timestamp last) and never puts an older feed over a
//! newer one. The folder stays the publisher's own copy; this never reads a bucket to learn what the feed is.
//!
//! Decisions:
//!
//! - `publisher push` brings the folder to a bucket (`object_store`): what is named before what names it, the
//!   timestamp last and only if nobody put another one meanwhile; what is there already is not put again. It refuses
//!   an older feed, another feed, and a history that went another way since a backup. Keys come from the environment
//!   only. The agent needs none of it: a bucket is a web server to it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail, ensure};
use console::progress::Progress;
use feed::limits::{BLOB_BYTES_MAX, TIMESTAMP_BYTES_MAX};
use futures_util::{StreamExt, TryStreamExt, stream};
use md5::{Digest, Md5};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{
    Attribute, Attributes, Error, GetOptions, ObjectMeta, ObjectStore, ObjectStoreExt, PutMode,
    PutOptions, PutPayload, UpdateVersion,
};
use url::Url;

use crate::feed::repair;
use crate::feed::store::{Store, is_temporary};

const TIMESTAMP: &str = "metadata/timestamp.json";
/// What never changes under its name.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// The one file that changes.
const CHANGING: &str = "public, max-age=60";
/// Objects on their way at the same time: a bucket far away answers each after a while.
const AT_ONCE: usize = 8;
/// See [`rank`].
const RANKS: u8 = 6;

/// What a push did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Pushed {
    pub written: usize,
    /// Objects that were there already.
    pub present: usize,
    pub deleted: usize,
}

/// An object that is there.
struct There {
    size: u64,
    /// What the bucket says of its bytes, if its tag is that.
    md5: Option<String>,
}

impl There {
    fn of(meta: &ObjectMeta) -> There {
        let tag = meta.e_tag.as_deref().map(|tag| tag.trim_matches('"'));
        let is_md5 = |tag: &&str| tag.len() == 32 && tag.bytes().all(|b| b.is_ascii_hexdigit());
        There {
            size: meta.size,
            md5: tag.filter(is_md5).map(str::to_ascii_lowercase),
        }
    }
}

/// Where a feed goes.
pub struct Target {
    objects: Arc<dyn ObjectStore>,
    prefix: String,
    /// Buckets keep headers with an object, folders do not.
    keeps_headers: bool,
}

impl Target {
    /// `s3://bucket/prefix`, with keys, region and endpoint from the environment as other S3 tools take them (`AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT`, `AWS_ALLOW_HTTP`), or `file:///folder`.
    pub fn at(url: &Url) -> anyhow::Result<Target> {
        ensure!(
            url.username().is_empty() && url.password().is_none(),
            "push: keys are taken from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), never from the address"
        );
        // An error means that it is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        match url.scheme() {
            "s3" => {
                let bucket = url
                    .host_str()
                    .context("name a bucket: s3://bucket/prefix")?;
                let store = AmazonS3Builder::from_env()
                    .with_bucket_name(bucket)
                    .build()
                    .context("set up the bucket")?;
                Ok(Target {
                    objects: Arc::new(store),
                    prefix: url.path().trim_matches('/').to_owned(),
                    keeps_headers: true,
                })
            }
            "file" => {
                let folder = url
                    .to_file_path()
                    .ok()
                    .context("read the address as a folder")?;
                std::fs::create_dir_all(&folder)
                    .with_context(|| format!("make {}", folder.display()))?;
                Ok(Target {
                    objects: Arc::new(LocalFileSystem::new_with_prefix(folder)?),
                    prefix: String::new(),
                    keeps_headers: false,
                })
            }
            other => bail!("push to {other}: s3:// and file:/// are known"),
        }
    }

    fn key(&self, path: &str) -> Key {
        Key::from(format!("{}/{path}", self.prefix))
    }

    async fn present(&self) -> anyhow::Result<BTreeMap<String, There>> {
        let prefix = (!self.prefix.is_empty()).then(|| Key::from(self.prefix.as_str()));
        let found: Vec<_> = self
            .objects
            .list(prefix.as_ref())
            .try_collect()
            .await
            .context("list what is there")?;
        let bare = |key: &Key| {
            let whole = key.as_ref();
            whole
                .strip_prefix(&self.prefix)
                .unwrap_or(whole)
                .trim_start_matches('/')
                .to_owned()
        };
        Ok(found
            .iter()
            .map(|meta| (bare(&meta.location), There::of(meta)))
            .collect())
    }

    /// Whether what is there has the bytes that this folder has. A file of this folder that is not what its name says goes nowhere.
    async fn holds(&self, root: &Path, path: &str, there: Option<&There>) -> anyhow::Result<bool> {
        let mine = read(root, path)?;
        ensure!(
            repair::fits(path, &mine),
            "push {path}: it is damaged in this folder; publisher repair brings it back from another copy"
        );
        let Some(there) = there.filter(|there| there.size == mine.len() as u64) else {
            return Ok(false);
        };
        match &there.md5 {
            Some(md5) => Ok(*md5 == hex::encode(Md5::digest(&mine))),
            // A bucket without such a tag keeps sums of its own; a folder is read.
            None if self.keeps_headers => Ok(true),
            None => Ok(self.read(path).await? == mine),
        }
    }

    async fn put(&self, path: &str, bytes: Vec<u8>, mode: PutMode) -> Result<(), Error> {
        let mut attributes = Attributes::new();
        if self.keeps_headers {
            let (kind, cache) = match path {
                TIMESTAMP => ("application/json", CHANGING),
                json if json.ends_with(".json") => ("application/json", IMMUTABLE),
                _ => ("application/octet-stream", IMMUTABLE),
            };
            attributes.insert(Attribute::ContentType, kind.into());
            attributes.insert(Attribute::CacheControl, cache.into());
        }
        let options = PutOptions {
            mode,
            attributes,
            ..PutOptions::default()
        };
        self.objects
            .put_opts(&self.key(path), PutPayload::from(bytes), options)
            .await
            .map(drop)
    }

    async fn read(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        let found = self.objects.get(&self.key(path)).await;
        let bytes = match found {
            Ok(found) => found.bytes().await,
            Err(error) => Err(error),
        };
        Ok(bytes
            .with_context(|| format!("read {path} that is there"))?
            .to_vec())
    }

    /// The timestamp that is there, with what tells it from a later one.
    async fn timestamp(&self) -> anyhow::Result<Option<(Vec<u8>, UpdateVersion)>> {
        let found = match self
            .objects
            .get_opts(&self.key(TIMESTAMP), GetOptions::default())
            .await
        {
            Ok(found) => found,
            Err(Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error).context("read the timestamp that is there"),
        };
        ensure!(
            found.meta.size <= TIMESTAMP_BYTES_MAX,
            "read the timestamp that is there: it is none"
        );
        let version = UpdateVersion {
            e_tag: found.meta.e_tag.clone(),
            version: found.meta.version.clone(),
        };
        Ok(Some((found.bytes().await?.to_vec(), version)))
    }
}

/// Brings `target` to what the folder is.
pub fn run(store: &Store, target: &Target) -> anyhow::Result<Pushed> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("start the runtime")?
        .block_on(push(store, target))
}

async fn push(store: &Store, target: &Target) -> anyhow::Result<Pushed> {
    let root = store.folder().root();
    let mine = read(root, TIMESTAMP)?;
    let there = target.timestamp().await?;
    if let Some((theirs, _)) = &there {
        refuse_older(&mine, theirs)?;
    }
    let present = target.present().await?;
    let paths: Vec<String> = store
        .walk()?
        .into_iter()
        .filter(|path| !is_temporary(path) && path != TIMESTAMP)
        .collect();
    refuse_another(root, target, &paths, &present).await?;
    // Numbers and hashes stand in the names; what is there is compared with them, for a disk that forgot a bit says nothing.
    let mut known = Vec::new();
    let mut missing = Vec::new();
    let progress = Progress::of("publisher");
    progress.next("comparing", Some(paths.len()));
    for path in &paths {
        progress.step();
        match target.holds(root, path, present.get(path)).await? {
            true => known.push(path),
            false => missing.push(path),
        }
    }
    progress.next("sending", Some(missing.len()));
    for rank in 0..RANKS {
        stream::iter(missing.iter().filter(|path| self::rank(path) == rank))
            .map(|path| async move {
                let put = target.put(path, read(root, path)?, PutMode::Overwrite);
                put.await.with_context(|| format!("put {path}"))
            })
            .buffer_unordered(AT_ONCE)
            .try_for_each(|()| {
                progress.step();
                std::future::ready(Ok(()))
            })
            .await?;
    }
    progress.end();
    let is_new = there.as_ref().is_none_or(|(theirs, _)| *theirs != mine);
    if is_new {
        place_timestamp(target, mine, there.map(|(_, version)| version)).await?;
    }
    let named: BTreeSet<&str> = paths.iter().map(String::as_str).collect();
    let gone: Vec<&String> = present
        .keys()
        .filter(|path| is_of_a_feed(path) && *path != TIMESTAMP && !named.contains(path.as_str()))
        .collect();
    for path in &gone {
        let deleted = target.objects.delete(&target.key(path)).await;
        deleted.with_context(|| format!("delete {path}"))?;
    }
    Ok(Pushed {
        written: missing.len() + usize::from(is_new),
        present: known.len(),
        deleted: gone.len(),
    })
}

/// Never an older timestamp over a newer one, nor another one of the same number.
fn refuse_older(mine: &[u8], theirs: &[u8]) -> anyhow::Result<()> {
    let (ours, known) = (version(mine)?, version(theirs)?);
    ensure!(
        ours >= known,
        "push timestamp {ours} over {known}: what is there is newer; somebody else publishes to the same place"
    );
    ensure!(
        ours > known || mine == theirs,
        "push timestamp {ours}: another one of that number is there; this folder was restored from a copy or is another feed"
    );
    Ok(())
}

/// What has a number and is there already must be what the folder has: the roots, and the latest of the rest. Otherwise it is
/// another feed, or a history that went another way, and caches hold the other bytes for ever.
async fn refuse_another(
    root: &Path,
    target: &Target,
    paths: &[String],
    present: &BTreeMap<String, There>,
) -> anyhow::Result<()> {
    let latest = |kind: &str| {
        let numbered = paths.iter().filter(|path| path.ends_with(kind));
        numbered.max_by_key(|path| number(path))
    };
    let roots = paths.iter().filter(|path| path.ends_with(".root.json"));
    let metadata = [latest(".targets.json"), latest(".snapshot.json")];
    for path in roots.chain(metadata.into_iter().flatten()) {
        let Some(there) = present.get(path) else {
            continue;
        };
        let mine = read(root, path)?;
        let same = there.size == mine.len() as u64 && target.read(path).await? == mine;
        ensure!(
            same,
            "push {path}: another one is there; this is another feed, or this folder was restored from an old copy"
        );
    }
    Ok(())
}

/// The timestamp goes out only if nobody put another one meanwhile; a store without such a condition takes it as it is.
async fn place_timestamp(
    target: &Target,
    bytes: Vec<u8>,
    known: Option<UpdateVersion>,
) -> anyhow::Result<()> {
    let mode = known.map_or(PutMode::Create, PutMode::Update);
    match target.put(TIMESTAMP, bytes.clone(), mode).await {
        Ok(()) => Ok(()),
        Err(Error::NotImplemented { .. }) => target
            .put(TIMESTAMP, bytes, PutMode::Overwrite)
            .await
            .context("put the timestamp"),
        Err(error @ (Error::Precondition { .. } | Error::AlreadyExists { .. })) => Err(error)
            .context("put the timestamp: somebody else published at the same time; push again"),
        Err(error) => Err(error).context("put the timestamp"),
    }
}

/// What is named comes before what names it.
fn rank(path: &str) -> u8 {
    match path {
        TIMESTAMP => RANKS,
        path if path.starts_with("blob/") => 0,
        path if path.starts_with("log/") || path.starts_with("pack/") => 1,
        path if path.starts_with("targets/") => 2,
        path if path.ends_with(".targets.json") => 3,
        path if path.ends_with(".snapshot.json") => 4,
        _ => 5,
    }
}

/// The number in front of a metadata file's name.
fn number(path: &str) -> Option<u64> {
    let name = path.strip_prefix("metadata/")?;
    name.split_once('.')?.0.parse().ok()
}

/// Nothing else that lies in the same place is touched.
fn is_of_a_feed(path: &str) -> bool {
    ["metadata/", "targets/", "log/", "pack/", "blob/"]
        .iter()
        .any(|part| path.starts_with(part))
}

fn read(root: &Path, path: &str) -> anyhow::Result<Vec<u8>> {
    let bytes = feed::Folder::new(root).read(path, BLOB_BYTES_MAX)?;
    bytes.with_context(|| format!("read {path}: it is missing; publish first"))
}

fn version(timestamp: &[u8]) -> anyhow::Result<u64> {
    let json: serde_json::Value = serde_json::from_slice(timestamp).context("read a timestamp")?;
    json["signed"]["version"]
        .as_u64()
        .context("read a timestamp: it has no version")
}
