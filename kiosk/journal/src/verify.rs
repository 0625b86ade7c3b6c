//! Checks a journal file against itself and against heads known from daily sheets and uploads. Only reads; reports everything
//! it finds, in the order of the chain.
//!
//! Without known heads a forger who recomputes the whole chain is not found out; that is what the heads are for.

mod report;
mod sound;

pub use report::{Note, Report};
pub use sound::Soundness;

use crate::Error;
use crate::chain::FILE_NAME;
use crate::chain::gaps::gaps;
use crate::chain::hash::{Head, parse_head};
use crate::chain::key::Key;
use crate::chain::mark;
use crate::chain::number::Number;
use crate::chain::problem::{Found, Problem};
use crate::chain::reader::Reader;
use crate::chain::store;
use crate::chain::walk::{self, Chain};
use crate::registers::{self, prints};
use std::collections::BTreeMap;
use std::path::Path;

/// Most heads read from a file.
const HEADS_MAX: usize = 100_000;
/// What the QR code of a day sheet begins with; its head stands last.
const SHEET_CODE: &str = "DRP1;";
/// Digits of a hash.
const HASH_DIGITS: usize = 64;

/// Reads heads, one a line: `<seq> <hash>`, or as a day sheet says them, the hash alone (in groups or not) or what its QR code holds. Empty lines and
/// lines with `#` are skipped. `Err` names the bad line, from 1.
pub fn parse_heads(text: &str) -> Result<Vec<Head>, usize> {
    let mut heads = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let line = line.trim().trim_start_matches('\u{feff}');
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if heads.len() >= HEADS_MAX {
            return Err(i + 1);
        }
        heads.push(parse_line(line).ok_or(i + 1)?);
    }
    Ok(heads)
}

/// A head of which only the hash is known has no place yet: its place is 0.
fn parse_line(line: &str) -> Option<Head> {
    let told = match line.strip_prefix(SHEET_CODE) {
        Some(code) => code.rsplit(';').next()?,
        None => line,
    };
    let alone: String = told.split_whitespace().collect();
    let (place, hash) = match alone.len() {
        HASH_DIGITS => ("0", alone),
        _ => {
            let (place, hash) = told.split_once(char::is_whitespace)?;
            (place, hash.split_whitespace().collect())
        }
    };
    parse_head(&format!("{place} {hash}"))
}

/// Heads that day sheets tell by their hash get the place that it has here.
fn placed(chain: &Chain, known: &[Head], found: &mut Found) -> Vec<Head> {
    let place = |head: &Head| {
        if head.seq > 0 || head.hash == Head::NONE.hash {
            return Some(*head);
        }
        let mut hashes = chain.hashes.iter();
        let entry = hashes.find(|(_, hash)| **hash == head.hash);
        let seq = match entry {
            Some((seq, _)) => *seq,
            None if chain.genesis.hash == head.hash => chain.genesis.seq,
            None => return None,
        };
        Some(Head { seq, ..*head })
    };
    let mut heads = Vec::new();
    for head in known {
        match place(head) {
            Some(head) => heads.push(head),
            None => found.add(Problem::NoSuchHead {
                hash: hex::encode(head.hash),
            }),
        }
    }
    heads
}

/// Checks the journal at `path`, a file or the folder it lies in. `Err` when it cannot be read as a journal at all.
pub fn verify(path: &Path, known: &[Head]) -> Result<Report, Error> {
    let file = if path.is_dir() {
        path.join(FILE_NAME)
    } else {
        path.to_path_buf()
    };
    // A file in use that holds what is not the register's is not looked into: it is set aside at the next start.
    let in_use = file.file_name().is_some_and(|name| name == FILE_NAME);
    let reader = match in_use {
        true => Reader::open_file(&file)?,
        false => Reader::open_set_aside(&file)?,
    };
    let conn = reader.connection();
    // The mark before the snapshot: it never stands ahead of what was committed before.
    let mark = match in_use {
        true => file.parent().and_then(mark::read),
        false => None,
    };
    // One snapshot, while the kiosk goes on writing.
    let _tx = conn
        .unchecked_transaction()
        .map_err(Error::database("check journal"))?;
    let mut found = Found::default();
    for what in store::foreign(conn)? {
        found.add(Problem::Foreign { what });
    }
    if let Err(e) = store::check_pages(conn) {
        found.add(Problem::Pages(e.to_string()));
    }
    let mut chain = walk::walk(conn, registers::ALL, &mut found)?;
    let redacted = std::mem::take(&mut chain.blanks).judge(&mut found);
    let known = &placed(&chain, known, &mut found)[..];
    check_heads(&chain, known, &mut found);
    // Whoever can write the file can write the mark: it finds a loss, and anchors nothing.
    let marked = mark.as_ref().map(|mark| mark.head);
    let marked: Vec<Head> = marked.into_iter().filter(|h| !known.contains(h)).collect();
    check_heads(&chain, &marked, &mut found);
    let mut notes = continues(&chain);
    if in_use && mark.is_none() {
        notes.push(Note::NoMark);
    }
    check_beginnings(&chain, &mut found);
    let seqs = chain.days_set.iter();
    notes.extend(seqs.map(|seq| Note::DaySet { seq: *seq }));
    let keys = match keys(&reader, mark.is_some()) {
        Ok(keys) => Some(keys),
        Err(note) => {
            notes.push(note);
            None
        }
    };
    let keys = keys.as_ref().map(|keys| &keys[..]);
    walk::check_beside(conn, &chain, keys, &mut found);
    check_numbers(&chain, &reader.continuations()?, &mut found);
    check_stories(&chain, &mut found);
    let rows = prints::check_rows(conn, &chain, &mut found)?;
    let fitting = known
        .iter()
        .filter(|head| chain.hashes.get(&head.seq) == Some(&head.hash))
        .map(|head| head.seq);
    let anchored_to = fitting.clone().max().unwrap_or(0);
    let first_problem = first_place(&found.problems);
    let proven_to = match first_problem {
        None => Some(anchored_to),
        Some(place) => fitting.filter(|seq| *seq < place).max(),
    };
    Ok(Report {
        entries: chain.hashes.len() as u64,
        rows,
        head: chain.head,
        anchored_to,
        proven_to: proven_to.unwrap_or(0),
        first_problem,
        not_anchored: chain
            .head
            .seq
            .saturating_sub(anchored_to.max(chain.genesis.seq)),
        redacted,
        notes,
        problems: found.problems,
    })
}

/// The entry at which the first problem stands; 0 where that is said of none, and nothing where there is no problem.
fn first_place(problems: &[Problem]) -> Option<u64> {
    let of_file = problems.iter().any(Problem::is_of_file);
    let first = problems.iter().filter_map(Problem::place).min();
    // Missing numbers and rows that disagree mostly come of an entry that is told of; alone they leave nothing vouched for.
    match problems.is_empty() {
        true => None,
        false => Some(first.filter(|_| !of_file).unwrap_or(0)),
    }
}

/// The keys that codes may be checked with. Beside a register in use one must lie; a copy may be without.
fn keys(reader: &Reader, in_use: bool) -> Result<[Option<Key>; 2], Note> {
    match reader.known_keys() {
        Ok([None, None]) if !in_use => Err(Note::NoKey {
            why: "it is not beside this copy",
        }),
        Ok(keys) => Ok(keys),
        // What is there and is no key is looked at as none.
        Err(Error::Damaged { .. }) => Ok([None, None]),
        Err(_) => Err(Note::NoKey {
            why: "it cannot be read by this user",
        }),
    }
}

fn check_heads(chain: &Chain, known: &[Head], found: &mut Found) {
    for head in known {
        // Entries before this file's beginning stand in the file that was set aside.
        if head.seq < chain.genesis.seq || head.seq == 0 {
            continue;
        }
        if head.seq > chain.head.seq {
            found.add(Problem::Truncated {
                seq: head.seq,
                end: chain.head.seq,
            });
        } else if head.seq == chain.genesis.seq {
            if head.hash != chain.genesis.hash {
                found.add(Problem::Rewritten { seq: head.seq });
            }
        } else if chain.hashes.get(&head.seq) != Some(&head.hash) {
            found.add(Problem::Rewritten { seq: head.seq });
        }
    }
}

fn check_numbers(chain: &Chain, continuations: &[Number], found: &mut Found) {
    let mut last: BTreeMap<&str, (u64, &Number)> = BTreeMap::new();
    let mut of_day: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for (seq, number) in &chain.given {
        let before = last.insert(&number.prefix, (*seq, number));
        // Days go back only where an attendant set the day, and running numbers of a day never.
        let went_back = before.is_some_and(|(then, before)| {
            let set = chain.days_set.iter().any(|set| (then..*seq).contains(set));
            before.day > number.day && !set
        });
        let ordinal = of_day.insert((&number.prefix, &number.day), number.ordinal);
        if went_back || ordinal.is_some_and(|before| before >= number.ordinal) {
            found.add(Problem::NumberOrder {
                seq: *seq,
                number: number.to_string(),
            });
        }
    }
    let mut numbers: Vec<Number> = chain.given.iter().map(|(_, n)| n.clone()).collect();
    numbers.sort_by(|a, b| (&a.prefix, &a.day, a.ordinal).cmp(&(&b.prefix, &b.day, b.ordinal)));
    for gap in gaps(&numbers, continuations) {
        if !gap.explained {
            found.add(Problem::NumberGap {
                prefix: gap.prefix,
                day: gap.day,
                from: gap.from,
                to: gap.to,
            });
        }
    }
}

/// What the first entry says of a file that was lost or set aside.
fn continues(chain: &Chain) -> Vec<Note> {
    let told = chain.beginnings.iter().filter(|beginning| {
        let reason = beginning.value("reason");
        reason == "missing" || reason == "damaged"
    });
    told.map(|beginning| {
        let set_aside = beginning.value("set_aside");
        Note::Continues {
            seq: beginning.seq,
            reason: beginning.value("reason").to_owned(),
            known_head: beginning.value("known_head").to_owned(),
            where_it_is: match set_aside.is_empty() {
                true => "its entries are not here: look for a copy".to_owned(),
                false => format!("it was set aside as {set_aside}: keep it and check it too"),
            },
        }
    })
    .collect()
}

/// The terminal itself noted that the file went back.
fn check_beginnings(chain: &Chain, found: &mut Found) {
    for beginning in &chain.beginnings {
        if beginning.value("reason") == "went-back" {
            found.add(Problem::WentBack {
                seq: beginning.seq,
                known: beginning.value("known_head").to_owned(),
            });
        }
    }
}

/// Each register judges the story of each of its numbers.
fn check_stories(chain: &Chain, found: &mut Found) {
    for story in chain.stories.values() {
        for register in registers::ALL {
            let own = |kind: &str| register.kinds.iter().any(|known| known.name == kind);
            let steps: Vec<_> = story
                .iter()
                .filter(|step| own(step.kind.name))
                .cloned()
                .collect();
            if !steps.is_empty() {
                (register.judge)(&steps, found);
            }
        }
    }
}
