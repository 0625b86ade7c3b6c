//! Decides what a run changes: items against the feed as it stands. Pure; owns the rules of revisions, withdrawal and the
//! drop guard. Refuses nothing by itself but what the feed's own check refuses.
//!
//! A run speaks for its own source only. A document belongs to a collection (adapter, site, folder); a run speaks for
//! its collection and for every collection that one of its ids is already in, so that a source that moved to another
//! folder goes on and another source is never withdrawn by accident. So does a source whose site code changed, which gives all its
//! documents other ids: a collection of which most documents come again, from the same files and with the same titles, goes.

mod relating;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use feed::limits::RECORD_BYTES_MAX;
use feed::{Attachment, Document, RecordError};

use crate::feed::guard;
use crate::feed::plan::relating::Waiting;
use crate::feed::puts::Puts;
use crate::feed::report::{Conflict, Entry, Refused, Report};
use crate::feed::state::{Live, State};
use crate::feed::words;
use crate::harvest::Harvest;
use crate::item::Item;
use crate::item::Reason;

/// More than this many documents gone in one run need a person's yes, if they are also more than [`DROP_PERCENT`].
pub const DROP_COUNT: usize = 5;
/// Percent of the source's documents.
pub const DROP_PERCENT: usize = 1;

/// What a run changes.
#[derive(Debug, Default)]
pub struct Plan {
    /// New documents and revisions, `rev` set.
    pub puts: Puts,
    /// Documents to withdraw, with their last revision.
    pub dels: Vec<(String, u64)>,
    /// Those of them that say of themselves that they are not public: their text leaves the feed at once.
    pub barred: BTreeSet<String>,
    /// Where the bytes of attachments are.
    pub files: Vec<(Attachment, PathBuf)>,
    /// For the operator.
    pub report: Report,
    /// Documents of this source before the run.
    pub before: usize,
    /// Where the documents lie that look as if something else had come in their place, one entry for each; they also stand in the report's
    /// conflicts.
    pub suspicious: Vec<String>,
}

impl Plan {
    /// Whether so much goes that a person must agree.
    pub fn drops_much(&self) -> bool {
        let gone = self.dels.len();
        gone > DROP_COUNT && gone * 100 > self.before * DROP_PERCENT
    }
}

impl Plan {
    /// Whether so much looks wrong that a person must agree.
    pub fn changes_much(&self) -> bool {
        guard::needs_yes(self.suspicious.len(), self.before.max(self.puts.len()))
    }
}

/// Compares items with the feed as it stands, one by one as they come.
pub struct Planner<'s> {
    state: &'s State,
    collection: &'s str,
    plan: Plan,
    seen: BTreeSet<String>,
    /// Documents that name others.
    waiting: Waiting,
    /// Sources whose document stays as it is although this run could not read it.
    kept: BTreeSet<String>,
    /// Sources that say of themselves that they are not public.
    barred: BTreeSet<String>,
    /// Sources that lost what showed them to be public.
    unproven: BTreeSet<String>,
}

impl<'s> Planner<'s> {
    /// `collection` labels this run's source; documents wait in `puts`.
    pub fn new(state: &'s State, collection: &'s str, puts: Puts) -> Planner<'s> {
        Planner {
            state,
            collection,
            waiting: Waiting::beside(&puts),
            plan: Plan {
                puts,
                ..Plan::default()
            },
            seen: BTreeSet::new(),
            kept: BTreeSet::new(),
            barred: BTreeSet::new(),
            unproven: BTreeSet::new(),
        }
    }

    /// The next item. A document of its own is refused only for what it says about disclosure; what cannot be read any more leaves
    /// the last good revision in place.
    pub fn take(&mut self, item: Item) {
        let Item {
            source,
            result,
            notes,
            files,
            links: _,
            pictures: _,
            second,
        } = item;
        for detail in notes {
            let source = source.clone();
            self.plan.report.conflicts.push(Conflict { source, detail });
        }
        let judged = result
            .map_err(|refusal| (refusal.reason, refusal.detail))
            .map(|mut document| {
                let cut = words::fit(&mut document);
                let conflict = |detail| Conflict {
                    source: source.clone(),
                    detail,
                };
                self.plan.report.conflicts.extend(cut.map(conflict));
                document
            })
            .and_then(|document| accept(document, self.collection))
            .and_then(|document| match self.seen.insert(document.id.clone()) {
                true => Ok(document),
                false => Err((Reason::Duplicate, format!("id {} again", document.id))),
            });
        match judged {
            Ok(document) => {
                self.plan.report.second_opinion.add(&source, second);
                self.plan.files.extend(files);
                if let Some(document) = self.waiting.take(document, &source) {
                    place(document, source, self.state, &mut self.plan);
                }
            }
            Err((reason, detail)) => {
                match reason {
                    Reason::NotPublic => drop(self.barred.insert(source.clone())),
                    Reason::NoEvidence => drop(self.unproven.insert(source.clone())),
                    _ => drop(self.kept.insert(source.clone())),
                }
                self.plan.report.refused.push(Refused {
                    source,
                    reason,
                    detail,
                });
            }
        }
    }

    /// No more items: what `harvest` lets go is withdrawn.
    pub fn finish(mut self, harvest: Harvest) -> Plan {
        self.seen.extend(harvest.same);
        self.kept.extend(harvest.unread);
        let gone: BTreeSet<String> = harvest.gone.into_iter().collect();
        self.relate(harvest.whole, &gone);
        withdraw_vanished(&mut self, harvest.whole, &gone);
        let suspicious = guard::suspicious(&self.plan.puts, &self.plan.dels, self.state);
        let lies = |conflict: &Conflict| conflict.source.clone();
        self.plan.suspicious = suspicious.iter().map(lies).collect();
        self.plan.report.conflicts.extend(suspicious);
        self.plan.report.sort();
        self.plan
    }
}

impl Planner<'_> {
    /// Places the documents that waited, now that all that they may name are known: of this run and of those that stay in the feed.
    fn relate(&mut self, whole: bool, gone: &BTreeSet<String>) {
        let (state, seen, collection) = (self.state, &self.seen, self.collection);
        let mut waiting = std::mem::take(&mut self.waiting);
        let goes = |id: &String, live: &Live| {
            let missing =
                whole && live.collection == collection && !stays(&live.source, &self.kept);
            gone.contains(id) || missing && !seen.contains(id)
        };
        let new: BTreeSet<&String> = self.plan.puts.iter().map(|put| &put.id).collect();
        let old = state
            .live
            .iter()
            .filter(|(id, live)| !goes(id, live) && !new.contains(id));
        let puts = self.plan.puts.iter().map(|put| (&put.id, &put.live));
        let index = waiting.index(puts.chain(old));
        for n in 0..waiting.count() {
            match waiting.related(n, &index) {
                Ok((document, source)) => place(document, source, state, &mut self.plan),
                Err(error) => self.plan.puts.fail(format!("{error:#}")),
            }
        }
    }
}

fn accept(mut document: Document, collection: &str) -> Result<Document, (Reason, String)> {
    document.normalise();
    document.provenance.collection = collection.to_owned();
    document
        .check()
        .map_err(|error| (reason_of(&error), error.to_string()))?;
    if !words::is_one_line(&document) {
        let detail = format!("more than {RECORD_BYTES_MAX} bytes");
        return Err((Reason::TooLarge, detail));
    }
    Ok(document)
}

fn reason_of(error: &RecordError) -> Reason {
    match error {
        RecordError::NotPublic(_) => Reason::NotPublic,
        RecordError::NoEvidence => Reason::NoEvidence,
        RecordError::Missing(_) => Reason::Empty,
        RecordError::TooLong { .. } | RecordError::TooMany { .. } => Reason::TooLarge,
        RecordError::BadId(_)
        | RecordError::ControlCharacter { .. }
        | RecordError::BadAddress(_) => Reason::Unsafe,
        _ => Reason::Unreadable,
    }
}

fn place(mut document: Document, source: String, state: &State, plan: &mut Plan) {
    let entry = |document: &Document| Entry {
        id: document.id.clone(),
        title: document.title.clone(),
        source: source.clone(),
        evidence: document.disclosure.evidence.clone(),
    };
    let taken = state.takedown.of(&document.id);
    if let Some(live) = state.live.get(&document.id) {
        // An older publisher told no words of attachments and no merged cells: they are told as soon as they are read.
        let newly_read = document.attachments.iter().any(|file| file.pages.is_some());
        let tells_more = (newly_read && !live.is_read_through) || live.spans != document.spans();
        if live.content != document.content_sha256() || tells_more {
            document.rev = live.rev + 1;
            plan.report.changed.push(entry(&document));
            plan.puts.push(document);
        }
    } else if taken.is_some_and(|taken| taken.held) {
        plan.report.conflicts.push(Conflict {
            detail: format!("{} was withdrawn by hand and stays so", document.id),
            source,
        });
    } else {
        document.rev = taken.map_or(0, |taken| taken.rev) + 1;
        plan.report.published.push(entry(&document));
        plan.puts.push(document);
    }
}

fn withdraw_vanished(planner: &mut Planner<'_>, whole: bool, gone: &BTreeSet<String>) {
    let Planner {
        state,
        collection,
        plan,
        seen,
        kept,
        barred,
        unproven,
        waiting: _,
    } = planner;
    let (state, collection) = (*state, *collection);
    let mut speaks_for: BTreeSet<&str> = BTreeSet::from([collection]);
    let (moved, shared) = met(state, seen);
    speaks_for.extend(moved);
    keep_apart(state, &shared, collection, plan);
    let renamed = renamed(state, seen, plan);
    for (collection, count) in &renamed {
        speaks_for.insert(collection);
        plan.report.conflicts.push(Conflict {
            source: String::new(),
            detail: format!("{count} documents of this source have other ids than before: did its site code change?"),
        });
    }
    let own: BTreeMap<&String, &Live> = state
        .live
        .iter()
        .filter(|(_, live)| speaks_for.contains(live.collection.as_str()))
        .collect();
    plan.before = own.len();
    for (id, live) in own {
        let is_barred = barred.contains(&live.source);
        let said = gone.contains(id) || is_barred || unproven.contains(&live.source);
        if seen.contains(id) || !(whole || said) {
            continue;
        }
        if !said && stays(&live.source, kept) {
            plan.report.conflicts.push(Conflict {
                source: live.source.clone(),
                detail: format!("{id} stays at revision {}: its source is refused", live.rev),
            });
            continue;
        }
        if is_barred {
            plan.barred.insert(id.clone());
        }
        plan.dels.push((id.clone(), live.rev));
        plan.report.withdrawn.push(Entry {
            id: id.clone(),
            title: live.title.clone(),
            source: live.source.clone(),
            evidence: live.evidence.clone(),
        });
    }
}

/// Collections of which this run brings half of the documents again, or more: the source moved; and those of which it brings some: another source that
/// shares paths with this one.
fn met<'s>(state: &'s State, seen: &BTreeSet<String>) -> (Vec<&'s str>, BTreeSet<&'s str>) {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (id, live) in &state.live {
        let (again, all) = counts.entry(live.collection.as_str()).or_default();
        *again += usize::from(seen.contains(id));
        *all += 1;
    }
    let met = counts.into_iter().filter(|(_, (again, _))| *again > 0);
    let (moved, shared): (Vec<_>, Vec<_>) = met.partition(|(_, (again, all))| again * 2 >= *all);
    (
        moved.into_iter().map(|(name, _)| name).collect(),
        shared.into_iter().map(|(name, _)| name).collect(),
    )
}

/// What another source has under the same id stays that source's: two of them would take turns, and each withdraw the other's rest.
fn keep_apart(state: &State, shared: &BTreeSet<&str>, collection: &str, plan: &mut Plan) {
    let theirs = |id: &str| {
        let live = state.live.get(id)?;
        let of_another = live.collection != collection && shared.contains(live.collection.as_str());
        of_another.then_some(live)
    };
    let mut told = Vec::new();
    plan.puts.retain(|document| {
        let Some(live) = theirs(&document.id) else {
            return true;
        };
        told.push(Conflict {
            source: live.source.clone(),
            detail: format!(
                "{} is another source's document: two sources of one site share this path",
                document.id
            ),
        });
        false
    });
    plan.report
        .changed
        .retain(|entry| theirs(&entry.id).is_none());
    plan.report.conflicts.extend(told);
}

/// A source that could not be read, or lies in a folder that could not be listed (its name ends with `/`).
fn stays(source: &str, kept: &BTreeSet<String>) -> bool {
    kept.contains(source)
        || source
            .match_indices('/')
            .any(|(at, _)| kept.contains(&source[..=at]))
}

/// Collections of which this run brings most documents again under ids that are new, with their number.
fn renamed<'s>(state: &'s State, seen: &BTreeSet<String>, plan: &Plan) -> Vec<(&'s str, usize)> {
    let new: BTreeSet<(&str, &str)> = plan
        .report
        .published
        .iter()
        .map(|entry| (entry.source.as_str(), entry.title.as_str()))
        .collect();
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (_, live) in state.live.iter().filter(|(id, _)| !seen.contains(*id)) {
        let (again, all) = counts.entry(live.collection.as_str()).or_default();
        *again += usize::from(new.contains(&(live.source.as_str(), live.title.as_str())));
        *all += 1;
    }
    counts
        .into_iter()
        .filter(|(_, (again, all))| again * 2 > *all)
        .map(|(collection, (again, _))| (collection, again))
        .collect()
}

#[cfg(test)]
mod tests;
