//! The folder adapter: a tree of `.txt`, `.md`, `.html` and policy `.json` files, each with an optional side-car. Owns ids, files
//! and links between the files of one run; publishes nothing.
//!
//! An id is the site code and the path relative to the folder: `local:policies/2018/89.txt`. Renaming a file is another document;
//! changing its words or title is a revision.

use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

use feed::{Attachment, Document, Relation};
use sha2::{Digest, Sha256};

use crate::channel::Channel;
use crate::formats::charset;
use crate::formats::html;
use crate::formats::markdown;
use crate::formats::page;
use crate::formats::policy_json;
use crate::formats::text;
use crate::item::Item;
use crate::item::Reason;
use crate::item::Refusal;
use crate::reading::assemble::{self, Origin};
use crate::reading::draft::Draft;
use crate::reading::sidecar::{self, SIDECAR_BYTES_MAX, Sidecar};
use crate::reading::tidy::squeeze;
use crate::sources::walk::{self, FILE_BYTES_MAX, Found};

/// Name of the adapter in a document's provenance.
pub const NAME: &str = "folder";

/// Reads every file under `from`, in path order.
pub fn read(from: &Path, channel: &Channel) -> anyhow::Result<Vec<Item>> {
    let root = from.canonicalize()?;
    let mut items: Vec<Item> = walk::walk(from)?
        .into_iter()
        .map(|found| item(&root, found, channel))
        .collect();
    leave_out_attachments(&mut items, &root);
    refuse_doubles(&mut items);
    note_equal_files(&mut items);
    link_interpretations(&mut items);
    note_dead_links(&mut items);
    Ok(items)
}

fn item(root: &Path, found: Found, channel: &Channel) -> Item {
    let mut item = Item {
        source: found.source.clone(),
        result: Err(Refusal::new(Reason::Unreadable, "not read")),
        notes: Vec::new(),
        files: Vec::new(),
    };
    item.result = match found.refused {
        Some(refusal) => Err(refusal),
        None => document(root, &found.source, &found.path, channel, &mut item.files),
    };
    item
}

fn document(
    root: &Path,
    source: &str,
    path: &Path,
    channel: &Channel,
    files: &mut Vec<(Attachment, PathBuf)>,
) -> Result<Document, Refusal> {
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
        adapter: NAME,
        source,
        raw_sha256: &raw_sha256,
        fetched: &fetched,
        clean,
    };
    let mut document = assemble::document(draft, &sidecar, channel, origin)?;
    document.id = format!("{}:{source}", channel.site);
    document.relations = relations(&sidecar, channel);
    *files = attachments(root, path, &sidecar)?;
    document.attachments = files
        .iter()
        .map(|(attachment, _)| attachment.clone())
        .collect();
    document.normalise();
    Ok(document)
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

fn bytes(path: &Path, max: u64) -> Result<Vec<u8>, Refusal> {
    use std::io::Read;
    let unreadable = |error: std::io::Error| Refusal::new(Reason::Unreadable, error.to_string());
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(max + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > max {
        return Err(Refusal::new(
            Reason::TooLarge,
            format!("more than {max} bytes"),
        ));
    }
    Ok(bytes)
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
    let beside = [
        path.with_added_extension("meta.toml"),
        path.with_extension("meta.toml"),
    ];
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
        let lies = folder.join(relative).canonicalize();
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
        };
        files.push((attachment, lies));
    }
    Ok(files)
}

/// A file that a document brings along is no document that was left out.
fn leave_out_attachments(items: &mut Vec<Item>, root: &Path) {
    let attached: HashSet<PathBuf> = items
        .iter()
        .flat_map(|item| item.files.iter().map(|(_, path)| path.clone()))
        .collect();
    items.retain(|item| item.result.is_ok() || !attached.contains(&root.join(&item.source)));
}

/// Two files of one id cannot both be published. Paths that only differ in Unicode form would look alike in every list.
fn refuse_doubles(items: &mut [Item]) {
    let mut seen = HashSet::new();
    for item in items {
        let Ok(document) = &item.result else { continue };
        if !seen.insert(document.id.clone()) {
            item.result = Err(Refusal::new(
                Reason::Duplicate,
                format!("id {} again", document.id),
            ));
        }
    }
}

/// The same bytes in two places are two documents; an operator should know.
fn note_equal_files(items: &mut [Item]) {
    let mut first: HashMap<String, String> = HashMap::new();
    for item in items {
        let Ok(document) = &item.result else { continue };
        match first.get(&document.provenance.raw_sha256) {
            Some(other) => item.notes.push(format!("same bytes as {other}")),
            None => {
                first.insert(document.provenance.raw_sha256.clone(), item.source.clone());
            }
        }
    }
}

/// 《某办法》解读 names what it interprets: if one document of the run has that title, it is linked.
fn link_interpretations(items: &mut [Item]) {
    let mut by_title: HashMap<String, Option<String>> = HashMap::new();
    for document in items
        .iter()
        .filter_map(|i| i.result.as_ref().ok())
        .filter(|d| d.category != "interpretation")
    {
        let names = std::iter::once(squeeze(&document.title)).chain(quoted(&document.title));
        for name in names.collect::<HashSet<_>>() {
            by_title
                .entry(name)
                .and_modify(|id| *id = None)
                .or_insert_with(|| Some(document.id.clone()));
        }
    }
    for document in items.iter_mut().filter_map(|i| i.result.as_mut().ok()) {
        if document.category != "interpretation" || !document.relations.is_empty() {
            continue;
        }
        let target =
            quoted(&document.title).find_map(|name| by_title.get(&name).cloned().flatten());
        if let Some(target) = target {
            let kind = "interprets".to_owned();
            document.relations.push(Relation { kind, target });
        }
    }
}

fn quoted(title: &str) -> impl Iterator<Item = String> + '_ {
    title
        .split('《')
        .skip(1)
        .filter_map(|rest| rest.split_once('》').map(|(name, _)| squeeze(name)))
        .filter(|name| name.chars().count() >= 4)
}

fn note_dead_links(items: &mut [Item]) {
    let ids: HashSet<String> = items
        .iter()
        .filter_map(|i| i.result.as_ref().ok())
        .map(|d| d.id.clone())
        .collect();
    for item in items {
        let Ok(document) = &item.result else { continue };
        let dead = document
            .relations
            .iter()
            .filter(|r| !ids.contains(&r.target));
        let notes: Vec<String> = dead
            .map(|r| {
                format!(
                    "{} {}: not among the documents of this run",
                    r.kind, r.target
                )
            })
            .collect();
        item.notes.extend(notes);
    }
}

#[cfg(test)]
mod tests;
