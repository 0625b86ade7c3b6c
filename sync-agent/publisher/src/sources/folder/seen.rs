//! What the files of one folder must know of each other. Owns what is told of two that are alike, and which document an interpretation
//! (解读) names.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use feed::{Document, Relation};

use super::same::Read;
use crate::item::{Item, Reason, Refusal};
use crate::reading::tidy::squeeze;

/// Whether a document names others, so that it waits until all are known.
pub fn names_others(document: &Document) -> bool {
    document.category == "interpretation" || !document.relations.is_empty()
}

/// What one file must know of the others of its run.
#[derive(Default)]
pub struct Seen {
    /// First file with these bytes.
    first: HashMap<String, String>,
    /// Title, and what it quotes, to the one document that has it.
    titles: HashMap<String, Option<String>>,
    ids: HashSet<String>,
    /// Files that documents bring along.
    pub attached: HashSet<PathBuf>,
}

impl Seen {
    /// A document that is as it was; false if something about it is to be told, so that it must be read.
    pub fn meets(&mut self, read: &Read) -> bool {
        if self.first.contains_key(&read.raw_sha256) || !self.ids.insert(read.id.clone()) {
            return false;
        }
        self.attached.extend(read.attached.iter().cloned());
        self.first
            .insert(read.raw_sha256.clone(), read.source().to_owned());
        self.name(&read.title, &read.id);
        true
    }

    fn name(&mut self, title: &str, id: &str) {
        let names = std::iter::once(squeeze(title)).chain(quoted(title));
        for name in names.collect::<HashSet<_>>() {
            self.titles
                .entry(name)
                .and_modify(|id| *id = None)
                .or_insert_with(|| Some(id.to_owned()));
        }
    }

    /// A document that was read now; refused if its id was there before.
    pub fn note(&mut self, item: &mut Item) {
        let Ok(document) = &item.result else { return };
        // Two files of one id cannot both be published: names that only differ in Unicode form are one.
        if !self.ids.insert(document.id.clone()) {
            let detail = format!("id {} again", document.id);
            item.result = Err(Refusal::new(Reason::Duplicate, detail));
            return;
        }
        self.attached
            .extend(item.files.iter().map(|(_, path)| path.clone()));
        // The same bytes in two places are two documents; an operator should know.
        match self.first.get(&document.provenance.raw_sha256) {
            Some(other) => item.notes.push(format!("same bytes as {other}")),
            None => {
                let raw = document.provenance.raw_sha256.clone();
                self.first.insert(raw, item.source.clone());
            }
        }
        if document.category == "interpretation" {
            return;
        }
        let (title, id) = (document.title.clone(), document.id.clone());
        self.name(&title, &id);
    }

    /// 《某办法》解读 names what it interprets: if one document of the run has that title, it is linked.
    pub fn link(&self, item: &mut Item) {
        let Ok(document) = &mut item.result else {
            return;
        };
        if document.category == "interpretation" && document.relations.is_empty() {
            let target =
                quoted(&document.title).find_map(|name| self.titles.get(&name).cloned().flatten());
            document.relations.extend(target.map(|target| Relation {
                kind: "interprets".to_owned(),
                target,
            }));
        }
        let dead = document
            .relations
            .iter()
            .filter(|r| !self.ids.contains(&r.target));
        let note = |r: &Relation| {
            format!(
                "{} {}: not among the documents of this run",
                r.kind, r.target
            )
        };
        item.notes.extend(dead.map(note));
    }
}

fn quoted(title: &str) -> impl Iterator<Item = String> + '_ {
    title
        .split('《')
        .skip(1)
        .filter_map(|rest| rest.split_once('》').map(|(name, _)| squeeze(name)))
        .filter(|name| name.chars().count() >= 4)
}
