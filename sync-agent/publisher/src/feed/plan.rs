//! Decides what a run changes: items against the feed as it stands. Pure; owns the rules of revisions, withdrawal and the
//! drop guard. Refuses nothing by itself but what the feed's own check refuses.
//!
//! A run speaks for its own source only. A document belongs to a collection (adapter, site, folder); a run speaks for
//! its collection and for every collection that one of its ids is already in, so that a source that moved to another
//! folder goes on and another source is never withdrawn by accident. So does a source whose site code changed, which gives all its
//! documents other ids: a collection of which most documents come again, from the same files and with the same titles, goes.

mod accepting;
pub mod ending;
pub mod recalled;
mod relating;
mod vanished;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

use feed::{Attachment, Document};

use crate::feed::guard;
use crate::feed::plan::accepting::accept;
use crate::feed::plan::ending::Standing;
use crate::feed::plan::recalled::Recall;
use crate::feed::plan::relating::Waiting;
use crate::feed::puts::Puts;
use crate::feed::report::{Conflict, Entry, Refused, Report};
use crate::feed::state::{End, Live, State};
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
    /// Documents that stay as they are but for what is said of their validity.
    pub standing: BTreeMap<String, Standing>,
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
    /// The day of the run.
    today: &'s str,
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
    /// `collection` labels this run's source; documents wait in `puts`; the run is of `today`.
    pub fn new(state: &'s State, collection: &'s str, puts: Puts, today: &'s str) -> Planner<'s> {
        Planner {
            state,
            collection,
            today,
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

    /// No more items: what `harvest` lets go is withdrawn, what the feed says of others is said anew where these came or went.
    pub fn finish(mut self, harvest: Harvest, recall: &mut Recall) -> Plan {
        self.seen.extend(harvest.same);
        self.kept.extend(harvest.unread);
        let gone: BTreeSet<String> = harvest.gone.into_iter().collect();
        self.recall(harvest.whole, &gone, recall);
        self.relate(harvest.whole, &gone);
        withdraw_vanished(&mut self, harvest.whole, &gone);
        self.let_go();
        self.end();
        let suspicious = guard::suspicious(&self.plan.puts, &self.plan.dels, self.state);
        let lies = |conflict: &Conflict| conflict.source.clone();
        self.plan.suspicious = suspicious.iter().map(lies).collect();
        self.plan.report.conflicts.extend(suspicious);
        self.plan.report.sort();
        self.plan
    }
}

impl Planner<'_> {
    /// Whether a document of the feed is not in it any more after a run that did not bring it.
    fn goes(&self, id: &String, live: &Live, whole: bool, gone: &BTreeSet<String>) -> bool {
        let is_missing =
            whole && live.collection == self.collection && !stays(&live.source, &self.kept);
        gone.contains(id) || is_missing && !self.seen.contains(id)
    }

    /// Takes back the documents of the feed that speak of those that came or go, as if their source had brought them again.
    fn recall(&mut self, whole: bool, gone: &BTreeSet<String>, recall: &mut Recall) {
        let came = self.plan.puts.iter().chain(self.waiting.iter());
        let came = came.map(|put| (put.id.as_str(), &put.live));
        let goes = |id: &String, live: &Live| self.goes(id, live, whole, gone);
        let again = recalled::again(&self.state.live, came, goes);
        if again.is_empty() {
            return;
        }
        let waiting = &mut self.waiting;
        let mut take = |document: Document| {
            let source = document.provenance.source.clone();
            waiting.take_again(recalled::as_brought(document), &source);
        };
        if let Err(error) = recall(&again, &mut take) {
            self.plan.puts.fail(format!("{error:#}"));
        }
    }

    /// What goes for another reason than that this run did not bring it is not published anew either.
    fn let_go(&mut self) {
        let gone: BTreeSet<&String> = self.plan.dels.iter().map(|(id, _)| id).collect();
        if !gone.is_empty() {
            self.plan.puts.retain(|put| !gone.contains(&put.id));
            let changed = &mut self.plan.report.changed;
            changed.retain(|entry| !gone.contains(&entry.id));
        }
    }

    /// Places the documents that waited, now that all that they may name are known: of this run and of those that stay in the feed.
    fn relate(&mut self, whole: bool, gone: &BTreeSet<String>) {
        let state = self.state;
        let mut waiting = std::mem::take(&mut self.waiting);
        let new: BTreeSet<&String> = self.plan.puts.iter().map(|put| &put.id).collect();
        let old = state
            .live
            .iter()
            .filter(|(id, live)| !self.goes(id, live, whole, gone) && !new.contains(id));
        let puts = self.plan.puts.iter().map(|put| (&put.id, &put.live));
        let index = waiting.index(puts.chain(old));
        for n in 0..waiting.count() {
            match waiting.related(n, &index, &state.live) {
                Ok((document, source, doubts)) => {
                    let doubts = doubts.into_iter().map(|detail| Conflict {
                        source: source.clone(),
                        detail,
                    });
                    self.plan.report.conflicts.extend(doubts);
                    place(document, source, state, &mut self.plan);
                }
                Err(error) => self.plan.puts.fail(format!("{error:#}")),
            }
        }
    }

    /// What others say of the validity of documents, now that it is known which are in the feed.
    fn end(&mut self) {
        let (state, plan) = (self.state, &mut self.plan);
        let gone: BTreeSet<&str> = plan.dels.iter().map(|(id, _)| id.as_str()).collect();
        let old = state.live.iter().map(|(id, live)| (id.as_str(), live));
        let mut all: HashMap<&str, &Live> = old.filter(|(id, _)| !gone.contains(id)).collect();
        all.extend(plan.puts.iter().map(|put| (put.id.as_str(), &put.live)));
        let changed = ending::changed(&all, self.today);
        let new = plan.puts.iter().enumerate();
        let new: HashMap<String, usize> = new.map(|(n, put)| (put.id.clone(), n)).collect();
        for (id, standing) in changed {
            let source = match (new.get(&id), state.live.get(&id)) {
                (Some(n), _) => {
                    if let Err(error) = restate(&mut plan.puts, *n, &standing) {
                        plan.puts.fail(format!("{error:#}"));
                    }
                    plan.puts.iter().nth(*n).map(|put| put.live.source.clone())
                }
                (None, Some(live)) => {
                    plan.report.changed.push(Entry {
                        id: id.clone(),
                        title: live.title.clone(),
                        source: live.source.clone(),
                        evidence: live.evidence.clone(),
                    });
                    Some(live.source.clone())
                }
                (None, None) => None,
            };
            if let (Some(detail), Some(source)) = (standing.conflict(&id), source) {
                plan.report.conflicts.push(Conflict { source, detail });
            }
            if !new.contains_key(&id) {
                plan.standing.insert(id, standing);
            }
        }
    }
}

/// Says of the nth what its validity is.
fn restate(puts: &mut Puts, n: usize, standing: &Standing) -> anyhow::Result<()> {
    let mut document = puts.document(n)?;
    standing.write(&mut document);
    puts.replace(n, &document)
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
        ending::carry(&mut document, live);
        // An older publisher told no words of attachments and no merged cells: they are told as soon as they are read.
        let newly_read = document.attachments.iter().any(|file| file.pages.is_some());
        let tells_more = (newly_read && !live.is_read_through)
            || live.spans != document.spans()
            || live.ends != End::all(&document)
            || live.ended != document.ended;
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
        today: _,
    } = planner;
    let (state, collection) = (*state, *collection);
    let mut speaks_for: BTreeSet<&str> = BTreeSet::from([collection]);
    let (moved, shared) = vanished::met(state, seen);
    speaks_for.extend(moved);
    let (puts, report) = (&mut plan.puts, &mut plan.report);
    vanished::keep_apart(state, &shared, collection, puts, report);
    let renamed = vanished::renamed(state, seen, &plan.report.published);
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

/// A source that could not be read, or lies in a folder that could not be listed (its name ends with `/`).
fn stays(source: &str, kept: &BTreeSet<String>) -> bool {
    kept.contains(source)
        || source
            .match_indices('/')
            .any(|(at, _)| kept.contains(&source[..=at]))
}

#[cfg(test)]
mod tests;
