//! Which statuses are believed. Owns what is remembered between two runs: of each terminal its key, and the last status that was believed. Refuses
//! what is signed by another key, what is older than the last, and what `batch` refuses; a terminal that was known once is never forgotten by itself.

use std::collections::{BTreeMap, BTreeSet};

use batch::{STATUS_SUFFIX, SignedStatus, Status, is_terminal, open_status};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::points::{Points, TERMINALS_MAX};
use crate::source::Found;

/// Refusals of files that belong to no terminal; the rest is only counted.
const STRANGERS_MAX: usize = 50;
/// Characters of a foreign name that are shown.
const NAME_CHARS_MAX: usize = 60;

/// What is remembered of a terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Seen {
    /// The key that it signs with, hex.
    pub key: String,
    pub status: Status,
    /// When this status was found first, by our own clock: that of a terminal may run ahead for years.
    #[serde(default)]
    pub arrived: Option<Timestamp>,
}

/// What is remembered between two runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Memory {
    pub terminals: BTreeMap<String, Seen>,
    /// Since when something holds at a terminal, by terminal and finding: a publication or a takedown that it misses is not forgotten with the next one.
    #[serde(default)]
    pub held: Held,
}

/// See [`Memory::held`].
pub type Held = BTreeMap<String, BTreeMap<String, Timestamp>>;

/// Why a status was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Refusal {
    /// The word by which page and metrics know it.
    pub code: &'static str,
    /// The fault in one line, for whoever mends it.
    pub detail: String,
}

/// One terminal, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Terminal {
    pub id: String,
    /// Name of its house; the point's code where nobody gave one.
    pub house: String,
    pub place: Option<(f64, f64)>,
    /// The last one that was believed; `None` for a terminal that never reported.
    pub status: Option<Status>,
    /// When it was found first.
    pub arrived: Option<Timestamp>,
    /// Why the one that lies there now was refused.
    pub refusal: Option<Refusal>,
    /// Another terminal signs with the same key.
    pub shares_key: bool,
}

/// Everything that was taken in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fleet {
    /// Every terminal that is known, in the order of ids.
    pub terminals: Vec<Terminal>,
    /// Files that belong to no terminal: name and why.
    pub strangers: Vec<(String, Refusal)>,
    /// How many more of these there are.
    pub strangers_more: usize,
}

/// Judges what was found against what is remembered, and remembers what is believed. `keys` are those that the office names; with any of them
/// a terminal that has none is a stranger.
pub fn take_in(
    found: Vec<Found>,
    points: &Points,
    keys: &BTreeMap<String, String>,
    memory: &mut Memory,
    now: Timestamp,
) -> Fleet {
    let mut fleet = Fleet::default();
    let mut refusals: BTreeMap<String, Refusal> = BTreeMap::new();
    for file in found {
        let terminal = file
            .name
            .strip_suffix(STATUS_SUFFIX)
            .unwrap_or("")
            .to_owned();
        match believe(&terminal, &file, keys, memory, now) {
            Ok(seen) => {
                memory.terminals.insert(terminal, seen);
            }
            Err(refusal)
                if memory.terminals.contains_key(&terminal)
                    || points.contains_key(&terminal)
                    || keys.contains_key(&terminal) =>
            {
                refusals.insert(terminal, refusal);
            }
            Err(refusal) if fleet.strangers.len() < STRANGERS_MAX => {
                fleet.strangers.push((shown(&file.name), refusal));
            }
            Err(_) => fleet.strangers_more += 1,
        }
    }
    fleet.strangers.sort_by(|a, b| a.0.cmp(&b.0));
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for seen in memory.terminals.values() {
        *owners.entry(&seen.key).or_default() += 1;
    }
    let ids: BTreeSet<&String> = memory
        .terminals
        .keys()
        .chain(points.keys())
        .chain(keys.keys())
        .collect();
    fleet.terminals = ids
        .into_iter()
        .map(|id| {
            let point = points.get(id);
            let seen = memory.terminals.get(id);
            let house = point.map(|point| point.house.clone());
            Terminal {
                id: id.clone(),
                house: house
                    .filter(|house| !house.is_empty())
                    .unwrap_or_else(|| site(id).to_owned()),
                place: point.and_then(|point| point.place),
                status: seen.map(|seen| seen.status.clone()),
                arrived: seen.and_then(|seen| seen.arrived),
                refusal: refusals.remove(id),
                shares_key: seen.is_some_and(|seen| owners[seen.key.as_str()] > 1),
            }
        })
        .collect();
    fleet
}

/// The point of a terminal.
pub fn site(id: &str) -> &str {
    id.split_once('-').map_or(id, |(site, _)| site)
}

fn believe(
    terminal: &str,
    file: &Found,
    keys: &BTreeMap<String, String>,
    memory: &Memory,
    now: Timestamp,
) -> Result<Seen, Refusal> {
    let refuse = |code, detail: String| Err(Refusal { code, detail });
    if !is_terminal(terminal) {
        return refuse("bad-name", "it is named after no terminal".into());
    }
    let Some(bytes) = &file.bytes else {
        return refuse("unreadable", "it is there and cannot be read".into());
    };
    let SignedStatus { status, key } = open_status(&file.name, bytes).map_err(|fault| Refusal {
        code: fault.as_code(),
        detail: fault.to_string(),
    })?;
    let seen = memory.terminals.get(terminal);
    if seen.is_none() && memory.terminals.len() >= TERMINALS_MAX {
        return refuse(
            "too-many",
            format!("{TERMINALS_MAX} terminals are known already"),
        );
    }
    match (keys.get(terminal), seen) {
        (Some(named), _) if *named != key => {
            return refuse(
                "other-key",
                format!("it is signed by {key}, not by the key that is named"),
            );
        }
        (None, _) if !keys.is_empty() => {
            return refuse(
                "unknown-terminal",
                format!("no key is named for it; it is signed by {key}"),
            );
        }
        (None, Some(seen)) if seen.key != key => {
            return refuse(
                "other-key",
                format!("it is signed by {key}, before by {}", seen.key),
            );
        }
        _ => {}
    }
    // Under a new key numbers begin anew: the device was replaced, and the office named its key.
    let before = seen.filter(|seen| seen.key == key).map(|seen| &seen.status);
    if let Some(before) = before
        && (status.number, &status.made) < (before.number, &before.made)
    {
        let (old, new) = (status.number, before.number);
        return refuse(
            "older",
            format!(
                "it is number {old} of {}, and number {new} of {} was seen",
                status.made, before.made
            ),
        );
    }
    let same = seen.filter(|seen| seen.key == key && seen.status == status);
    let arrived = same.and_then(|seen| seen.arrived).or(Some(now));
    Ok(Seen {
        key,
        status,
        arrived,
    })
}

/// A foreign name as far as it can be shown.
fn shown(name: &str) -> String {
    let plain = name.chars().map(|c| if c.is_control() { '?' } else { c });
    plain.take(NAME_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests;
