//! The half that meets the network: what the wanted bundle needs, laid into a folder that looks like a feed. Owns the order of that: pieces
//! and lists before the timestamp that makes them count; nothing lies there that nobody wants any more. Runs as the agent does; what it lays
//! down is verified again by whoever reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use config::Config;
use feed::{Bundle, Fetched, Source};
use jiff::{SignedDuration, Timestamp};
use sync_agent::clock::Clock;
use sync_agent::failure::{Exit, Failure, Outcome, io_failure};
use sync_agent::pull::fetch::{Limits, Place, Promised, Way, discard};

use crate::files;
use crate::gather::room;
use crate::offers::{self, Asking, INBOX, Kept};
use crate::steps::State;

const FLOORS: &str = "floors.json";
/// When the feed was last seen whole.
const LOOKED: &str = "looked";
const LOOKED_BYTES_MAX: u64 = 64;
const TIMESTAMP: &str = "metadata/timestamp.json";
/// Folders of a feed that are laid down.
const FOLDERS: [&str; 3] = ["metadata", "targets", "blob"];

/// What came of a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The feed has no bundle for this terminal.
    Nothing,
    /// This one lies in the inbox whole, or further on already.
    Whole(Box<Bundle>),
}

/// Looks at the feed, and fetches what is wanted.
pub async fn fetch(
    config: &Config,
    asking: &Asking,
    state: &State,
    clock: Clock,
) -> Outcome<Found> {
    let inbox = Inbox::at(config.update.dir.join(INBOX))?;
    let place = Place::at(&config.sync.feed, &way(config, clock), None)?;
    let seen = Seen {
        place: &place,
        files: Mutex::default(),
    };
    let mut kept = Kept::read(inbox.dir.join(FLOORS))?;
    let verified = kept.verify(&config.sync.root, &seen, clock.now()).await?;
    let list = offers::list(&seen, &verified).await?;
    let wanted = list.wanted(&asking.taker()).cloned();
    let mut files = seen.files.into_inner().expect("no holder panics");
    let held = verified.floors().held.iter();
    files.extend(held.map(|(path, text)| (path.clone(), text.clone().into_bytes())));
    let mut kept_files = match &wanted {
        // Once it is put together its pieces are only in the way.
        Some(bundle) if !state.holds(bundle) => inbox.pieces(&place, bundle).await?,
        _ => BTreeSet::new(),
    };
    // Those that were read before are not read again, and still belong to the feed.
    let takedowns = verified.takedown_pieces().iter();
    kept_files.extend(takedowns.map(|file| file.path.clone()));
    inbox.lay(&files, &kept_files)?;
    let looked = inbox.dir.join(LOOKED);
    files::replace(&looked, clock.now().to_string().as_bytes())
        .map_err(|e| io_failure(e, "write", &looked))?;
    Ok(match wanted {
        Some(bundle) => Found::Whole(Box::new(bundle)),
        None => Found::Nothing,
    })
}

fn way(config: &Config, clock: Clock) -> Way {
    let seconds = |s: u32| Duration::from_secs(s.into());
    Way {
        limits: Limits {
            connect: seconds(config.sync.connect_timeout_s),
            stall: seconds(config.sync.stall_timeout_s),
            transfer: seconds(config.sync.transfer_timeout_s),
        },
        proxy: config.sync.proxy.clone(),
        ca: config.sync.ca.clone(),
        clock,
        floor: None::<Timestamp>,
    }
}

/// A feed, and what was read of it.
struct Seen<'p> {
    place: &'p Place,
    files: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Source for Seen<'_> {
    fn fetch<'a>(&'a self, path: &'a str, max: u64) -> Fetched<'a> {
        Box::pin(async move {
            let answer = self.place.fetch(path, max).await?;
            if let Some(bytes) = &answer {
                let mut files = self.files.lock().expect("no holder panics");
                files.insert(path.to_owned(), bytes.clone());
            }
            Ok(answer)
        })
    }
}

struct Inbox {
    dir: PathBuf,
}

impl Inbox {
    fn at(dir: PathBuf) -> Outcome<Inbox> {
        fs::create_dir_all(&dir).map_err(|e| io_failure(e, "create folder", &dir))?;
        Ok(Inbox { dir })
    }

    /// Fetches the pieces that are not there; tells the paths of all.
    async fn pieces(&self, place: &Place, bundle: &Bundle) -> Outcome<BTreeSet<String>> {
        let files: Vec<_> = bundle.pieces.iter().map(|piece| piece.file()).collect();
        let missing: Vec<_> = files.iter().filter(|file| !self.has(file)).collect();
        // Once here, and once more when it is put together.
        let bytes: u64 = missing.iter().map(|file| file.length).sum();
        room(&self.dir, bytes.saturating_add(bundle.length))?;
        for file in missing {
            let promised = Promised {
                path: &file.path,
                length: file.length,
                sha256: &file.sha256,
            };
            let bytes = place
                .promised(&promised, &self.dir)
                .await
                .map_err(feed::FeedError::Source)?
                .ok_or_else(|| feed::FeedError::Missing {
                    path: file.path.clone(),
                })?;
            file.check(&bytes)?;
            self.put(&file.path, &bytes)?;
            discard(&self.dir, &file.path);
        }
        Ok(files.into_iter().map(|file| file.path).collect())
    }

    fn has(&self, file: &feed::NamedFile) -> bool {
        let there = files::read(&self.dir.join(&file.path), file.length);
        matches!(there, Ok(Some(bytes)) if file.check(&bytes).is_ok())
    }

    fn put(&self, path: &str, bytes: &[u8]) -> Outcome<()> {
        let whole = self.dir.join(path);
        let place = || -> io::Result<()> {
            let folder = whole.parent().expect("a path of a feed has a folder");
            fs::create_dir_all(folder)?;
            files::replace(&whole, bytes)
        };
        place().map_err(|e| io_failure(e, "write", &whole))
    }

    /// Makes the inbox the feed that was seen, timestamp last, and removes what is not of it.
    fn lay(&self, files: &BTreeMap<String, Vec<u8>>, kept: &BTreeSet<String>) -> Outcome<()> {
        for (path, bytes) in files.iter().filter(|(path, _)| *path != TIMESTAMP) {
            self.put(path, bytes)?;
        }
        let Some(timestamp) = files.get(TIMESTAMP) else {
            return Err(Failure::words(
                Exit::Unexpected,
                "find the timestamp that was read",
            ));
        };
        self.put(TIMESTAMP, timestamp)?;
        let is_root = |path: &str| path.ends_with(".root.json");
        for path in self.lying()? {
            if !files.contains_key(&path) && !kept.contains(&path) && !is_root(&path) {
                let whole = self.dir.join(&path);
                files::remove(&whole).map_err(|e| io_failure(e, "remove", &whole))?;
            }
        }
        Ok(())
    }

    /// All files of the feed's folders.
    fn lying(&self) -> Outcome<Vec<String>> {
        let mut found = Vec::new();
        let mut open: Vec<String> = FOLDERS.map(str::to_owned).into();
        while let Some(folder) = open.pop() {
            let whole = self.dir.join(&folder);
            let entries = match fs::read_dir(&whole) {
                Ok(entries) => entries,
                Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
                Err(e) => return Err(io_failure(e, "list", &whole)),
            };
            for entry in entries {
                let entry = entry.map_err(|e| io_failure(e, "list", &whole))?;
                let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => open.push(path),
                    _ => found.push(path),
                }
            }
        }
        Ok(found)
    }
}

/// Whether it is time for the next look. A last one in the future was told by a clock that was wrong.
pub fn is_due(config: &Config, now: Timestamp) -> bool {
    let last = files::read(
        &config.update.dir.join(INBOX).join(LOOKED),
        LOOKED_BYTES_MAX,
    )
    .ok()
    .flatten()
    .and_then(|bytes| String::from_utf8(bytes).ok()?.parse::<Timestamp>().ok())
    .filter(|last| *last <= now);
    let span = SignedDuration::from_hours(config.update.every_h.into());
    last.is_none_or(|last| now.duration_since(last) >= span)
}
