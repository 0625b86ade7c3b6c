//! `publisher publish`: read a source, compare it with the feed, sign the difference. Owns the run from source to report;
//! refuses to drop many documents without a person's yes.

mod standing;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context;
use console::progress::Progress;
use feed::limits::{TAKEDOWNS_MAX, TERMINAL_BLOB_BYTES_MAX};
use feed::{DelReason, Document, Record, Takedown};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::feed::plan::{Plan, Planner};
use crate::feed::publication::{self, Change};
use crate::feed::puts::Puts;
use crate::feed::report::{Conflict, Report};
use crate::feed::state::{Begin, State};
use crate::feed::store::{Store, hash_file};
use crate::feed::withdraw;
use crate::feed::words;
use crate::harvest::Source;
use crate::item::Item;
use crate::item::Reason;
use crate::item::Refusal;
use crate::keys::KeySet;
use crate::reports::{self, page};
use crate::sources::day_of;

/// Percent of the takedown list from which on every run says so.
const NEARLY_FULL_PERCENT: usize = 80;

/// So many documents are gone that a person must agree.
#[derive(Debug, thiserror::Error)]
#[error("withdraw {gone} of {before} documents in one run: needs --confirm-drop")]
pub struct TooManyGone {
    /// Documents that would be withdrawn.
    pub gone: usize,
    /// Documents of this source.
    pub before: usize,
}

/// So many documents look as if something else had come in their place that a person must agree.
#[derive(Debug, thiserror::Error)]
#[error(
    "change {suspicious} of {all} documents that became one, shrank or took one title: needs --confirm-change"
)]
pub struct TooMuchChanged {
    /// Documents that look wrong.
    pub suspicious: usize,
    /// Documents of this source.
    pub all: usize,
}

/// Nothing of the source could be reached. The feed was signed anew all the same, so that it does not run out.
#[derive(Debug, thiserror::Error)]
#[error(
    "nothing of the source was reached ({0}); look whether the address is right and answers from this machine; what was published stays"
)]
pub struct Unreached(pub String);

/// What a run is given besides its items.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Settings<'a> {
    /// Label of the source, see [`collection`].
    pub collection: String,
    /// A person agreed to a large drop.
    pub confirm_drop: bool,
    /// A person agreed to a suspicious change.
    pub confirm_change: bool,
    /// How the run begins.
    pub begin: Begin,
    pub now: Timestamp,
    /// Segments after which packs are made anew, if not as usual.
    pub pack_after: Option<usize>,
    /// Where the report goes; it is written even if the run is stopped by the drop guard.
    pub report: Option<&'a Path>,
}

/// Publishes what `source` brings into `store`.
pub fn run(
    store: &Store,
    keys: &KeySet,
    source: &mut dyn Source,
    settings: &Settings,
) -> anyhow::Result<Report> {
    let progress = Progress::of("publisher");
    let state = State::read(store, keys, &settings.begin, settings.now, &progress)?;
    let today = day_of(settings.now);
    let mut planner = Planner::new(
        &state,
        &settings.collection,
        Puts::beside(store.folder().root()),
        &today,
    );
    source.read_before(words::read_before(&state));
    source.shows(
        state
            .live
            .iter()
            .map(|(id, live)| (id.clone(), live.brought))
            .collect(),
    );
    source.tells(&progress);
    let harvest = source.harvest(None, &mut |item| planner.take(check_files(item)))?;
    progress.end();
    let unreached = harvest.unreached.clone();
    let mut recall = |names: &BTreeSet<String>, take: &mut dyn FnMut(Document)| {
        standing::recall(store, &state, names, take)
    };
    let mut plan = planner.finish(harvest, &mut recall);
    plan.puts.sound()?;
    if let Some(detail) = nearly_full(state.takedown.entries.len() + plan.dels.len()) {
        console::tell!("{}", console::said(&format!("publisher: {detail}")));
        let source = String::new();
        plan.report.conflicts.push(Conflict { source, detail });
    }
    if let Some(path) = settings.report {
        plan.report.write(path)?;
        // The same for people, beside it.
        let page = path.with_extension("html");
        std::fs::write(&page, page::html(&reports::run::report(&plan.report)))
            .with_context(|| format!("write report {}", page.display()))?;
    }
    let doubted = plan.changes_much() && !settings.confirm_change;
    if doubted {
        // What a site answers on a bad day must not be all that is ever known of it.
        let refused = plan.report.refused.iter().map(|r| r.source.clone());
        let doubted = plan.suspicious.iter().cloned().chain(refused).collect();
        source
            .doubted(&doubted)
            .context("note in the source what is to be read again")?;
    }
    if plan.drops_much() && !settings.confirm_drop {
        return Err(TooManyGone {
            gone: plan.dels.len(),
            before: plan.before,
        }
        .into());
    }
    if doubted {
        return Err(TooMuchChanged {
            suspicious: plan.suspicious.len(),
            all: plan.before.max(plan.puts.len()),
        }
        .into());
    }
    let told = words::complete(&mut plan.puts, &plan.files, source, &progress)?;
    plan.report.conflicts.extend(told);
    standing::restate(store, &state, &plan.standing, &mut plan.puts)?;
    let report = std::mem::take(&mut plan.report);
    let gone: BTreeSet<String> = plan.dels.iter().map(|(id, _)| id.clone()).collect();
    let change = Change {
        pack_after: settings.pack_after,
        rewritten: withdraw::without(store, &state, &gone)?,
        ..change(plan, &state)
    };
    publication::commit(store, keys, &state, change, settings.now, &progress)?;
    progress.end();
    let refused = report.refused.iter().map(|refused| refused.source.clone());
    source
        .settled(&refused.collect())
        .context("note in the source that its documents are published")?;
    match unreached {
        Some(why) => Err(Unreached(why).into()),
        None => Ok(report),
    }
}

/// What to say of a takedown list that nears its end.
fn nearly_full(entries: usize) -> Option<String> {
    (entries * 100 >= TAKEDOWNS_MAX * NEARLY_FULL_PERCENT).then(|| {
        format!("the takedown list holds {entries} of {TAKEDOWNS_MAX} ids: plan a feed of its own for what comes next")
    })
}

/// Label of a source: the same adapter, site and folder give the same one, and it tells nobody where the folder lies.
pub fn collection(adapter: &str, site: &str, from: &Path) -> String {
    let from = place(from);
    let mut hash = Sha256::new();
    for part in [adapter, site, &from.to_string_lossy()] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hex::encode(&hash.finalize()[..8])
}

/// Where a source lies, by the same name whether or not it is there yet: the state of a portal is made by its first run. An address
/// stays as it is.
fn place(from: &Path) -> PathBuf {
    if from.to_string_lossy().contains("://") {
        return from.to_owned();
    }
    let there = from.ancestors().find_map(|part| {
        let empty = part.as_os_str().is_empty();
        let whole = if empty { Path::new(".") } else { part };
        Some((whole.canonicalize().ok()?, part))
    });
    match there {
        Some((whole, part)) => match from.strip_prefix(part) {
            Ok(rest) if !rest.as_os_str().is_empty() => whole.join(rest),
            _ => whole,
        },
        None => from.to_owned(),
    }
}

fn change(plan: Plan, state: &State) -> Change {
    let mut takedown = state.takedown.clone();
    let gone: BTreeSet<&String> = plan.dels.iter().map(|(id, _)| id).collect();
    let mut blobs = withdraw::blobs_without(state, &gone);
    let mut records = Vec::new();
    // Takedowns first: a terminal that stops half-way has at least stopped showing what must go.
    let purges = !plan.barred.is_empty();
    for (id, rev) in plan.dels {
        let reason = match plan.barred.contains(&id) {
            true => DelReason::Purged,
            false => DelReason::Withdrawn,
        };
        takedown.entries.push(Takedown {
            id: id.clone(),
            rev,
            reason: reason.clone(),
            held: false,
        });
        records.push(Record::Del {
            seq: 0,
            id,
            rev,
            reason,
        });
    }
    takedown.sort();
    blobs.extend(
        plan.puts
            .iter()
            .flat_map(|put| put.live.blobs.iter().cloned()),
    );
    Change {
        records,
        puts: plan.puts,
        takedown: Some(takedown),
        files: plan
            .files
            .into_iter()
            .filter(|(file, _)| blobs.contains(&file.sha256))
            .collect(),
        blobs,
        purges,
        ..Change::default()
    }
}

/// Turns an item into a refusal when the bytes of an attachment are not what its document says.
fn check_files(mut item: Item) -> Item {
    let Ok(document) = &item.result else {
        return item;
    };
    let without_bytes = document
        .attachments
        .iter()
        .find(|named| !item.files.iter().any(|(file, _)| file.is_same_file(named)));
    let too_large = document
        .attachments
        .iter()
        .find(|named| named.length > TERMINAL_BLOB_BYTES_MAX);
    if let Some(named) = too_large {
        item.result = Err(Refusal {
            reason: Reason::TooLarge,
            detail: format!(
                "attachment {}: terminals take none over {} MiB",
                named.name,
                TERMINAL_BLOB_BYTES_MAX >> 20
            ),
        });
        return item;
    }
    let fault = match without_bytes {
        Some(named) => Some(format!("attachment {} has no file", named.name)),
        None => item
            .files
            .iter()
            .find_map(|(named, path)| match hash_file(path, named.length) {
                Ok(sha256) if sha256 == named.sha256 => None,
                Ok(_) => Some(format!(
                    "attachment {} changed while it was read",
                    named.name
                )),
                Err(error) => Some(format!("attachment {}: {error:#}", named.name)),
            }),
    };
    if let Some(detail) = fault {
        item.result = Err(Refusal {
            reason: Reason::Unreadable,
            detail,
        });
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_is_not_there_yet_has_the_name_that_it_will_have() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().join("a/state");
        let before = collection("portal", "demo", &state);
        std::fs::create_dir_all(&state).unwrap();
        assert_eq!(collection("portal", "demo", &state), before);
        let address = Path::new("http://www.example.invalid/oai");
        assert_eq!(place(address), address);
    }

    #[test]
    fn a_takedown_list_is_told_of_before_it_is_full() {
        assert_eq!(nearly_full(799_999), None);
        assert!(nearly_full(800_000).unwrap().contains("800000 of 1000000"));
    }
}
