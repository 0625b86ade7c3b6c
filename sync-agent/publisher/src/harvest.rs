//! What every source promises. Owns the trait and what a run says about itself; refuses nothing.
//!
//! A source tells with its [`Harvest`] how far its word goes. Only a whole harvest may withdraw what it did not bring; a part of one, a
//! list that could not be read, a run that was interrupted withdraw nothing but what the source itself says is gone.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use console::progress::Progress;
use feed::Document;

use crate::item::Item;

/// Where a source goes on next time: a datestamp, a token; only the source that made it understands it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark(pub String);

/// How far the word of a run goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Harvest {
    /// Everything the source has was brought, refused or is named in `unread`: what is absent is gone.
    pub whole: bool,
    /// Ids that the source says are gone, whatever else was seen.
    pub gone: Vec<String>,
    /// Pieces (or whole folders, ending in `/`) that could not be read this time: their documents stay as they are.
    pub unread: Vec<String>,
    /// Ids that are as they were and were not read again.
    pub same: Vec<String>,
    /// Why nothing of the source could be reached, if so: the run failed, whatever was still at hand.
    pub unreached: Option<String>,
    /// Where to go on, kept with the publication.
    pub mark: Option<Mark>,
}

impl Harvest {
    /// All of it was seen.
    pub fn whole() -> Harvest {
        Harvest {
            whole: true,
            ..Harvest::default()
        }
    }
}

/// The hash of what a source brought, before it was related to others and they to it.
pub fn brought(document: &Document) -> [u8; 32] {
    if document.relations.is_empty() && document.ended.is_none() {
        return document.content_sha256();
    }
    let mut bare = document.clone();
    bare.relations.clear();
    if let Some(ended) = bare.ended.take() {
        bare.validity = ended.stated;
    }
    bare.content_sha256()
}

/// A place that documents come from.
pub trait Source {
    /// Hands every item to `take`, one by one; `since` is the mark of the last run that was published.
    ///
    /// # Errors
    /// The source as a whole cannot be read. What was taken before that is thrown away by the caller.
    fn harvest(
        &mut self,
        since: Option<&Mark>,
        take: &mut dyn FnMut(Item),
    ) -> anyhow::Result<Harvest>;

    /// What the last harvest brought is published: nothing of it need be brought again, but what stands in `refused`, by where it lies. That
    /// may be read better another time: by another version, or with a file that came.
    ///
    /// # Errors
    /// The source cannot note it; it will bring the same again.
    fn settled(&mut self, _refused: &BTreeSet<String>) -> anyhow::Result<()> {
        Ok(())
    }

    /// A guard held the run back: what was brought from these places, by where it lies, looks as if something else had come in place of
    /// documents. It is to be read again by the next run, whatever was kept of it.
    ///
    /// # Errors
    /// The source cannot note it; it will bring the same again.
    fn doubted(&mut self, _sources: &BTreeSet<String>) -> anyhow::Result<()> {
        Ok(())
    }

    /// Attachments, by their hash, that were read when they were published: a source that reads them need not do it again.
    fn read_before(&mut self, _files: BTreeSet<String>) {}

    /// What is being done is told here while a harvest goes on.
    fn tells(&mut self, _progress: &Progress) {}

    /// What the feed shows, by id, with the hash of what was brought for it (all but its relations): a source that knows that a piece is as it was may say so instead of
    /// bringing it.
    fn shows(&mut self, _shown: HashMap<String, [u8; 32]>) {}

    /// The words of an attachment, page by page; `None` where nobody can read them.
    fn pages(&mut self, _file: &Path) -> Option<Vec<String>> {
        None
    }
}
