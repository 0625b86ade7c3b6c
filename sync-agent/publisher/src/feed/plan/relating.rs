//! Which documents the names in others are (关联). Owns the documents that wait until all of a run are known, and the choice: one that has the name,
//! or none; of several versions the last one before. What was published earlier is known as well, so that a notice of today finds what it ends.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use feed::{Document, Relation};

use crate::feed::puts::{Put, Puts};
use crate::feed::state::Live;
use crate::feed::state::names::keys_of_name;
use crate::reading::assemble::UNSIGNED;
use crate::reading::relations::{self, Said, without_version};
use crate::reading::tidy::squeeze;

/// Documents of a run that name others.
#[derive(Debug, Default)]
pub struct Waiting {
    documents: Puts,
    said: Vec<Speaks>,
}

/// What a document that waits says.
#[derive(Debug)]
struct Speaks {
    /// Where it lies.
    source: String,
    said: Vec<Said>,
    /// It comes from the feed and not from its source: among its relations are those that were found before.
    again: bool,
}

impl Waiting {
    /// They wait where `puts` do.
    pub fn beside(puts: &Puts) -> Waiting {
        Waiting {
            documents: puts.another(),
            said: Vec::new(),
        }
    }

    /// Keeps a document that names others; gives back any other one.
    pub fn take(&mut self, document: Document, source: &str) -> Option<Document> {
        self.keep(document, source, false)
    }

    /// Keeps a document of the feed that is to be related anew.
    pub fn take_again(&mut self, document: Document, source: &str) {
        drop(self.keep(document, source, true));
    }

    fn keep(&mut self, document: Document, source: &str, again: bool) -> Option<Document> {
        let said = relations::said(&document);
        if said.is_empty() {
            return Some(document);
        }
        self.documents.push(document);
        self.said.push(Speaks {
            source: source.to_owned(),
            said,
            again,
        });
        None
    }

    /// What stays in memory of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Put> {
        self.documents.iter()
    }

    /// How many of them wait.
    pub fn count(&self) -> usize {
        self.said.len()
    }

    /// Who has the names that they say, of `others` and of themselves.
    pub fn index<'l>(&self, others: impl Iterator<Item = (&'l String, &'l Live)>) -> Index {
        let asked = self.said.iter().flat_map(|speaks| &speaks.said);
        let mut index = Index::asked(asked);
        if index.by.is_empty() {
            return index;
        }
        let own: BTreeSet<&String> = self.documents.iter().map(|put| &put.id).collect();
        for (id, live) in others.filter(|(id, _)| !own.contains(id)) {
            index.add(id, live);
        }
        for put in self.documents.iter() {
            index.add(&put.id, &put.live);
        }
        index
    }

    /// The one that is the nth, related to those that it names, where it lies, and what of that is doubtful; `old` is what the feed had.
    ///
    /// # Errors
    /// It cannot be read back.
    pub fn related(
        &mut self,
        n: usize,
        index: &Index,
        old: &BTreeMap<String, Live>,
    ) -> anyhow::Result<(Document, String, Vec<String>)> {
        let mut document = self.documents.document(n)?;
        let Speaks {
            source,
            said,
            again,
        } = &self.said[n];
        let found = match again {
            true => found_before(&mut document, said, index, old),
            false => Vec::new(),
        };
        let doubts = relate(&mut document, said, index);
        for relation in &mut document.relations {
            let same = |before: &&Relation| {
                before.kind == relation.kind && before.target == relation.target
            };
            // A source that stated it said the day as well.
            if let (None, Some(before)) = (&relation.since, found.iter().find(same)) {
                relation.since.clone_from(&before.since);
            }
        }
        Ok((document, source.clone(), doubts))
    }
}

/// Takes the relations out of a document of the feed that its words led to; what its source stated stays. Nothing tells one from the other but
/// that the words name the target.
fn found_before(
    document: &mut Document,
    said: &[Said],
    index: &Index,
    old: &BTreeMap<String, Live>,
) -> Vec<Relation> {
    let is_named = |relation: &Relation| {
        let keys: Vec<String> = said
            .iter()
            .filter(|said| said.kind == relation.kind)
            .flat_map(keys_of_name)
            .collect();
        let was = old
            .get(&relation.target)
            .map(Live::keys)
            .unwrap_or_default();
        keys.iter()
            .any(|key| index.has(key, &relation.target) || was.contains(key))
    };
    let all = std::mem::take(&mut document.relations);
    let (found, stated) = all.into_iter().partition(is_named);
    document.relations = stated;
    found
}

/// Adds what is said to what the source stated; a kind that the source stated is its own to state.
fn relate(document: &mut Document, said: &[Said], index: &Index) -> Vec<String> {
    let mut doubts = Vec::new();
    let works = relations::works_since(document);
    let stated: Vec<String> = document.relations.iter().map(|r| r.kind.clone()).collect();
    for relation in &mut document.relations {
        if ENDING.contains(&relation.kind.as_str()) {
            relation.since.clone_from(&works);
        }
    }
    // Nobody ends anything whose issuer is not known, or who only plans it.
    let may_end = is_signed(&document.agency) && !relations::is_draft(&document.title);
    for said in said
        .iter()
        .filter(|said| !stated.iter().any(|kind| kind == said.kind))
    {
        let means_an_end = may_end && said.certain && said.kind == "repeals";
        let name = || said.named.titles.first().or(said.named.numbers.first());
        let Some(Found { id, sure }) = index.find(said, document) else {
            if means_an_end && index.is_shared(said) {
                doubts.extend(name().map(|name| format!("it ends {name}, but several documents are called so: none is taken to be ended")));
            }
            continue;
        };
        if means_an_end && !sure {
            doubts.extend(name().map(|name| {
                format!(
                    "it ends {name}, but that {id} is the one is not certain: its validity stays"
                )
            }));
        }
        let since = said.since.clone().or_else(|| works.clone());
        let since = since.filter(|_| may_end && sure && said.certain);
        if let Some(before) = document.relations.iter_mut().find(|r| r.target == id) {
            // Said twice, once surely.
            if before.kind == said.kind && before.since.is_none() {
                before.since = since;
            }
        } else if document.relations.len() < feed::limits::RELATIONS_MAX {
            document.relations.push(Relation {
                kind: said.kind.to_owned(),
                target: id,
                since,
            });
        }
    }
    doubts
}

/// Kinds of relation after which the other document is in force no longer.
const ENDING: [&str; 2] = ["repeals", "replaces"];

/// 未署名 is nobody.
fn is_signed(agency: &str) -> bool {
    !agency.is_empty() && agency != UNSIGNED
}

/// One that has a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    /// Day of issue, or the year of its version; empty where neither is said.
    issued: String,
    id: String,
    /// 发文机关.
    agency: String,
    /// Of several that it prints none is the whole of it.
    prints_one: bool,
}

/// Whom a name means.
struct Found {
    id: String,
    /// The name is its number or its title, and no other document can be called so.
    sure: bool,
}

/// The names that are asked for, and who has them.
#[derive(Debug, Default)]
pub struct Index {
    by: HashMap<String, BTreeSet<Known>>,
}

/// Of a name that so many have nobody learns anything.
const SAME_MAX: usize = 16;

impl Index {
    fn asked<'s>(said: impl Iterator<Item = &'s Said>) -> Index {
        let by = said
            .flat_map(keys_of_name)
            .map(|key| (key, BTreeSet::new()));
        Index { by: by.collect() }
    }

    fn add(&mut self, id: &str, live: &Live) {
        for key in live.keys() {
            if let Some(known) = self.by.get_mut(&key)
                && known.len() < SAME_MAX
            {
                known.insert(Known {
                    issued: issued(&live.title, live.issued_on.as_deref()),
                    id: id.to_owned(),
                    agency: live.agency.clone(),
                    prints_one: relations::printed(&squeeze(&live.title)).len() == 1,
                });
            }
        }
    }

    /// The document that `of` speaks of.
    fn find(&self, said: &Said, of: &Document) -> Option<Found> {
        let own = issued(&squeeze(&of.title), of.issued_on.as_deref());
        keys_of_name(said).into_iter().find_map(|key| {
            // Nobody ends what came later: it is another one of that name.
            let ends = said.kind == "repeals" && !own.is_empty();
            let later =
                |known: &Known| ends && known.issued > own && !known.issued.starts_with(&own);
            let known = self.by.get(&key)?.iter();
            let mut known = known.filter(|known| known.id != of.id && !later(known));
            if said.kind != "replaces" {
                let one = known.next()?;
                let sure = self.is_sure(said, &key, one, of);
                let id = one.id.clone();
                return known.next().is_none().then_some(Found { id, sure });
            }
            // The last version before this one.
            let dated =
                |known: &&Known| !known.issued.is_empty() && !own.is_empty() && known.issued < own;
            let plain = |known: &&Known| known.issued.is_empty() || own.is_empty();
            let known: Vec<&Known> = known.collect();
            let before = known.iter().copied().rfind(dated);
            let only = known
                .first()
                .copied()
                .filter(|one| known.len() == 1 && plain(one) && key.starts_with("title"));
            before.or(only).map(|known| Found {
                id: known.id.clone(),
                sure: self.is_sure(said, &key, known, of),
            })
        })
    }

    /// Whether that document is among those that have a name.
    fn has(&self, key: &str, id: &str) -> bool {
        let known = self.by.get(key);
        known.is_some_and(|all| all.iter().any(|known| known.id == id))
    }

    /// Whether several have the name.
    fn is_shared(&self, said: &Said) -> bool {
        let keys = keys_of_name(said);
        let mut by = keys.iter().filter_map(|key| self.by.get(key));
        by.any(|known| known.len() > 1)
    }

    /// Whether nobody else can be meant: by a whole number that no title speaks against, by a title that says whose it is or is of the same
    /// office.
    fn is_sure(&self, said: &Said, key: &str, known: &Known, of: &Document) -> bool {
        let named = &said.named;
        let has = |key: &String| self.has(key, &known.id);
        let titled = || {
            keys_of_name(said)
                .iter()
                .any(|key| !key.starts_with("number") && has(key))
        };
        let same_office = is_signed(&known.agency) && known.agency == of.agency;
        let says_whose = || {
            named
                .titles
                .iter()
                .any(|title| relations::says_whose(title))
        };
        match key.split_once('=') {
            Some(("number", number)) => {
                let whole = named.whole.as_deref() == Some(number);
                (whole && named.titles.is_empty()) || titled()
            }
            Some(("title" | "version", _)) => same_office || says_whose(),
            Some(("issued", _)) => true,
            Some(("printed", _)) => known.prints_one && (same_office || says_whose()),
            _ => same_office,
        }
    }
}

/// The day of issue; else the year that a title says of its version.
fn issued(title: &str, day: Option<&str>) -> String {
    if let Some(day) = day {
        return day.to_owned();
    }
    let base = without_version(title);
    let note = base.map(|base| title[base.len()..].trim_start_matches(['（', '(']));
    let year = note.and_then(|note| note.get(..4));
    year.filter(|year| year.bytes().all(|b| b.is_ascii_digit()))
        .map(str::to_owned)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
