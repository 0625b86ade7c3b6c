//! Brings bytes from where the feed is: a web server or a folder. Owns limits, time-outs, resuming and the count of what
//! was received. Believes nothing: what it brings is judged by `feed`. Refuses to be led to another host.

mod folder;
mod part;
mod tls;
mod traffic;
mod way;
mod web;

pub use part::{PARTS_DIR, Promised, discard, keep_only};
pub use traffic::Traffic;
pub use way::{Limits, Way};
pub(crate) use web::client;

use crate::failure::{Exit, Failure, Outcome};
use crate::trust::Remembered;
use feed::{Fetched, Source, SourceError};
use std::path::Path;
use url::Url;

/// Where a feed is.
#[derive(Debug)]
pub enum Place {
    /// Behind http or https.
    Web(Box<web::Web>),
    /// In a folder.
    Folder(folder::Folder),
}

impl Place {
    /// The place an address names. Connects to nothing yet.
    pub fn at(url: &Url, way: &Way, remembered: Option<Remembered>) -> Outcome<Place> {
        match url.scheme() {
            "file" => {
                let path = url.to_file_path().map_err(|()| {
                    Failure::words(Exit::BadConfig, format!("read {url} as a folder"))
                })?;
                Ok(Place::folder(&path))
            }
            _ => Ok(Place::Web(Box::new(web::Web::new(url, way, remembered)?))),
        }
    }

    /// A feed in a folder: a stick, or a mirror of the web site.
    pub fn folder(path: &Path) -> Place {
        Place::Folder(folder::Folder::new(path))
    }

    /// What was received so far.
    pub fn traffic(&self) -> &Traffic {
        match self {
            Place::Web(web) => web.traffic(),
            Place::Folder(folder) => folder.traffic(),
        }
    }

    /// How long the server asked to be left alone, if it did.
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        match self {
            Place::Web(web) => web.retry_after(),
            Place::Folder(_) => None,
        }
    }

    /// The answer to remember for the next conditional request, if the server gave one to remember.
    pub fn to_remember(&self) -> Option<Remembered> {
        match self {
            Place::Web(web) => web.to_remember(),
            Place::Folder(_) => None,
        }
    }

    /// Fetches a promised file, going on where an earlier attempt stopped. `None` if the place says that there is none.
    /// Length and hash are the caller's to check.
    pub async fn promised(
        &self,
        file: &Promised<'_>,
        mirror_dir: &Path,
    ) -> Result<Option<Vec<u8>>, SourceError> {
        match self {
            // One byte more shows that the file is too long, without reading all of it.
            Place::Folder(folder) => {
                let most = file.length.saturating_add(1);
                folder.read_at_most_apart(file.path, most).await
            }
            Place::Web(web) => part::fetch(web, file, mirror_dir).await,
        }
    }
}

impl Source for Place {
    fn fetch<'a>(&'a self, path: &'a str, max: u64) -> Fetched<'a> {
        match self {
            Place::Web(web) => Box::pin(web.fetch(path, max)),
            Place::Folder(folder) => Box::pin(folder.read_apart(path, max)),
        }
    }
}
