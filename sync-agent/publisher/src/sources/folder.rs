//! The folder source: a tree of `.txt`, `.md`, `.html` and policy `.json` files, each with an optional side-car. Owns ids, files
//! and links between the files of one run; publishes nothing.
//!
//! An id is the site code and the path relative to the folder: `local:policies/2018/89.txt`. Renaming a file is another document;
//! changing its words or title is a revision.

mod same;
mod seen;

mod beside;
mod pictures;

use std::collections::{BTreeSet, HashMap};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use console::progress::Progress;
use feed::{Attachment, Document, Relation};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::channel::Channel;
use crate::formats::charset;
use crate::formats::html;
use crate::formats::markdown;
use crate::formats::page;
use crate::formats::policy_json;
use crate::formats::text;
use crate::harvest::{Harvest, Mark, Source};
use crate::item::Item;
use crate::item::Reason;
use crate::item::Refusal;
use crate::reading::assemble::{self, Origin};
use crate::reading::draft::Draft;
use crate::reading::sidecar::{self, SIDECAR_BYTES_MAX, Sidecar};
use crate::sources::folder::beside::{bytes, in_any_form};
use crate::sources::folder::same::Memory;
use crate::sources::folder::seen::{Seen, names_others};
use crate::sources::walk::{self, FILE_BYTES_MAX, Found};

/// A tree of files as a source.
pub struct Folder<'c> {
    from: PathBuf,
    channel: &'c Channel,
    adapter: &'static str,
    today: String,
    memory: Memory,
    progress: Progress,
}

impl<'c> Folder<'c> {
    /// The files under `from`; `adapter` is the name that the provenance keeps.
    pub fn new(
        from: &Path,
        channel: &'c Channel,
        adapter: &'static str,
        now: Timestamp,
    ) -> Folder<'c> {
        Folder {
            from: from.to_owned(),
            channel,
            adapter,
            today: super::day_of(now),
            memory: Memory::default(),
            progress: Progress::silent(),
        }
    }

    /// Files that are as they were are not read again; what was read is noted at `path`. `now` is what the clock of the disk says.
    pub fn remembering(mut self, path: &Path, now: SystemTime) -> Folder<'c> {
        let key = format!("{} {:?} {:?}", self.adapter, self.from, self.channel);
        self.memory = Memory::at(path, key, now);
        self
    }

    fn item(&self, root: &Path, found: &Found) -> Item {
        self.read(root, found).0
    }

    /// What became of a file, and whether it may be something else on another day.
    fn read(&self, root: &Path, found: &Found) -> (Item, bool) {
        let mut rests_on_today = false;
        let mut item = Item {
            source: found.source.clone(),
            result: Err(Refusal::new(Reason::Unreadable, "not read")),
            notes: Vec::new(),
            files: Vec::new(),
            links: Vec::new(),
            pictures: Vec::new(),
            second: None,
        };
        item.result = match &found.refused {
            Some(refusal) => Err(refusal.clone()),
            None => self.document(root, found, &mut item, &mut rests_on_today),
        };
        (item, rests_on_today)
    }

    fn document(
        &self,
        root: &Path,
        found: &Found,
        item: &mut Item,
        rests_on_today: &mut bool,
    ) -> Result<Document, Refusal> {
        let channel = self.channel;
        let (source, path) = (found.source.as_str(), found.path.as_path());
        let bytes = bytes(path, FILE_BYTES_MAX)?;
        let raw_sha256 = hex::encode(Sha256::digest(&bytes));
        let fetched = modified(path);
        let text = charset::decode(&bytes).map_err(|error| match error {
            charset::CharsetError::Binary => Refusal::new(Reason::Unreadable, error.to_string()),
            charset::CharsetError::Undecodable { .. } => {
                Refusal::new(Reason::DamagedText, error.to_string())
            }
        })?;
        if text.trim_matches(crate::reading::tidy::is_blank).is_empty() {
            return Err(Refusal::new(Reason::Empty, "no words"));
        }
        let (sidecar, body) = stated(path, &text)?;
        let extension = walk::extension(source);
        let (draft, clean) = draft(&extension, body)?;
        let origin = Origin {
            adapter: self.adapter,
            source,
            raw_sha256: &raw_sha256,
            fetched: &fetched,
            today: &self.today,
            clean,
        };
        let made = assemble::document(draft, &sidecar, channel, origin)?;
        let mut document = made.document;
        item.notes = made.notes;
        item.links = made.links;
        item.second = made.second;
        *rests_on_today = made.rests_on_today;
        document.id = format!("{}:{source}", channel.site);
        document.relations = relations(&sidecar, channel);
        item.files = attachments(root, path, &sidecar)?;
        pictures::illustrate(root, path, &made.pictures, &mut item.files);
        document.attachments = item
            .files
            .iter()
            .map(|(attachment, _)| attachment.clone())
            .collect();
        document.normalise();
        Ok(document)
    }
}

/// What would become of one file (`publisher try`).
pub fn try_file(path: &Path, channel: &Channel, now: Timestamp) -> anyhow::Result<Item> {
    let path = path.canonicalize()?;
    let root = path.parent().unwrap_or(Path::new("/")).to_owned();
    let source = path.file_name().unwrap_or_default();
    let found = Found {
        source: source.to_string_lossy().into_owned(),
        path: path.clone(),
        refused: None,
    };
    Ok(Folder::new(&root, channel, "folder", now).item(&root, &found))
}

impl Source for Folder<'_> {
    /// Documents come in path order, but for those that name others: they wait, unread, until all others are known. So do
    /// refusals, because a file that a document brings along is no document that was left out.
    fn harvest(
        &mut self,
        _since: Option<&Mark>,
        take: &mut dyn FnMut(Item),
    ) -> anyhow::Result<Harvest> {
        let root = self.from.canonicalize()?;
        let mut seen = Seen::default();
        let mut later = Vec::new();
        let mut refused = Vec::new();
        let mut same = Vec::new();
        self.memory.begin();
        let found = walk::walk(&self.from)?;
        self.progress.next("reading", Some(found.len()));
        for found in found {
            self.progress.step();
            let before = match found.refused {
                None => self.memory.same(&found.source, &found.path),
                Some(_) => None,
            };
            if let Some(read) = before
                && seen.meets(&read)
            {
                same.push(read.id.clone());
                self.memory.keep(read);
                continue;
            }
            let (mut item, rests_on_today) = self.read(&root, &found);
            seen.note(&mut item);
            match &item.result {
                Err(_) => refused.push((found.path, item)),
                Ok(document) if names_others(document) => later.push((found, item.notes)),
                Ok(document) => {
                    if !rests_on_today {
                        self.memory.note(&found.path, &item, document);
                    }
                    take(item);
                }
            }
        }
        self.progress.next("relating", Some(later.len()));
        for (found, notes) in later {
            self.progress.step();
            let mut item = self.item(&root, &found);
            item.notes.extend(notes);
            seen.link(&mut item);
            take(item);
        }
        refused.retain(|(path, _)| !seen.attached.contains(path));
        refused.into_iter().for_each(|(_, item)| take(item));
        Ok(Harvest {
            same,
            ..Harvest::whole()
        })
    }

    fn tells(&mut self, progress: &Progress) {
        self.progress = progress.clone();
    }

    fn shows(&mut self, shown: HashMap<String, [u8; 32]>) {
        self.memory.shows(shown);
    }

    fn settled(&mut self, _refused: &BTreeSet<String>) -> anyhow::Result<()> {
        self.memory.settle()
    }
}

fn draft(extension: &str, body: &str) -> Result<(Draft, bool), Refusal> {
    Ok(match extension {
        "md" | "markdown" => (markdown::read(body), true),
        "html" | "htm" | "shtml" | "xhtml" if html::nests_too_deep(body) => {
            return Err(Refusal::new(Reason::Unsafe, "elements are nested too deep"));
        }
        "html" | "htm" | "shtml" | "xhtml" => (page::read(body), false),
        "json" => {
            let draft =
                policy_json::read(body).map_err(|why| Refusal::new(Reason::Unreadable, why))?;
            (draft, true)
        }
        _ => (text::read(body), false),
    })
}

/// The file's own time stands for when it was fetched: the crawl that made the folder set it.
fn modified(path: &Path) -> String {
    let time = std::fs::metadata(path).and_then(|m| m.modified()).ok();
    let stamp = time
        .and_then(|t| jiff::Timestamp::try_from(t).ok())
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    jiff::Timestamp::from_second(stamp.as_second())
        .unwrap_or(stamp)
        .to_string()
}

/// The side-car beside the file, or its front matter; and the text without front matter.
fn stated<'a>(path: &Path, text: &'a str) -> Result<(Sidecar, &'a str), Refusal> {
    let wrong =
        |what: &str, why: String| Refusal::new(Reason::Unreadable, format!("{what}: {why}"));
    let beside = sidecar::beside(path);
    if let Some(beside) = beside.iter().find(|p| p.is_file()) {
        let bytes = bytes(beside, SIDECAR_BYTES_MAX)?;
        let words = String::from_utf8(bytes).map_err(|_| wrong("side-car", "no UTF-8".into()))?;
        let sidecar = Sidecar::parse(&words).map_err(|why| wrong("side-car", why))?;
        return Ok((sidecar, text));
    }
    match sidecar::front_matter(text) {
        Some((keys, body)) => Ok((
            Sidecar::parse(keys).map_err(|why| wrong("front matter", why))?,
            body,
        )),
        None if sidecar::is_yaml(text) => Err(wrong(
            "front matter",
            "between two lines --- is not read: write it as TOML between two lines +++".into(),
        )),
        None => Ok((Sidecar::default(), text)),
    }
}

fn relations(sidecar: &Sidecar, channel: &Channel) -> Vec<Relation> {
    let site = format!("{}:", channel.site);
    let id = |target: &str| {
        if target.contains(':') {
            target.to_owned()
        } else {
            format!("{site}{}", target.trim_start_matches("./"))
        }
    };
    sidecar
        .relations
        .iter()
        .map(|link| Relation {
            kind: link.kind.clone(),
            target: id(&link.target),
            since: None,
        })
        .collect()
}

fn attachments(
    root: &Path,
    path: &Path,
    sidecar: &Sidecar,
) -> Result<Vec<(Attachment, PathBuf)>, Refusal> {
    let folder = path.parent().unwrap_or(root);
    let mut files = Vec::new();
    for name in &sidecar.attachments {
        let relative = Path::new(name);
        let plain = relative
            .components()
            .all(|c| matches!(c, Component::Normal(_)));
        let lies = in_any_form(folder, relative).canonicalize();
        let Ok(lies) = lies else {
            return Err(Refusal::new(
                Reason::Unreadable,
                format!("attachment {name}: no such file"),
            ));
        };
        if !plain || !lies.starts_with(root) {
            return Err(Refusal::new(
                Reason::Unsafe,
                format!("attachment {name} leads out of the source"),
            ));
        }
        let bytes = bytes(&lies, feed::limits::BLOB_BYTES_MAX)?;
        let attachment = Attachment {
            name: relative
                .file_name()
                .map_or_else(|| name.clone(), |n| n.to_string_lossy().into_owned()),
            sha256: hex::encode(Sha256::digest(&bytes)),
            length: bytes.len() as u64,
            pages: None,
            address: None,
        };
        files.push((attachment, lies));
    }
    Ok(files)
}

#[cfg(test)]
mod tests;
