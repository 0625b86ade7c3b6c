//! What the files of one folder must know of each other. Owns what is told of two that are alike, and of a side-car that names a document which
//! is not there. What texts say of each other is read where all of a feed are known.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use feed::{Document, Relation};

use super::same::Read;
use crate::item::{Item, Reason, Refusal};

/// Whether the operator names others beside a document, so that it waits until all are known.
pub fn names_others(document: &Document) -> bool {
    !document.relations.is_empty()
}

/// What one file must know of the others of its run.
#[derive(Default)]
pub struct Seen {
    /// First file with these bytes.
    first: HashMap<String, String>,
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
        true
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
    }

    /// Tells of relations that lead nowhere.
    pub fn link(&self, item: &mut Item) {
        let Ok(document) = &item.result else {
            return;
        };
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
