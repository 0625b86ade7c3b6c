//! What is wrong with which terminal, by the rules. Pure: fleet, what held before, rules and the time in; findings out, sorted by who needs a person
//! first, and what holds now.

use std::collections::BTreeMap;

use batch::Status;
use jiff::Timestamp;

use crate::intake::{Fleet, Held, Terminal};
use crate::rules::{Level, Rules};

/// Terminals that must tell the same before it holds for the others: one of them alone cannot make the whole fleet late.
const WITNESSES: usize = 2;
const SECONDS_PER_MINUTE: i64 = 60;
const SECONDS_PER_HOUR: u64 = 3_600;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Finding {
    /// The word by which page and metrics know it.
    pub code: &'static str,
    pub level: Level,
    /// Since when, where that is known.
    pub since: Option<Timestamp>,
    /// What is measured, where it is a number: metres, megabytes, hours, failures.
    pub amount: Option<u64>,
}

/// What was found at one terminal.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Judged<'a> {
    pub terminal: &'a Terminal,
    /// The worst first.
    pub findings: Vec<Finding>,
    /// What holds, told or not, and since when.
    standing: Vec<(&'static str, Timestamp)>,
}

impl Judged<'_> {
    /// The worst of its findings.
    pub fn level(&self) -> Level {
        let worst = self.findings.iter().map(|finding| finding.level).max();
        worst.unwrap_or(Level::Good)
    }
}

/// Codes that this module finds by itself; those of printer and agent come with the status.
pub const CODES: &[&str] = &[
    "never",
    "silent",
    "refused",
    "shared-key",
    "clock-ahead",
    "frozen",
    "no-screen",
    "takedown",
    "behind",
    "unconfirmed",
    "other-feed",
    "signature",
    "expired",
    "paper",
    "disk",
    "poll",
    "old-version",
];

/// What holds now, for the next run.
pub fn held(judged: &[Judged<'_>]) -> Held {
    let standing = judged.iter().filter(|one| !one.standing.is_empty());
    standing
        .map(|one| {
            let codes = one.standing.iter();
            let codes = codes.map(|(code, since)| ((*code).to_owned(), *since));
            (one.terminal.id.clone(), codes.collect())
        })
        .collect()
}

/// Judges every terminal; `before` is what held at the last run.
pub fn judge<'a>(
    fleet: &'a Fleet,
    before: &Held,
    rules: &Rules,
    now: Timestamp,
) -> Vec<Judged<'a>> {
    let whole = Whole::of(fleet, now);
    let mut judged: Vec<Judged<'a>> = fleet
        .terminals
        .iter()
        .map(|terminal| {
            let mut found = Findings {
                list: Vec::new(),
                standing: Vec::new(),
                before: before.get(&terminal.id),
            };
            of_terminal(terminal, &whole, rules, now, &mut found);
            let mut findings = found.list;
            findings.retain(|finding| finding.level > Level::Good);
            findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
            Judged {
                terminal,
                findings,
                standing: found.standing,
            }
        })
        .collect();
    // Stable: equal ones stay in the order of their names.
    judged.sort_by_key(|one| {
        let alarms = one
            .findings
            .iter()
            .filter(|f| f.level == one.level())
            .count();
        let since = one.findings.first().and_then(|finding| finding.since);
        (
            std::cmp::Reverse(one.level()),
            std::cmp::Reverse(alarms),
            since.unwrap_or(Timestamp::MIN),
        )
    });
    judged
}

/// What the fleet as a whole knows, to compare each one with.
struct Whole {
    /// The feed of most terminals.
    feed: Option<String>,
    /// The newest publication of each feed that is told by enough terminals, and when it was first there.
    newest: BTreeMap<String, ((u64, u64), Option<Timestamp>)>,
    /// The list of takedowns that belongs to it, and when the first terminal had carried it out.
    takedowns: BTreeMap<String, (String, Option<Timestamp>)>,
    /// The newest version of the agent.
    version: Option<[u32; 3]>,
}

impl Whole {
    fn of(fleet: &Fleet, now: Timestamp) -> Whole {
        let mut feeds: BTreeMap<&str, Vec<&Status>> = BTreeMap::new();
        let all = fleet
            .terminals
            .iter()
            .filter_map(|terminal| terminal.status.as_ref());
        let mut versions: BTreeMap<[u32; 3], usize> = BTreeMap::new();
        for status in all {
            feeds.entry(feed(status)).or_default().push(status);
            if let Some(version) = version(&status.agent) {
                *versions.entry(version).or_default() += 1;
            }
        }
        let told = feeds.values().map(Vec::len).sum::<usize>();
        let largest = feeds
            .iter()
            .filter(|(name, of)| !name.is_empty() && of.len() * 2 > told)
            .map(|(name, _)| (*name).to_owned());
        let mut whole = Whole {
            feed: largest.max(),
            newest: BTreeMap::new(),
            takedowns: BTreeMap::new(),
            version: witnessed(&versions, fleet.terminals.len()),
        };
        for (name, statuses) in feeds {
            whole.learn(name, &statuses, now);
        }
        whole
    }

    fn learn(&mut self, name: &str, statuses: &[&Status], now: Timestamp) {
        let mut places: BTreeMap<(u64, u64), usize> = BTreeMap::new();
        for status in statuses {
            *places.entry(place(status)).or_default() += 1;
        }
        let Some(newest) = witnessed(&places, statuses.len()) else {
            return;
        };
        let there: Vec<&&Status> = statuses
            .iter()
            .filter(|status| place(status) == newest)
            .collect();
        let first = |times: &mut dyn Iterator<Item = Option<&String>>| {
            let known = times.flatten().filter_map(|text| text.parse().ok());
            known.filter(|at: &Timestamp| *at <= now).min()
        };
        let appeared = first(&mut there.iter().map(|status| status.changed.as_ref()));
        self.newest.insert(name.to_owned(), (newest, appeared));
        let mut lists: BTreeMap<&str, usize> = BTreeMap::new();
        for status in &there {
            *lists.entry(&status.takedown_list).or_default() += 1;
        }
        let most = lists.into_iter().max_by_key(|(_, count)| *count);
        if let Some((list, _)) = most {
            let holders = statuses
                .iter()
                .filter(|status| status.takedown_list == list);
            let at = first(&mut holders.map(|status| status.takedown_at.as_ref()));
            self.takedowns
                .insert(name.to_owned(), (list.to_owned(), at));
        }
    }
}

/// The largest that enough terminals tell; in a fleet of one or two each of them is enough.
fn witnessed<T: Ord + Copy>(counts: &BTreeMap<T, usize>, terminals: usize) -> Option<T> {
    let enough = if terminals > WITNESSES { WITNESSES } else { 1 };
    let mut told = 0;
    counts.iter().rev().find_map(|(value, count)| {
        told += count;
        (told >= enough).then_some(*value)
    })
}

fn of_terminal(
    terminal: &Terminal,
    whole: &Whole,
    rules: &Rules,
    now: Timestamp,
    found: &mut Findings<'_>,
) {
    if terminal.refusal.is_some() {
        found.standing("refused", now, |_| Level::Alarm);
    }
    if terminal.shares_key {
        found.standing("shared-key", now, |_| Level::Alarm);
    }
    let Some(status) = &terminal.status else {
        found.standing("never", now, |_| Level::Warn);
        return;
    };
    let made = time(Some(&status.made)).unwrap_or(now);
    // A clock that runs ahead makes no terminal that is gone look alive.
    let heard = terminal.arrived.map_or(made, |arrived| made.min(arrived));
    found.at(
        "silent",
        rules.silent.above(minutes(heard, now)),
        Some(heard),
    );
    found.at("clock-ahead", rules.clock.above(minutes(now, made)), None);
    screen(status, made, rules, found);
    feed_of(status, made, whole, rules, now, found);
    found.measured("paper", status.paper_m, |left| rules.paper.below(left));
    found.measured("disk", status.disk_free_mb, |left| rules.disk.below(left));
    found.measured("poll", Some(status.failures), |count| {
        rules.poll.above(count)
    });
    for code in &status.errors {
        let known = batch::ERRORS.iter().find(|known| *known == code);
        if let Some(code) = known {
            found.standing(code, made, |_| rules.codes.level(code));
        }
    }
    if version(&status.agent) < whole.version {
        found.at("old-version", Level::Note, None);
    }
}

fn screen(status: &Status, made: Timestamp, rules: &Rules, found: &mut Findings<'_>) {
    match time(status.frame.as_ref()) {
        Some(frame) => found.at(
            "frozen",
            rules.frozen.above(minutes(frame, made)),
            Some(frame),
        ),
        None => found.at("no-screen", Level::Warn, None),
    }
    let printer = batch::PRINTER
        .iter()
        .find(|known| **known == status.printer);
    let quiet = ["ready", "unknown", "none"];
    if let Some(printer) = printer.filter(|printer| !quiet.contains(printer)) {
        found.standing(printer, made, |_| rules.codes.level(printer));
    }
}

fn feed_of(
    status: &Status,
    made: Timestamp,
    whole: &Whole,
    rules: &Rules,
    now: Timestamp,
    found: &mut Findings<'_>,
) {
    let name = feed(status);
    if whole.feed.as_deref().is_some_and(|most| most != name) && !name.is_empty() {
        found.at("other-feed", Level::Warn, None);
    }
    if let Some((newest, appeared)) = whole.newest.get(name)
        && place(status) < *newest
    {
        let since = appeared.unwrap_or(made);
        found.standing("behind", since, |since| {
            rules.behind.above(minutes(since, now))
        });
    }
    if let Some(checked) = time(status.checked.as_ref()) {
        let level = rules.unconfirmed.above(minutes(checked, made));
        found.at("unconfirmed", level, Some(checked));
    }
    if let Some(until) = time(status.signed_until.as_ref()) {
        // What ran out is no longer running out: it counts from then.
        match u64::try_from(until.as_second() - now.as_second()) {
            Ok(left_s) if left_s > 0 => {
                let left_h = left_s / SECONDS_PER_HOUR;
                found.measured("signature", Some(left_h), |left| {
                    rules.signature.below(left)
                });
            }
            _ => found.at("expired", rules.signature.below(0), Some(until)),
        }
    }
    // What is gone elsewhere must be gone here; and what is known here must be gone from disk, screen and print queue.
    let owed = status.takedowns_waiting > 0 || status.takedowns_unseen.is_some_and(|n| n > 0);
    let elsewhere = whole.takedowns.get(name);
    let differs = elsewhere.filter(|(list, _)| *list != status.takedown_list);
    if owed || differs.is_some() {
        let since = match differs {
            Some((_, at)) => *at,
            None => time(status.takedown_at.as_ref()),
        };
        let since = since.unwrap_or(made);
        found.standing("takedown", since, |since| {
            rules.takedown.above(minutes(since, now))
        });
    }
}

struct Findings<'a> {
    list: Vec<Finding>,
    standing: Vec<(&'static str, Timestamp)>,
    before: Option<&'a BTreeMap<String, Timestamp>>,
}

impl Findings<'_> {
    fn at(&mut self, code: &'static str, level: Level, since: Option<Timestamp>) {
        self.list.push(Finding {
            code,
            level,
            since,
            amount: None,
        });
    }

    /// Something that holds until it is over: it counts from when it was first seen to hold.
    fn standing(
        &mut self,
        code: &'static str,
        since: Timestamp,
        level: impl Fn(Timestamp) -> Level,
    ) {
        let first = self.before.and_then(|before| before.get(code));
        let since = first.map_or(since, |first| since.min(*first));
        self.standing.push((code, since));
        self.at(code, level(since), Some(since));
    }

    fn measured(&mut self, code: &'static str, amount: Option<u64>, level: impl Fn(u64) -> Level) {
        if let Some(value) = amount {
            self.list.push(Finding {
                code,
                level: level(value),
                since: None,
                amount,
            });
        }
    }
}

/// Whole minutes from one time to a later one; 0 when it is not later.
fn minutes(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from((to.as_second() - from.as_second()) / SECONDS_PER_MINUTE).unwrap_or(0)
}

fn time(text: Option<&String>) -> Option<Timestamp> {
    text.and_then(|text| text.parse().ok())
}

/// The feed that a mirror follows; empty for none yet.
fn feed(status: &Status) -> &str {
    status.feed.as_deref().unwrap_or("")
}

fn place(status: &Status) -> (u64, u64) {
    (status.epoch, status.sequence)
}

fn version(text: &str) -> Option<[u32; 3]> {
    let numbers: Vec<u32> = text
        .split('.')
        .map_while(|number| number.parse().ok())
        .collect();
    numbers.try_into().ok()
}

#[cfg(test)]
mod tests;
